/**
 * One change at a time on a node, judged by the node itself: Haven's own lock lies in its database, and knows nothing
 * of another Haven with another database, of a command that arrives after everybody had given it up, or of a process
 * that goes on although its lock was lost.
 *
 * Every changing command runs under a lock on `/run/haven.lock`. Its first line names the holder: a Haven (one name
 * per database), its turn, the unit and since when. A turn is a number that only rises; one that is not newer than the
 * last one of that Haven is refused. Another Haven is refused while a command runs, and as long as the holder's job may
 * still be active: until it ends and lets the node go, or has not been heard for `LEASE_SECONDS` (see node-lease). The
 * other lines are the last turns of earlier holders: a forgotten turn would let a late command in. The file stays until
 * the node's next boot: a lock that is removed is none. What only looks takes no turn and needs no lock.
 *
 * Left out: two Havens that begin at the same moment on two different nodes do not meet here. The configuration's
 * own version keeps them from overwriting each other.
 */
import type { PlanProblem } from './types';

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
/**
 * How long a node is kept for a job whose Haven has gone silent. Longer keeps a person with a new database waiting;
 * shorter lets another Haven in between two steps whenever Haven is restarted or its connection breaks.
 */
export const LEASE_SECONDS = 60;

/**
 * Exit statuses of the script. 200 and above are never a program's own and mean "not run" (see transient-unit); systemd
 * itself uses up to 245.
 */
export const LOCK_EXIT = { busy: 250, held: 251, old: 252, unwritable: 253 } as const;
export type LockRefusal = keyof typeof LOCK_EXIT;

/** `command`: a redirection that fails would else end a shell by its own rules. */
const OPEN = `command exec 9>>${LOCK_FILE} || exit ${LOCK_EXIT.unwritable}`;
const READ_HOLDER = `read -r h t u s <${LOCK_FILE}`;
const READ_OTHERS = `o=$(grep -v "^$1 " ${LOCK_FILE})`;
/** In place: another file under this name would be another lock. */
const writeHolder = (line: string): string =>
  `{ echo "${line}" && { [ -z "$o" ] || echo "$o"; }; } >${LOCK_FILE} || exit ${LOCK_EXIT.unwritable}`;

/** $1 Haven, $2 turn, $3 unit, then the command. Without `%`, which systemd might expand. */
const SCRIPT = [
  OPEN,
  // Who holds it, last heard when, and what time it is here.
  `no() { echo "$h $t $u $s" >&2; date -u -r ${LOCK_FILE} -Iseconds >&2; date -u -Iseconds >&2; exit "$1"; }`,
  READ_HOLDER,
  `flock -n 9 || no ${LOCK_EXIT.busy}`,
  // Again: whoever held it until now may have written.
  READ_HOLDER,
  `[ "\${h:-$1}" = "$1" ] || [ "$u" = - ] || [ -n "$(find ${LOCK_FILE} ! -newermt "${LEASE_SECONDS} seconds ago")" ] || no ${LOCK_EXIT.held}`,
  `m=$(grep "^$1 " ${LOCK_FILE} | cut -d " " -f 2)`,
  `[ "\${m:-0}" -lt "$2" ] 2>/dev/null || no ${LOCK_EXIT.old}`,
  READ_OTHERS,
  writeHolder('$1 $2 $3 $(date -u -Iseconds)'),
  // Not handed on: a helper that stays in the background must not keep the lock. And not the last word: a shell may
  // become its last command, and the lock would end with it. The job goes on from here: heard just now.
  `shift 3; "$@" 9>&-; e=$?; touch ${LOCK_FILE}; exit $e`,
].join('; ');

const NAME = 'haven-lock';
const HAVEN = /^(?:[A-Za-z0-9-]{1,64}|\{\{haven\}\})$/;
const TURN = /^(?:\d{1,18}|\{\{turn\}\})$/;

