/**
 * One change at a time on a node, judged by the node itself: Haven's own lock lies in its database, and knows nothing
 * of another Haven with another database, of a command that arrives after everybody had given it up, or of a process
 * that goes on although its lock was lost.
 *
 * Every changing command runs under a lock on `/run/haven.lock`, which also says who started the last one: a Haven
 * (one name per database) and its turn, a number that only rises. A turn that is not newer than the last one is
 * refused; so is another Haven while the last change is fresh. The file stays until the node's next boot: a lock
 * that is removed is none, and a forgotten turn would let a late command in.
 *
 * Left out: two Havens that begin at the same moment on two different nodes do not meet here. The configuration's
 * own version keeps them from overwriting each other.
 */

/** Who starts a command, as the node compares it. */
export interface Turn {
  /** Name of the Haven: one per database. */
  readonly haven: string;
  /** Decimal; rises with every command this Haven starts. */
  readonly turn: string;
}

/** What a person reviews: both exist only when the command is started. */
export const TURN_PLACEHOLDER: Turn = { haven: '{{haven}}', turn: '{{turn}}' };

export const LOCK_FILE = '/run/haven.lock';
/** Longer keeps a person with a new database waiting; shorter lets another Haven in between two steps of a change. */
const FRESH_MINUTES = 10;

/**
 * Exit statuses of the script. 200 and above are never a program's own and mean "not run" (see transient-unit); systemd
 * itself uses up to 245.
 */
const BUSY = 250;
const OTHER = 251;
const OLD = 252;
const UNWRITABLE = 253;

/** $1 Haven, $2 turn, then the command. Without `%`, which systemd might expand. */
const SCRIPT = [
  `exec 9>>${LOCK_FILE} && flock -n 9 || exit ${BUSY}`,
  `read -r h t <${LOCK_FILE}`,
  `[ "\${h:-$1}" = "$1" ] || [ -n "$(find ${LOCK_FILE} -mmin +${FRESH_MINUTES})" ] || exit ${OTHER}`,
  `[ "\${h:-$1}" != "$1" ] || [ "\${t:-0}" -lt "$2" ] || exit ${OLD}`,
  // In place: another file under this name would be another lock.
  `echo "$1 $2" >${LOCK_FILE} || exit ${UNWRITABLE}`,
  // Not handed on: a helper that stays in the background must not keep the lock. And not the last word: a shell may
  // become its last command, and the lock would end with it.
  'shift 2; "$@" 9>&-; exit $?',
].join('; ');

const NAME = 'haven-lock';
const HAVEN = /^(?:[A-Za-z0-9-]{1,64}|\{\{haven\}\})$/;
const TURN = /^(?:\d{1,18}|\{\{turn\}\})$/;

/** The command as it runs on the node: only while it is its turn. */
export function underLock(
  argv: readonly [string, ...string[]],
  { haven, turn }: Turn,
): readonly [string, ...string[]] {
  if (!HAVEN.test(haven) || !TURN.test(turn)) throw new RangeError('not a turn');
  return ['sh', '-c', SCRIPT, NAME, haven, turn, ...argv];
}

/** Takes `underLock` off again; undefined: it runs without. */
export function lockedCommand(
  argv: readonly string[],
): { readonly turn: Turn; readonly argv: readonly string[] } | undefined {
  const [shell, flag, script, name, haven, turn, ...rest] = argv;
  if (shell !== 'sh' || flag !== '-c' || script !== SCRIPT || name !== NAME) return undefined;
  return haven === undefined || turn === undefined ? undefined : { turn: { haven, turn }, argv: rest };
}

const REFUSALS: Readonly<Record<number, string>> = {
  [BUSY]: `another change is running on this node (${LOCK_FILE})`,
  [OTHER]: `another Haven changed this node within the last ${FRESH_MINUTES} minutes (${LOCK_FILE})`,
  [OLD]: `a newer change has been started since (${LOCK_FILE})`,
  [UNWRITABLE]: `${LOCK_FILE} could not be written`,
};

/** Why the node did not run it, when it was the lock's word. */
export const lockRefusal = (exitCode: number): string | undefined => REFUSALS[exitCode];

export const LOCK_EXIT = { busy: BUSY, other: OTHER, old: OLD } as const;
