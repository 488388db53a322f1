import { type Command, quoteArgv } from '@/lib/base/command';

/**
 * How an argument list reaches a node: one line of POSIX shell in which every word is literal, with a fixed
 * environment, no pseudo-terminal, a deadline the node itself enforces where it may, and `sudo -n` where needed.
 */

const ENVIRONMENT = ['env', 'LC_ALL=C', 'LANG=C', 'TZ=UTC', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin'] as const;

/** The node ends a command this much after Haven gave up on it, so that Haven's own word comes first. */
const REMOTE_GRACE_SECONDS = 2;

/**
 * Standard input is Haven's end of the channel: when it closes, for whatever reason, the child is ended. Without it a
 * follower that prints nothing outlives its connection for hours. `read` is a builtin: no further process is needed.
 * A child that runs under sudo cannot be signalled by its caller; it ends at its next write instead.
 */
const TETHER =
  'exec 3<&0; "$@" </dev/null 3<&- & child=$!; { read -r line <&3; kill "$child"; } 2>/dev/null & watch=$!; ' +
  'exec 3<&-; wait "$child"; code=$?; kill "$watch" 2>/dev/null; exit "$code"';

const needsSudo = (asRoot: boolean, login: string): boolean => asRoot && login !== 'root';

const privileged = (argv: readonly string[], asRoot: boolean, login: string): readonly string[] =>
  needsSudo(asRoot, login) ? ['sudo', '-n', '--', ...argv] : argv;

/**
 * The line for one command.
 * @param login a non-root login runs `asRoot` commands through `sudo -n`, whose allow-list names the tool itself: no
 *   `timeout` can stand before it there, so the deadline is Haven's alone.
 */
export function remoteLine(command: Command, login: string): string {
  const seconds = Math.ceil(command.timeoutMs / 1000) + REMOTE_GRACE_SECONDS;
  const bounded = needsSudo(command.asRoot, login)
    ? privileged(command.argv, true, login)
    : ['timeout', '-k', '2', String(seconds), ...command.argv];
  return quoteArgv([...ENVIRONMENT, ...bounded]);
}

/** What `stream` runs. `input: 'open'` programs read standard input themselves and end with it. */
export interface StreamCommand {
  readonly argv: readonly [string, ...string[]];
  readonly asRoot: boolean;
  readonly input: 'none' | 'open';
}

export function remoteStreamLine(command: StreamCommand, login: string): string {
  const words = privileged(command.argv, command.asRoot, login);
  if (command.input === 'open') return quoteArgv([...ENVIRONMENT, ...words]);
  return quoteArgv([...ENVIRONMENT, 'sh', '-c', TETHER, 'haven-stream', ...words]);
}
