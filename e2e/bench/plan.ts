/**
 * P4: from a wish to a whole plan on a large cluster (observe, draft, ask Pacemaker's own tools what the change and
 * each further loss of a node would do, judge), with the work of all its nodes done on this machine. Baseline: the
 * same edits by pcs on a copy, and the same questions to the same tools.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { known, type Observation } from '@/lib/base/observation';
import type { ReadingName } from '@/lib/live/readings';
import { readCorosync, readDrbd } from '@/lib/plan/testing/scenario';
import { hostReading } from '@/lib/plan/testing/world';
import type { Intent, Plan } from '@/lib/plan/types';
import { computePlan } from '@/server/jobs/compute-plan';
import { FileCluster } from '@/server/jobs/testing/file-cluster';
import { type Figure, figure, quantile } from './figure';
import { type ClusterSize, groupName, largeCib, nodeName } from './large-cib';
import { PcsSession } from './plan-pcs';
import type { Stops } from './stops';
import { requireTools } from './tools';

const SIZE: ClusterSize = { nodes: 16, resources: 300 };
const TARGET_MS = 400;
const CLUSTER = 'large';

/** A resource of its own kind that lives and starts with a service. */
export const NEW_RESOURCE = { id: 'cache', agent: 'Dummy', with: groupName(0) } as const;

const INTENT: Intent = {
  kind: 'edit-configuration',
  edit: {
    kind: 'several',
    of: NEW_RESOURCE.id,
    edits: [
      {
        kind: 'create-resource',
        resource: {
          id: NEW_RESOURCE.id,
          agent: { class: 'ocf', provider: 'heartbeat', type: NEW_RESOURCE.agent },
          params: {},
          operations: [{ name: 'monitor', interval: '10s', timeout: '20s' }],
          place: { kind: 'alone' },
        },
      },
      {
        kind: 'add-constraint',
        wish: {
          kind: 'colocation',
          resource: NEW_RESOURCE.id,
          with: NEW_RESOURCE.with,
          score: 'INFINITY',
        },
      },
      {
        kind: 'add-constraint',
        wish: {
          kind: 'order',
          first: NEW_RESOURCE.with,
          second: NEW_RESOURCE.id,
          strength: 'Mandatory',
        },
      },
    ],
  },
};

export async function measurePlan(
  samples: number,
  stops: Stops,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  requireTools([
    { program: 'pcs', package: 'pcs' },
    { program: 'crm_simulate', package: 'pacemaker-cli-utils' },
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'haven-bench-'));
  stops.add(() => rm(folder, { recursive: true, force: true }));
  say(`starting ${SIZE.resources} resources on ${SIZE.nodes} nodes, in Pacemaker's simulator`);
  const cibXml = largeCib(SIZE, folder);
  const cluster = openCluster(cibXml);
  stops.add(async () => cluster.close());
  const pcs = await PcsSession.open(folder, cibXml, NEW_RESOURCE, stops);
  const plans: Sample[] = [];
  const baseline: number[] = [];
  for (let sample = 1; sample <= samples; sample += 1) {
    const ours = await planOnce(cluster);
    plans.push(ours);
    const theirs = await pcs.whatIf(SIZE);
    baseline.push(theirs);
    say(`plan ${sample}/${samples}: Haven ${ours.ms.toFixed(0)} ms, pcs ${theirs.toFixed(0)} ms`);
  }
  return [planFigure(plans, baseline, cibXml.length)];
}

/** What no Pacemaker tool says: sixteen healthy machines without DRBD. */
function openCluster(cibXml: string): FileCluster {
  const names = Array.from({ length: SIZE.nodes }, (_, index) => nodeName(index));
  const quorum = { twoNode: false, expected: SIZE.nodes, quorum: Math.floor(SIZE.nodes / 2) + 1 };
  const reading = (node: string, name: ReadingName): Observation<unknown> | undefined => {
    const [index, at] = [names.indexOf(node), Date.now()];
    if (name === 'host') return known(hostReading(node, index), at);
    if (name === 'clock') return known({ offsetMs: 0, uncertaintyMs: 1 }, at);
    if (name === 'drbd') return known(readDrbd([]), at);
    if (name === 'corosync') return known(readCorosync({ drbd: [] }, quorum, index + 1), at);
    return undefined;
  };
  const nodes = names.map((name) => ({ id: name, name }));
  return new FileCluster(cibXml, {
    directory: { id: CLUSTER, name: CLUSTER, practice: true, nodes, networks: [], vips: [], services: [] },
    get now() {
      return Date.now();
    },
    controllerState: 'S_IDLE',
    reading,
  });
}

interface Sample {
  readonly ms: number;
  /** Of Haven's own process, without the tools it started. */
  readonly cpuMs: number;
}

async function planOnce(cluster: FileCluster): Promise<Sample> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const made = await computePlan(cluster, CLUSTER, INTENT, { otherJobs: [], measuredSeconds: {} }, Date.now);
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  if (!made.ok) throw new Error(`no plan: ${made.error.id}`);
  const problem = incompleteness(made.value.plan, SIZE.nodes);
  if (problem) throw new Error(`the plan is not whole: ${problem}`);
  return { ms, cpuMs: (user + system) / 1000 };
}

/** Nothing was left out to be quick: every answer is there, and the new resource starts. */
export function incompleteness(
  { steps, guards, prediction }: Pick<Plan, 'steps' | 'guards' | 'prediction'>,
  nodes: number,
): string | undefined {
  const losses = Object.values(prediction.afterLoss).filter((loss) => loss !== 'unknown').length;
  if (losses !== nodes) return `${losses} losses of ${nodes}`;
  const unknown = guards.filter(({ verdict }) => verdict === 'unknown').map(({ id }) => id);
  if (unknown.length > 0) return `unknown: ${unknown.join(', ')}`;
  if (!steps.some(({ action }) => action.kind === 'cib-patch')) return 'no patch';
  const isStarted = prediction.actions.some(
    ({ action, resource }) => action === 'start' && resource === NEW_RESOURCE.id,
  );
  return isStarted ? undefined : 'the new resource does not start';
}

function planFigure(plans: readonly Sample[], baseline: readonly number[], bytes: number): Figure {
  const own = quantile(
    plans.map(({ cpuMs }) => cpuMs),
    0.5,
  );
  return figure(
    'P4',
    'ms',
    { name: 'full plan with what-if', values: plans.map(({ ms }) => ms) },
    { name: 'pcs -f and crm_simulate', values: baseline },
    `≤ ${TARGET_MS} ms`,
    (_median, p95) => p95 <= TARGET_MS,
    `${SIZE.nodes} nodes, ${SIZE.resources} resources, CIB of ${(bytes / 1e6).toFixed(1)} MB; the tools of all nodes run on the ${cpus().length} cores of this machine; CPU of Haven's own process ${own.toFixed(0)} ms (median); baseline, one after the other: ${PcsSession.words(SIZE.nodes)}`,
  );
}
