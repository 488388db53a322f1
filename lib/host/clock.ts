import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import type { ClockReading } from './types';

/** Parses `date +%s.%N` to milliseconds since the epoch on the node's clock. busybox prints no `%N`: refused. */
export function parseDate(text: string): Result<number, ParseError> {
  const match = /^(\d{9,11})\.(\d{9})\n?$/.exec(text);
  if (!match) return parseError('not seconds and nanoseconds', text, 1);
  return ok(Number(match[1]) * 1000 + Number(match[2]) / 1e6);
}

/**
 * The node's clock against Haven's, as NTP does it: the node is taken to have answered half-way.
 * @param nodeMs what the node's clock said
 * @param sentAtMs Haven's clock when the command was sent
 * @param receivedAtMs Haven's clock when its output was complete
 */
export function combineClock(nodeMs: number, sentAtMs: number, receivedAtMs: number): ClockReading {
  const half = Math.max(0, receivedAtMs - sentAtMs) / 2;
  return { offsetMs: nodeMs - (sentAtMs + half), uncertaintyMs: half };
}
