/** Intent → plan: observe, draft, ask, judge. Reads only; who may ask, and where it is stored, is decided elsewhere. */
import { err, ok, type Result } from '@/lib/base/result';
import { loadBuildSecrets } from '@/lib/data/build-secrets';
import { sha256 } from '@/lib/data/plans';
import { withSecrets } from '@/lib/inventory/build-cluster';
import { answerOf } from '@/lib/plan/answer';
import { draftPlan, finishPlan, firstChanges } from '@/lib/plan/build';
import { type ChangeFacts, decidingView, memberNodes, value } from '@/lib/plan/facts';
import { moveHandles } from '@/lib/plan/move-handle';
import { placedOn } from '@/lib/plan/placement';
import type { Ask, Draft } from '@/lib/plan/planner';
import { isOfBare } from '@/lib/plan/planners';
import type { Intent, Plan, PlanProblem, PlanStatus } from '@/lib/plan/types';
import type { ClusterAccess } from '../access';
import { askCluster } from './ask-cluster';
import { type Observed, observe, type Remembered } from './observe';

export interface Computed {
  readonly plan: Plan;
  /** What the plan is bound to, secrets redacted: kept, so that a plan out of date can say what changed. */
  readonly configurationText: string;
}

export async function computePlan(
  access: ClusterAccess,
  clusterId: string,
  intent: Intent,
  remembered: Remembered,
  now: () => number,
): Promise<Result<Computed, PlanProblem>> {
  const observed = await observe(access, clusterId, remembered, now, intent);
  if (!observed.ok) return err(observed.error);
  const { world } = observed.value;
  if (isOfBare(intent)) {
    // No cluster yet that could be asked what it would do.
    const draft = draftPlan({
      intent,
      world,
      cibXml: observed.value.cibXml,
      sha256,
      ...(await sealing(clusterId)),
    });
    const plan = finishPlan({ intent, world, draft, sha256 });
    return ok({ plan, configurationText: world.cib.configurationText });
  }
  const answer = await draftAndAsk(access, intent, observed.value);
  const plan = planFrom(intent, observed.value, answer);
  return ok({ plan, configurationText: observed.value.world.cib.configurationText });
}

/** The one place where an observation and the cluster's answer become a plan: for a proposal and for its preview. */
export const planFrom = (intent: Intent, { world }: Observed, answer: Answered): Plan =>
  finishPlan({ intent, world, ...answer, sha256 });

/** Hashes of texts with their secrets in them: the plan is bound to those without holding any. */
async function sealing(clusterId: string): Promise<Pick<Ask<Intent>, 'sealedSha256'>> {
  const secrets = await loadBuildSecrets(clusterId);
  return { sealedSha256: (text) => sha256(withSecrets(text, secrets)) };
}

export interface Answered {
  readonly draft: Draft;
  readonly change?: ChangeFacts;
}

/**
 * Drafts and asks; for a move that would not arrive, once more with what the resource has to be with.
 * @param signal nobody wants the answer any more: nothing further is asked of the nodes
 * @throws the signal's reason, once it fired
 */
export async function draftAndAsk(
  access: ClusterAccess,
  intent: Intent,
  observed: Observed,
  signal?: AbortSignal,
): Promise<Answered> {
  const { world, cibXml, source } = observed;
  const view = decidingView(world);
  const members = view
    ? memberNodes(view)
        .filter((node) => node.online)
        .map((node) => node.name)
    : [];
  const nodes = world.nodes.filter((node) => value(node.pacemaker)).map((node) => node.name);
  const [, ...leaders] = intent.kind === 'move-resource' ? moveHandles(world.cib, intent.resource) : [];
  const ask = { intent, world, cibXml, sha256 };
  let first: Answered | undefined;
  for (const handle of [undefined, ...leaders]) {
    const draft = draftPlan({ ...ask, ...(handle === undefined ? {} : { handle }) });
    if (draft.kind !== 'steps') return first ?? { draft };
    // Nothing of the configuration: nothing the cluster's simulator could say anything about.
    const lost = draft.simulates?.lost;
    if (firstChanges(draft.steps).length === 0 && lost === undefined) return { draft };
    const asked = {
      access,
      clusterId: world.clusterId,
      source,
      nodes,
      members,
      cibXml,
      steps: draft.steps,
      ...(lost === undefined ? {} : { lost }),
      ...(signal ? { signal } : {}),
    };
    const change = await askCluster(asked);
    if (arrivesIn(intent, change)) return { draft, change };
    first ??= { draft, change };
  }
  return first ?? { draft: draftPlan(ask) };
}

/** Not known is not "would not arrive": asking for something else would not help. */
const arrivesIn = (intent: Intent, { simulation }: ChangeFacts): boolean =>
  intent.kind !== 'move-resource' ||
  !simulation.known ||
  placedOn(simulation.reading.after, intent.resource).includes(intent.node);

/** Where a freshly made plan stands. */
export function statusOf(plan: Plan): Extract<PlanStatus, 'blocked' | 'proposed' | 'nothing-to-do'> {
  if (plan.nothingToDo) return 'nothing-to-do';
  return answerOf(plan.guards) === 'refused' ? 'blocked' : 'proposed';
}
