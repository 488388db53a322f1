import { expect, it } from 'vitest';
import { sshdConfig } from './sshd';

it('listens on every port, lets in one key only and takes no more than loopback', () => {
  const lines = sshdConfig({
    home: '/t/home',
    ports: [4001, 4002],
    hostKeyPath: '/t/h',
    authorizedKeysPath: '/t/a',
  }).split('\n');
  expect(lines.filter((line) => line.startsWith('Port '))).toEqual(['Port 4001', 'Port 4002']);
  expect(lines).toEqual(
    expect.arrayContaining([
      'ListenAddress 127.0.0.1',
      'PasswordAuthentication no',
      'AuthorizedKeysFile /t/a',
    ]),
  );
});
