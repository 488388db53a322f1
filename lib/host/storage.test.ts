import { describe, expect, it } from 'vitest';
import { mutatedText } from '@/lib/base/mutated-text.testing';
import fc from '@/lib/base/property.testing';
import { type BlankEvidence, blankVerdict, mayWriteOver } from './blank-proof';
import { parseLsblk } from './block-devices';
import { mapperPath, parseLvs, parsePvs, parseVgs } from './lvm';
import { parseWipefs, readBlkid } from './signatures';
import { lvcreate, lvextend, lvremove, pvcreate } from './storage-commands';

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
    for (const parse of [parsePvs, parseVgs, parseLvs, parseWipefs]) {
      for (const cut of ['', '{}', 'null', '[]', '{"report":[]}', '{"signatures":[{}]}'])
        expect(parse(cut).ok).toBe(false);
      fc.assert(
        fc.property(mutatedText([PVS, VGS, LVS, WIPEFS_DRBD]), (text) => {
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

describe('commands', () => {
  it('make a volume of an exact size', () => {
    expect(lvcreate('vg_nvme', 'hafs', 2560).command.argv.join(' ')).toBe(
      'lvcreate --yes --wipesignatures y --zero y --type linear --extents 2560 --name hafs vg_nvme',
    );
    expect(lvextend('vg_nvme', 'hafs', 5120).command.argv.join(' ')).toBe(
      'lvextend --extents 5120 vg_nvme/hafs',
    );
  });

  it('take no name that is an option, a path or a reserved word', () => {
    for (const name of ['-f', '../x', 'a b', 'x_tmeta', 'snapshot1', '', 'a;b', '.'])
      expect(() => lvcreate('vg', name, 1)).toThrow(RangeError);
    for (const device of ['/dev/../sda', '/etc/passwd', '--all', '/dev/a b', '/dev//x'])
      expect(() => pvcreate(device)).toThrow(RangeError);
    expect(() => lvremove('-f', 'x')).toThrow(RangeError);
  });
});
