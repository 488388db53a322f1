/** Reads a step's goal back from every node, once or until it holds. */
import { allPass, type CheckReadings, evaluateChecks } from '@/lib/plan/check';
import type { Check, CheckResult, PlanStep } from '@/lib/plan/types';
import type { ClusterAccess } from '../access';
import { sleep, untilInterrupted } from './engine';
import type { JobRun } from './job-run';

export async function readChecks(
  access: ClusterAccess,
  clusterId: string,
  checks: readonly Check[],
): Promise<readonly CheckResult[]> {
  const nodes = access.directory(clusterId)?.nodes ?? [];
  const readings = await Promise.all(nodes.map((node) => readNode(access, clusterId, node.name, checks)));
  return evaluateChecks(checks, readings);
}

type Source = 'pacemaker' | 'cib' | 'network';
const SOURCE: Readonly<Record<Check['kind'], Source>> = {
  'node-attribute': 'cib',
  constraint: 'cib',
  'no-constraint': 'cib',
  'node-standby': 'pacemaker',
  'resource-on': 'pacemaker',
  'resource-not-on': 'pacemaker',
  'resource-runs': 'pacemaker',
  'instance-on': 'pacemaker',
  'address-only-on': 'network',
  'address-once': 'network',
};

/** Only what the checks look at is read: every reading costs the node something. */
async function readNode(
  access: ClusterAccess,
  clusterId: string,
  node: string,
  checks: readonly Check[],
): Promise<CheckReadings> {
  const wanted = new Set(checks.map((check) => SOURCE[check.kind]));
  const skipped = { state: 'unknown', reason: 'never-read', since: 0 } as const;
  const [pacemaker, cib, network] = await Promise.all([
    wanted.has('pacemaker') ? access.read(clusterId, node, 'pacemaker') : skipped,
    wanted.has('cib') ? access.read(clusterId, node, 'cib') : skipped,
    wanted.has('network') ? access.read(clusterId, node, 'network') : skipped,
  ]);
  return { node, pacemaker, cib, network };
}

export interface Verified {
  readonly isReached: boolean;
  readonly checks: readonly CheckResult[];
}

/** Looks until everything holds on every node that answers, or the step's time is up. */
export async function verifyUntil(run: JobRun, step: PlanStep): Promise<Verified> {
  const { access, now, timings } = run.engine;
  const deadline = now() + (timings.verifyTimeoutMs ?? step.verifyTimeoutMs);
  for (;;) {
    const checks = await untilInterrupted(readChecks(access, run.clusterId, step.verify), run.signal);
    if (allPass(checks)) return { isReached: true, checks };
    if (now() > deadline) return { isReached: false, checks };
    await sleep(timings.verifyPollMs, run.signal);
  }
}

/** Names in what does not hold, for a sentence: the page shows the checks themselves. */
export function openObjects(checks: readonly CheckResult[]): string {
  const open = checks.filter((one) => one.verdict !== 'pass').map(({ check }) => objectOf(check));
  return [...new Set(open)].join(', ');
}

function objectOf(check: Check): string {
  if ('resource' in check) return check.resource;
  if ('address' in check) return check.address;
  return 'id' in check ? check.id : check.node;
}
