'use client';

import { useLocale } from 'use-intl';
import {
  formatBitRate,
  formatByteRate,
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
} from '@/lib/base/format';

const WRITE = {
  bytes: formatBytes,
  byteRate: formatByteRate,
  bitRate: formatBitRate,
  count: formatCount,
  /** Milliseconds. */
  duration: formatDuration,
  /** 0 to 100. */
  percent: (value: number, lang: string) => formatPercent(value, lang),
} as const;

export type QuantityKind = keyof typeof WRITE;

/** A number with its unit, in tabular figures. No number is a dash, never a zero. */
export function Quantity({ value, as }: { readonly value: number | undefined; readonly as: QuantityKind }) {
  const locale = useLocale();
  return (
    <span className="num whitespace-nowrap">{value === undefined ? '–' : WRITE[as](value, locale)}</span>
  );
}
