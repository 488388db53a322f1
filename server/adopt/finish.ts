import { type AdoptionRow, changeAdoption } from '@/lib/data/adoptions';
import { appendAudit } from '@/lib/data/audit';
import { prismaErrorCode, type Tx } from '@/lib/data/client';
import { forgetPracticeCluster, type NewCluster, saveNewCluster } from '@/lib/data/clusters';
import { notify } from '@/lib/data/notify';
import { findUser } from '@/lib/data/users';
import type { BlockDevice } from '@/lib/host/types';
import type { AdoptionNode, AdoptionState } from '@/lib/inventory/adoption';
import type { NodeSeen } from './propose-networks';
import { valueIn } from './read-node';
import { lastingKey, readAllNodes } from './review';
import type { AdoptionWorkerOptions } from './worker';

/** The reviewed proposal becomes inventory: everything in one transaction with its audit entry, or nothing. */
export async function adoptCluster(row: AdoptionRow, options: AdoptionWorkerOptions): Promise<void> {
  const read = await readAllNodes(row);
  const failed = read.find((node) => node.problem);
  if (failed?.problem) {
    const { kind, detail } = failed.problem;
    await backToReview(row.id, { kind, ...(detail ? { detail } : {}), ...nameOf(row.state, failed.index) });
    return;
  }
  const seen = read.flatMap((node) => (node.seen ? [node.seen] : []));
  try {
    const changed = await changeAdoption(row.id, (current, tx) => commit(current, seen, tx));
    const clusterId = changed?.clusterId;
    if (clusterId) options.onAdopted?.(clusterId);
  } catch (error) {
    if (prismaErrorCode(error) !== 'P2002') throw error;
    await backToReview(row.id, { kind: 'already-adopted', detail: row.state.clusterName ?? '' });
  }
}

function nameOf(state: AdoptionState, index: number): { readonly node?: string } {
  const name = state.nodes[index]?.name;
  return name ? { node: name } : {};
}

function backToReview(id: string, problem: AdoptionState['problem']): Promise<unknown> {
  return changeAdoption(id, ({ state }) =>
    state.phase === 'adopting' ? { state: { ...state, phase: 'review', problem } } : undefined,
  );
}

async function commit(row: AdoptionRow, seen: readonly NodeSeen[], tx: Tx) {
  const { state, practice, startedById } = row;
  if (state.phase !== 'adopting' || !state.proposal || !state.clusterName) return undefined;
  if (practice) await forgetPracticeCluster(tx, state.clusterName);
  const clusterId = await saveNewCluster(tx, newCluster(row, state.proposal, state.clusterName, seen));
  const actor = (await findUser(startedById, tx)) ?? null;
  await notify('cluster', clusterId, tx);
  await appendAudit(tx, {
    actor: actor && { id: actor.id, name: actor.name },
    action: 'cluster.adopt',
    objectKind: 'cluster',
    objectId: clusterId,
    objectName: state.clusterName,
    phase: 'outcome',
    detail: {
      nodes: state.nodes.map(({ name, host, port, login, hostKey }) => ({
        name,
        host,
        port,
        login,
        hostKey: hostKey?.sha256,
      })),
    },
  });
  return {
    state: { ...state, phase: 'adopted' as const, problem: undefined },
    secrets: null,
    isEnded: true,
    clusterId,
  };
}

function newCluster(
  row: AdoptionRow,
  proposal: NonNullable<AdoptionState['proposal']>,
  name: string,
  seen: readonly NodeSeen[],
): NewCluster {
  return {
    name,
    practice: row.practice,
    nodes: row.state.nodes.map((node, index) => newNode(row, node, index, seen[index])),
    networks: proposal.networks,
    drbd: proposal.drbd,
    vips: proposal.vips,
    services: proposal.services,
  };
}

export function newNode(
  row: AdoptionRow,
  node: AdoptionNode,
  index: number,
  seen: NodeSeen | undefined,
): NewCluster['nodes'][number] {
  const privateKey = lastingKey(row.secrets, index);
  if (!node.hostKey || privateKey === undefined)
    throw new Error('a node without host key or key reached the last step');
  const host = seen && valueIn(seen.view, 'host');
  const drbd = seen && valueIn(seen.view, 'drbd');
  return {
    name: node.name ?? node.host,
    host: node.host,
    port: node.port,
    login: node.login,
    hostKey: node.hostKey.key,
    hostKeySha256: node.hostKey.sha256,
    privateKey,
    ...(node.nodeId === undefined ? {} : { corosyncId: node.nodeId }),
    ...(host ? { machineId: host.machineId } : {}),
    facts: {
      versions: host?.versions ?? {},
      os: host?.os,
      kernel: host?.kernel,
      drbdGeneration: drbd?.version.generation,
    },
    disks: disksOf(seen),
  };
}

function disksOf(seen: NodeSeen | undefined): NewCluster['nodes'][number]['disks'] {
  const devices = (seen && valueIn(seen.view, 'disks')?.devices) ?? [];
  return devices
    .filter(({ type }: BlockDevice) => type === 'disk')
    .map(({ path, model, serial, transport, sizeBytes }: BlockDevice) => ({
      path,
      sizeBytes,
      ...(model ? { model } : {}),
      ...(serial ? { serial } : {}),
      ...(transport ? { transport } : {}),
    }));
}
