import { describe, expect, it } from 'vitest';
import { quoteArgv } from '@/lib/base/command';
import { mutatedText } from '@/lib/base/mutated-text.testing';
import fc from '@/lib/base/property.testing';
import { gravestEffect, parseDryRun } from './dry-run';
import { growFilesystem, makeFilesystem } from './filesystem-commands';
import * as drbd from './lifecycle';
import { isDrbdResourceName, isIpv4, isIpv6 } from './names';
import type { DrbdReading, DrbdReplicationState } from './types';
import { parseVerifyLine, verifyState } from './verify-result';

const text = ({ command }: drbd.DrbdCommand): string => quoteArgv(command.argv);
const volume = { resource: 'hafs', volume: 0 };

// Every form was run through `drbdadm --dry-run` 9.22 as 8.4.11 and as 9.1.16.
describe('the exact form of', () => {
  it.each([['create-md', '8.4', 'drbdadm create-md hafs', 'drbdadm create-md --max-peers=2 hafs']])(
    '%s',
    (_what, _generation, eight, nine) => {
      expect(text(drbd.createMetadata('hafs', '8.4', 2))).toBe(eight);
      expect(text(drbd.createMetadata('hafs', '9', 2))).toBe(nine);
    },
  );

  it('commands that name the peer on 9 and must not on 8.4', () => {
    expect(text(drbd.startVerify(volume, 'node1', '8.4'))).toBe('drbdadm verify hafs/0');
    expect(text(drbd.startVerify(volume, 'node1', '9'))).toBe('drbdadm verify hafs:node1/0');
    expect(text(drbd.invalidate(volume, 'node2', 'node2', 'node1', '9', true))).toBe(
      'drbdadm invalidate --reset-bitmap=no hafs:node1/0',
    );
  });

  it('the first synchronisation and its justified omission', () => {
    expect(text(drbd.startFirstSync('hafs'))).toBe('drbdadm primary --force hafs');
    expect(text(drbd.skipFirstSync(volume))).toBe('drbdadm new-current-uuid --clear-bitmap hafs/0');
  });

  it('wiping metadata, which 8.4 takes only through a wrapper', () => {
    expect(text(drbd.wipeMetadata('hafs', '8.4'))).toBe('drbdadm --setup-option=--force wipe-md hafs');
    expect(text(drbd.wipeMetadata('hafs', '9'))).toBe('drbdadm wipe-md --force hafs');
  });

  it('checking a file that replaces another, which 8.4 cannot set aside', () => {
    const old = '/etc/drbd.d/hafs.res';
    const script = (...of: Parameters<typeof drbd.checkWords>) => drbd.checkWords(...of)[2];
    expect(script('9', old)).toBe(`exec drbdadm --config-to-test="$1" --config-to-exclude=${old} sh-nop`);
    expect(script('8.4', old)).toBe('exec drbdadm --config-file="$1" sh-nop');
    expect(script('8.4')).toBe('exec drbdadm --config-to-test="$1" sh-nop');
    expect(() => drbd.checkWords('9', '/etc/shadow')).toThrow(RangeError);
  });

  it('what makes and grows the file system', () => {
    expect(text(makeFilesystem('/dev/drbd0', 'xfs', 'hafs'))).toBe('mkfs.xfs -q -L hafs /dev/drbd0');
    expect(text(growFilesystem('ext4', '/dev/drbd0', '/srv/hafs'))).toBe('resize2fs /dev/drbd0');
    expect(text(growFilesystem('xfs', '/dev/drbd0', '/srv/hafs'))).toBe('xfs_growfs /srv/hafs');
    expect(() => makeFilesystem('/dev/vg_nvme/hafs', 'xfs', 'hafs')).toThrow(RangeError);
  });
});

describe('a name is refused', () => {
  it('that is an option, a path, or every resource at once', () => {
    for (const name of ['all', '--force', 'a/0', 'a b', 'a;b', '', '$(x)', 'a\n']) {
      expect(isDrbdResourceName(name)).toBe(false);
      expect(() => drbd.up(name)).toThrow(RangeError);
      expect(() => drbd.skipFirstSync({ resource: name, volume: 0 })).toThrow(RangeError);
    }
    expect(() => drbd.resize({ resource: 'r', volume: -1 })).toThrow(RangeError);
    expect(() => drbd.startVerify(volume, 'node1/1', '9')).toThrow(RangeError);
  });

  it('of a victim that is not the node the command runs on', () => {
    expect(() => drbd.invalidate(volume, 'node1', 'node2', 'node3', '9')).toThrow(RangeError);
    expect(() => drbd.invalidate(volume, 'node1', 'node1', 'node1', '9')).toThrow(RangeError);
    expect(() => drbd.invalidate(volume, 'node1', 'node1', 'node2', '8.4', true)).toThrow(RangeError);
  });

  it('that is no address', () => {
    expect(['10.0.0.1', '255.255.255.255'].every(isIpv4)).toBe(true);
    expect(['10.0.0.256', '1.2.3', '1.2.3.4.', '01.2.3.4', '1.2.3.4;'].some(isIpv4)).toBe(false);
    expect(['fd00::1', '::1', 'fe80::', '1:2:3:4:5:6:7:8'].every(isIpv6)).toBe(true);
    expect([':::', '1:2:3', '1::2::3', '1:2:3:4:5:6:7:8:9', ':1::2', 'g::1'].some(isIpv6)).toBe(false);
  });
});

