/**
 * A changing command as a transient systemd unit on its node: it outlives the connection and Haven itself, is found
 * again by its name, and systemd refuses to start a second one of that name. Its exit status stays until it is
 * taken away, so "did it happen?" has an answer after a crash.
 *
 * Pure: builds the commands and reads what `systemctl show` says. Tried with systemd 252.
 */
import { type Command, command, quoteArgv } from '@/lib/base/command';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { isNodeName } from '@/lib/pacemaker/names';
import { type LockRefusal, lockRefusal, type Turn, underLock } from './node-lock';

/** Stands for the job's id while there is no job yet: what a person reviews has everything else in place. */
export const JOB_PLACEHOLDER = '{{job}}';

const UNIT = /^haven-(?:[A-Za-z0-9]{1,40}|\{\{job\}\})-\d{1,3}(?:-\d{1,2})?$/;
/** Much longer than the tools' own limits: systemd ends what hangs, so that a step always ends. */
const MARGIN_SECONDS = 15;
const START_TIMEOUT_MS = 30_000;
const READ_TIMEOUT_MS = 15_000;
/** Enough for an error message; a rejected `cibadmin` prints the whole CIB before it (reference 2.5.4). */
const OUTPUT_TAIL_BYTES = 8_192;

/**
 * Name of the unit of one attempt of one step.
 * @param attempt 1 for the first; a further attempt is a unit of its own, so that none is mistaken for another
 */
export const unitName = (jobId: string, stepIndex: number, attempt: number): string =>
  `haven-${jobId}-${stepIndex + 1}${attempt === 1 ? '' : `-${attempt}`}`;

/** Where a new text lies until the unit takes it. */
export const stagedFile = (unit: string): string => `/run/${unit}.in`;
const outputFile = (unit: string, stream: 'out' | 'err'): string => `/run/${unit}.${stream}`;

/**
 * Starts `run` as a transient unit. `AssertHost` makes systemd itself refuse on any other machine (invariant 40);
 * `UMask` keeps error output, which may quote the CIB, from other users of the node.
 * @param turn whose turn it is (see node-lock); absent for what changes nothing and runs beside changes
 */
export function startUnitCommand(unit: string, node: string, run: Command, turn?: Turn): Command {
  assertUnit(unit);
  if (!isNodeName(node)) throw new RangeError('not a node name');
  const seconds = Math.ceil(run.timeoutMs / 1000) + MARGIN_SECONDS;
  const properties = [
    `AssertHost=${node}`,
    `RuntimeMaxSec=${seconds}`,
    'UMask=0077',
    `StandardOutput=file:${outputFile(unit, 'out')}`,
    `StandardError=file:${outputFile(unit, 'err')}`,
    ...(run.stdin === undefined ? [] : [`StandardInputData=${toBase64(run.stdin)}`]),
  ];
  return command(
    [
      'systemd-run',
      '--quiet',
      `--unit=${unit}`,
      '--description=Haven: one step of an approved change',
      '--service-type=exec',
      '--remain-after-exit',
      ...properties.map((property) => `--property=${property}`),
      '--',
      ...(turn ? underLock(run.argv, turn, unit) : run.argv).map(forSystemd),
    ],
    { asRoot: true, timeoutMs: START_TIMEOUT_MS },
  );
}

/** systemd expands variables in the words of a unit's command; two dollars are one. */
export const forSystemd = (word: string): string => word.replaceAll('$', '$$$$');
export const fromSystemd = (word: string): string => word.replaceAll('$$', '$');

/** The whole command of a step as a person would type it. @param turn as for `startUnitCommand` */
export const startUnitText = (unit: string, node: string, run: Command, turn: Turn | undefined): string =>
  quoteArgv(startUnitCommand(unit, node, run, turn).argv);

/**
 * What a text of `startUnitText` comes down to, without the unit and the lock around it: for reading, never for running.
 * A text of another kind is given back as it is.
 */
export function essenceOf(text: string): string {
  const inner =
    / haven-lock \S+ \S+ \S+ ([\s\S]+)$/.exec(text)?.[1] ?? /^systemd-run .*? -- ([\s\S]+)$/.exec(text)?.[1];
  return inner === undefined ? text : fromSystemd(inner);
}

/** Pages build these texts too: no Buffer there. */
const toBase64 = (text: string): string => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));

