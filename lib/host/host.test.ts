import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inconsistentMessages, wordsOf } from '@/lib/base/finding-words.testing';
import { mutatedText } from '@/lib/base/mutated-text.testing';
import fc from '@/lib/base/property.testing';
import { nvmePaths, parseLsblk, parseNvmeSmartLog } from './block-devices';
import { combineClock, parseDate } from './clock';
import { parseHostFacts } from './facts';
import { clockHealth, disksHealth, hostHealth, mountsHealth } from './health';
import { hostMessages } from './messages';
import { parseDf, parseFindmnt } from './mounts';
import { combineHost, combineMounts, nvmeHealthProbe, versionsProbe } from './probes';
import type { HostReading, MountedFilesystem, NvmeHealth } from './types';
import { parsePackageVersions } from './versions';

const recorded = (name: string) =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as {
    readonly about: string;
    readonly output: string;
    readonly expect: {
      readonly value?: unknown;
      readonly exact?: unknown;
      readonly entry?: readonly [string, object];
    };
  };

/** Parsed, or an error that fails the test. */
function must<T>(result: { ok: true; value: T } | { ok: false; error: { what: string } }): T {
  if (!result.ok) throw new Error(result.error.what);
  return result.value;
}

const parseSmart = (text: string) => parseNvmeSmartLog('/dev/nvme0n1', text);
const cuttable = [
  ['facts', parseHostFacts],
  ['lsblk', parseLsblk],
  ['nvme-smart-log', parseSmart],
  ['findmnt', parseFindmnt],
  ['clock', parseDate],
] as const;

describe('recorded output', () => {
  it('of small files gives the facts of a host', () => {
    expect(must(parseHostFacts(recorded('facts').output))).toMatchObject(
      recorded('facts').expect.value as object,
    );
  });

  it('of dpkg-query gives what is installed, and nothing that is merely known', () => {
    expect(must(parsePackageVersions(recorded('versions-dpkg').output))).toEqual(
      recorded('versions-dpkg').expect.exact,
    );
  });

  it('of lsblk gives NVMe, LVM and DRBD on each other', () => {
    const devices = must(parseLsblk(recorded('lsblk').output));
    expect(devices).toMatchObject(recorded('lsblk').expect.value as object);
    expect(nvmePaths(devices)).toEqual(['/dev/nvme0n1']);
  });

  it('of a virtual NVMe has no temperature and no spare instead of zero', () => {
    expect(must(parseSmart(recorded('nvme-smart-log').output))).toEqual(
      recorded('nvme-smart-log').expect.exact,
    );
  });

  it('of findmnt and df gives mounts with their sizes', () => {
    const table = must(parseFindmnt(recorded('findmnt').output));
    expect(table).toMatchObject(recorded('findmnt').expect.value as object);
    const sizes = must(parseDf(recorded('df').output));
    const [target, size] = recorded('df').expect.entry ?? ['', {}];
    expect(combineMounts(table, sizes).mounts.find((mount) => mount.target === target)).toMatchObject(size);
    expect(combineMounts(table, undefined)).toEqual(table);
  });

  it('of date gives the clock', () => {
    expect(must(parseDate(recorded('clock').output))).toBeCloseTo(
      recorded('clock').expect.value as number,
      1,
    );
  });

  it.each(cuttable)('of %s is refused when it is cut anywhere', (name, parse) => {
    const text = recorded(name).output.trimEnd();
    for (let length = 0; length < text.length; length += 3)
      expect(parse(text.slice(0, length)).ok, `cut at ${length}`).toBe(false);
  });
});

describe('any damage', () => {
  it.each([...cuttable, ['df', parseDf], ['versions-dpkg', parsePackageVersions]] as const)(
    'to %s makes nothing throw',
    (name, parse) => {
      fc.assert(
        fc.property(mutatedText([recorded(name).output]), (text) => typeof parse(text).ok === 'boolean'),
      );
    },
  );
});

