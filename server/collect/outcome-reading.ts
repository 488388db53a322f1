import type { Outcome } from '@/lib/base/command';
import type { UnknownReason } from '@/lib/base/observation';
import type { Probe } from '@/lib/base/probe';
import { lastErrorLines } from '@/lib/pacemaker/redact';

/** The one place where what happened to a command becomes what is known of a reading. */

export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: UnknownReason;
  readonly detail?: string;
}
export type ProbeResult<T> =
  /** `sentAt` and `receivedAt` are Haven's clock, ms. */
  | { readonly kind: 'value'; readonly value: T; readonly sentAt: number; readonly receivedAt: number }
  /** The tool or its daemon is not here: an answer, not a failure. */
  | { readonly kind: 'absent'; readonly exitCode: number }
  | Unknown;

export const unknownBecause = (reason: UnknownReason, detail?: string): Unknown => ({
  kind: 'unknown',
  reason,
  ...(detail ? { detail } : {}),
});

/** Reads an outcome by a probe's own rules: exit codes and parsed state decide, never a message's text. */
export function resultOf<T>(probe: Probe<T>, outcome: Outcome, receivedAt: number): ProbeResult<T> {
  switch (outcome.kind) {
    case 'unreachable':
      return unknownBecause('unreachable', outcome.message);
    case 'auth-failed':
      return unknownBecause('auth-failed', outcome.message);
    case 'host-key-changed':
      return unknownBecause('host-key-changed');
    case 'timed-out':
      return unknownBecause('timed-out', `${programOf(probe)}: no answer within ${outcome.timeoutMs} ms`);
    case 'killed':
      return unknownBecause('command-failed', `${programOf(probe)}: killed by ${outcome.signal}`);
    case 'exited':
      return exitedResult(probe, outcome, receivedAt);
  }
}

function exitedResult<T>(
  probe: Probe<T>,
  outcome: Extract<Outcome, { kind: 'exited' }>,
  receivedAt: number,
): ProbeResult<T> {
  const { exitCode } = outcome;
  if (isRefusedBySudo(outcome))
    return unknownBecause('permission-denied', `sudo does not allow ${programOf(probe)}`);
  if ((probe.okExitCodes ?? [0]).includes(exitCode)) {
    if (outcome.truncated) return unknownBecause('unparsable', `${programOf(probe)}: output too long`);
    const parsed = probe.parse(outcome.stdout);
    if (parsed.ok) {
      return { kind: 'value', value: parsed.value, sentAt: receivedAt - outcome.durationMs, receivedAt };
    }
    const { what, line } = parsed.error;
    return unknownBecause(
      'unparsable',
      `${programOf(probe)}: ${what}${line === undefined ? '' : ` (line ${line})`}`,
    );
  }
  if ((probe.absentExitCodes ?? []).includes(exitCode)) return { kind: 'absent', exitCode };
  // 126: found but not executable; 127: not found (POSIX 2.8.2), also what `env` and `timeout` answer.
  if (exitCode === 127) return unknownBecause('not-installed', `${programOf(probe)} is not installed`);
  if (exitCode === 126) return unknownBecause('permission-denied', `${programOf(probe)} may not be run`);
  return unknownBecause(
    'command-failed',
    `${programOf(probe)} exited ${exitCode}: ${lastErrorLines(outcome.stderr)}`,
  );
}

/**
 * sudo has no exit code of its own for a refusal (it is 1, like most failures). Its own message starts with its name,
 * and the command has not run; `LC_ALL=C` keeps it in English. Without this a refusal would look like an absent tool.
 */
export function isRefusedBySudo(outcome: Extract<Outcome, { kind: 'exited' }>): boolean {
  return outcome.exitCode === 1 && outcome.stdout === '' && /^(sudo: |Sorry, user )/m.test(outcome.stderr);
}

const programOf = (probe: Probe<unknown>): string => probe.command.argv[0];

/** A probe that answers "absent" with these codes means: installed, but nothing runs; 127 means not installed. */
export function absentAsUnknown(result: { readonly exitCode: number }, program: string): Unknown {
  return result.exitCode === 127
    ? unknownBecause('not-installed', `${program} is not installed`)
    : unknownBecause('not-running', `${program} exited ${result.exitCode}`);
}
