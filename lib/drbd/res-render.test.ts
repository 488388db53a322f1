import { describe, expect, it } from 'vitest';
import type { HafsDescription } from './res-description';
import { parseResFile } from './res-file';
import { renderResource } from './res-render';
import { resResources } from './res-view';

const host = (n: number) => ({ name: `node${n}`, address: `10.10.0.${n}`, port: 7788, nodeId: n - 1 });
const PAIR: HafsDescription = {
  name: 'hafs',
  protocol: 'C',
  protection: { kind: 'fencing', timeoutSeconds: 180 },
  hosts: [host(1), host(2)],
  volumes: [
    {
      volume: 0,
      minor: 0,
      disks: { node1: '/dev/vg_nvme/hafs', node2: '/dev/vg_nvme/hafs' },
      metadata: 'internal',
    },
  ],
  options: { 'net.verify-alg': 'crc32c', 'disk.on-io-error': 'detach', 'disk.c-max-rate': '400M' },
  handlers: { 'split-brain': '/usr/lib/drbd/notify-split-brain.sh root' },
};
const TRIO: HafsDescription = {
  ...PAIR,
  protection: { kind: 'quorum', onNoQuorum: 'io-error' },
  hosts: [host(1), host(2), host(3)],
};

function render(description: HafsDescription, generation: '8.4' | '9'): string {
  const text = renderResource(description, generation);
  if (!text.ok) throw new Error(JSON.stringify(text.error));
  return text.value;
}
function read(text: string) {
  const file = parseResFile(text);
  if (!file.ok) throw new Error(file.error.what);
  return resResources(file.value)[0];
}

// Both texts were given to drbdadm 9.22 (`-d up hafs`, as 8.4.11 and as 9.1.16) on every host.
describe('a new file', () => {
  it('of the 8.4 grammar', () => {
    expect(render(PAIR, '8.4')).toMatchInlineSnapshot(`
      "resource hafs {
        handlers {
          fence-peer          "/usr/lib/drbd/crm-fence-peer.sh --timeout 180";
          unfence-peer        /usr/lib/drbd/crm-unfence-peer.sh;
          after-resync-target /usr/lib/drbd/crm-unfence-peer.sh;
          split-brain         "/usr/lib/drbd/notify-split-brain.sh root";
        }
        net {
          protocol   C;
          verify-alg crc32c;
        }
        disk {
          fencing     resource-and-stonith;
          on-io-error detach;
          c-max-rate  400M;
        }
        volume 0 {
          device    /dev/drbd0 minor 0;
          disk      /dev/vg_nvme/hafs;
          meta-disk internal;
        }
        on node1 {
          address ipv4 10.10.0.1:7788;
        }
        on node2 {
          address ipv4 10.10.0.2:7788;
        }
      }
      "
    `);
  });
  it('of the 9 grammar, with fencing', () => {
    expect(render(PAIR, '9')).toMatchInlineSnapshot(`
      "resource hafs {
        options {
          auto-promote no;
        }
        handlers {
          fence-peer   "/usr/lib/drbd/crm-fence-peer.9.sh --timeout 180";
          unfence-peer /usr/lib/drbd/crm-unfence-peer.9.sh;
          split-brain  "/usr/lib/drbd/notify-split-brain.sh root";
        }
        net {
          protocol   C;
          fencing    resource-and-stonith;
          verify-alg crc32c;
        }
        disk {
          on-io-error detach;
          c-max-rate  400M;
        }
        volume 0 {
          device    /dev/drbd0 minor 0;
          disk      /dev/vg_nvme/hafs;
          meta-disk internal;
        }
        on node1 {
          node-id 0;
          address ipv4 10.10.0.1:7788;
        }
        on node2 {
          node-id 1;
          address ipv4 10.10.0.2:7788;
        }
      }
      "
    `);
  });
  it('of the 9 grammar, with quorum and a tiebreaker', () => {
    expect(render(TRIO, '9')).toMatchInlineSnapshot(`
      "resource hafs {
        options {
          quorum       majority;
          on-no-quorum io-error;
          auto-promote no;
        }
        handlers {
          split-brain "/usr/lib/drbd/notify-split-brain.sh root";
        }
        net {
          protocol   C;
          verify-alg crc32c;
        }
        disk {
          on-io-error detach;
          c-max-rate  400M;
        }
        volume 0 {
          device    /dev/drbd0 minor 0;
          disk      /dev/vg_nvme/hafs;
          meta-disk internal;
        }
        on node1 {
          node-id 0;
          address ipv4 10.10.0.1:7788;
        }
        on node2 {
          node-id 1;
          address ipv4 10.10.0.2:7788;
        }
        on node3 {
          node-id 2;
          address ipv4 10.10.0.3:7788;
          volume 0 {
            disk      none;
          }
        }
        connection-mesh {
          hosts node1 node2 node3;
        }
      }
      "
    `);
  });

  it('reads back as what was described', () => {
    expect(read(render(PAIR, '8.4'))).toMatchObject({
      name: 'hafs',
      hosts: [
        { names: ['node1'], address: '10.10.0.1', port: 7788 },
        { names: ['node2'], address: '10.10.0.2' },
      ],
      volumes: [{ volume: 0, minor: 0, disk: '/dev/vg_nvme/hafs', metaDisk: 'internal' }],
      options: {
        'net.protocol': 'C',
        'disk.fencing': 'resource-and-stonith',
        'disk.c-max-rate': '400M',
      },
      handlers: { 'fence-peer': '/usr/lib/drbd/crm-fence-peer.sh --timeout 180' },
    });
    const trio = read(render(TRIO, '9'));
    expect(trio?.hosts.map((one) => one.nodeId)).toEqual([0, 1, 2]);
    expect(trio?.hosts[2]?.volumes).toEqual([{ volume: 0, disk: 'none' }]);
    expect(trio?.options).toMatchObject({ 'options.quorum': 'majority', 'options.auto-promote': 'no' });
    expect(trio?.options['net.fencing']).toBeUndefined();
  });

  it('names devices at the hosts where they differ', () => {
    const disks = { node1: '/dev/nvme0n1p3', node2: '/dev/nvme1n1p1' };
    const text = render(
      {
        ...PAIR,
        volumes: [{ volume: 0, minor: 3, disks, metadata: { node1: '/dev/m1', node2: '/dev/m2' } }],
      },
      '9',
    );
    expect(read(text)?.hosts.map((one) => one.volumes)).toEqual([
      [{ volume: 0, disk: '/dev/nvme0n1p3', metaDisk: '/dev/m1' }],
      [{ volume: 0, disk: '/dev/nvme1n1p1', metaDisk: '/dev/m2' }],
    ]);
  });

  it('quotes a secret that looks like configuration', () => {
    const text = render({ ...PAIR, sharedSecret: 'a"b\\c #{;}' }, '8.4');
    expect(text).toContain('shared-secret "a\\"b\\\\c #{;}";');
    expect(read(text)?.options['net.cram-hmac-alg']).toBe('sha256');
  });
});