describe('host facts', () => {
  const { output } = recorded('facts');
  it('count processors from the list of those online', () => {
    const count = (list: string) =>
      must(parseHostFacts(output.replace('online:0', `online:${list}`))).cpuCount;
    expect([count('0-3'), count('0-3,8'), count('0,2-3,5-7')]).toEqual([4, 5, 6]);
  });

  it.each(['/etc/machine-id', '/proc/uptime', '/proc/loadavg', '/proc/sys/kernel/random/boot_id'])(
    'are refused without %s',
    (file) => {
      const without = output.split('\n').filter((line) => !line.startsWith(file));
      expect(parseHostFacts(without.join('\n')).ok).toBe(false);
    },
  );

  it('are refused with lines of a file nobody asked for', () => {
    expect(parseHostFacts(`${output}/etc/shadow:root:x\n`).ok).toBe(false);
  });

  it('know how packages are asked for', () => {
    const family = (release: string) =>
      must(
        parseHostFacts(
          output.replace(
            /\/etc\/os-release:ID=.*\n/,
            release.replace(/^/gm, '/etc/os-release:').concat('\n'),
          ),
        ),
      ).osFamily;
    expect(family('ID=ubuntu')).toBe('debian');
    expect(family('ID="rocky"\nID_LIKE="rhel centos fedora"')).toBe('rpm');
    expect(family('ID=arch')).toBe('other');
    expect(versionsProbe('other')).toBeUndefined();
    expect(versionsProbe('rpm')?.command.argv[0]).toBe('rpm');
  });

  it('become a reading with versions and the loaded module', () => {
    const reading = combineHost(must(parseHostFacts(output)), { pacemaker: '2.1.5' }, '8.4.11');
    expect(reading.versions).toEqual({ pacemaker: '2.1.5', drbdKernel: '8.4.11' });
    expect(reading).not.toHaveProperty('osFamily');
  });
});

describe('package versions', () => {
  it('take the first of several possible names, on RPM systems too', () => {
    const text =
      'httpd installed 2.4.57-11.el9\npackage apache2 is not installed\ndrbd9x-utils installed 9.28.0-1\n';
    expect(must(parsePackageVersions(text))).toEqual({ apache2: '2.4.57-11.el9', drbdUtils: '9.28.0-1' });
  });

  it('refuse words', () => {
    expect(parsePackageVersions('dpkg-query: error: something\n').ok).toBe(false);
  });
});

describe('the clock', () => {
  it('is compared as if the node had answered half-way', () => {
    expect(combineClock(1_500, 1_000, 1_200)).toEqual({ offsetMs: 400, uncertaintyMs: 100 });
    expect(combineClock(1_500, 1_000, 900).uncertaintyMs).toBe(0);
  });

  it('is refused without nanoseconds', () => {
    for (const text of ['1795365953.%N\n', '1795365953\n', '', '1795365953.1\n'])
      expect(parseDate(text).ok).toBe(false);
  });

  it('is only called off by what the measurement can be sure of', () => {
    const said = (offsetMs: number, uncertaintyMs: number) =>
      clockHealth({ offsetMs, uncertaintyMs }, 'n').map(({ severity, key }) => `${severity} ${key}`);
    expect(said(900, 10)).toEqual([]);
    expect(said(-1_500, 10)).toEqual(['warning host.clock-off']);
    expect(said(90_000, 10)).toEqual(['critical host.clock-off']);
    expect(said(1_500, 900)).toEqual([]);
    expect(said(5_000, 8_000)).toEqual(['unknown host.clock-uncertain']);
  });
});

describe('block devices', () => {
  it('of an older lsblk are read too', () => {
    const old =
      '{"blockdevices":[{"name":"sda","type":"disk","size":"1024","rota":"1","mountpoint":"/","model":" X "}]}';
    expect(must(parseLsblk(old))).toEqual([
      {
        name: 'sda',
        path: '/dev/sda',
        type: 'disk',
        sizeBytes: 1024,
        rotational: true,
        model: 'X',
        mountpoints: ['/'],
        children: [],
      },
    ]);
  });

  it('nested without end are refused', () => {
    let text = '{"name":"a","type":"disk","size":1}';
    for (let depth = 0; depth < 500; depth += 1)
      text = `{"name":"a","type":"disk","size":1,"children":[${text}]}`;
    expect(parseLsblk(`{"blockdevices":[${text}]}`).ok).toBe(false);
  });

  it('name only NVMe disks that a command may be given', () => {
    expect(() => nvmeHealthProbe('/dev/nvme0n1; reboot')).toThrow(RangeError);
    expect(() => nvmeHealthProbe('/dev/sda')).toThrow(RangeError);
  });

  it('tell wear and temperature of a real disk', () => {
    const log =
      '{"critical_warning":{"value":4},"temperature":310,"avail_spare":100,"spare_thresh":10,"percent_used":3,"media_errors":"2"}';
    expect(must(parseSmart(log))).toEqual({
      device: '/dev/nvme0n1',
      percentUsed: 3,
      temperatureCelsius: 37,
      availableSparePercent: 100,
      mediaErrors: 2,
      criticalWarning: 4,
    });
    expect(parseSmart('{}').ok).toBe(false);
  });
});

