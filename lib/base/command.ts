/**
 * A remote command is an argument list with a deadline and a bound on its output; an outcome says what is
 * known about it and nothing more. This is the only place where an argument list becomes shell text.
 */

export interface Command {
  /** Program and arguments. Never shell text: `quoteArgv` makes every element literal. */
  readonly argv: readonly [string, ...string[]];
  /** Deadline in milliseconds, from sending to exit. Too short kills slow but healthy reads; none hangs for ever. */
  readonly timeoutMs: number;
  /** Most bytes kept of stdout and of stderr each; the rest is dropped and `truncated` is set. */
  readonly maxOutputBytes: number;
  /** Sent to standard input, which is then closed. Absent: standard input is /dev/null. */
  readonly stdin?: string;
  /** Needs root: run through `sudo -n` when the login user is not root. */
  readonly asRoot: boolean;
}

/** What is known about a command's run. No variant can be mistaken for an empty success. */
export type Outcome =
  | {
      readonly kind: 'exited';
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
      /** Output went over `maxOutputBytes`: a parser must refuse it. */
      readonly truncated: boolean;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'killed';
      readonly signal: string;
      readonly stdout: string;
      readonly stderr: string;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'timed-out';
      readonly stdout: string;
      readonly stderr: string;
      readonly timeoutMs: number;
    }
  | { readonly kind: 'unreachable'; readonly message: string }
  | { readonly kind: 'auth-failed'; readonly message: string }
  | { readonly kind: 'host-key-changed'; readonly expected: string; readonly seen: string };

const DEFAULT_TIMEOUT_MS = 15_000;
const DEFAULT_MAX_OUTPUT_BYTES = 8 * 1024 * 1024;

/**
 * Builds a command.
 * @param argv program and arguments; a NUL byte in any of them throws (no program can receive one)
 */
export function command(
  argv: readonly [string, ...string[]],
  options: Partial<Omit<Command, 'argv'>> = {},
): Command {
  for (const word of argv) {
    if (word.includes('\0')) throw new RangeError('an argument contains a NUL byte');
  }
  return {
    argv,
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxOutputBytes: options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES,
    asRoot: options.asRoot ?? false,
    ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
  };
}

/** Words made only of these need no quotes in any POSIX shell. */
const SAFE_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/;

/**
 * Renders an argument list as one line of POSIX shell in which every word is literal.
 * Source of the rule: POSIX XCU 2.2.2, nothing is special inside single quotes but the single quote.
 */
export function quoteArgv(argv: readonly string[]): string {
  return argv.map((word) => (SAFE_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
