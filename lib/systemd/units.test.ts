import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inconsistentMessages, wordsOf } from '@/lib/base/finding-words.testing';
import { mutatedText } from '@/lib/base/mutated-text.testing';
import fc from '@/lib/base/property.testing';
import { systemdHealth } from './health';
import { systemdMessages } from './messages';
import { combineUnits, unitsProbe } from './probes';
import { parseSystemdTime, parseUnits } from './show-output';
import type { SystemdUnit } from './types';
import { unitsToWatch } from './units';

const recorded = JSON.parse(readFileSync(new URL('./fixtures/units.json', import.meta.url), 'utf8')) as {
  readonly about: string;
  readonly output: string;
  readonly expect: {
    readonly extraUnits: readonly string[];
    readonly installed: readonly string[];
    readonly value: object;
  };
};
const asked = unitsToWatch(recorded.expect.extraUnits).length;

function units(text: string, expected: number): readonly SystemdUnit[] {
  const parsed = parseUnits(text, expected);
  if (!parsed.ok) throw new Error(parsed.error.what);
  return parsed.value.units;
}

describe('systemctl show', () => {
  it(`reads: ${recorded.about}`, () => {
    const read = units(recorded.output, asked);
    expect(read.filter((unit) => unit.loadState !== 'not-found').map((unit) => unit.id)).toEqual(
      recorded.expect.installed,
    );
    expect(read.find((unit) => unit.id === 'haproxy.service')).toEqual(recorded.expect.value);
    expect(read.find((unit) => unit.id === 'no-such-unit.service')).toMatchObject({
      loadState: 'not-found',
      activeState: 'inactive',
    });
  });

  it('refuses every truncation', () => {
    const text = recorded.output.trimEnd();
    for (let length = 0; length < text.length; length += 11)
      expect(parseUnits(text.slice(0, length), asked).ok, `${length}`).toBe(false);
  });

  it('counts two names of one unit as one unit', () => {
    const block =
      'Id=chrony.service\nLoadState=loaded\nActiveState=active\nSubState=running\nUnitFileState=enabled\n';
    expect(units(`${block}\n${block}`, 2).map((unit) => unit.id)).toEqual(['chrony.service']);
  });

  it.each([
    ['nothing', ''],
    ['words', 'System has not been booted with systemd as init system.\n'],
    [
      'a state that is no word',
      'Id=a.service\nLoadState=loaded\nActiveState=4\nSubState=running\nUnitFileState=enabled\n',
    ],
    ['a property twice', 'Id=a.service\nId=b.service\n'],
    ['a block without state', 'Id=a.service\n'],
  ])('refuses %s', (_what, text) => {
    expect(parseUnits(text, 1).ok).toBe(false);
  });

  it('never throws and never makes a stopped unit run', () => {
    const before = new Map(units(recorded.output, asked).map((unit) => [unit.id, unit]));
    fc.assert(
      fc.property(mutatedText([recorded.output]), (text) => {
        const parsed = parseUnits(text, asked);
        for (const unit of parsed.ok ? parsed.value.units : []) {
          // Swapped lines may exchange two values; words that were not there do not appear.
          expect([...before.values()].some((other) => other.activeState === unit.activeState)).toBe(true);
        }
      }),
    );
  });

  it('reads its times to the millisecond, in UTC', () => {
    expect(parseSystemdTime('Sun 2026-11-22 16:40:49.711096 UTC')).toBe(
      Date.UTC(2026, 10, 22, 16, 40, 49, 711),
    );
    expect(parseSystemdTime('Sun 2026-11-22 16:40:49 UTC')).toBe(Date.UTC(2026, 10, 22, 16, 40, 49));
    expect(parseSystemdTime('@1795349884')).toBe(1_795_349_884_000);
    expect(['', 'n/a', '0', 'Sun 2026-11-22 16:40:49 KST'].map(parseSystemdTime)).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });
});

