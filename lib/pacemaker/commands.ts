/**
 * Every command of Pacemaker that Haven runs besides its readings: the one that changes the CIB, and those that
 * ask what a CIB would do. Exit codes become typed outcomes here (reference 2.5.5); text never decides.
 */
import { type Command, command, type Outcome } from '@/lib/base/command';
import { assertNodeName, assertResourceName } from './names';
import { lastErrorLines } from './redact';
import type { CibVersion } from './types';

/** A patch is applied in well under a second; the tool's own limit is lower and gives the better message. */
const PATCH_TIMEOUT_MS = 45_000;
const PATCH_TOOL_TIMEOUT_S = 30;
/** About 3 s under emulation for a small cluster; grows with resources. */
const SIMULATE_TIMEOUT_MS = 60_000;

/**
 * Applies a versioned patch (`renderCibPatch`). The patch is an argument, not standard input, because it runs as
 * a transient unit that has none.
 * @param patchXml diff format 2 text; longer than the kernel's limit for one argument (128 KiB) throws
 */
export function applyPatchCommand(patchXml: string): Command {
  if (byteLength(patchXml) >= 128 * 1024) throw new RangeError('the patch is too long for an argument');
  return command(
    ['cibadmin', '--patch', '--sync-call', `--timeout=${PATCH_TOOL_TIMEOUT_S}`, '--xml-text', patchXml],
    {
      asRoot: true,
      timeoutMs: PATCH_TIMEOUT_MS,
    },
  );
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** Verifies a whole CIB (with its status, reference 2.6). Exit code 78 stands for errors and for warnings alike. */
export const verifyCibCommand = (cibXml: string): Command =>
  command(['crm_verify', '--xml-pipe', '--verbose'], {
    asRoot: true,
    timeoutMs: SIMULATE_TIMEOUT_MS,
    stdin: cibXml,
  });

export interface SimulationOptions {
  /** Node that is lost without a word: what a power failure is. */
  readonly nodeFail?: string;
  /** Node that leaves cleanly. */
  readonly nodeDown?: string;
  /** Whether the rest has quorum; losing a node does not recompute it (reference 2.7, fact 6). */
  readonly quorate?: boolean;
  /** File on the node to which the CIB after the simulated transition is written; see `isSimulationFile`. */
  readonly saveTo?: string;
}

/**
 * What would happen with this CIB. Never the live one: the text goes in by standard input.
 * @param cibXml full CIB with status, secrets included (changed parameters would look like restarts)
 */
export function simulateCommand(cibXml: string, options: SimulationOptions = {}): Command {
  const { nodeFail, nodeDown, quorate, saveTo } = options;
  for (const node of [nodeFail, nodeDown]) if (node !== undefined) assertNodeName(node);
  if (saveTo !== undefined && !isSimulationFile(saveTo)) throw new RangeError('not a simulation file');
  return command(
    [
      'crm_simulate',
      '--xml-pipe',
      '--simulate',
      '--output-as=xml',
      ...(nodeFail === undefined ? [] : [`--node-fail=${nodeFail}`]),
      ...(nodeDown === undefined ? [] : [`--node-down=${nodeDown}`]),
      ...(quorate === undefined ? [] : [`--quorum=${quorate ? 1 : 0}`]),
      ...(saveTo === undefined ? [] : [`--save-output=${saveTo}`]),
    ],
    { asRoot: true, timeoutMs: SIMULATE_TIMEOUT_MS, stdin: cibXml },
  );
}

/** Files that simulations may write; the two commands below touch nothing else. */
export const isSimulationFile = (path: string): boolean =>
  /^\/run\/haven-simulation-[A-Za-z0-9-]{8,64}\.xml$/.test(path);

/** The CIB that `simulateCommand` saved. Secrets included. */
export function readSimulationFileCommand(path: string): Command {
  if (!isSimulationFile(path)) throw new RangeError('not a simulation file');
  return command(['cat', '--', path], { asRoot: true, maxOutputBytes: 32 * 1024 * 1024 });
}

export function removeSimulationFileCommand(path: string): Command {
  if (!isSimulationFile(path)) throw new RangeError('not a simulation file');
  return command(['rm', '-f', '--', path], { asRoot: true });
}

/** So often the tool is asked anew what it is still waiting for: it only says so when its time is over. */
const SETTLE_SLICE_MS = 30_000;

/**
 * Waits until no transition is pending. It returns at once when the cluster has not yet noticed a change, so a
 * caller also checks the state it wants (reference 2.8), and asks again while `settledOutcome` says that it is moving.
 * @param timeoutMs the tool gives up after this, but not later than half a minute, rounded up to seconds, with exit code 124
 */
export function waitSettledCommand(timeoutMs: number): Command {
  const seconds = Math.max(1, Math.ceil(Math.min(timeoutMs, SETTLE_SLICE_MS) / 1000));
  return command(['crm_resource', '--wait', `--timeout=${seconds}`], {
    asRoot: true,
    timeoutMs: seconds * 1000 + 15_000,
  });
}

/**
 * Stops a resource with everything that waits for it, and has the cluster start all of it again: for what cannot take a
 * change in while it runs. The tool writes `target-role=Stopped` and takes it away again, so the configuration is the
 * same afterwards; it gives up after `timeoutMs`, rounded up to seconds, and takes it away then too.
 */
export function restartResourceCommand(resource: string, timeoutMs: number): Command {
  assertResourceName(resource);
  const seconds = Math.max(1, Math.ceil(timeoutMs / 1000));
  return command(['crm_resource', '--restart', `--resource=${resource}`, `--timeout=${seconds}`], {
    asRoot: true,
    timeoutMs: seconds * 1000 + 15_000,
  });
}

/** State of the controller on one node; `S_IDLE` on the DC says that nothing is being done (reference 2.8). */
export function controllerStateCommand(node: string): Command {
  assertNodeName(node);
  return command(['crmadmin', '--status', node], { asRoot: true });
}

/** Name of the DC, for `controllerStateCommand`. */
export const dcLookupCommand = (): Command =>
  command(['crmadmin', '--dc_lookup', '--quiet'], { asRoot: true });

/** Which failures: of one resource, on one node, of one resource on one node, or all there are. */
export interface CleanupScope {
  /** Primitive id, or a group's or clone's for all within. */
  readonly resource?: string;
  readonly node?: string;
}

/**
 * Forgets failures: fail counts and the histories of what failed, nothing of what did not (reference 2.4). The
 * cluster may start at once what it had given up.
 */
export const cleanupCommand = (scope: CleanupScope): Command => historyCommand('--cleanup', scope);

/**
 * Forgets the whole history and looks at everything anew. Heavy: every agent is asked on every node (pitfall 7); for
 * when the cluster's picture is wrong, not for failures.
 */
export const refreshCommand = (scope: CleanupScope): Command => historyCommand('--refresh', scope);

function historyCommand(action: '--cleanup' | '--refresh', { resource, node }: CleanupScope): Command {
  if (resource !== undefined) assertResourceName(resource);
  if (node !== undefined) assertNodeName(node);
  return command(
    [
      'crm_resource',
      action,
      ...(resource === undefined ? [] : [`--resource=${resource}`]),
      ...(node === undefined ? [] : [`--node=${node}`]),
    ],
    { asRoot: true, timeoutMs: 60_000 },
  );
}

export type PatchOutcome =
  | { readonly kind: 'applied' }
  /** 103: the CIB is not what the patch was made for. Read again: status only → render anew; epoch → plan anew. */
  | { readonly kind: 'stale' }
  | {
      readonly kind: 'refused';
      readonly code: number;
      readonly reason: PatchRefusal;
      readonly message: string;
    }
  /** No exit code is known: the change may or may not have happened. Observe; never repeat blindly. */
  | { readonly kind: 'unknown'; readonly message: string };

export type PatchRefusal =
  | 'usage'
  | 'bad-data'
  | 'no-privileges'
  | 'invalid-configuration'
  | 'not-connected'
  | 'digest-mismatch'
  | 'no-such-object'
  | 'no-quorum'
  | 'not-safe'
  | 'exists'
  | 'timeout'
  | 'other';

/** `crm_error --exit -l` of 2.1.5 (reference 2.5.5). */
const REFUSALS: Readonly<Record<number, PatchRefusal>> = {
  64: 'usage',
  65: 'bad-data',
  4: 'no-privileges',
  77: 'no-privileges',
  78: 'invalid-configuration',
  102: 'not-connected',
  104: 'digest-mismatch',
  105: 'no-such-object',
  106: 'no-quorum',
  107: 'not-safe',
  108: 'exists',
};

/** What became of a patch. 124 (the tool's own time limit) is "unknown": the daemon may still carry it out. */
export function patchOutcome(outcome: Outcome): PatchOutcome {
  if (outcome.kind !== 'exited') return { kind: 'unknown', message: outcome.kind };
  const { exitCode, stderr } = outcome;
  if (exitCode === 0) return { kind: 'applied' };
  if (exitCode === 103) return { kind: 'stale' };
  const message = lastErrorLines(stderr);
  if (exitCode === 124) return { kind: 'unknown', message };
  return { kind: 'refused', code: exitCode, reason: REFUSALS[exitCode] ?? 'other', message };
}

export interface VerifyVerdict {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Reads `crm_verify`'s answer; undefined when it gave none. Compare with the verdict on the unedited CIB: only
 * new lines block (reference 2.6).
 */
export function parseVerify(outcome: Outcome): VerifyVerdict | undefined {
  if (outcome.kind !== 'exited' || (outcome.exitCode !== 0 && outcome.exitCode !== 78)) return undefined;
  const lines = outcome.stderr.split('\n').map((line) => line.replace(/^\([^)]*\)\s*/, '').trim());
  const errors = lines.filter((line) => /(?:^|\s)error\b/i.test(line)).map((line) => lastErrorLines(line));
  const warnings = lines.filter((line) => /^warning:/i.test(line)).map((line) => lastErrorLines(line));
  // 78 without a word we know is still a refusal.
  if (outcome.exitCode === 78 && errors.length + warnings.length === 0) {
    errors.push(lastErrorLines(outcome.stderr) || 'invalid configuration');
  }
  return { errors: [...new Set(errors)], warnings: [...new Set(warnings)] };
}

/** Messages of `after` that `before` did not have. */
export const newProblems = (before: VerifyVerdict, after: VerifyVerdict): VerifyVerdict => ({
  errors: after.errors.filter((line) => !before.errors.includes(line)),
  warnings: after.warnings.filter((line) => !before.warnings.includes(line)),
});

/** `crmadmin -S`: "Controller on node1 in state S_IDLE: ok". Undefined when the answer is not that. */
export function parseControllerState(stdout: string): string | undefined {
  return /\bstate (S_[A-Z_]+)\b/.exec(stdout)?.[1];
}

/**
 * What to do after a stale patch (reference 2.5.2): when only the status moved the same changes may be rendered
 * anew, at most a few times; when the configuration changed somebody else was here, and the plan must be made anew.
 */
export function afterStale(planned: CibVersion, now: CibVersion): 'render-anew' | 'plan-anew' {
  const isSameConfiguration = planned.adminEpoch === now.adminEpoch && planned.epoch === now.epoch;
  return isSameConfiguration ? 'render-anew' : 'plan-anew';
}

/**
 * What `waitSettledCommand` says: 0 settled, 124 the time is over; anything else is not known. Recurring monitors alone
 * move nothing, and a controller may leave one unscheduled for good (seen, 2.1.5): the tool then waits for ever, though
 * everything has long arrived.
 */
export function settledOutcome(outcome: Outcome): 'settled' | 'still-moving' | 'unknown' {
  if (outcome.kind !== 'exited') return 'unknown';
  if (outcome.exitCode === 0) return 'settled';
  if (outcome.exitCode !== 124) return 'unknown';
  return onlyMonitorsPending(outcome) ? 'settled' : 'still-moving';
}

/** `\tAction 2: haproxy:0_monitor_15000\ton node2`: agent, action, interval in milliseconds. */
function onlyMonitorsPending({ stdout, truncated }: Extract<Outcome, { kind: 'exited' }>): boolean {
  const [head, ...actions] = stdout.trim().split('\n');
  const isMonitor = (line: string): boolean => /^\s+Action \d+: \S+_monitor_[1-9]\d*\s+on \S+$/.test(line);
  return !truncated && head === 'Pending actions:' && actions.length > 0 && actions.every(isMonitor);
}
