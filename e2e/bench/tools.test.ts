import { describe, expect, it } from 'vitest';
import { missingText, pathOf, requireTools } from './tools';

describe('programs to compare with', () => {
  it('are named with the one line that installs them', () => {
    const text = missingText([
      { program: 'ansible', package: 'ansible-core' },
      { program: 'ansible-playbook', package: 'ansible-core' },
      { program: 'sshd', package: 'openssh-server' },
    ]);
    expect(text).toContain('ansible, ansible-playbook, sshd');
    expect(text).toContain('apt-get install --no-install-recommends ansible-core openssh-server');
    expect(text.match(/ansible-core/g)).toHaveLength(1);
  });
  it('that are there are not asked for', () => {
    expect(pathOf('sh')).toMatch(/\/sh$/);
    expect(pathOf('no-such-program')).toBeUndefined();
    expect(() => requireTools([{ program: 'sh', package: 'dash' }])).not.toThrow();
    expect(() => requireTools([{ program: 'no-such-program', package: 'none' }])).toThrow('apt-get install');
  });
});
