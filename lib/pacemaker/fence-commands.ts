/**
 * Fencing by hand: the commands that kill a node, that say it is dead, and the harmless ones that ask a device.
 * Apart from `commands.ts` because these are the dangerous ones: nothing builds them in passing. Guards (quorum,
 * last copy of the data, typed confirmation) are the planner's and run right before them (invariants 8 to 11, 36).
 */
import { type Command, command } from '@/lib/base/command';
import { assertNodeName, assertResourceName } from './names';

/** The tool waits for the fencer, which waits for the agent and its retries; then it must still get its answer out. */
const GRACE_MS = 15_000;
const QUERY_TIMEOUT_MS = 30_000;
/** Agents log in to slow BMCs. */
const DEVICE_TIMEOUT_MS = 90_000;

/**
 * Lets the fencer on this node run the device's own monitor, with the credentials that only the cluster has. It shows
 * address and credentials to be right and nothing else: whether it can switch power only a fencing shows (reference
 * 2.3.3). `crm_resource --force-check` does not know fence devices. Exit 102: Pacemaker does not run here (measured, 2.1.5).
 */
export function queryDeviceCommand(device: string): Command {
  assertResourceName(device);
  return command(['stonith_admin', `--query=${device}`], { asRoot: true, timeoutMs: DEVICE_TIMEOUT_MS });
}

/** Which devices can fence a node, as the fencer sees it. Asks the devices themselves where their list is dynamic. */
export function devicesForNodeCommand(node: string): Command {
  assertNodeName(node);
  return command(['stonith_admin', `--list=${node}`], { asRoot: true, timeoutMs: DEVICE_TIMEOUT_MS });
}

export interface FencingOptions {
  /** The tool's own limit, seconds. Too short reports failure for a node that dies a moment later. */
  readonly timeoutSeconds?: number;
  /** A fencing of that node within this many seconds counts as this one: a repeated order must not kill it twice. */
  readonly toleranceSeconds?: number;
}

/** IPMI reboots take 5 to 40 s (reference 2.3.3); several agents in a topology take their sum. */
const FENCE_TIMEOUT_S = 180;
/** Long enough for a person who presses twice or a worker that starts again. */
const TOLERANCE_S = 300;

/**
 * DANGER: kills a node. Power is cut or the machine is reset, without any shutdown: what was not written is lost,
 * what ran there is recovered elsewhere. Runs on another node than the victim. With `off` it stays dead.
 */
export function fenceNodeCommand(
  node: string,
  action: 'reboot' | 'off',
  { timeoutSeconds = FENCE_TIMEOUT_S, toleranceSeconds = TOLERANCE_S }: FencingOptions = {},
): Command {
  assertNodeName(node);
  assertSeconds(timeoutSeconds);
  assertSeconds(toleranceSeconds);
  return command(
    [
      'stonith_admin',
      action === 'off' ? `--fence=${node}` : `--reboot=${node}`,
      `--timeout=${timeoutSeconds}`,
      `--tolerance=${toleranceSeconds}`,
    ],
    { asRoot: true, timeoutMs: timeoutSeconds * 1000 + GRACE_MS },
  );
}

/**
 * DANGER: tells the cluster that a node is dead, on a person's word. If it is not, both nodes run everything: two
 * primaries, two owners of one address, destroyed data. Only when a person has seen the machine without power
 * (invariant 9), never because it is unreachable, and never without a second person where data is at stake (36).
 */
export function confirmFencedCommand(node: string): Command {
  assertNodeName(node);
  return command(['stonith_admin', `--confirm=${node}`], { asRoot: true, timeoutMs: QUERY_TIMEOUT_MS });
}

function assertSeconds(seconds: number): void {
  if (!Number.isSafeInteger(seconds) || seconds < 1 || seconds > 86_400)
    throw new RangeError('not a number of seconds');
}
