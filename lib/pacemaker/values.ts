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