const PROPERTIES = [
  'LoadState',
  'ActiveState',
  'SubState',
  'Result',
  'ExecMainCode',
  'ExecMainStatus',
] as const;

export function unitStateCommand(unit: string): Command {
  assertUnit(unit);
  return command(['systemctl', 'show', `${unit}.service`, `--property=${PROPERTIES.join(',')}`], {
    asRoot: true,
    timeoutMs: READ_TIMEOUT_MS,
  });
}

export function unitOutputCommand(unit: string, stream: 'out' | 'err'): Command {
  assertUnit(unit);
  return command(['tail', `--bytes=${OUTPUT_TAIL_BYTES}`, '--', outputFile(unit, stream)], {
    asRoot: true,
    timeoutMs: READ_TIMEOUT_MS,
  });
}

/** Takes the unit and its output away, once both are recorded. Each may fail when there is nothing to take. */
export function cleanUnitCommands(unit: string): readonly Command[] {
  assertUnit(unit);
  const asRoot = { asRoot: true, timeoutMs: READ_TIMEOUT_MS };
  return [
    command(['systemctl', 'stop', `${unit}.service`], asRoot),
    command(['systemctl', 'reset-failed', `${unit}.service`], asRoot),
    command(['rm', '-f', '--', outputFile(unit, 'out'), outputFile(unit, 'err'), stagedFile(unit)], asRoot),
  ];
}

/** This boot of the node: transient units do not survive the next one. */
export const bootIdCommand = (): Command =>
  command(['cat', '/proc/sys/kernel/random/boot_id'], { timeoutMs: READ_TIMEOUT_MS });

export function parseBootId(stdout: string): Result<string, ParseError> {
  const text = stdout.trim();
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
    ? ok(text)
    : parseError('not a boot id', text);
}

export type UnitState =
  /** Never started, or taken away after it was recorded. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'running' }
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'killed'; readonly signal: string }
  /** systemd could not even execute it, its assertion failed, or the node's lock refused it: nothing was run. */
  | { readonly kind: 'not-run'; readonly result: string; readonly refusal?: LockRefusal };

/** `ExecMainCode` is waitid's `si_code`: 1 exited, 2 killed, 3 dumped. */
const CLD_EXITED = '1';
/** systemd's own exit codes for "could not execute": 200 and above are never the program's (systemd.exec(5)). */
const EXEC_FAILED = 200;
/** A shell between systemd and the program tells a death by signal as 128 and its number. */
const BY_SIGNAL = { above: 128, below: 160 } as const;

/** Reads the `key=value` lines of `systemctl show`. */
export function parseUnitState(stdout: string): Result<UnitState, ParseError> {
  const values = new Map<string, string>();
  for (const line of stdout.split('\n')) {
    const equals = line.indexOf('=');
    if (equals > 0) values.set(line.slice(0, equals), line.slice(equals + 1).trim());
  }
  const load = values.get('LoadState');
  const active = values.get('ActiveState');
  if (load === undefined || active === undefined) return parseError('no unit state', stdout);
  if (load === 'not-found') return ok({ kind: 'absent' });
  if (load !== 'loaded') return parseError(`unit is ${load}`);
  const isRunning =
    active === 'activating' || active === 'deactivating' || values.get('SubState') === 'running';
  if (isRunning) return ok({ kind: 'running' });
  const status = values.get('ExecMainStatus') ?? '';
  const code = values.get('ExecMainCode');
  if (code === CLD_EXITED && /^\d+$/.test(status)) {
    return ok(exitOf(Number(status)));
  }
  if (code === '2' || code === '3') return ok({ kind: 'killed', signal: status });
  // Loaded, but no process ever ran in it.
  return ok(
    active === 'inactive' ? { kind: 'absent' } : { kind: 'not-run', result: values.get('Result') ?? active },
  );
}

function exitOf(exitCode: number): UnitState {
  if (exitCode >= EXEC_FAILED) {
    const refusal = lockRefusal(exitCode);
    return { kind: 'not-run', result: `exec ${exitCode}`, ...(refusal ? { refusal } : {}) };
  }
  const isSignal = exitCode > BY_SIGNAL.above && exitCode < BY_SIGNAL.below;
  return isSignal
    ? { kind: 'killed', signal: `${exitCode - BY_SIGNAL.above}` }
    : { kind: 'exited', exitCode };
}

function assertUnit(unit: string): void {
  if (!UNIT.test(unit)) throw new RangeError('not a unit of a Haven job');
}
