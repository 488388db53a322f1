import { expect, it } from 'vitest';
import { localeOf, momentInZone, themeOf, zoneOf } from './locale';

it.each([
  ['en', 'ko', 'en'],
  [undefined, 'ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
  [undefined, 'en-US,en;q=0.9', 'en'],
  [undefined, 'de,en;q=0.5,ko;q=0.7', 'ko'],
  [undefined, 'fr', 'ko'],
  [undefined, 'ko;q=0, en', 'en'],
  ['xx', null, 'ko'],
])('cookie %s and Accept-Language %s give %s', (cookie, accept, expected) => {
  expect(localeOf(cookie, accept)).toBe(expected);
});

it('falls back where a cookie holds nonsense', () => {
  expect(zoneOf('Europe%2FBerlin')).toBe('Europe/Berlin');
  expect(zoneOf('Moon/Base')).toBe('Asia/Seoul');
  expect(themeOf('purple')).toBe('system');
});

it('reads a typed moment in the zone of the reader', () => {
  expect(momentInZone('2026-11-22T14:02', 'Asia/Seoul')).toBe(Date.parse('2026-11-22T05:02Z'));
  expect(momentInZone('2026-07-01T00:00', 'America/New_York')).toBe(Date.parse('2026-07-01T04:00Z'));
  expect(momentInZone('2026-07-01T00:00', 'UTC')).toBe(Date.parse('2026-07-01T00:00Z'));
  expect(momentInZone('yesterday', 'UTC')).toBeUndefined();
});
