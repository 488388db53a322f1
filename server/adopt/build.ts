/**
 * A cluster that is built before it is adopted: its rows are made when the design is accepted, so that its plan has a
 * cluster to belong to and its nodes are watched while it runs; what was built is read once the plan has succeeded.
 */
import { type AdoptionRow, changeAdoption } from '@/lib/data/adoptions';
import { appendAudit } from '@/lib/data/audit';
import { prismaErrorCode, type Tx } from '@/lib/data/client';
import { completeBuiltCluster, isClusterThere, type NewCluster, saveNewCluster } from '@/lib/data/clusters';
import { hasBuiltCluster } from '@/lib/data/jobs';
import { notify } from '@/lib/data/notify';
import { insertPlan, movePlan } from '@/lib/data/plans';
import { findUser } from '@/lib/data/users';
import type { AdoptionState } from '@/lib/inventory/adoption';
import { buildClusterOf, type KeptDesign, machinesOf, sharedNetworks } from '@/lib/inventory/build-design';
import { newNode } from './finish';
import { identifyBare } from './identify-bare';
import { openNode, proposalOf, readAllNodes } from './review';
import type { NodeProblem } from './sign-in';
import type { AdoptionWorkerOptions } from './worker';

/** Reads every machine once more, for a person who has changed something on one of them. */
export async function readMachinesAgain(row: AdoptionRow): Promise<void> {
  const read = await Promise.all(
    row.state.nodes.map(async (node, index) => {
      const opened = await openNode(node, row.secrets, index);
      if ('kind' in opened) return { problem: opened };
      try {
        const identity = await identifyBare(opened, node.name);
        return identity.ok ? { identity: identity.value } : { problem: identity.error };
      } finally {
        await opened.stop();
      }
    }),
  );
  await changeAdoption(row.id, ({ state }) => {
    if (state.phase !== 'reading') return undefined;
    const nodes = state.nodes.map((node, index) => {
      const { identity, problem } = read[index] ?? {};
      if (problem) return { ...node, phase: 'failed' as const, problem };
      return identity ? { ...node, machine: identity.machine, findings: identity.findings } : node;
    });
    const isWhole = nodes.every(({ phase }) => phase === 'read');
    return { state: { ...state, nodes, phase: isWhole ? 'design' : 'first-node' } };
  });
}

/** Two machines of one name cannot be told apart by anything that follows. */
export function sameNames({ nodes }: AdoptionState): NodeProblem | undefined {
  const names = nodes.map(({ name }) => name);
  const twice = names.find((name, index) => name !== undefined && names.indexOf(name) !== index);
  return twice === undefined ? undefined : { kind: 'same-name', detail: twice };
}

/** The rows of the cluster and of its plan, in one transaction with what is on record. */
export async function foundCluster(row: AdoptionRow): Promise<void> {
  try {
    await changeAdoption(row.id, found);
  } catch (error) {
    if (prismaErrorCode(error) !== 'P2002') throw error;
    await changeAdoption(row.id, ({ state }) =>
      state.phase === 'founding'
        ? {
            state: {
              ...state,
              phase: 'design',
              problem: { kind: 'already-adopted', detail: state.clusterName ?? '' },
            },
          }
        : undefined,
    );
  }
}

async function found(row: AdoptionRow, tx: Tx) {
  const { state, startedById } = row;
  const { design } = state;
  if (state.phase !== 'founding' || !design) return undefined;
  const intent = buildClusterOf(state, design, () => true);
  if (!intent.ok) throw new Error(`an accepted design does not hold: ${intent.error.kind}`);
  const cluster = clusterOf(row, design);
  const isNew = row.clusterId === undefined || !(await isClusterThere(row.clusterId, tx));
  const clusterId = isNew || !row.clusterId ? await saveNewCluster(tx, cluster) : row.clusterId;
  if (!isNew) await completeBuiltCluster(tx, clusterId, cluster);
  if (state.planId !== undefined) {
    for (const status of ['proposed', 'blocked'] as const)
      await movePlan(tx, state.planId, status, { status: 'withdrawn' });
    await notify('plan', state.planId, tx);
  }
  const planId = await insertPlan(tx, { clusterId, intent: intent.value, proposedById: startedById });
  await notify('cluster', clusterId, tx);
  await notify('plan', planId, tx);
  const actor = (await findUser(startedById, tx)) ?? null;
  await appendAudit(tx, {
    actor: actor && { id: actor.id, name: actor.name },
    action: 'cluster.build',
    objectKind: 'cluster',
    objectId: clusterId,
    objectName: design.clusterName,
    phase: 'intent',
    detail: {
      planId,
      nodes: state.nodes.map(({ name, host, port, login }) => ({ name, host, port, login })),
    },
  });
  return { state: { ...state, phase: 'building' as const, planId }, clusterId };
}

function clusterOf(row: AdoptionRow, design: KeptDesign): NewCluster {
  return {
    name: design.clusterName,
    practice: row.practice,
    building: true,
    nodes: row.state.nodes.map((node, index) => newNode(row, node, index, undefined)),
    networks: sharedNetworks(machinesOf(row.state)).map(({ cidr, interfaces }) => ({
      ...roleIn(design, cidr),
      cidr,
      interfaces,
    })),
    drbd: [],
    vips: [],
    services: [],
  };
}

const roleIn = ({ tenG, oneG }: KeptDesign, cidr: string) => {
  if (cidr === tenG) return { role: '10g', name: '10G' } as const;
  return cidr === oneG
    ? ({ role: '1g', name: '1G' } as const)
    : ({ role: 'management', name: 'Management' } as const);
};

/** Once the plan has succeeded: what is there now is read and becomes inventory like any adopted cluster's. */
export async function finishBuild(row: AdoptionRow, options: AdoptionWorkerOptions): Promise<void> {
  const { clusterId, state } = row;
  const { design } = state;
  if (clusterId === undefined || !design) return;
  if (!(await isClusterThere(clusterId))) {
    // Forgotten meanwhile; its keys have been taken off the nodes by that.
    await changeAdoption(row.id, () => ({
      state: { ...state, phase: 'cancelled' },
      secrets: null,
      isEnded: true,
    }));
    return;
  }
  if (!(await hasBuiltCluster(clusterId))) return;
  const read = await readAllNodes(row);
  const seen = read.flatMap((node) => (node.seen ? [node.seen] : []));
  const proposal = proposalOf(seen);
  if (!proposal || seen.length < row.state.nodes.length) {
    options.log(`adoption ${row.id}: what was built could not be read yet; it is tried again`);
    return;
  }
  const cluster: NewCluster = {
    ...clusterOf(row, design),
    building: false,
    nodes: row.state.nodes.map((node, index) =>
      newNode(row, { ...node, nodeId: index + 1 }, index, read[index]?.seen),
    ),
    drbd: proposal.drbd,
    vips: proposal.vips,
    services: proposal.services,
  };
  await changeAdoption(row.id, async (current, tx) => {
    if (current.state.phase !== 'building') return undefined;
    await completeBuiltCluster(tx, clusterId, cluster);
    await notify('cluster', clusterId, tx);
    await appendAudit(tx, {
      actor: null,
      action: 'cluster.build',
      objectKind: 'cluster',
      objectId: clusterId,
      objectName: design.clusterName,
      phase: 'outcome',
    });
    return { state: { ...current.state, phase: 'adopted' }, secrets: null, isEnded: true };
  });
  options.onAdopted?.(clusterId);
}
