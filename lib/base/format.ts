/**
 * Numbers and times as people read them: with a unit, in the reader's language, at a precision that does not flicker.
 * Pure: the time and the zone are parameters (no zone means the reader's own). Leaves out words around the number.
 */

type Lang = string;

const isKorean = (lang: Lang): boolean => lang.startsWith('ko');

/** Three significant figures at most, so that 9.87, 98.7 and 987 keep one width. */
function significant(value: number, lang: Lang): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return new Intl.NumberFormat(lang, { maximumFractionDigits: digits }).format(value);
}

function scaled(value: number, step: number, units: readonly string[], lang: Lang): string {
  let index = 0;
  let rest = value;
  while (Math.abs(rest) >= step && index < units.length - 1) {
    rest /= step;
    index += 1;
  }
  const text =
    index === 0
      ? new Intl.NumberFormat(lang, { maximumFractionDigits: 0 }).format(rest)
      : significant(rest, lang);
  return `${text} ${units[index]}`;
}

const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const BITS = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'] as const;

/** Storage and memory: powers of 1024. */
export const formatBytes = (bytes: number, lang: Lang): string => scaled(bytes, 1024, BINARY, lang);
export const formatKiB = (kib: number, lang: Lang): string => formatBytes(kib * 1024, lang);
/** Disk and replication throughput: bytes a second, powers of 1024. */
export const formatByteRate = (bytesPerSecond: number, lang: Lang): string =>
  `${formatBytes(bytesPerSecond, lang)}/s`;
/** Network throughput: bits a second, powers of 1000, as link speeds are written. */
export const formatBitRate = (bitsPerSecond: number, lang: Lang): string =>
  scaled(bitsPerSecond, 1000, BITS, lang);
/** Nominal link speed: 1000 → "1 Gbit/s". */
export const formatSpeed = (mbps: number, lang: Lang): string => formatBitRate(mbps * 1_000_000, lang);

export const formatCount = (value: number, lang: Lang): string =>
  new Intl.NumberFormat(lang, { maximumFractionDigits: 0 }).format(value);

/** `percent` is 0 to 100. Never rounds up to 100 %: a resync at 99.97 % is not finished. */
export function formatPercent(percent: number, lang: Lang, digits = 0): string {
  const factor = 10 ** digits;
  const bounded = percent < 100 ? Math.floor(percent * factor) / factor : percent;
  return `${new Intl.NumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(bounded)} %`;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Unit {
  readonly ms: number;
  readonly en: string;
  readonly ko: string;
}
const UNITS: readonly Unit[] = [
  { ms: DAY, en: ' d', ko: '일' },
  { ms: HOUR, en: ' h', ko: '시간' },
  { ms: MINUTE, en: ' min', ko: '분' },
  { ms: SECOND, en: ' s', ko: '초' },
];

/** A span in its two largest units: "3 min 20 s", "2시간 5분"; below ten seconds one decimal: "0.3 s". */
export function formatDuration(ms: number, lang: Lang): string {
  const span = Math.max(0, ms);
  const korean = isKorean(lang);
  if (span < 10 * SECOND) {
    const seconds = new Intl.NumberFormat(lang, {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    }).format(Math.floor(span / 100) / 10);
    return `${seconds}${korean ? '초' : ' s'}`;
  }
  const first = UNITS.findIndex((unit) => span >= unit.ms);
  const unit = UNITS[first];
  const next = UNITS[first + 1];
  if (!unit) return korean ? '0초' : '0 s';
  const whole = Math.floor(span / unit.ms);
  const rest = next ? Math.floor((span % unit.ms) / next.ms) : 0;
  const head = `${whole}${korean ? unit.ko : unit.en}`;
  // Past ten of a unit its part is noise: "12 min", not "12 min 4 s".
  if (!next || rest === 0 || (whole >= 10 && unit.ms < DAY)) return head;
  return `${head} ${rest}${korean ? next.ko : next.en}`;
}

/** A small signed span such as a clock's offset: "+12 ms", "−1.4 s". */
export function formatOffset(ms: number, lang: Lang): string {
  const sign = ms > 0 ? '+' : ms < 0 ? '−' : '±';
  const size = Math.abs(ms);
  if (size < SECOND) return `${sign}${significant(size, lang)} ms`;
  return `${sign}${significant(size / SECOND, lang)} s`;
}

export interface ClockOptions {
  readonly timeZone?: string;
  readonly seconds?: boolean;
}

/** The time of day, with the date when it is not today: "14:02", "Nov 21, 14:02", "11월 21일 14:02". */
export function formatClock(at: number, now: number, lang: Lang, options: ClockOptions = {}): string {
  const zone = options.timeZone ? { timeZone: options.timeZone } : {};
  const time = new Intl.DateTimeFormat(lang, {
    hour: '2-digit',
    minute: '2-digit',
    ...(options.seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
    ...zone,
  }).format(at);
  const day = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...zone });
  if (day.format(at) === day.format(now)) return time;
  const sameYear = day.format(at).slice(0, 4) === day.format(now).slice(0, 4);
  const date = new Intl.DateTimeFormat(lang, {
    month: 'short',
    day: 'numeric',
    ...(sameYear ? {} : { year: 'numeric' }),
    ...zone,
  }).format(at);
  return isKorean(lang) ? `${date} ${time}` : `${date}, ${time}`;
}

/** The full moment for hover and focus: date, time to the second, and the zone's name. */
export function formatMoment(at: number, lang: Lang, timeZone?: string): string {
  return new Intl.DateTimeFormat(lang, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(timeZone ? { timeZone } : {}),
  }).format(at);
}

/** Within this of now a time is told relatively; beyond it the clock is easier to compare with a log. */
export const RELATIVE_WITHIN_MS = 12 * HOUR;

/** "12 s ago", "3분 전" near now; the clock further away. Both units floor, so a value never looks fresher than it is. */
export function formatAgo(at: number, now: number, lang: Lang, timeZone?: string): string {
  const span = now - at;
  if (Math.abs(span) >= RELATIVE_WITHIN_MS) return formatClock(at, now, lang, timeZone ? { timeZone } : {});
  const korean = isKorean(lang);
  if (span < SECOND) return korean ? '방금' : 'just now';
  const unit = UNITS.find((candidate) => span >= candidate.ms);
  if (!unit) return korean ? '방금' : 'just now';
  const whole = Math.floor(span / unit.ms);
  return korean ? `${whole}${unit.ko} 전` : `${whole}${unit.en} ago`;
}
