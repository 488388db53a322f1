import { describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatBitRate,
  formatBytes,
  formatClock,
  formatDuration,
  formatOffset,
  formatPercent,
} from './format';

const NOW = Date.UTC(2026, 10, 22, 5, 2, 30);
const SEOUL = 'Asia/Seoul';

describe('formats', () => {
  it('gives every size a unit and at most three figures', () => {
    expect(formatBytes(0, 'en')).toBe('0 B');
    expect(formatBytes(1536, 'en')).toBe('1.5 KiB');
    expect(formatBytes(1024 ** 4 * 3.5, 'ko')).toBe('3.5 TiB');
    expect(formatBitRate(9_870_000_000, 'en')).toBe('9.87 Gbit/s');
  });

  it('never rounds an unfinished share up to 100 %', () => {
    expect(formatPercent(99.97, 'en')).toBe('99 %');
    expect(formatPercent(99.97, 'en', 1)).toBe('99.9 %');
    expect(formatPercent(100, 'en')).toBe('100 %');
  });

  it('tells spans in two units, in both languages', () => {
    expect(formatDuration(340, 'en')).toBe('0.3 s');
    expect(formatDuration(200_000, 'en')).toBe('3 min 20 s');
    expect(formatDuration(7_500_000, 'ko')).toBe('2시간 5분');
    expect(formatDuration(12 * 60_000 + 4_000, 'en')).toBe('12 min');
  });

  it('tells near times relatively and far ones by the clock', () => {
    expect(formatAgo(NOW - 12_900, NOW, 'en')).toBe('12 s ago');
    expect(formatAgo(NOW - 190_000, NOW, 'ko')).toBe('3분 전');
    expect(formatAgo(NOW - 86_400_000, NOW, 'en', SEOUL)).toBe('Nov 21, 14:02');
    expect(formatClock(NOW, NOW, 'ko', { timeZone: SEOUL })).toBe('14:02');
    expect(formatClock(NOW - 86_400_000, NOW, 'ko', { timeZone: SEOUL })).toBe('11월 21일 14:02');
  });

  it('signs an offset', () => {
    expect(formatOffset(-1_400, 'en')).toBe('−1.4 s');
    expect(formatOffset(12, 'ko')).toBe('+12 ms');
  });
});
