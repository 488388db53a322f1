/** What is acted upon, made anew for each case and ready for it: rows as the use cases and the control plane leave them. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '@/lib/auth/actor';
import { insertAdoption } from '@/lib/data/adoptions';
import { insertBaselines, saveConfigText } from '@/lib/data/baselines';
import { database } from '@/lib/data/client';
import { insertForgetting } from '@/lib/data/forgettings';
import { planHashOf } from '@/lib/data/plans';
import type { AdoptionNode, AdoptionState } from '@/lib/inventory/adoption';
import { fileObject } from '@/lib/live/baseline';
import type { JobResult, JobStatus, Plan, PlanStatus, StepStatus } from '@/lib/plan/types';
import type { ShownDrift } from '@/lib/usecases/drift';
import { createActor, createClusterRow } from '@/server/jobs/testing/stage';

/** Whose it is: made by the one who asks, by somebody else, or not there at all. */
export type Whose = 'own' | 'of others' | 'missing';
export const WHOSE: readonly Whose[] = ['own', 'of others', 'missing'];
/** Looks like an id and is none. */
export const NO_ID = 'cmabsentabsentabsent00000';

/** The person the object belongs to: whoever asks, or another one. */
const owner = async (actor: Actor | undefined, whose: Whose): Promise<string> =>
  whose === 'own' && actor ? actor.id : (await createActor('operator')).id;

const INTENT = { kind: 'node-standby', node: 'node1' } as const;

/** @param losesData one step may lose data: administrators only */
function samplePlan(clusterId: string, losesData: boolean): Plan {
  const step = {
    id: 's1',
    title: 'standby',
    params: {},
    node: 'node1',
    action: { kind: 'run', argv: ['true'], timeoutMs: 1_000 },
    commandText: 'true',
    verify: [],
    verifyTimeoutMs: 1_000,
    risk: losesData ? 'data-loss' : 'disruptive',
  } as const;
  return {
    version: 1,
    clusterId,
    clusterName: 'campus',
    intent: INTENT,
    createdAt: 1,
    base: { configurationSha256: '0', adminEpoch: 0, epoch: 0, factsSha256: '0', facts: {} },
    reverse: { kind: 'node-online', node: 'node1' },
    steps: [step],
    guards: [],
    prediction: { actions: [], moves: [], interruptions: [], afterLoss: {} },
  };
}

export interface PlanObject {
  readonly planId: string;
  readonly planHash: string;
  readonly clusterId: string;
}

export async function aPlan(
  actor: Actor | undefined,
  whose: Whose,
  options: { readonly status?: PlanStatus; readonly losesData?: boolean } = {},
): Promise<PlanObject> {
  const { status = 'proposed', losesData = false } = options;
  if (whose === 'missing') return { planId: NO_ID, planHash: 'a'.repeat(64), clusterId: NO_ID };
  const clusterId = await createClusterRow();
  const plan = samplePlan(clusterId, losesData);
  const planHash = planHashOf(plan);
  const row = await database().plan.create({
    data: {
      clusterId,
      status,
      intent: INTENT,
      plan: plan as never,
      planHash,
      proposedById: await owner(actor, whose),
    },
  });
  return { planId: row.id, planHash, clusterId };
}

/** A job of such a plan. */
export async function aJob(
  actor: Actor | undefined,
  whose: Whose,
  status: JobStatus,
  step: StepStatus,
  result: JobResult = {},
): Promise<string> {
  if (whose === 'missing') return NO_ID;
  const { planId, clusterId } = await aPlan(actor, whose, { status: 'approved' });
  const isOver = status === 'succeeded';
  const row = await database().job.create({
    data: {
      clusterId,
      planId,
      status,
      result: result as never,
      ...(isOver ? { endedAt: new Date() } : {}),
      steps: { create: [{ index: 0, status: step }] },
    },
  });
  return row.id;
}

export const FINGERPRINT = 'SHA256:sample';

/** @param phase of the adoption; @param node what its one node waits for */
export async function anAdoption(
  actor: Actor | undefined,
  whose: Whose,
  phase: AdoptionState['phase'] = 'first-node',
  node: AdoptionNode['phase'] = 'failed',
): Promise<string> {
  if (whose === 'missing') return NO_ID;
  const hostKey = { type: 'ssh-ed25519', key: 'AAAA', sha256: FINGERPRINT };
  const proposal = { networks: [], services: [], vips: [], drbd: [] };
  const state: AdoptionState = {
    version: 1,
    phase,
    nodes: [{ host: '192.0.2.1', port: 22, login: 'root', hostKeyConfirmed: false, hostKey, phase: node }],
    ...(phase === 'review' ? { proposal } : {}),
  };
  const startedById = await owner(actor, whose);
  const secrets = { credential: { kind: 'password', password: 'x' } } as const;
  return database().$transaction((tx) =>
    insertAdoption(tx, { startedById, practice: false, state, secrets }),
  );
}

export async function aForgetting(actor: Actor | undefined, whose: Whose): Promise<string> {
  if (whose === 'missing') return NO_ID;
  const startedById = await owner(actor, whose);
  const clusterId = await createClusterRow();
  return database().$transaction((tx) =>
    insertForgetting(tx, { clusterId, clusterName: 'campus', startedById, nodes: [] }),
  );
}

export async function aCluster(whose: Whose): Promise<{ readonly id: string; readonly name: string }> {
  if (whose === 'missing') return { id: NO_ID, name: 'campus' };
  const id = await createClusterRow();
  return database().cluster.findUniqueOrThrow({ where: { id }, select: { id: true, name: true } });
}

/** A file that is another one than what the cluster is held against: both texts were seen. */
export async function aDrift(whose: Whose): Promise<ShownDrift> {
  const { id: clusterId } = await aCluster(whose);
  const object = fileObject('node1', '/etc/haproxy/haproxy.cfg');
  const shown = { clusterId, object, baselineSha256: 'a'.repeat(64), seenSha256: 'b'.repeat(64) };
  if (whose === 'missing') return shown;
  await saveConfigText(clusterId, shown.baselineSha256, 'global\n');
  await saveConfigText(clusterId, shown.seenSha256, 'global\n# by hand\n');
  await insertBaselines(clusterId, [{ object, sha256: shown.baselineSha256, origin: 'found' }]);
  return shown;
}

/** Oneself, another person, or nobody. */
export async function anAccount(actor: Actor | undefined, whose: Whose): Promise<string> {
  if (whose === 'own' && actor) return actor.id;
  return whose === 'missing' ? NO_ID : (await createActor('viewer')).id;
}

export async function aWall(actor: Actor | undefined, whose: Whose): Promise<string> {
  if (whose === 'missing') return NO_ID;
  const createdById = await owner(actor, whose);
  const row = await database().wallToken.create({
    data: { name: 'lobby', tokenSha256: randomUUID(), createdById },
  });
  return row.id;
}

/** Everything that a refused call must leave as it was. The audit and the limits of guessers may grow. */
export async function fingerprint(): Promise<string> {
  const tables = [
    'User',
    'Account',
    'Session',
    'Cluster',
    'Plan',
    'Job',
    'StepRun',
    'Adoption',
    'Forgetting',
    'WallToken',
    'Baseline',
    'ConfigText',
  ];
  const parts = tables.map(
    // By the whole row: not every table has an id.
    (name) => `(SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM "${name}" t)`,
  );
  const columns = parts.map((part, index) => `${part} AS c${index}`).join(', ');
  // The names stand above: nothing from outside is in the statement.
  return JSON.stringify(await database().$queryRawUnsafe(`SELECT ${columns}`));
}
