import { type Command, type Outcome, quoteArgv } from '@/lib/base/command';
import type { RawRun } from '@/server/live/store';

/** What was run and what it printed, kept for a person who asks; `server/live/redact-evidence` takes secrets out. */

/** Enough for a large CIB; a flood must not stay in memory once per reading and node. */
const MAX_TEXT = 512 * 1024;

export function runOf(command: Command, outcome: Outcome, at: number): RawRun {
  return {
    command: quoteArgv(command.argv),
    at,
    outcome: wordsOf(outcome),
    stdout: 'stdout' in outcome ? outcome.stdout.slice(0, MAX_TEXT) : '',
    stderr: 'stderr' in outcome ? outcome.stderr.slice(0, MAX_TEXT) : '',
  };
}

function wordsOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'exited':
      return `exit ${outcome.exitCode}, ${Math.round(outcome.durationMs)} ms${outcome.truncated ? ', cut' : ''}`;
    case 'killed':
      return `killed by ${outcome.signal}`;
    case 'timed-out':
      return `timed out after ${outcome.timeoutMs} ms`;
    case 'unreachable':
    case 'auth-failed':
      return `${outcome.kind}: ${outcome.message}`;
    case 'host-key-changed':
      return outcome.kind;
  }
}
