/** What must hold after every fault, whatever it was. Each finding is a sentence; none is what a test wants. */
import { listAudit } from '@/lib/data/audit';
import { Locks } from '@/lib/data/locks';
import { findPlan } from '@/lib/data/plans';
import { allPass } from '@/lib/plan/check';
import type { JobRecord } from '@/lib/plan/records';
import type { Plan } from '@/lib/plan/types';
import { readChecks } from '../read-checks';
import type { FaultCluster } from './fault-cluster';
import { planMove } from './fault-plan';
import { until } from './stage';

const stepOf = (unit: string): number => Number(/^haven-[^-]+-(\d+)/.exec(unit)?.[1]) - 1;

export interface Allowed {
  /** A person was asked and has not answered, or a node cannot be reached: things may still lie there. */
  readonly leftovers?: boolean;
}

export async function findings(
  cluster: FaultCluster,
  job: JobRecord,
  allowed: Allowed = {},
): Promise<readonly string[]> {
  const plan = (await findPlan(job.planId))?.plan;
  if (!plan) return ['the plan is gone'];
  await until(async () => cluster.isQuiet || undefined, 'nodes at rest');
  const all = [
    ...isOver(job),
    ...(job.result.problem?.id === 'stopped' && !job.result.decisions ? ['nobody stopped it'] : []),
    ...ranTwice(cluster),
    ...contradictions(cluster, plan, job),
    ...(allowed.leftovers ? [] : cluster.leftovers.map((one) => `left behind: ${one}`)),
    ...(job.status === 'succeeded' ? await notReached(cluster, plan) : []),
    ...(await auditGaps(job)),
    ...(await lockHeld(cluster.clusterId)),
  ];
  return all.map((text) => `${job.status}: ${text}`);
}

const OVER = ['succeeded', 'failed', 'cancelled', 'needs-decision'];
const isOver = (job: JobRecord): string[] => (OVER.includes(job.status) ? [] : ['the job has not ended']);

/** R3. */
export function ranTwice(cluster: FaultCluster): string[] {
  const counts = new Map<number, number>();
  for (const { unit } of cluster.effects) counts.set(stepOf(unit), (counts.get(stepOf(unit)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([step, count]) => `step ${step + 1} ran ${count} times`);
}

const isChanging = (plan: Plan, index: number): boolean => {
  const action = plan.steps[index]?.action;
  if (action?.kind === 'cib-patch') return true;
  return (action?.kind === 'run' || action?.kind === 'write-file') && action.isReadOnly !== true;
};

/** R4: what is shown of each step is what happened on the nodes. */
function contradictions(cluster: FaultCluster, plan: Plan, job: JobRecord): string[] {
  const happened = new Set(cluster.effects.map(({ unit }) => stepOf(unit)));
  const isHonest = !cluster.manners.isLazy && !cluster.manners.isDenying;
  return job.steps.flatMap(({ index, status, attempts }) => {
    if (!isChanging(plan, index)) return [];
    const { cleanup, recovers } = plan.steps[index] ?? {};
    // What takes back may find that there is nothing to take back: that is its goal, read from the nodes.
    const mayBeIdle = cleanup === true || recovers !== undefined || !isHonest;
    if (status === 'done' && !mayBeIdle && !happened.has(index))
      return [`step ${index + 1} is shown as done`];
    const isNever = status === 'pending' || (status === 'skipped' && attempts.length === 0);
    return isNever && happened.has(index) ? [`step ${index + 1} happened and is shown as ${status}`] : [];
  });
}

/** R4: a success is read afresh from the nodes, and asking for the same again finds nothing to do. */
async function notReached(cluster: FaultCluster, plan: Plan): Promise<string[]> {
  const overtaken = new Set(['constraint']);
  const goals = plan.steps
    .filter((step) => step.recovers === undefined)
    .flatMap((step) => step.verify)
    .filter((check) => !overtaken.has(check.kind));
  const checks = await readChecks(cluster, cluster.clusterId, goals, { readAt: Date.now() });
  const open = checks.filter((one) => one.verdict !== 'pass').map((one) => one.check.kind);
  const again = await planMove(cluster);
  return [
    ...(allPass(checks) ? [] : [`claims success without ${open.join(', ')}`]),
    ...(again.nothingToDo ? [] : ['applying it again would change something']),
  ];
}

/** Intent before outcome, and no attempt without its outcome once the job is over. */
async function auditGaps(job: JobRecord): Promise<string[]> {
  const entries = (await listAudit({ limit: 500, filter: { objectId: job.planId } })).toReversed();
  const open = new Set<string>();
  const problems: string[] = [];
  for (const { action, phase, detail } of entries) {
    const unit = (detail as { readonly unit?: string }).unit;
    if (action !== 'job.step' || unit === undefined) continue;
    if (phase === 'intent') open.add(unit);
    else if (!open.delete(unit) && !isSecondWord(detail))
      problems.push(`outcome of ${unit} without its intent`);
  }
  const isOver = job.endedAt !== undefined;
  const unanswered = isOver && job.result.decisions === undefined ? [...open] : [];
  const hasEnd = entries.some(({ action }) => action === 'job.outcome');
  return [
    ...problems,
    ...unanswered.map((unit) => `intent of ${unit} without an outcome`),
    ...(isOver && !hasEnd ? ['the end is not in the audit'] : []),
  ];
}

/** An outcome that nobody could judge is on record first; what was seen of the goal is added. */
const isSecondWord = (detail: unknown): boolean =>
  typeof (detail as { readonly seen?: unknown }).seen === 'boolean';

async function lockHeld(clusterId: string): Promise<string[]> {
  const locks = new Locks(() => undefined);
  try {
    const name = `cluster:${clusterId}`;
    // Let go a moment after the job's last row.
    await until(async () => (await locks.tryLock(name)) || undefined, 'the lock', 3_000);
    return [];
  } catch {
    return ['the lock is still held'];
  } finally {
    await locks.close();
  }
}
