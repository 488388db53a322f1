import { describe, expect, it } from 'vitest';
import { combineApache } from '@/lib/apache/probes';
import type { DirectoryVip } from '@/lib/live/protocol';
import { apacheEntrances, mountOf } from './apache-listens';

const VIPS: readonly DirectoryVip[] = [
  { id: 'v1', resourceId: 'vip_1g', address: '192.168.10.100', networkRole: '1g' },
  { id: 'v10', resourceId: 'vip_10g', address: '10.10.0.100', networkRole: '10g' },
];
const PATH = '/etc/apache2/ports.conf';
const reading = (text: string, ...open: readonly string[]) =>
  combineApache(
    [{ path: PATH, realPath: '/srv/hafs/apache2/ports.conf', content: { sha256: 'x', text } }],
    open.map((place) => {
      const colon = place.lastIndexOf(':');
      return { address: place.slice(0, colon), port: Number(place.slice(colon + 1)), process: 'apache2' };
    }),
  );
const troubles = (text: string, ...open: readonly string[]) =>
  apacheEntrances(reading(text, ...open), VIPS).map(({ address, port, troubles: own }) => [
    `${address}:${port}`,
    ...own,
  ]);

describe('where Apache2 can be reached', () => {
  it('is told with its VIP and the names that answer there', () => {
    const text =
      'Listen 192.168.10.100:80\n<VirtualHost 192.168.10.100:80>\nServerName portal.havenlab\n</VirtualHost>\n';
    expect(apacheEntrances(reading(text, '192.168.10.100:80'), VIPS)).toEqual([
      {
        address: '192.168.10.100',
        port: 80,
        files: [PATH],
        isConditional: false,
        isOpen: true,
        vip: VIPS[0],
        hosts: ['portal.havenlab'],
        troubles: [],
      },
    ]);
  });

  it('is in trouble where it is no VIP of people', () => {
    expect(troubles('Listen 80', '*:80')).toEqual([['*:80', 'every']]);
    expect(troubles('Listen 192.168.10.11:80', '192.168.10.11:80')).toEqual([['192.168.10.11:80', 'no-vip']]);
    expect(troubles('Listen 10.10.0.100:80', '10.10.0.100:80')).toEqual([['10.10.0.100:80', 'on-10g']]);
  });

  it('says where files and sockets differ, and not where Apache2 does not run', () => {
    const text = 'Listen 192.168.10.100:80\n';
    expect(troubles(text, '192.168.10.100:81')).toEqual([
      ['192.168.10.100:80', 'closed'],
      ['192.168.10.100:81', 'unwritten'],
    ]);
    expect(troubles(text)).toEqual([['192.168.10.100:80']]);
  });

  it('finds nothing wrong with a condition that opens nothing', () => {
    expect(
      troubles(
        'Listen 192.168.10.100:80\n<IfModule ssl_module>\nListen 443\n</IfModule>',
        '192.168.10.100:80',
      ),
    ).toEqual([['192.168.10.100:80'], ['*:443']]);
  });
});

it('a path lies on the nearest mount above it', () => {
  const mount = (source: string, target: string) => ({ source, target, fsType: 'ext4', options: 'rw' });
  const mounts = { mounts: [mount('/dev/vda1', '/'), mount('/dev/drbd0', '/srv/hafs')] };
  expect(mountOf('/srv/hafs/apache2/ports.conf', mounts)).toMatchObject({
    source: '/dev/drbd0',
    isReplicated: true,
  });
  expect(mountOf('/srv/hafs2/x', mounts)).toMatchObject({ source: '/dev/vda1', isReplicated: false });
  expect(mountOf('/x', { mounts: [] })).toBeUndefined();
});
