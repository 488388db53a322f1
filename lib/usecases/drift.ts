/**
 * What a person decides about drift: that it is right, or that it is to be planned back. Both name the hashes that were
 * shown, and are refused when either is another one by now. Planning back is a proposal like any other.
 */
import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/roles';
import { optional } from '@/lib/base/optional';
import { err, ok, type Result } from '@/lib/base/result';
import { appendAudit } from '@/lib/data/audit';
import { findConfigText, loadBaselines, swapBaseline } from '@/lib/data/baselines';
import { database, type Tx } from '@/lib/data/client';
import { notify } from '@/lib/data/notify';
import { lockCluster } from '@/lib/data/plans';
import { type ReturnPlan, returnIntent } from '@/lib/plan/drift-return';
import { type ChangeError, type ChangeProblem, proposeMade } from './plans';

/** What stood on the person's screen. */
export interface ShownDrift {
  readonly clusterId: string;
  readonly object: string;
  /** Where a file on HAFS was seen. */
  readonly node?: string;
  /** Null: no such file. Undefined: there is no baseline yet. */
  readonly baselineSha256?: string | null;
  readonly seenSha256: string | null;
}

const REASON_LENGTH = { min: 3, max: 500 } as const;
const refuse = (problem: ChangeProblem) => err<ChangeError>({ kind: 'change', problem });
type Answer<T> = Result<T, ChangeError>;

/** What was seen is right: from now on it is what Haven holds the cluster against. Changes nothing on any node. */
export async function acceptDrift(actor: Actor, shown: ShownDrift, reason: string): Promise<Answer<null>> {
  if (!may(actor.role, 'plan.approve')) return forbidden(actor, 'baseline.accept', shown);
  const why = reason.trim();
  if (why.length < REASON_LENGTH.min || why.length > REASON_LENGTH.max) return refuse('reason-missing');
  const { clusterId, object, baselineSha256, seenSha256 } = shown;
  return database().$transaction(async (tx) => {
    if (!(await lockCluster(tx, clusterId))) return refuse('not-found');
    // Only what Haven has seen itself can be held against anything.
    if (seenSha256 !== null && (await findConfigText(clusterId, seenSha256, tx)) === undefined)
      return refuse('not-found');
    const baseline = { object, sha256: seenSha256, origin: 'accepted', who: actor.name, why } as const;
    if (!(await swapBaseline(tx, clusterId, baselineSha256, baseline))) return refuse('not-what-was-shown');
    await notify('cluster', clusterId, tx);
    await appendAudit(tx, {
      ...entry(actor, 'baseline.accept', shown),
      phase: 'outcome',
      detail: { object, was: baselineSha256 ?? null, is: seenSha256, reason: why },
    });
    return ok(null);
  });
}

/** @returns id of the new plan, which is made, judged and reviewed like any other */
export async function proposeReturn(actor: Actor, shown: ShownDrift): Promise<Answer<string>> {
  if (!may(actor.role, 'plan.propose')) return forbidden(actor, 'baseline.return', shown);
  return database().$transaction(async (tx) => {
    const { clusterId } = shown;
    if (!(await lockCluster(tx, clusterId))) return refuse('not-found');
    const made = await returnOf(tx, shown);
    if (made === 'changed') return refuse('not-what-was-shown');
    if (made.kind === 'by-hand') return refuse('not-plannable');
    await appendAudit(tx, {
      ...entry(actor, 'baseline.return', shown),
      phase: 'intent',
      detail: { object: shown.object, from: shown.seenSha256, to: shown.baselineSha256 },
    });
    return proposeMade(tx, actor, { clusterId, intent: made.intent });
  });
}

async function returnOf(tx: Tx, shown: ShownDrift): Promise<ReturnPlan | 'changed'> {
  const { clusterId, object, node, baselineSha256, seenSha256 } = shown;
  const note = (await loadBaselines(clusterId, tx)).find((one) => one.object === object);
  const held = note?.sha256;
  if (held !== baselineSha256) return 'changed';
  const textOf = async (sha256: string | null | undefined) =>
    typeof sha256 === 'string' ? findConfigText(clusterId, sha256, tx) : undefined;
  return returnIntent({
    object,
    ...optional('node', node),
    baseline: { sha256: held ?? null, ...wrapped(await textOf(held)) },
    seen: { sha256: seenSha256, ...wrapped(await textOf(seenSha256)) },
  });
}

const wrapped = (text: string | undefined): { readonly text?: string } =>
  text === undefined ? {} : { text };

type DriftAction = 'baseline.accept' | 'baseline.return';

/** A refusal for want of a permission is worth an entry: somebody tried. */
async function forbidden(actor: Actor, action: DriftAction, shown: ShownDrift): Promise<Answer<never>> {
  await database().$transaction((tx) =>
    appendAudit(tx, { ...entry(actor, action, shown), phase: 'refused', detail: { role: actor.role } }),
  );
  return refuse('forbidden');
}

const entry = (actor: Actor, action: DriftAction, { clusterId, object }: ShownDrift) =>
  ({
    actor,
    action,
    objectKind: 'cluster',
    objectId: clusterId.slice(0, 64),
    objectName: object.slice(0, 300),
  }) as const;
