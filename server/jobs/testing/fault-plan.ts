/**
 * Plans with a step of every kind, put together from what the planner made for a move of a VIP, a file, a command and a
 * wait: no single intent has them all. They are stored and approved like any other.
 */
import type { Actor } from '@/lib/auth/actor';
import { database } from '@/lib/data/client';
import { insertPlan, movePlan, planHashOf, sha256 } from '@/lib/data/plans';
import { NUM_UPDATES_PLACEHOLDER } from '@/lib/pacemaker/cib-patch';
import { commandTextOf } from '@/lib/plan/build';
import type { WriteFile } from '@/lib/plan/file-write';
import type { Check, Plan, PlanStep } from '@/lib/plan/types';
import { approvePlan } from '@/lib/usecases/plans';
import { computePlan } from '../compute-plan';
import { CONFIG, type FaultCluster, LATE, MARK } from './fault-cluster';

export const MOVE = { kind: 'move-resource', resource: 'vip_10g', node: 'node1' } as const;

/** Where files are changed and commands run: not the node that decides about the configuration. */
const NODE = 'node2';

type Part = Pick<
  PlanStep,
  'title' | 'action' | 'verify' | 'cleanup' | 'recovers' | 'node' | 'risk' | 'params'
>;

const file = (place: { readonly path: string; readonly text: string }): Check => ({
  kind: 'file',
  node: NODE,
  path: place.path,
  sha256: sha256(place.text),
});

const write = (from: string, to: string, isReadOnly = false): WriteFile => ({
  kind: 'write-file',
  path: CONFIG.path,
  baseSha256: sha256(from),
  sha256: sha256(to),
  text: to,
  check: ['haproxy', '-c', '-q', '-f'],
  ...(isReadOnly ? { isReadOnly } : {}),
});

const part = (action: PlanStep['action'], verify: readonly Check[], rest: Partial<Part> = {}): Part => ({
  title: 'step-file-write',
  params: { path: CONFIG.path, node: NODE },
  node: NODE,
  action,
  verify,
  risk: 'safe',
  ...rest,
});

const FILES: readonly Part[] = [
  part(write(CONFIG.old, CONFIG.new, true), []),
  part(write(CONFIG.old, CONFIG.new), [file({ path: CONFIG.path, text: CONFIG.new })]),
  part({ kind: 'run', argv: ['drbdadm', 'adjust', 'hafs'], timeoutMs: 10_000 }, [file(MARK)]),
];
const WAIT: Part = part({ kind: 'wait-for' }, [file(LATE)]);
const BACK: Part = part(write(CONFIG.new, CONFIG.old), [file({ path: CONFIG.path, text: CONFIG.old })], {
  recovers: NODE,
});

/** Number of the first step of the configuration's change in `allKinds`. */
export const STEP_COUNT = 9;

/** check, write, run, patch, settle, wait, take back, settle; and what brings the file back if it comes to that. */
export function allKinds(move: Plan): Plan {
  const [prefer, settle, release, stay] = move.steps;
  if (!prefer || !settle || !release || !stay) throw new Error('a move has four steps');
  const parts: readonly Part[] = [...FILES, prefer, settle, WAIT, release, stay, BACK];
  let patch = 0;
  const base = { ...move.base, numUpdates: NUM_UPDATES_PLACEHOLDER } as const;
  const steps = parts.map((one, index): PlanStep => {
    if (one.action.kind === 'cib-patch') patch += 1;
    return {
      ...one,
      id: `${index + 1}`,
      verifyTimeoutMs: 10_000,
      commandText: commandTextOf(one.action, { node: one.node, index, base, patch }),
    };
  });
  return { ...move, steps };
}

/** The plan of a move, as the engine makes it. */
export async function planMove(cluster: FaultCluster): Promise<Plan> {
  const remembered = { otherJobs: [], measuredSeconds: {} };
  const made = await computePlan(cluster, cluster.clusterId, MOVE, remembered, Date.now);
  if (!made.ok) throw new Error(made.error.id);
  return made.value.plan;
}

/** @returns the id of a plan that waits for an approval */
export async function store(actor: Actor, plan: Plan): Promise<string> {
  const { clusterId, intent } = plan;
  const id = await insertPlan(database(), { clusterId, intent, proposedById: actor.id });
  await movePlan(database(), id, 'proposing', { status: 'proposed', plan, planHash: planHashOf(plan) });
  return id;
}

export const CONFIRMED = { typedText: MOVE.resource, reason: 'test of faults' } as const;

/** @returns the job's id */
export async function approved(actor: Actor, plan: Plan): Promise<string> {
  const job = await approvePlan(actor, await store(actor, plan), planHashOf(plan), CONFIRMED);
  if (!job.ok) throw new Error(job.error.problem);
  if (job.value === null) throw new Error('a second person has to approve');
  return job.value;
}
