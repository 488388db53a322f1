import { withSignsShown } from '@/lib/base/plain-text';
import { err, ok, type Result } from '@/lib/base/result';
import type { AdoptionNode } from '@/lib/inventory/adoption';
import type { NodeReadings } from '@/lib/live/readings';
import { isNodeName } from '@/lib/pacemaker/names';
import type { NodeConnection } from '@/server/ssh/node-connection';
import { type NodeView, readNode, valueIn } from './read-node';
import type { NodeProblem } from './sign-in';

/** Whether a machine is the cluster node it should be, and who its peers are. */

export interface Identity {
  /** Pacemaker's name, equal to `uname -n`. */
  readonly name: string;
  readonly nodeId: number;
  readonly clusterName: string;
  readonly nodelist: NodeReadings['corosync']['nodelist'];
  readonly findings: NonNullable<AdoptionNode['findings']>;
}

export interface Expected {
  readonly name?: string;
  readonly nodeId?: number;
  readonly clusterName?: string;
}

const IDENTITY_READINGS = ['host', 'corosync', 'pacemaker', 'drbd'] as const;
/** Pacemaker 1.1 speaks other XML; corosync 1 has no cmap. */
const OLDEST = { pacemaker: 2, corosync: 2 } as const;

export async function identifyNode(
  connection: NodeConnection,
  expected: Expected,
): Promise<Result<Identity, NodeProblem>> {
  const view = await readNode(connection, IDENTITY_READINGS);
  const host = valueIn(view, 'host');
  if (!host) return err({ kind: 'unparsable', detail: detailOf(view, 'host') });
  if (expected.name !== undefined && host.hostname !== expected.name)
    return err({ kind: 'wrong-node', detail: host.hostname });
  const corosync = valueIn(view, 'corosync');
  if (!corosync) return err(corosyncProblem(view));
  const pacemaker = valueIn(view, 'pacemaker');
  if (!pacemaker) return err(pacemakerProblem(view));
  const old = (['pacemaker', 'corosync'] as const).find(
    (tool) => majorOf(host.versions[tool]) < OLDEST[tool],
  );
  if (old) return err({ kind: 'unsupported-version', detail: `${old} ${host.versions[old] ?? ''}` });
  const drbd = valueIn(view, 'drbd');
  if (drbd?.version.generation === 'unknown')
    return err({ kind: 'unsupported-version', detail: `DRBD ${drbd.version.kernel ?? ''}` });
  return checkedIdentity(view, corosync, host, expected);
}

function checkedIdentity(
  view: NodeView,
  corosync: NodeReadings['corosync'],
  host: NodeReadings['host'],
  expected: Expected,
): Result<Identity, NodeProblem> {
  const { nodeId, nodelist } = corosync;
  const clusterName = corosync.clusterName ?? '';
  const name = nodelist.find((node) => node.nodeId === nodeId)?.name ?? host.hostname;
  if (expected.clusterName !== undefined && clusterName !== expected.clusterName)
    return err({ kind: 'different-cluster', detail: clusterName });
  if (nodeId === undefined)
    return err({ kind: 'unparsable', detail: 'corosync does not say which node this is' });
  if (name !== host.hostname)
    return err({ kind: 'wrong-node', detail: `${host.hostname}, in the cluster ${name}` });
  // From here on the names are in the inventory, in commands and in every plan.
  const odd = [name, ...nodelist.map((node) => node.name)].find(
    (one) => one !== undefined && !isNodeName(one),
  );
  if (odd !== undefined)
    return err({ kind: 'unparsable', detail: `not a name that a node can have: ${withSignsShown(odd)}` });
  if (expected.nodeId !== undefined && expected.nodeId !== nodeId)
    return err({ kind: 'wrong-node', detail: `${host.hostname}, node id ${nodeId}` });
  return ok({ name, nodeId, clusterName, nodelist, findings: findingsOf(view, host) });
}

function corosyncProblem(view: NodeView): NodeProblem {
  const reason = view.corosync?.state === 'unknown' ? view.corosync.reason : undefined;
  if (reason === 'not-installed') return { kind: 'not-a-cluster' };
  if (reason === 'not-running') return { kind: 'corosync-not-running' };
  if (reason === 'permission-denied') return { kind: 'no-sudo', detail: detailOf(view, 'corosync') };
  return {
    kind: reason === 'timed-out' || reason === 'unreachable' ? 'timed-out' : 'unparsable',
    detail: detailOf(view, 'corosync'),
  };
}

function pacemakerProblem(view: NodeView): NodeProblem {
  const reason = view.pacemaker?.state === 'unknown' ? view.pacemaker.reason : undefined;
  if (reason === 'not-installed') return { kind: 'not-a-cluster' };
  if (reason === 'not-running') return { kind: 'pacemaker-not-running' };
  if (reason === 'permission-denied') return { kind: 'no-sudo', detail: detailOf(view, 'pacemaker') };
  return {
    kind: reason === 'timed-out' || reason === 'unreachable' ? 'timed-out' : 'unparsable',
    detail: detailOf(view, 'pacemaker'),
  };
}

function detailOf(view: NodeView, reading: keyof NodeView): string {
  const observation = view[reading];
  return observation?.state === 'unknown' ? (observation.detail ?? observation.reason) : '';
}

/** Debian writes `1:2.1.5-1+deb12u1`; without a version nothing is refused. */
const majorOf = (version: string | undefined): number => {
  const major = /^(?:\d+:)?(\d+)/.exec(version ?? '')?.[1];
  return major === undefined ? Number.POSITIVE_INFINITY : Number(major);
};

function findingsOf(view: NodeView, host: NodeReadings['host']): Identity['findings'] {
  const drbd = valueIn(view, 'drbd');
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['os', host.os],
    ['kernel', host.kernel],
    ['pacemaker', host.versions.pacemaker],
    ['corosync', host.versions.corosync],
    ['drbd-module', drbd?.version.kernel],
    ['drbd-generation', drbd?.version.generation],
    ['haproxy', host.versions.haproxy],
    ['apache2', host.versions.apache2],
    ['memory', `${Math.round(host.memoryTotalKiB / 1024)} MiB`],
    ['cpus', String(host.cpuCount)],
  ];
  return pairs.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}
