import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { candidateCheck } from './commands';
import { apacheFileProbe, apacheFilesProbe, combineApache, isApacheFile, realPathsProbe } from './probes';

describe('the files of Apache2', () => {
  it('are what find lists: files, and links that lead to nothing', () => {
    const text =
      'l /etc/apache2/ports.conf\nf /etc/apache2/sites-enabled/b.conf\nf /etc/apache2/sites-enabled/a.conf\nf /etc/apache2/sites-enabled/README\nf /etc/apache2/sites-enabled/.old.conf\n';
    expect(apacheFilesProbe.parse(text)).toEqual({
      ok: true,
      value: [
        { path: '/etc/apache2/ports.conf', isDangling: true },
        { path: '/etc/apache2/sites-enabled/a.conf', isDangling: false },
        { path: '/etc/apache2/sites-enabled/b.conf', isDangling: false },
      ],
    });
    expect(apacheFilesProbe.parse('l /etc/apache2/sites-enabled\n')).toMatchObject({
      value: [{ isDangling: true }],
    });
  });

  it('have plain names: any other is refused, and never becomes a word of a command', () => {
    for (const name of ['$(reboot)', 'a b', '../../shadow', '.x', 'a;b', 'é'])
      expect(isApacheFile(`/etc/apache2/sites-enabled/${name}.conf`), name).toBe(false);
    expect(isApacheFile('/etc/shadow')).toBe(false);
    expect(apacheFilesProbe.parse('f /etc/apache2/sites-enabled/$(x).conf\n').ok).toBe(false);
    expect(apacheFilesProbe.parse('something else\n').ok).toBe(false);
    expect(() => apacheFileProbe('/etc/shadow')).toThrow(RangeError);
  });

  it('lead somewhere, one path for each', () => {
    const probe = realPathsProbe(['/etc/apache2/ports.conf']);
    expect(probe.parse('/srv/hafs/apache2/ports.conf\n')).toMatchObject({ ok: true });
    expect(probe.parse('').ok).toBe(false);
    expect(probe.parse('/a\n/b\n').ok).toBe(false);
  });

  it('are told without their texts, and only Apache’s own sockets with them', () => {
    const text = 'Listen 192.168.10.100:80\n# secret\n';
    const reading = combineApache(
      [{ path: '/etc/apache2/ports.conf', realPath: '/x', content: { sha256: 'abc', text } }],
      [
        { address: '192.168.10.100', port: 80, process: 'apache2' },
        { address: '10.10.0.100', port: 80, process: 'haproxy' },
      ],
    );
    expect(reading.sockets).toEqual([{ address: '192.168.10.100', port: 80 }]);
    expect(JSON.stringify(reading)).not.toContain('secret');
    expect(combineApache([], undefined).sockets).toBeUndefined();
  });
});

/** Namespaces are root's, and not every machine's kernel lets root have them in a container. */
function mayUnshare(): boolean {
  try {
    execFileSync('unshare', ['--mount', '--propagation', 'slave', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!mayUnshare())('the check of a candidate', () => {
  it('sees it in the real place, through a link, and leaves that place as it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'haven-apache-'));
    try {
      const [real, link, candidate] = ['real', 'link', 'candidate'].map((name) => join(folder, name));
      if (!real || !link || !candidate) throw new Error('no paths');
      writeFileSync(real, 'old\n');
      symlinkSync('real', link);
      writeFileSync(candidate, 'new\n');
      writeFileSync(join(folder, 'apache2ctl'), `#!/bin/sh\n[ "$1" = -t ] && cat ${link}\n`, { mode: 0o755 });
      const [program = '', ...words] = [...candidateCheck(link), candidate];
      const env = { ...process.env, PATH: `${folder}:${process.env.PATH ?? ''}` };
      expect(execFileSync(program, words, { env, encoding: 'utf8' })).toBe('new\n');
      expect(readFileSync(link, 'utf8')).toBe('old\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
