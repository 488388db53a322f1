import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutatedText } from '@/lib/base/mutated-text.testing';
import { backingAt, growBacking } from './backing-steps';
import { type BlankEvidence, blankVerdict, mayWriteOver } from './blank-proof';
import { parseLsblk } from './block-devices';
import { type NodePlaces, placesOf, proposePlaces } from './free-space';
import { mapperPath, parseLvs, parsePvs, parseVgs } from './lvm';
import { freeRanges, nextPartitionPath, parseSfdisk } from './partitions';
import { parseWipefs, readBlkid } from './signatures';
import { createPartition, lvcreate, lvremove, pvcreate } from './storage-commands';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

// Recorded: lvm2 2.03.16 and util-linux 2.38.1 of Debian 12, on a loop device and on disk images.
const PVS =
  '{"report":[{"pv":[{"pv_name":"/dev/loop0","vg_name":"vg_test","pv_size":"1069547520","pv_free":"1069547520","pv_attr":"a--"}]}]}';
const VGS =
  '{"report":[{"vg":[{"vg_name":"vg_test","vg_size":"1069547520","vg_free":"1069547520","vg_extent_size":"4194304","vg_free_count":"255","vg_attr":"wz--n-","pv_count":"1","vg_missing_pv_count":"0"}]}]}';
const LVS_EMPTY = '{"report":[{"lv":[]}]}';
const LVS =
  '{"report":[{"lv":[{"lv_name":"hafs","vg_name":"vg_nvme","lv_path":"/dev/vg_nvme/hafs","lv_size":"402653184","segtype":"linear","origin":"","pool_lv":""}]}]}';
const SFDISK =
  '{"partitiontable":{"label":"gpt","id":"92BFDBAE","device":"/dev/nvme0n1","unit":"sectors","firstlba":2048,"lastlba":4194270,"sectorsize":512,"partitions":[{"node":"/dev/nvme0n1p1","start":2048,"size":1048576,"type":"E6D6D379-F507-44C2-A23C-238F2A3DF928","uuid":"068CE501","name":"a b"}]}}';
const WIPEFS_BLANK = '{\n   "signatures": [\n\n   ]\n}\n';
const WIPEFS_DRBD =
  '{"signatures":[{"device":"s","offset":"0x3fff03c","type":"drbd","uuid":null,"label":null}]}';

function must<T>(result: { ok: true; value: T } | { ok: false; error: { what: string } }): T {
  if (!result.ok) throw new Error(result.error.what);
  return result.value;
}
const exited = (exitCode: number, stdout = '') =>
  ({ kind: 'exited', exitCode, stdout, stderr: '', truncated: false, durationMs: 1 }) as const;

describe('recorded output', () => {
  it('of LVM', () => {
    expect(must(parsePvs(PVS))).toEqual([
      { path: '/dev/loop0', group: 'vg_test', sizeBytes: 1_069_547_520, freeBytes: 1_069_547_520 },
    ]);
    expect(must(parseVgs(VGS))).toEqual([
      {
        name: 'vg_test',
        sizeBytes: 1_069_547_520,
        extentBytes: 4 * MIB,
        freeExtents: 255,
        isUsable: true,
      },
    ]);
    expect(must(parseLvs(LVS_EMPTY))).toEqual([]);
    expect(must(parseLvs(LVS))[0]).toEqual({
      name: 'hafs',
      group: 'vg_nvme',
      path: '/dev/vg_nvme/hafs',
      sizeBytes: 402_653_184,
      segmentType: 'linear',
    });
    expect(mapperPath('vg-a', 'ha-fs')).toBe('/dev/mapper/vg--a-ha--fs');
  });

  it('of a group with a missing disk, exported, or read-only gives no room', () => {
    for (const [from, to] of [
      ['"0"}', '"1"}'],
      ['wz--n-', 'rz--n-'],
      ['wz--n-', 'wzx-n-'],
      ['wz--n-', 'wz-pn-'],
      ['wz--n-', 'wz--ns'],
    ] as const)
      expect(must(parseVgs(VGS.replace(from, to)))[0]?.isUsable).toBe(false);
  });

  it('of sfdisk gives aligned room behind the last partition', () => {
    const table = must(parseSfdisk(SFDISK));
    expect(freeRanges(table)).toEqual([{ startSector: 1_050_624, sectors: 3_141_632 }]);
    expect(nextPartitionPath(table)).toBe('/dev/nvme0n1p2');
    expect(freeRanges({ ...table, label: 'dos' })).toEqual([]);
  });

  it('of wipefs and blkid gives what is written on a device', () => {
    expect(must(parseWipefs(WIPEFS_BLANK))).toEqual([]);
    expect(must(parseWipefs(WIPEFS_DRBD))).toEqual(['drbd']);
    expect(readBlkid(exited(0, 'DEVNAME=s\nTYPE=drbd\nUSAGE=raid\n'))).toEqual({
      kind: 'found',
      types: ['drbd'],
    });
    expect(readBlkid(exited(0, 'PTUUID=x\nPTTYPE=gpt\n'))).toEqual({ kind: 'found', types: ['gpt'] });
    expect(readBlkid(exited(2)).kind).toBe('nothing');
    expect(readBlkid(exited(8)).kind).toBe('ambivalent');
    expect(readBlkid(exited(4)).kind).toBe('unknown');
    expect(readBlkid({ kind: 'unreachable', message: '' }).kind).toBe('unknown');
  });

  it('that is damaged is refused or read, and never throws', () => {
    for (const parse of [parsePvs, parseVgs, parseLvs, parseSfdisk, parseWipefs]) {
      for (const cut of ['', '{}', 'null', '[]', '{"report":[]}', '{"signatures":[{}]}'])
        expect(parse(cut).ok).toBe(false);
      fc.assert(
        fc.property(mutatedText([PVS, VGS, LVS, SFDISK, WIPEFS_DRBD]), (text) => {
          parse(text);
        }),
        { numRuns: 60 },
      );
    }
  });
});

