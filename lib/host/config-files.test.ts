import { describe, expect, it } from 'vitest';
import { drbdFilesProbe, FIXED_FILES, hashesProbe } from './config-files';

const HASH = 'a'.repeat(64);

describe('the files that are watched', () => {
  it('are listed whatever their order', () => {
    expect(drbdFilesProbe.parse('/etc/drbd.d/hafs.res\n/etc/drbd.d/global_common.conf\n')).toEqual({
      ok: true,
      value: ['/etc/drbd.d/global_common.conf', '/etc/drbd.d/hafs.res'],
    });
  });
  it('of a name that would not be told apart from something else make the reading unknown', () => {
    expect(drbdFilesProbe.parse('/etc/drbd.d/a b.res\n').ok).toBe(false);
    expect(drbdFilesProbe.parse('/etc/drbd.d/../shadow\n').ok).toBe(false);
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
