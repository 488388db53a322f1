import { describe, expect, it } from 'vitest';
import {
  isScoreText,
  isXmlValue,
  parseCrmBoolean,
  parsePacemakerTime,
  parseScore,
  parseSpanMs,
} from './values';

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

describe('parseSpanMs', () => {
  it.each([
    ['0', 0],
    ['20', 20_000],
    ['20s', 20_000],
    ['500ms', 500],
    ['1min', 60_000],
    ['2h', 7_200_000],
    ['PT2M30S', 150_000],
    ['P1DT1H', 90_000_000],
  ])('reads %s', (text, span) => expect(parseSpanMs(text)).toBe(span));
  it.each(['', 's', '-5s', '5 days', '1.5s', 'P', 'PT', '5s;'])('refuses "%s"', (text) =>
    expect(parseSpanMs(text)).toBeUndefined(),
  );
});

describe('what may be written', () => {
  it('is any text that survives every parser', () => {
    for (const text of ['', 'a\n\t"<&>', '값🦊', 'x'.repeat(60_000)]) expect(isXmlValue(text)).toBe(true);
    for (const text of [
      '\0',
      '\u001b',
      '\ud800',
      'a\udc00',
      '\u2028',
      '\ufffd',
      'x'.repeat(60_001),
      '{{num_updates}}',
    ])
      expect(isXmlValue(text)).toBe(false);
  });
  it('scores are integers or INFINITY, nothing else', () => {
    for (const text of ['0', '-1000', '+5', 'INFINITY', '-INFINITY']) expect(isScoreText(text)).toBe(true);
    for (const text of ['', ' 1', '1e3', 'infinity', '99999999', '--1'])
      expect(isScoreText(text)).toBe(false);
  });
});
