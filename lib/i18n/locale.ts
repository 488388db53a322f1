import { LOCALES, type Locale } from './define';

export const LOCALE_COOKIE = 'haven-locale';
export const ZONE_COOKIE = 'haven-zone';
export const THEME_COOKIE = 'haven-theme';

export const isLocale = (value: unknown): value is Locale => LOCALES.includes(value as Locale);

/**
 * The reader's language: chosen before, else the first of `Accept-Language` that Haven speaks, else Korean.
 * @param accept the header's value, e.g. `ko-KR,ko;q=0.9,en;q=0.8`
 */
export function localeOf(cookie: string | undefined, accept: string | null): Locale {
  if (isLocale(cookie)) return cookie;
  const wanted = (accept ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.trim().toLowerCase().split(';');
      const q = params.find((param) => param.trim().startsWith('q='));
      return { language: tag.split('-')[0] ?? '', q: q ? Number(q.trim().slice(2)) : 1 };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q);
  return wanted.map(({ language }) => language).find(isLocale) ?? 'ko';
}

/** A time zone name that Intl knows, else Seoul's: this is made for a university there. */
export function zoneOf(cookie: string | undefined): string {
  const name = cookie ? decodeURIComponent(cookie) : '';
  try {
    return name ? new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone : 'Asia/Seoul';
  } catch {
    return 'Asia/Seoul';
  }
}

export type Theme = 'light' | 'dark' | 'system';
export const themeOf = (cookie: string | undefined): Theme =>
  cookie === 'light' || cookie === 'dark' ? cookie : 'system';

/**
 * A moment typed without a zone (`2026-11-22T14:02`), meant in the reader's.
 * @returns milliseconds since the epoch; undefined when the text is no moment
 */
export function momentInZone(text: string | undefined, timeZone: string): number | undefined {
  const asUtc =
    text && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  return Number.isNaN(asUtc) ? undefined : asUtc - zoneOffsetMs(asUtc, timeZone);
}

function zoneOffsetMs(at: number, timeZone: string): number {
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = name?.match(/GMT([+-])(\d{2}):(\d{2})/) ?? [];
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000 : 0;
}
