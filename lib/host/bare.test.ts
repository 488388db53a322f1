import { describe, expect, it } from 'vitest';
import { parseRemains } from './bare-probes';
import { withHosts } from './hosts-file';
import { installCommand, packagesProbe, parsePolicy } from './packages';

describe('/etc/hosts', () => {
  const nodes = [
    { name: 'node1', address: '10.10.0.1' },
    { name: 'node2', address: '10.10.0.2' },
  ];
  const installed =
    '127.0.0.1\tlocalhost\n127.0.1.1\tnode1.example.ac.kr node1\n\n# IPv6\n::1 ip6-localhost\n';

  it('takes a node’s own name off the loopback and keeps everything else', () => {
    expect(withHosts(installed, nodes)).toBe(
      '127.0.0.1\tlocalhost\n127.0.1.1 node1.example.ac.kr\n\n# IPv6\n::1 ip6-localhost\n# nodes of the cluster\n10.10.0.1 node1\n10.10.0.2 node2\n',
    );
  });
  it('drops a line with nothing left on it', () =>
    expect(withHosts('127.0.1.1 node1\n', nodes)).not.toContain('127.0.1.1'));
  it('is the same twice', () => {
    const once = withHosts(installed, nodes);
    expect(withHosts(once, nodes)).toBe(once);
  });
  it('leaves a name in a comment alone', () =>
    expect(withHosts('# node1 was here\n', nodes)).toContain('# node1 was here'));
});

describe('apt-cache policy', () => {
  const text = `corosync:
  Installed: (none)
  Candidate: 3.1.7-1+deb12u2
  Version table:
     3.1.7-1+deb12u2 500
        500 file:/srv/debian ./ Packages
lvm2:
  Installed: 2.03.16-2
  Candidate: 2.03.16-2
  Version table:
 *** 2.03.16-2 100
        100 /var/lib/dpkg/status
drbd-utils:
  Installed: (none)
  Candidate: (none)
  Version table:
`;
  it('says what is installed and what is offered', () =>
    expect(parsePolicy(text)).toEqual({
      ok: true,
      value: {
        corosync: { candidate: '3.1.7-1+deb12u2' },
        lvm2: { installed: '2.03.16-2', candidate: '2.03.16-2' },
        'drbd-utils': {},
      },
    }));
  it('is nothing for packages that no source knows', () =>
    expect(parsePolicy('')).toEqual({ ok: true, value: {} }));
  it('is not read out of something else', () => expect(parsePolicy('E: broken\n').ok).toBe(false));
  it('is asked in the language that is parsed', () =>
    expect(packagesProbe(['corosync']).command.argv).toContain('LC_ALL=C'));
  it('installs nothing that is not a package', () => {
    expect(() => installCommand(['corosync; reboot'])).toThrow(RangeError);
    expect(() => installCommand(['-oDpkg::Pre-Invoke::=x'])).toThrow(RangeError);
  });
});

describe('what is left of a cluster', () => {
  it('is every file but what the packages bring', () =>
    expect(
      parseRemains('/etc/drbd.d/global_common.conf\n/etc/drbd.d/hafs.res\n/var/lib/pacemaker/cib/cib.xml\n'),
    ).toEqual({ ok: true, value: ['/etc/drbd.d/hafs.res', '/var/lib/pacemaker/cib/cib.xml'] }));
  it('is nothing on a machine without one', () => expect(parseRemains('')).toEqual({ ok: true, value: [] }));
  it('is not known where the output was cut or is another', () => {
    expect(parseRemains('/etc/drbd.d/ha').ok).toBe(false);
    expect(parseRemains('/home/x\n').ok).toBe(false);
  });
});
