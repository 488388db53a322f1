/**
 * The lab as browser stories, tests and the server use it: where it stands, how to reach it, and the things
 * that can happen to it (power, cables, stalls, disk errors, going back in time). `up` and `down` are in the
 * command line program; everything here expects a lab that has been brought up once.
 */

import { waitHealthy } from './health.ts';
import type { LabInfo, LabStatus } from './lab-info.ts';
import { linkHelp, parseLink } from './link-spec.ts';
import { withLock } from './lock.ts';
import { isPoweredOn, powerOff, powerOn } from './machine.ts';
import { labPaths, nodePaths } from './paths.ts';
import { withQmp } from './qmp.ts';
import { LabError, readJson } from './run.ts';
import { checkSnapshotName, saveSnapshot, startFromSnapshot } from './snapshot.ts';
import { type ExecOptions, LabShells, type SshOutcome } from './ssh.ts';
import { askSwitch, cutLink, delayLink, healLink } from './switch-client.ts';

export type { LabInfo, LabStatus } from './lab-info.ts';
export { LabError } from './run.ts';
export type { SshOutcome } from './ssh.ts';
export { waitFor } from './wait.ts';

export function readLabStatus(): LabStatus | undefined {
  return readJson<LabStatus>(labPaths().status);
}

export function readLabInfo(): LabInfo | undefined {
  return readJson<LabInfo>(labPaths().info);
}

/** `lab.json`, or an error that says what to do. */
export function requireLabInfo(): LabInfo {
  const info = readLabInfo();
  if (!info) throw new LabError('There is no lab yet.', 'Bring it up first: npm run lab -- up');
  return info;
}

function requireNode(name: string): void {
  const names = requireLabInfo().nodes.map((node) => node.name);
  if (!names.includes(name)) throw new LabError(`There is no node "${name}".`, `nodes: ${names.join(', ')}`);
}

/** `off` cuts the power (nothing is flushed by the guest); `reset` is the button on the front. */
export async function power(node: string, what: 'on' | 'off' | 'reset'): Promise<void> {
  requireNode(node);
  const paths = labPaths();
  if (what === 'on') await powerOn(paths, node);
  else if (what === 'off') await powerOff(paths, node);
  else await monitor(node, 'system_reset');
}

export function isPowered(node: string): boolean {
  requireNode(node);
  return isPoweredOn(labPaths(), node);
}

async function monitor(node: string, command: string, args?: Record<string, unknown>): Promise<void> {
  if (!isPoweredOn(labPaths(), node)) throw new LabError(`${node} is switched off.`);
  await withQmp(nodePaths(labPaths(), node).qmp, (qmp) => qmp.execute(command, args));
}

/** A link in words, e.g. `cut('node1', '10g')` or `cut('replication')`; see `linkHelp`. */
export async function cut(...link: string[]): Promise<void> {
  const target = parseLink(
    link,
    requireLabInfo().nodes.map(({ name }) => name),
  );
  if (target.kind === 'switch') await cutLink(labPaths(), target.selector);
  else await monitor(target.node, 'set_link', { name: 'nic-mgmt', up: false });
}

/** Undoes `cut` and `delay` of the same link; without a link, of every link. */
export async function heal(...link: string[]): Promise<void> {
  const nodes = requireLabInfo().nodes.map(({ name }) => name);
  if (link.length === 0) {
    await askSwitch(labPaths(), { op: 'heal-all' });
    for (const node of nodes.filter(isPowered))
      await monitor(node, 'set_link', { name: 'nic-mgmt', up: true });
    return;
  }
  const target = parseLink(link, nodes);
  if (target.kind === 'switch') await healLink(labPaths(), target.selector);
  else await monitor(target.node, 'set_link', { name: 'nic-mgmt', up: true });
}

