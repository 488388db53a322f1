import { describe, expect, it } from 'vitest';
import { parseCrmBoolean, parsePacemakerTime, parseScore } from './values';

describe('parsePacemakerTime', () => {
  it.each([
    ['Sun Nov 22 11:40:08 2026', 0, '2026-11-22T11:40:08.000Z'],
    ['Sun Nov  2 11:40:08 2026', 0, '2026-11-02T11:40:08.000Z'],
    ['Sun Nov 22 20:40:08 2026', 540, '2026-11-22T11:40:08.000Z'],
    ['2026-11-22 11:43:50Z', 540, '2026-11-22T11:43:50.000Z'],
    ['2026-11-22 20:43:50 +09:00', 0, '2026-11-22T11:43:50.000Z'],
    ['2026-11-22 20:43:50.123456 +09:00', 0, '2026-11-22T11:43:50.123Z'],
    ['2026-11-22 06:43:50-05:00', 0, '2026-11-22T11:43:50.000Z'],
  ])('reads %s at offset %i', (text, offset, iso) => {
    expect(new Date(parsePacemakerTime(text, offset) ?? 0).toISOString()).toBe(iso);
  });
  it.each(['', 'never', 'Sun Foo 22 11:40:08 2026', '2026-13-22 11:43:50Z', '2026-11-22', '11:43:50'])(
    'does not guess %j',
    (text) => {
      expect(parsePacemakerTime(text)).toBeUndefined();
    },
  );
});

it('reads scores and bounds them to INFINITY', () => {
  expect(
    ['INFINITY', '+INFINITY', '-INFINITY', '5', '-7', '99999999', 'x', '1.5', undefined].map(parseScore),
  ).toEqual([1_000_000, 1_000_000, -1_000_000, 5, -7, 1_000_000, undefined, undefined, undefined]);
});

it('reads booleans as Pacemaker does, and no others', () => {
  expect(['true', 'ON', 'y', '1', 'false', 'Off', '0', 'maybe', ''].map(parseCrmBoolean)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
    undefined,
    undefined,
  ]);
});