const LSBLK = (more: string) =>
  must(
    parseLsblk(
      `{"blockdevices":[{"name":"nvme0n1","path":"/dev/nvme0n1","type":"disk","size":1073741824,"fstype":null,"pttype":null,"ro":false,"mountpoints":[null]${more}}]}`,
    ),
  );
const BLANK: BlankEvidence = {
  device: '/dev/nvme0n1',
  devices: LSBLK(''),
  mounts: [],
  signatures: [],
  blkid: { kind: 'nothing' },
  physicalVolumes: [],
  replicatedBy: [],
  drbdMetadata: 'none',
};

describe('a device', () => {
  it('is blank only when every witness says so', () => {
    expect(blankVerdict(BLANK)).toEqual({ kind: 'blank', sizeBytes: GIB });
    const witnesses = [
      'devices',
      'mounts',
      'signatures',
      'blkid',
      'physicalVolumes',
      'replicatedBy',
      'drbdMetadata',
    ] as const;
    for (const witness of witnesses) {
      const verdict = blankVerdict({ ...BLANK, [witness]: undefined });
      expect([witness, verdict.kind, mayWriteOver(verdict)]).toEqual([witness, 'unknown', false]);
    }
    expect(blankVerdict({ ...BLANK, device: '/dev/nope' })).toEqual({ kind: 'unknown', silent: ['lsblk'] });
  });

  it.each([
    ['mounted', { devices: LSBLK(',"mountpoints":["/srv"]') }, 'mounted'],
    [
      'with a partition',
      {
        devices: LSBLK(',"children":[{"name":"nvme0n1p1","type":"part","size":1}]'),
      },
      'child',
    ],
    ['with a partition table', { devices: LSBLK(',"pttype":"gpt"') }, 'gpt'],
    ['write-protected', { devices: LSBLK(',"ro":true') }, 'read-only'],
    ['with a file system', { signatures: ['ext4'] }, 'ext4'],
    ['with contradicting signatures', { blkid: { kind: 'ambivalent' } }, 'ambivalent'],
    [
      'of a volume group',
      { physicalVolumes: [{ path: '/dev/nvme0n1', group: 'vg', sizeBytes: 1, freeBytes: 1 }] },
      'LVM2_member',
    ],
    ['of a DRBD resource', { replicatedBy: [{ device: '/dev/nvme0n1', resource: 'hafs' }] }, 'drbd'],
    ['with DRBD metadata', { drbdMetadata: 'found' }, 'drbd'],
    [
      'mounted under another name',
      {
        aliases: ['/dev/disk/by-id/x'],
        mounts: [{ source: '/dev/disk/by-id/x[/sub]', target: '/m', fsType: 'x', options: '' }],
      },
      'mounted',
    ],
  ] as const)('%s holds data', (_what, change, what) => {
    const verdict = blankVerdict({ ...BLANK, ...(change as Partial<BlankEvidence>) });
    expect(verdict.kind === 'holds' && verdict.data.map((held) => held.what)).toContain(what);
    expect(mayWriteOver(verdict)).toBe(false);
  });

  it('may be named by the file of the resource it is prepared for, and by no other', () => {
    const named = { ...BLANK, replicatedBy: [{ device: '/dev/nvme0n1', resource: 'hafs' }] };
    expect(blankVerdict({ ...named, ownResource: 'hafs' }).kind).toBe('blank');
    expect(blankVerdict({ ...named, ownResource: 'other' }).kind).toBe('holds');
  });

  it('holds data even where other witnesses are silent', () => {
    expect(blankVerdict({ device: '/dev/x', signatures: ['xfs'] }).kind).toBe('holds');
  });
});

