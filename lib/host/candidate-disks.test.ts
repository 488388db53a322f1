import { describe, expect, test } from 'vitest';
import { parseLsblk } from './block-devices';
import { candidateDisk, candidates, groupBytesOn, roomsOf } from './candidate-disks';
import type { BlockDevice } from './types';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

function device(path: string, more: Partial<BlockDevice> = {}): BlockDevice {
  const name = path.slice(5);
  const base = { name, path, type: 'disk', sizeBytes: GIB, readOnly: false, mountpoints: [], children: [] };
  return { ...base, ...more };
}
const nothingElse = {
  mounts: [],
  signatures: [],
  blkid: { kind: 'nothing' },
  physicalVolumes: [],
  replicatedBy: [],
  drbdMetadata: 'none',
} as const;
const held = (one: BlockDevice, more: Partial<Parameters<typeof candidateDisk>[1]> = {}) =>
  candidateDisk(one, { ...nothingElse, devices: [one], ...more }).holds;

describe('what may be offered at all', () => {
  test.each(['/dev/drbd0', '/dev/nbd0', '/dev/zram0', '/dev/md0', '/dev/rbd0'])('not %s', (path) => {
    expect(candidates([device(path)])).toEqual([]);
  });

  test('not what cannot be written, and not what has no size', () => {
    expect(
      candidates([device('/dev/sda', { readOnly: true }), device('/dev/sdb', { sizeBytes: 0 })]),
    ).toEqual([]);
  });

  test('partitions made for data, by GUID and by number; a boot partition carries no signature and is not empty', () => {
    const part = (number: number, partitionType?: string): BlockDevice =>
      device(`/dev/nvme1n1p${number}`, { type: 'part', ...(partitionType ? { partitionType } : {}) });
    const disk = device('/dev/nvme1n1', {
      children: [
        part(1, '21686148-6449-6e6f-744e-656564454649'),
        part(2, 'E6D6D379-F507-44C2-A23C-238F2A3DF928'),
        part(3, '0x83'),
        part(4),
      ],
    });
    expect(candidates([disk]).map(({ path }) => path)).toEqual([
      '/dev/nvme1n1',
      '/dev/nvme1n1p2',
      '/dev/nvme1n1p3',
    ]);
  });

  test('as lsblk prints it: the type of a partition is read', () => {
    const text = JSON.stringify({
      blockdevices: [
        {
          name: 'sda',
          path: '/dev/sda',
          type: 'disk',
          size: GIB,
          pttype: 'gpt',
          ro: false,
          children: [
            {
              name: 'sda1',
              path: '/dev/sda1',
              type: 'part',
              size: GIB,
              parttype: '0fc63daf-8483-4772-8e79-3d69d8477de4',
              ro: false,
            },
          ],
        },
      ],
    });
    const parsed = parseLsblk(text);
    expect(parsed.ok && candidates(parsed.value).map(({ path }) => path)).toEqual(['/dev/sda', '/dev/sda1']);
  });
});

describe('what is on it', () => {
  test('nothing, when every witness says so', () => expect(held(device('/dev/nvme1n1'))).toEqual([]));
  test('a silent witness counts as something', () => {
    const { blkid: _, ...silent } = nothingElse;
    const one = device('/dev/nvme1n1');
    expect(candidateDisk(one, { ...silent, devices: [one] }).holds).toEqual(['blkid?']);
  });
  test('DRBD’s configuration that could not be read', () => {
    const { replicatedBy: _, ...silent } = nothingElse;
    const one = device('/dev/nvme1n1');
    expect(candidateDisk(one, { ...silent, devices: [one] }).holds).toEqual(['drbd-configuration?']);
  });
  test('the resource whose backing device it is, though its device is down', () => {
    const replicatedBy = [{ device: '/dev/nvme1n1', resource: 'old' }];
    expect(held(device('/dev/nvme1n1'), { replicatedBy })).toEqual(['old']);
  });
  test('a disk that other machines see too', () =>
    expect(held(device('/dev/sdb', { transport: 'fc' }))).toEqual(['fc']));
});

describe('room', () => {
  test('of a blank drive: whole extents behind LVM’s label', () => {
    expect(groupBytesOn(512 * MIB)).toBe(508 * MIB);
    expect(groupBytesOn(4 * MIB)).toBe(0);
  });

  test('the roomiest first; nothing that is held, full or not usable', () => {
    const group = { name: 'vg', sizeBytes: GIB, extentBytes: 4 * MIB, freeExtents: 10, isUsable: true };
    const rooms = roomsOf({
      disks: [
        { path: '/dev/nvme0n1', sizeBytes: GIB, holds: ['LVM2_member'] },
        { path: '/dev/nvme1n1', sizeBytes: GIB, holds: [] },
      ],
      groups: [
        group,
        { ...group, name: 'full', freeExtents: 0 },
        { ...group, name: 'exported', isUsable: false },
      ],
    });
    expect(rooms.map(({ on }) => on)).toEqual(['/dev/nvme1n1', 'vg']);
  });
});