describe('units to watch', () => {
  it('name each unit once and complete bare names', () => {
    const names = unitsToWatch(['imagestore', 'haproxy', 'x.timer']);
    expect(names).toContain('imagestore.service');
    expect(names).toContain('x.timer');
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(['-p', '--help', '', 'a b', 'a/b', 'a\nb', 'a;b', '*'])(
    'refuse %j, which is no unit name',
    (name) => {
      expect(() => unitsToWatch([name])).toThrow(RangeError);
    },
  );

  it('leave out what a full reading did not find, and keep saying that it is absent', () => {
    const previous = { units: units(recorded.output, asked) };
    const probe = unitsProbe(recorded.expect.extraUnits, previous);
    const names = probe.command.argv.slice(probe.command.argv.indexOf('--') + 1);
    expect(names).toContain('haproxy.service');
    expect(names).not.toContain('keystone.service');
    const fresh = { units: previous.units.filter((unit) => unit.loadState !== 'not-found') };
    const combined = combineUnits(fresh, previous);
    expect(combined.units.map((unit) => unit.id).toSorted()).toEqual(
      previous.units.map((unit) => unit.id).toSorted(),
    );
  });
});

describe('unit health', () => {
  const unit = (more: Partial<SystemdUnit>): SystemdUnit => ({
    id: 'a.service',
    loadState: 'loaded',
    activeState: 'active',
    subState: 'running',
    unitFileState: 'enabled',
    mainPid: 7,
    ...more,
  });
  const said = (of: SystemdUnit, expected = { running: ['a.service'] }) => {
    const findings = systemdHealth({ units: [of] }, 'n', expected);
    for (const finding of findings) {
      expect(wordsOf(systemdMessages, 'en', finding)).not.toMatch(/[{}]/);
      expect(wordsOf(systemdMessages, 'ko', finding)).not.toMatch(/[{}]/);
    }
    return findings.map(({ severity, key }) => `${severity} ${key.replace('systemd.', '')}`);
  };

  it.each<[string, Partial<SystemdUnit>, readonly string[], readonly string[]]>([
    ['runs', {}, ['ok unit-running'], []],
    [
      'has failed',
      { activeState: 'failed', subState: 'failed', result: 'exit-code' },
      ['critical unit-failed'],
      ['warning unit-failed'],
    ],
    ['is stopped', { activeState: 'inactive', subState: 'dead' }, ['critical unit-stopped'], []],
    [
      'is not installed',
      { loadState: 'not-found', activeState: 'inactive', subState: 'dead' },
      ['critical unit-missing'],
      [],
    ],
    [
      'is masked',
      { loadState: 'masked', activeState: 'inactive', subState: 'dead' },
      ['critical unit-masked'],
      [],
    ],
    [
      'dies again and again',
      { activeState: 'activating', subState: 'auto-restart' },
      ['critical unit-restarting'],
      ['warning unit-restarting'],
    ],
    ['was restarted often', { restarts: 9 }, ['warning unit-restarting'], ['warning unit-restarting']],
    [
      'starts',
      { activeState: 'activating', subState: 'start' },
      ['info unit-changing'],
      ['info unit-changing'],
    ],
    ['is active without a process', { subState: 'exited', mainPid: undefined }, ['info unit-changing'], []],
    [
      'is in a state of the future',
      { activeState: 'hovering' },
      ['unknown unit-unknown'],
      ['unknown unit-unknown'],
    ],
  ])('of one that %s', (_what, more, wanted, unexpected) => {
    expect(said(unit(more))).toEqual(wanted);
    expect(said(unit(more), { running: [] })).toEqual(unexpected);
  });

  it('does not call a unit that was never read well', () => {
    expect(systemdHealth({ units: [] }, 'n', { running: ['a.service'] })).toMatchObject([
      { severity: 'unknown' },
    ]);
  });

  it('warns when systemd would start what Pacemaker manages', () => {
    expect(systemdHealth({ units: [unit({})] }, 'n', { clusterManaged: ['a.service'] })).toMatchObject([
      { severity: 'warning', key: 'systemd.cluster-unit-enabled' },
    ]);
    expect(
      systemdHealth({ units: [unit({ unitFileState: 'disabled' })] }, 'n', { clusterManaged: ['a.service'] }),
    ).toEqual([]);
  });

  it('has words in both languages with the same parameters', () => {
    expect(inconsistentMessages(systemdMessages)).toEqual([]);
  });
});