describe('room for a pair', () => {
  const group = (node: string, extentBytes: number, freeExtents: number): NodePlaces =>
    placesOf({
      node,
      devices: [],
      tables: [],
      groups: [{ name: 'vg_nvme', sizeBytes: 0, extentBytes, freeExtents, isUsable: true }],
    });

  it('has one size that suits the extents of both', () => {
    const [best] = proposePlaces(
      [group('node1', 4 * MIB, 3000), group('node2', 32 * MIB, 400)],
      10 * GIB + 1,
    );
    expect(best?.sizeBytes).toBe(10 * GIB + 32 * MIB);
    expect(best?.leftBytes).toBe(3000 * 4 * MIB - (10 * GIB + 32 * MIB));
  });

  it('is not there when one node has too little, or was not read', () => {
    expect(proposePlaces([group('node1', 4 * MIB, 3000), group('node2', 4 * MIB, 10)], GIB)).toEqual([]);
    const unread = placesOf({ node: 'node2' });
    expect(unread.unread).toEqual(['devices', 'groups', 'tables']);
    expect(proposePlaces([group('node1', 4 * MIB, 3000), unread], GIB)).toEqual([]);
  });

  it('prefers a volume group, then a partition, then a whole blank disk', () => {
    const node = (name: string) =>
      placesOf({
        node: name,
        devices: LSBLK(''),
        blank: { '/dev/nvme0n1': blankVerdict(BLANK) },
        tables: [{ ...must(parseSfdisk(SFDISK)), device: '/dev/nvme1n1' }],
        groups: must(parseVgs(VGS)),
      });
    const kinds = proposePlaces([node('a'), node('b')], 512 * MIB).map(({ places }) =>
      places.map(({ place }) => place.kind).join('+'),
    );
    expect(kinds[0]).toBe('volume-group+volume-group');
    expect(kinds).toHaveLength(9);
    expect(kinds.at(-1)).toBe('whole-disk+whole-disk');
  });

  it('never offers a disk whose blankness is not proven', () => {
    const places = placesOf({ node: 'a', devices: LSBLK(''), tables: [], groups: [], blank: {} });
    expect(places.places).toEqual([]);
  });
});

describe('commands', () => {
  it('make a volume of an exact size', () => {
    const place = {
      kind: 'volume-group',
      group: 'vg_nvme',
      extentBytes: 4 * MIB,
      freeBytes: 100 * GIB,
    } as const;
    const backing = backingAt(place, 10 * GIB, 'hafs', 'unused');
    expect(backing.device).toBe('/dev/vg_nvme/hafs');
    expect(backing.steps.map((step) => step.command.argv.join(' '))).toEqual([
      'lvcreate --yes --wipesignatures y --zero y --type linear --extents 2560 --name hafs vg_nvme',
    ]);
    expect(() => backingAt(place, 10 * GIB + 1, 'hafs', 'vg')).toThrow(RangeError);
    expect(growBacking('vg_nvme', 'hafs', 20 * GIB, 4 * MIB).command.argv).toEqual([
      'lvextend',
      '--extents',
      '5120',
      'vg_nvme/hafs',
    ]);
  });

  it('make a partition between exact sectors, and a group on a blank disk', () => {
    const partition = {
      kind: 'partition',
      disk: '/dev/nvme0n1',
      path: '/dev/nvme0n1p2',
      startSector: 1_050_624,
      sectorBytes: 512,
      freeBytes: GIB,
    } as const;
    const [mkpart] = backingAt(partition, 100 * MIB, 'hafs', 'vg').steps;
    expect(mkpart?.command.argv.join(' ')).toBe(
      'parted --script --align optimal /dev/nvme0n1 mkpart drbd-hafs 1050624s 1255423s',
    );
    expect(mkpart?.undo?.argv.join(' ')).toBe('parted --script /dev/nvme0n1 rm 2');
    const disk = { kind: 'whole-disk', disk: '/dev/nvme1n1', freeBytes: GIB } as const;
    expect(backingAt(disk, GIB, 'hafs', 'vg_hafs').steps.map((step) => step.what)).toEqual([
      'pvcreate',
      'vgcreate',
      'lvcreate',
    ]);
  });

  it('take no name that is an option, a path or a reserved word', () => {
    for (const name of ['-f', '../x', 'a b', 'x_tmeta', 'snapshot1', '', 'a;b', '.'])
      expect(() => lvcreate('vg', name, 1)).toThrow(RangeError);
    for (const device of ['/dev/../sda', '/etc/passwd', '--all', '/dev/a b', '/dev//x'])
      expect(() => pvcreate(device)).toThrow(RangeError);
    expect(() => lvremove('-f', 'x')).toThrow(RangeError);
    expect(() => createPartition('/dev/sda', { startSector: 0, sectors: 1 }, 'x')).toThrow(RangeError);
  });

  it('never force', () => {
    const disk = { kind: 'whole-disk', disk: '/dev/nvme1n1', freeBytes: GIB } as const;
    for (const step of backingAt(disk, GIB, 'hafs', 'vg').steps)
      expect(step.command.argv.some((word) => /^(-f+|--force)$/.test(word))).toBe(false);
  });
});