describe('a dry run of adjust', () => {
  // Printed by drbdadm 9.22 for a resource that is not up.
  const UP =
    '\ndrbdsetup-84 new-resource hafs\ndrbdsetup-84 new-minor hafs 0 0\ndrbdmeta 0 v08 /dev/vg_nvme/hafs internal apply-al\ndrbdsetup-84 attach 0 /dev/vg_nvme/hafs /dev/vg_nvme/hafs internal --c-max-rate=400M --fencing=resource-and-stonith\ndrbdsetup-84 connect hafs ipv4:10.10.0.1:7788 ipv4:10.10.0.2:7788 --protocol=C --shared-secret=a\\"b\\ c\n';

  it('lists the calls, without secrets', () => {
    const calls = parseDryRun(UP);
    if (!calls.ok) throw new Error(calls.error.what);
    expect(calls.value.map(({ verb }) => verb)).toEqual([
      'new-resource',
      'new-minor',
      'apply-al',
      'attach',
      'connect',
    ]);
    expect(calls.value.at(-1)?.arguments.at(-1)).toBe('--shared-secret=…');
    expect(gravestEffect(calls.value)).toBe('device');
  });

  it.each([
    ['', undefined],
    ['drbdsetup disk-options 0 --set-defaults --c-max-rate=200M\n', 'options'],
    ['drbdsetup net-options hafs 1 --set-defaults\ndrbdsetup del-path hafs 1 a b\n', 'connection'],
    ['drbdsetup frobnicate hafs\n', 'unknown'],
    ['drbd-proxy-ctl -c x\n', 'unknown'],
    ['drbdsetup constructor hafs\n', 'unknown'],
  ])('%j is at worst %s', (output, worst) => {
    const calls = parseDryRun(output);
    expect(calls.ok && gravestEffect(calls.value)).toBe(worst);
  });

  it('never throws, whatever a damaged connection leaves of it', () => {
    fc.assert(
      fc.property(mutatedText([UP]), (output) => {
        parseDryRun(output);
        for (const line of output.split('\n')) parseVerifyLine(line);
      }),
      { numRuns: 100 },
    );
  });

  it('that is cut is refused', () => {
    expect(parseDryRun('drbdsetup disk-opt').ok).toBe(false);
    expect(parseDryRun('drbdsetup\n').ok).toBe(false);
  });
});

describe('a verify', () => {
  it.each([
    ['block drbd0: Online verify found 12 4k block out of sync!', { kind: 'found', blocks: 12, blockKiB: 4 }],
    [
      'block drbd0: Online verify done (total 48 sec; paused 0 sec; 8192 K/sec)',
      { kind: 'done', seconds: 48 },
    ],
    ['drbd hafs/0 drbd0 node2: Online verify found 1 4k block out of sync!', { kind: 'found', blocks: 1 }],
    ['block drbd0: Starting Online Verify from sector 0', { kind: 'started', device: 'drbd0' }],
  ])('%s is read', (line, expected) => {
    expect(parseVerifyLine(line)).toMatchObject(expected);
  });

  it('is not read from another line', () => {
    expect(parseVerifyLine('block drbd0: Resync done (total 1 sec; paused 0 sec; 1 K/sec)')).toBeUndefined();
    expect(parseVerifyLine('Online verify done (total 1 sec; x)')).toBeUndefined();
  });

  const reading = (replication: DrbdReplicationState, oos: number | undefined): DrbdReading => ({
    version: { generation: '8.4' },
    resources: [
      {
        name: 'hafs',
        role: 'Secondary',
        suspended: [],
        devices: [],
        connections: [
          {
            peerName: 'peer',
            peerNodeId: 0,
            connection: 'Connected',
            peerRole: 'Primary',
            peerDevices: [
              {
                volume: 0,
                replication,
                peerDisk: 'UpToDate',
                resyncSuspended: [],
                ...(oos === undefined ? {} : { outOfSyncKiB: oos }),
              },
            ],
          },
        ],
      },
    ],
  });

  it('ends with what both nodes count', () => {
    const state = (a: DrbdReading | undefined, b: DrbdReading | undefined) =>
      verifyState({ node1: a, node2: b }, 'hafs', 0).kind;
    expect(state(reading('VerifyS', 0), reading('VerifyT', 8))).toBe('running');
    expect(state(reading('Established', 0), reading('Established', 0))).toBe('clean');
    expect(state(reading('Established', 0), reading('Established', 48))).toBe('differs');
    expect(state(reading('Established', 0), undefined)).toBe('unknown');
    expect(state(reading('Established', undefined), reading('Established', 0))).toBe('unknown');
    expect(state(reading('SyncTarget', 0), reading('SyncSource', 0))).toBe('unknown');
    expect(verifyState({}, 'hafs', 0).kind).toBe('unknown');
  });
});
