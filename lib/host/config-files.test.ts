import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIXED_FILES, hashesProbe, isElsewhere, isOnHafs, listedFilesProbe } from './config-files';

const HASH = 'a'.repeat(64);

describe('the files that are watched', () => {
  const listed = (...lines: string[]) => listedFilesProbe.parse(['f 9 /etc/passwd', ...lines, ''].join('\n'));
  const PORTS = '/etc/apache2/ports.conf';
  const SITES = '/etc/apache2/sites-enabled';

  it('are listed whatever their order, and only those that a tool reads', () => {
    expect(
      listed(
        'd 9 /etc/drbd.d',
        'f 9 /etc/drbd.d/hafs.res',
        'f 9 /etc/drbd.d/global_common.conf',
        'f 9 /etc/drbd.d/hafs.res.orig',
        `f 9 ${PORTS}`,
        `d 9 ${SITES}`,
        `f 9 ${SITES}/.000-portal.conf.swp`,
        `f 9 ${SITES}/000-portal.conf`,
      ),
    ).toEqual({
      ok: true,
      value: {
        paths: [PORTS, `${SITES}/000-portal.conf`, '/etc/drbd.d/global_common.conf', '/etc/drbd.d/hafs.res'],
        closed: [],
      },
    });
    expect(listed()).toEqual({ ok: true, value: { paths: [], closed: [] } });
    expect(listed('x 9 /etc/drbd.d')).toMatchObject({ value: { closed: ['/etc/drbd.d'] } });
  });
  it('are Apache’s on HAFS by their file system, and elsewhere while its links lead to nothing', () => {
    const here = listed(`f 37632 ${PORTS}`, `d 37632 ${SITES}`, `f 37632 ${SITES}/000-portal.conf`);
    const there = listed(`l 9 ${PORTS}`, `l 9 ${SITES}`);
    if (!here.ok || !there.ok) throw new Error('not parsed');
    expect(here.value.paths).toEqual([PORTS, `${SITES}/000-portal.conf`]);
    expect(there.value).toEqual({ paths: [], closed: [], elsewhere: [PORTS, SITES] });
    for (const path of [PORTS, `${SITES}/000-portal.conf`, `${SITES}/gone.conf`]) {
      expect([isOnHafs(here.value, path), isElsewhere(here.value, path)]).toEqual([true, false]);
      expect([isOnHafs(there.value, path), isElsewhere(there.value, path)]).toEqual([false, true]);
    }
    expect(isElsewhere(there.value, '/etc/drbd.d/hafs.res')).toBe(false);
  });
  it('are unknown where nothing was listed at all', () => {
    expect(listedFilesProbe.parse('').ok).toBe(false);
    expect(listed('/etc/drbd.d/hafs.res').ok).toBe(false);
  });
  it('are listed by find as the parser reads it, links followed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'haven-files-'));
    try {
      mkdirSync(join(folder, 'etc/drbd.d'), { recursive: true });
      mkdirSync(join(folder, 'etc/apache2'));
      for (const path of ['etc/passwd', 'etc/drbd.d/hafs.res']) writeFileSync(join(folder, path), 'x');
      symlinkSync('/nowhere/ports.conf', join(folder, PORTS));
      symlinkSync('/dev', join(folder, SITES));
      const [program = '', ...words] = listedFilesProbe.command.argv;
      const moved = words.map((word) => (word.startsWith('/etc/') ? join(folder, word) : word));
      const found = listedFilesProbe.parse(
        execFileSync(program, moved, { encoding: 'utf8' }).replaceAll(folder, ''),
      );
      expect(found).toEqual({
        ok: true,
        value: { paths: ['/etc/drbd.d/hafs.res'], closed: [], onHafs: [SITES], elsewhere: [PORTS] },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it('of a name that would not be told apart from something else make the reading unknown', () => {
    expect(listed('f 9 /etc/drbd.d/a b.res').ok).toBe(false);
    expect(listed('f 9 /etc/drbd.d/../shadow.res').ok).toBe(false);
  });
  it('are hashed, and a line that is none refuses the whole', () => {
    const { parse } = hashesProbe(FIXED_FILES);
    expect(parse(`${HASH}  /etc/haproxy/haproxy.cfg\n`)).toEqual({
      ok: true,
      value: [{ path: '/etc/haproxy/haproxy.cfg', sha256: HASH }],
    });
    expect(parse('')).toEqual({ ok: true, value: [] });
    expect(parse(`${HASH.slice(1)}  /etc/haproxy/haproxy.cfg\n`).ok).toBe(false);
    expect(parse(`${HASH}  /etc/shadow\n`).ok).toBe(false);
    expect(parse(`${HASH}  /etc/haproxy/haproxy.cfg\nsha256sum: x`).ok).toBe(false);
  });
});