describe('a description is refused', () => {
  const [volume] = PAIR.volumes;
  if (!volume) throw new Error('no volume');
  const codes = (change: Partial<HafsDescription>, generation: '8.4' | '9' = '8.4') => {
    const text = renderResource({ ...PAIR, ...change }, generation);
    return text.ok ? [] : text.error.map((refusal) => refusal.code);
  };
  it.each([
    ['a name that ends its block', { name: 'x } resource y' }, 'bad-name'],
    ['the name for all resources', { name: 'all' }, 'bad-name'],
    ['an option as a name', { name: '-x' }, 'bad-name'],
    ['a host with a space', { hosts: [host(1), { ...host(2), name: 'node2 node3' }] }, 'bad-name'],
    ['an address with a statement', { hosts: [host(1), { ...host(2), address: '1.1.1.1; x' }] }, 'bad-name'],
    [
      'a device outside /dev',
      { volumes: [{ ...volume, disks: { node1: '/etc/passwd', node2: '/dev/b' } }] },
      'bad-name',
    ],
    [
      'a device by way of ..',
      { volumes: [{ ...volume, disks: { node1: '/dev/../etc/x', node2: '/dev/b' } }] },
      'bad-name',
    ],
    ['one minor for two volumes', { volumes: [volume, { ...volume, volume: 1 }] }, 'duplicate'],
    ['three hosts on 8.4', { hosts: [host(1), host(2), host(3)] }, 'host-count'],
    [
      'one address for two hosts',
      { hosts: [host(1), { ...host(1), name: 'node2', nodeId: 1 }] },
      'duplicate',
    ],
    ['quorum on 8.4', { protection: { kind: 'quorum', onNoQuorum: 'io-error' } }, 'quorum-not-possible'],
    ['asynchronous replication with fencing', { protocol: 'A' }, 'fencing-needs-synchronous'],
    ['a second word on fencing', { options: { 'disk.fencing': 'dont-care' } }, 'reserved-option'],
    ['a handler that is shell', { handlers: { 'split-brain': '/bin/sh; reboot' } }, 'bad-text'],
    ['a tiebreaker on 8.4', { volumes: [{ ...volume, disks: { node1: '/dev/a' } }] }, 'diskless-host'],
    ['no volume', { volumes: [] }, 'no-volume'],
  ] as const)('for %s', (_what, change, code) => {
    expect(codes(change as Partial<HafsDescription>)).toContain(code);
  });

  it('without repeating a secret', () => {
    const text = renderResource({ ...PAIR, sharedSecret: 'geheim\n' }, '9');
    expect(JSON.stringify(text)).not.toContain('geheim');
    expect(text.ok).toBe(false);
  });
});