/** Every frame of the link arrives this much later, in both directions. */
export async function delay(link: readonly string[], milliseconds: number): Promise<void> {
  const target = parseLink(
    link,
    requireLabInfo().nodes.map(({ name }) => name),
  );
  if (target.kind === 'management') throw new LabError('The management network cannot be delayed.', linkHelp);
  if (!(milliseconds >= 0 && milliseconds <= 60_000))
    throw new LabError('A delay is 0 to 60000 milliseconds.');
  await delayLink(labPaths(), target.selector, milliseconds);
}

/** The whole machine stops between two instructions, as a hung server does. Its peers will fence it. */
export async function freeze(node: string): Promise<void> {
  requireNode(node);
  await monitor(node, 'stop');
}

export async function thaw(node: string): Promise<void> {
  requireNode(node);
  await monitor(node, 'cont');
}

/** From now on every access to the node's NVMe medium fails; `healDisk` makes the medium good again. */
export async function diskError(node: string): Promise<void> {
  await drive(node, 'fail');
}

export async function healDisk(node: string): Promise<void> {
  await drive(node, 'heal');
}

async function drive(node: string, verb: 'fail' | 'heal'): Promise<void> {
  const outcome = await sshExec(node, ['/usr/local/lib/haven-lab/drive', verb], { timeoutMs: 60_000 });
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) {
    throw new LabError(`${node}: the drive does not obey (${describeOutcome(outcome)})`);
  }
}

export function describeOutcome(outcome: SshOutcome): string {
  if (outcome.kind === 'unreachable') return `unreachable: ${outcome.reason}`;
  if (outcome.kind === 'timed-out') return 'timed out';
  return `exit ${outcome.exitCode}: ${(outcome.stderr || outcome.stdout).trim().slice(-300)}`;
}

export async function snapshot(name: string): Promise<void> {
  const nodes = requireLabInfo().nodes.map((node) => node.name);
  await withLock(labPaths(), 'snapshot', async () => {
    await saveSnapshot(labPaths(), nodes, checkSnapshotName(name));
  });
}

/**
 * Puts all nodes back to one saved point (`formed` always exists), heals every link, sets the clocks and
 * waits until the cluster is healthy again.
 */
export async function restore(name = 'formed', say: (line: string) => void = () => {}): Promise<void> {
  const info = requireLabInfo();
  await withLock(labPaths(), 'restore', async () => {
    closeShells();
    await askSwitch(labPaths(), { op: 'heal-all' });
    await startFromSnapshot(labPaths(), info, checkSnapshotName(name), say);
    await healthy({ timeoutMs: 90_000, say }).catch(async () => {
      await forgetFailures(info, say);
      await healthy({ timeoutMs: 240_000, say });
    });
  });
}

/** On a busy host a check that stood still with its machine times out, and Pacemaker remembers it for ever. */
async function forgetFailures(info: LabInfo, say: (line: string) => void): Promise<void> {
  const [first] = info.nodes;
  if (first === undefined) return;
  say('Pacemaker is told to forget what failed while the machines stood still');
  const outcome = await sshExec(first.name, ['crm_resource', '--cleanup'], { timeoutMs: 60_000 });
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0)
    throw new LabError(`${first.name}: crm_resource --cleanup: ${describeOutcome(outcome)}`);
}

export async function healthy(options: { timeoutMs: number; say?: (line: string) => void }): Promise<void> {
  const shells = new LabShells(requireLabInfo());
  try {
    await waitHealthy(shells, requireLabInfo(), options);
  } finally {
    shells.close();
  }
}

let sharedShells: LabShells | undefined;

/** An independent read (or act) on a node as root; the connection is kept for the next call. */
export function sshExec(node: string, argv: readonly string[], options: ExecOptions): Promise<SshOutcome> {
  sharedShells ??= new LabShells(requireLabInfo());
  return sharedShells.exec(node, argv, options);
}

/** Lets the process end: drops the connections that `sshExec` keeps. */
export function closeShells(): void {
  sharedShells?.close();
  sharedShells = undefined;
}
