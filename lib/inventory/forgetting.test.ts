import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removalLine } from './forgetting';

it('the line for a person takes out that key and leaves every other byte', () => {
  const home = mkdtempSync(join(tmpdir(), 'haven-keys-'));
  try {
    const file = join(home, '.ssh/authorized_keys');
    mkdirSync(join(home, '.ssh'));
    const others = [
      '# written by hand',
      'ssh-ed25519 AAAAC3/x+y= admin',
      'from="10.0.0.1" ssh-rsa AAAAB3//z== me',
    ];
    writeFileSync(
      file,
      [others[0], 'ssh-ed25519 AAAAC3/+mine+/= haven', others[1], others[2], ''].join('\n'),
    );
    execFileSync('sh', ['-c', removalLine('AAAAC3/+mine+/=')], { env: { ...process.env, HOME: home } });
    expect(readFileSync(file, 'utf8')).toBe(`${others.join('\n')}\n`);
  } finally {
    rmSync(home, { recursive: true });
  }
});