describe('mounts', () => {
  it('are refused when there are none: the root file system always is', () => {
    expect(parseFindmnt('{"filesystems": []}').ok).toBe(false);
  });

  it('with spaces in their names get their sizes', () => {
    const sizes = must(parseDf(' 1B-blocks Used Avail Mounted on\n 10 5 5 /a b\n - - - /proc\n'));
    expect([...sizes.keys()]).toEqual(['/a b']);
  });

  const mount = (more: Partial<MountedFilesystem>): MountedFilesystem => ({
    source: '/dev/drbd0',
    target: '/srv/hafs',
    fsType: 'ext4',
    options: 'rw,noatime',
    sizeBytes: 100,
    usedBytes: 10,
    availableBytes: 90,
    ...more,
  });
  it.each<[string, Partial<MountedFilesystem>, readonly string[]]>([
    ['with room', {}, []],
    ['filling up', { usedBytes: 88, availableBytes: 12 }, ['warning host.filesystem-filling']],
    ['full', { usedBytes: 96, availableBytes: 4 }, ['critical host.filesystem-full']],
    [
      'full for all but root',
      { sizeBytes: 100, usedBytes: 95, availableBytes: 0 },
      ['critical host.filesystem-full'],
    ],
    ['read-only', { options: 'ro,noatime' }, ['warning host.filesystem-read-only']],
    [
      'that do not answer',
      { usedBytes: undefined, availableBytes: undefined },
      ['unknown host.filesystem-size-unknown'],
    ],
    ['that are images', { fsType: 'squashfs', options: 'ro', usedBytes: 100, availableBytes: 0 }, []],
  ])('%s', (_what, more, wanted) => {
    expect(
      mountsHealth({ mounts: [mount(more)] }, 'n').map(({ severity, key }) => `${severity} ${key}`),
    ).toEqual(wanted);
  });
});

describe('health', () => {
  const host: HostReading = {
    hostname: 'n',
    machineId: '',
    bootId: '',
    kernel: '',
    os: '',
    uptimeSeconds: 1,
    load1: 0.5,
    cpuCount: 2,
    memoryTotalKiB: 1000,
    memoryAvailableKiB: 500,
    versions: {},
  };
  const disk = (more: Partial<NvmeHealth>) =>
    disksHealth({ devices: [], nvme: [{ device: '/dev/nvme0n1', ...more }] }, 'n');

  it('speaks of memory and load only when they endanger the cluster', () => {
    expect(hostHealth(host, 'n')).toEqual([]);
    expect(hostHealth({ ...host, memoryAvailableKiB: 30 }, 'n').map((finding) => finding.key)).toEqual([
      'host.memory-low',
    ]);
    expect(hostHealth({ ...host, load1: 30 }, 'n').map((finding) => finding.key)).toEqual(['host.load-high']);
  });

  it('speaks of a dying disk, and not of one that says nothing', () => {
    expect(disk({})).toEqual([]);
    const keys = disk({ criticalWarning: 4, percentUsed: 95, mediaErrors: 1, temperatureCelsius: 80 }).map(
      (finding) => finding.key,
    );
    expect(keys).toEqual(['host.nvme-critical', 'host.nvme-worn', 'host.nvme-media-errors', 'host.nvme-hot']);
  });

  it('has words in both languages with the same parameters', () => {
    expect(inconsistentMessages(hostMessages)).toEqual([]);
    const findings = [
      ...hostHealth({ ...host, load1: 30, memoryAvailableKiB: 1 }, 'n'),
      ...disk({ criticalWarning: 4, percentUsed: 95, mediaErrors: 1, temperatureCelsius: 80 }),
      ...clockHealth({ offsetMs: 5000, uncertaintyMs: 1 }, 'n'),
      ...clockHealth({ offsetMs: 0, uncertaintyMs: 5000 }, 'n'),
    ];
    for (const finding of findings) {
      expect(wordsOf(hostMessages, 'en', finding)).not.toMatch(/[{}]/);
      expect(wordsOf(hostMessages, 'ko', finding)).not.toMatch(/[{}]/);
    }
  });
});
