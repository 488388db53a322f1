import { describe, expect, it } from 'vitest';
import { DRBD_OPTIONS } from './option-table';
import { checkHandler, checkOption, defaultOf, drbdOption, optionNumber, optionRisk } from './option-value';

describe('the table of options', () => {
  it('has one row per name and generation', () => {
    const rows = DRBD_OPTIONS.flatMap(({ name, generations }) => generations.map((g) => `${g} ${name}`));
    expect(new Set(rows).size).toBe(rows.length);
  });

  it('accepts its own defaults and recommendations', () => {
    for (const option of DRBD_OPTIONS) {
      for (const generation of option.generations) {
        const values = [option.recommended, option.value.kind === 'text' ? undefined : defaultOf(option)];
        for (const value of values) {
          if (value !== undefined)
            expect([
              option.name,
              value,
              checkOption(option.section, option.name, value, generation).ok,
            ]).toEqual([option.name, value, true]);
        }
      }
    }
  });

  it('knows where each generation keeps fencing', () => {
    expect(drbdOption('fencing', '8.4')?.section).toBe('disk');
    expect(drbdOption('fencing', '9')?.section).toBe('net');
    expect(checkOption('net', 'fencing', 'resource-only', '8.4')).toEqual({
      ok: false,
      error: { code: 'wrong-section', option: 'fencing', section: 'disk' },
    });
  });
});

describe('a value', () => {
  it.each([
    ['disk', 'c-max-rate', '400M', '8.4', undefined],
    ['disk', 'c-max-rate', '200', '8.4', 'out-of-range'],
    ['disk', 'c-max-rate', '200', '9', undefined],
    ['disk', 'c-max-rate', '8G', '9', 'out-of-range'],
    ['disk', 'c-fill-target', '1M', '9', undefined],
    ['disk', 'c-fill-target', '1T', '9', 'not-a-number'],
    ['net', 'protocol', 'D', '9', 'not-a-choice'],
    ['net', 'tcp-cork', 'true', '9', 'not-a-choice'],
    ['options', 'quorum', 'majority', '9', undefined],
    ['options', 'quorum', '40', '9', 'out-of-range'],
    ['options', 'quorum', 'majority', '8.4', 'wrong-generation'],
    ['net', 'verify-alg', 'crc32c; }', '9', 'bad-text'],
    ['net', 'shared-secret', 'line\nbreak', '9', 'bad-text'],
    ['net', 'no-such', '1', '9', 'unknown-option'],
    ['net', 'constructor', '1', '9', 'unknown-option'],
    ['net', 'ping-int', '-1', '9', 'not-a-number'],
  ] as const)('%s %s %s on %s is %s', (section, name, value, generation, code) => {
    const checked = checkOption(section, name, value, generation);
    expect(checked.ok ? undefined : checked.error.code).toBe(code);
  });

  it('counts as drbdsetup counts it', () => {
    expect(optionNumber('400M', 'k')).toBe(409_600);
    expect(optionNumber('1M', 's')).toBe(2048);
    expect(optionNumber('100', 's')).toBe(100);
    expect(optionNumber('8k', '1')).toBe(8192);
    expect(optionNumber('1.5M', 'k')).toBeUndefined();
  });

  it('that gives up safety is called data loss, its removal too', () => {
    const fencing = drbdOption('fencing', '8.4');
    const protocol = drbdOption('protocol', '8.4');
    if (!fencing || !protocol) throw new Error('not in the table');
    expect(optionRisk(fencing, 'resource-and-stonith')).toBe('disruptive');
    expect(optionRisk(fencing, undefined)).toBe('data-loss');
    expect(optionRisk(protocol, 'A')).toBe('data-loss');
  });
});

it.each([
  ['fence-peer', '/usr/lib/drbd/crm-fence-peer.sh --timeout 180', '8.4', undefined],
  ['quorum-lost', '/usr/lib/drbd/notify.sh root', '8.4', 'wrong-generation'],
  ['fence-peer', 'crm-fence-peer.sh', '9', 'bad-text'],
  ['fence-peer', '/bin/sh -c "reboot"', '9', 'bad-text'],
  ['fence-peer', '/bin/true; reboot', '9', 'bad-text'],
  ['fence-peer', '/usr/lib/$(reboot)', '9', 'bad-text'],
  ['fence-peer', '/usr/lib/../../tmp/x', '9', 'bad-text'],
  ['toString', '/bin/true', '9', 'unknown-option'],
] as const)('handler %s %s on %s is %s', (name, line, generation, code) => {
  expect(checkHandler(name, line, generation)?.code).toBe(code);
});
