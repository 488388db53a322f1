/**
 * Pacemaker's two ways of writing times, and its spans. The C-locale form names no zone: it is in the zone of the
 * tool's environment, which Haven sets to UTC (reference 10.1); the other form says its own.
 */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const CTIME =
  /^(?:[A-Z][a-z]{2}) +([A-Z][a-z]{2}) +(\d{1,2}) +(\d{2}):(\d{2}):(\d{2}) +(\d{4})(?: *(Z|[+-]\d{2}:?\d{2}))?$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))? ?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads "Sun Nov 22 11:40:08 2026" (ctime) and "2026-11-22 11:43:50Z" (reference 2.9, both in one document).
 * @param utcOffsetMinutes zone of the tool's environment, for text that names none
 * @returns milliseconds since the epoch; undefined where the text is neither form or no real date
 */
export function parsePacemakerTime(text: string | undefined, utcOffsetMinutes = 0): number | undefined {
  if (!text) return undefined;
  const ctime = CTIME.exec(text.trim());
  if (ctime) {
    const [, month = '', day, hour, minute, second, year, zone] = ctime;
    return epoch([year, MONTHS.indexOf(month) + 1, day, hour, minute, second], '', zone, utcOffsetMinutes);
  }
  const iso = ISO.exec(text.trim());
  if (!iso) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone] = iso;
  return epoch([year, month, day, hour, minute, second], fraction, zone, utcOffsetMinutes);
}

function epoch(
  parts: readonly (string | number | undefined)[],
  fraction: string,
  zone: string | undefined,
  utcOffsetMinutes: number,
): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const inRange =
    month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second <= 60;
  if (!inRange) return undefined;
  const utc = Date.UTC(
    year,
    month - 1,
    day,
    hour,
    minute,
    second,
    Number(fraction.padEnd(3, '0').slice(0, 3)),
  );
  return utc - offsetMinutes(zone, utcOffsetMinutes) * 60_000;
}

function offsetMinutes(zone: string | undefined, fallback: number): number {
  if (!zone) return fallback;
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.replace(/\D/g, '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
}

/** A score or count: integers and `INFINITY`, `+INFINITY`, `-INFINITY` (1000000, Pacemaker's own bound). */
export function parseScore(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const trimmed = text.trim();
  if (/^\+?INFINITY$/i.test(trimmed)) return INFINITY_SCORE;
  if (/^-INFINITY$/i.test(trimmed)) return -INFINITY_SCORE;
  return /^[+-]?\d{1,15}$/.test(trimmed)
    ? Math.max(-INFINITY_SCORE, Math.min(INFINITY_SCORE, Number(trimmed)))
    : undefined;
}
export const INFINITY_SCORE = 1_000_000;

/** Booleans as Pacemaker reads them (`crm_str_to_boolean`): true, on, yes, y, 1 and their opposites. */
export function parseCrmBoolean(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (/^(?:true|on|yes|y|1)$/i.test(text)) return true;
  return /^(?:false|off|no|n|0)$/i.test(text) ? false : undefined;
}

/**
 * Text that XML and every parser on the way keep as it is. Refused: what XML 1.0 cannot hold (control characters,
 * half surrogates), line ends of other standards that parsers turn into a newline, the mark of a character that was
 * already lost, the place that a patch
 * keeps for `num_updates`, and text far longer than any parameter.
 */
export const isXmlValue = (text: string): boolean =>
  text.length <= MAX_VALUE && !NOT_XML.test(text) && !text.includes('{{num_updates}}');
const MAX_VALUE = 60_000;
const NOT_XML =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids exactly these (production 2, Char)
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u0085\u2028\u2029\ufffd-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** A score as one may be written: an integer, or INFINITY with a sign. */
export const isScoreText = (text: string): boolean => /^(?:[+-]?INFINITY|[+-]?\d{1,7})$/.test(text);

const SPAN = /^(\d{1,9})\s*(ms|msec|us|usec|s|sec|m|min|h|hr)?$/i;
const ISO_SPAN = /^P(?=\d|T\d)(\d{1,6}D)?(?:T(\d{1,6}H)?(\d{1,6}M)?(\d{1,6}S)?)?$/;
const UNIT_MS: Readonly<Record<string, number>> = {
  us: 0.001,
  usec: 0.001,
  ms: 1,
  msec: 1,
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  hr: 3_600_000,
};

/** A span as Pacemaker reads it (`crm_get_msec`: a bare number is seconds; ISO 8601 in options), in milliseconds. */
export function parseSpanMs(text: string): number | undefined {
  const plain = SPAN.exec(text.trim());
  if (plain) return Number(plain[1]) * (UNIT_MS[(plain[2] ?? 's').toLowerCase()] ?? 1000);
  const iso = ISO_SPAN.exec(text.trim());
  if (!iso) return undefined;
  const [days, hours, minutes, seconds] = iso.slice(1).map((part) => Number.parseInt(part ?? '0', 10));
  return ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
}
