/**
 * Saving and restoring the whole cluster at one point: all machines are paused, saved, and go on together, so
 * neither DRBD nor corosync ever sees a peer from another time.
 */
import type { LabInfo } from './lab-info.ts';
import { isPoweredOn, powerOff, powerOn } from './machine.ts';
import { type LabPaths, nodePaths } from './paths.ts';
import { withQmp } from './qmp.ts';
import { LabError, run } from './run.ts';
import { LabShells } from './ssh.ts';
import { waitFor } from './wait.ts';

export const formedSnapshot = 'formed';

type Say = (line: string) => void;

export function checkSnapshotName(name: string): string {
  if (/^[a-z][a-z0-9-]{0,30}$/.test(name)) return name;
  throw new LabError(
    `"${name}" cannot name a snapshot.`,
    'Use lower-case letters, digits and hyphens, beginning with a letter.',
  );
}

export async function saveSnapshot(paths: LabPaths, nodes: readonly string[], name: string): Promise<void> {
  const off = nodes.filter((node) => !isPoweredOn(paths, node));
  if (off.length > 0)
    throw new LabError(`${off.join(', ')} is switched off.`, 'Only a running cluster can be saved.');
  await Promise.all(nodes.map((node) => monitor(paths, node, 'stop')));
  try {
    for (const node of nodes) await monitor(paths, node, `savevm ${checkSnapshotName(name)}`);
  } finally {
    await Promise.all(nodes.map((node) => monitor(paths, node, 'cont')));
  }
}

function monitor(paths: LabPaths, node: string, command: string): Promise<string> {
  return withQmp(nodePaths(paths, node).qmp, (qmp) => qmp.human(command));
}

export async function hasSnapshot(paths: LabPaths, node: string, name: string): Promise<boolean> {
  const list = await run(['qemu-img', 'snapshot', '-U', '-l', nodePaths(paths, node).root], {
    timeoutMs: 30_000,
  });
  return list.exitCode === 0 && list.stdout.split('\n').some((line) => line.trim().split(/\s+/)[1] === name);
}

/** Starts all machines from the snapshot, paused, then lets them go together and sets their clocks. */
export async function startFromSnapshot(
  paths: LabPaths,
  info: LabInfo,
  name: string,
  say: Say,
): Promise<void> {
  const nodes = info.nodes.map((node) => node.name);
  for (const node of nodes) {
    if (!(await hasSnapshot(paths, node, name))) throw new LabError(`${node} has no snapshot "${name}".`);
  }
  await Promise.all(nodes.map((node) => powerOff(paths, node)));
  await Promise.all(nodes.map((node) => powerOn(paths, node, ['-S', '-loadvm', name])));
  await Promise.all(nodes.map((node) => monitor(paths, node, 'cont')));
  say('machines continue where they were saved');
  await setClocks(info, say);
}

/** A restored machine believes it is still then. Right away, because certificates and logs look at the time. */
export async function setClocks(info: LabInfo, say: Say): Promise<void> {
  const shells = new LabShells(info);
  try {
    await Promise.all(info.nodes.map(({ name }) => setClock(shells, name, say)));
  } finally {
    shells.close();
  }
}

async function setClock(shells: LabShells, node: string, say: Say): Promise<void> {
  const set = async (): Promise<true | string> => {
    // The first command only opens the connection, so that the second one carries a fresh time.
    const hello = await shells.exec(node, ['true'], { timeoutMs: 60_000 });
    if (hello.kind !== 'exited') return hello.kind === 'unreachable' ? hello.reason : 'silent';
    const now = (Date.now() / 1000).toFixed(3);
    const done = await shells.exec(node, ['date', '-s', `@${now}`], { timeoutMs: 30_000 });
    return (done.kind === 'exited' && done.exitCode === 0) || 'the clock could not be set';
  };
  await waitFor(`SSH on ${node}, to set its clock`, set, { timeoutMs: 180_000, say });
}