/** The command as it runs on the node: only while it is its turn. @param unit what is started, for whoever is refused */
export function underLock(
  argv: readonly [string, ...string[]],
  { haven, turn }: Turn,
  unit: string,
): readonly [string, ...string[]] {
  if (!HAVEN.test(haven) || !TURN.test(turn)) throw new RangeError('not a turn');
  return ['sh', '-c', SCRIPT, NAME, haven, turn, unit, ...argv];
}

/** Takes `underLock` off again; undefined: it runs without. */
export function lockedCommand(
  argv: readonly string[],
): { readonly turn: Turn; readonly unit: string; readonly argv: readonly string[] } | undefined {
  const [shell, flag, script, name, haven, turn, unit, ...rest] = argv;
  if (shell !== 'sh' || flag !== '-c' || script !== SCRIPT || name !== NAME) return undefined;
  if (haven === undefined || turn === undefined || unit === undefined) return undefined;
  return { turn: { haven, turn }, unit, argv: rest };
}

/** $1 Haven, $2 start of the names of its job's units: whether that job is still the holder. */
const IS_HOLDER = [
  READ_HOLDER,
  `[ "$h" = "$1" ] || exit ${LOCK_EXIT.held}`,
  `case "$u" in "$2"*) ;; *) exit ${LOCK_EXIT.held};; esac`,
];
/** What runs under the lock right now keeps the node by itself. */
const KEEP_SCRIPT = [
  OPEN,
  `flock -n 9 || exit ${LOCK_EXIT.busy}`,
  ...IS_HOLDER,
  `touch ${LOCK_FILE}`,
  'exit $?',
].join('; ');
const RELEASE_SCRIPT = [
  OPEN,
  `flock -w 5 9 || exit ${LOCK_EXIT.busy}`,
  ...IS_HOLDER,
  READ_OTHERS,
  writeHolder('$1 $t - $s'),
  'exit 0',
].join('; ');

const UPKEEP = { keep: KEEP_SCRIPT, release: RELEASE_SCRIPT } as const;
export type Upkeep = keyof typeof UPKEEP;

/** Keeps the node for the job for another lease, or lets it go. @param units start of the names of the job's units */
export function upkeepScript(what: Upkeep, haven: string, units: string): readonly [string, ...string[]] {
  if (!HAVEN.test(haven)) throw new RangeError('not a Haven');
  return ['sh', '-c', UPKEEP[what], NAME, haven, units];
}

/** Reads `upkeepScript` back; undefined: something else. */
export function upkeepOf(
  argv: readonly string[],
): { readonly what: Upkeep; readonly haven: string; readonly units: string } | undefined {
  const [shell, flag, script, name, haven, units] = argv;
  if (shell !== 'sh' || flag !== '-c' || name !== NAME) return undefined;
  const what = (['keep', 'release'] as const).find((one) => UPKEEP[one] === script);
  return what && haven !== undefined && units !== undefined ? { what, haven, units } : undefined;
}

/** Whether an exit status is the lock's word. */
export const lockRefusal = (exitCode: number): LockRefusal | undefined =>
  (['busy', 'held', 'old', 'unwritable'] as const).find((one) => LOCK_EXIT[one] === exitCode);

const PROBLEM = { busy: 'node-busy', held: 'node-held', old: 'node-turn-past' } as const;

/**
 * Why the node did not run it, for a person: who holds it, since when, and how long to wait at most.
 * @param stderr what the script said
 */
export function lockProblem(node: string, refusal: LockRefusal, stderr: string): PlanProblem {
  const [holder = '', heard = '', now = ''] = stderr.split('\n');
  const [haven = '', , unit = '', since = ''] = holder.split(' ');
  const silentSeconds = (Date.parse(now) - Date.parse(heard)) / 1000;
  if (refusal === 'unwritable' || since === '' || !Number.isFinite(silentSeconds)) {
    const detail = `${LOCK_FILE}: ${refusal} ${holder}`.trim().slice(0, 200);
    return { id: 'not-started', params: { node, detail } };
  }
  const seconds = `${Math.max(1, Math.ceil(LEASE_SECONDS - silentSeconds))}`;
  return { id: PROBLEM[refusal], params: { node, haven, unit, since, seconds, file: LOCK_FILE } };
}
