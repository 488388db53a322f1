/**
 * Adopting a cluster, from the person's side: each answer is one pure step (lib/inventory/adoption-answers) on the row
 * under its lock, then a notice to the worker that does the SSH. Only who may adopt may answer.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/roles';
import { err, ok, type Result } from '@/lib/base/result';
import { changeAdoption, insertAdoption } from '@/lib/data/adoptions';
import { appendAudit } from '@/lib/data/audit';
import { database } from '@/lib/data/client';
import { loadOpenJobs } from '@/lib/data/jobs';
import { notify } from '@/lib/data/notify';
import { loadSetting } from '@/lib/data/settings';
import type { AdoptionState } from '@/lib/inventory/adoption';
import {
  type AdoptionCredential,
  type AdoptionSecrets,
  type AnswerError,
  acceptDesign,
  acceptReview,
  cancelAdoption,
  changeAddress,
  confirmHostKey,
  type NewNode,
  type NodeAddress,
  newAdoption,
  newBuild,
  readAgain,
  retryNode,
  type reviewSchema,
} from '@/lib/inventory/adoption-answers';
import { fenceSecret } from '@/lib/inventory/build-cluster';
import { type Design, keptDesign } from '@/lib/inventory/build-design';

export interface AdoptionError {
  readonly kind: 'adoption';
  readonly problem: AnswerError | 'forbidden' | 'not-found' | 'no-practice-cluster';
}
type Answer<T> = Result<T, AdoptionError>;
const refuse = (problem: AdoptionError['problem']) => err<AdoptionError>({ kind: 'adoption', problem });

export async function startAdoption(
  actor: Actor,
  node: NodeAddress,
  credential: AdoptionCredential,
): Promise<Answer<string>> {
  return begin(actor, [node], { credential }, false);
}

/** What the lab publishes (e2e/lab/lab-info.ts), as far as adopting needs it. */
const labInfoSchema = z.object({
  nodes: z
    .array(
      z.object({
        name: z.string(),
        host: z.string(),
        port: z.number(),
        user: z.string(),
        privateKeyPath: z.string(),
        hostKeySha256: z.string(),
      }),
    )
    .min(2),
});

/** The practice cluster's nodes are known beforehand, with their host keys: the same flow, with nothing left to type. */
export async function startPracticeAdoption(actor: Actor): Promise<Answer<string>> {
  // Before anything is read: whether there is a practice cluster is not everybody's business either.
  if (!may(actor.role, 'cluster.adopt')) return refuse('forbidden');
  const info = labInfoSchema.safeParse(await loadSetting('lab-info'));
  if (!info.success) return refuse('no-practice-cluster');
  const [first, ...rest] = info.data.nodes.map(
    ({ name, host, port, user, hostKeySha256 }): NewNode => ({
      name,
      host,
      port,
      login: user,
      expectedSha256: hostKeySha256,
    }),
  );
  const keyPath = info.data.nodes[0]?.privateKeyPath;
  if (!first || !keyPath) return refuse('no-practice-cluster');
  const privateKey = await readFile(keyPath, 'utf8').catch(() => undefined);
  if (privateKey === undefined) return refuse('no-practice-cluster');
  return begin(actor, [first, ...rest], { credential: { kind: 'key', privateKey } }, true);
}

/** Machines without a cluster, all named at once, signed in to alike. */
export async function startBuild(
  actor: Actor,
  nodes: readonly [NodeAddress, ...NodeAddress[]],
  credential: AdoptionCredential,
): Promise<Answer<string>> {
  return begin(actor, nodes, { credential }, false, newBuild(nodes));
}

async function begin(
  actor: Actor,
  nodes: readonly [NewNode, ...NewNode[]],
  secrets: AdoptionSecrets,
  practice: boolean,
  state = newAdoption(nodes),
): Promise<Answer<string>> {
  if (!may(actor.role, 'cluster.adopt')) return refuse('forbidden');
  return database().$transaction(async (tx) => {
    const id = await insertAdoption(tx, { startedById: actor.id, practice, state, secrets });
    await notify('adoption', id, tx);
    await appendAudit(tx, {
      actor,
      action: 'cluster.adopt',
      ...adoptionEntry(id, state),
      phase: 'intent',
      detail: { practice, nodes: nodes.map(({ host, port, login }) => ({ host, port, login })) },
    });
    return ok(id);
  });
}

export const confirmNode = (actor: Actor, id: string, node: number, sha256: string): Promise<Answer<null>> =>
  answer(actor, id, 'cluster.adopt.confirm-host-key', { node, sha256 }, (state) =>
    confirmHostKey(state, { node, sha256 }),
  );

/** Another address or login, and perhaps another credential for this node alone. */
export const changeNode = (
  actor: Actor,
  id: string,
  change: NodeAddress & { readonly node: number },
  credential?: AdoptionCredential,
): Promise<Answer<null>> =>
  answer(actor, id, 'cluster.adopt.change-node', { ...change }, (state) => changeAddress(state, change), {
    node: change.node,
    credential,
  });

export const retry = (actor: Actor, id: string, node: number): Promise<Answer<null>> =>
  answer(actor, id, 'cluster.adopt.retry', { node }, (state) => retryNode(state, { node }));

export const acceptAdoption = (
  actor: Actor,
  id: string,
  review: z.output<typeof reviewSchema>,
): Promise<Answer<null>> =>
  answer(actor, id, 'cluster.adopt.accept', review, (state) => acceptReview(state, review));

export const readClusterAgain = (actor: Actor, id: string): Promise<Answer<null>> =>
  answer(actor, id, 'cluster.adopt.read-again', {}, readAgain);

export const cancel = (actor: Actor, id: string): Promise<Answer<null>> =>
  answer(actor, id, 'cluster.adopt.cancel', {}, cancelAdoption);

/**
 * What the new cluster shall be. Its keys are made here, once, and lie encrypted with the adoption until it is over: a
 * design that is changed keeps them, so that what an earlier plan has written stays what the next one would write.
 */
export async function acceptBuildDesign(actor: Actor, id: string, design: Design): Promise<Answer<null>> {
  if (!may(actor.role, 'cluster.adopt')) return refuse('forbidden');
  let problem: AdoptionError['problem'] = 'not-found';
  const changed = await changeAdoption(id, async ({ state, secrets, isEnded, clusterId }, tx) => {
    const given = secrets.build ?? {};
    const next: ReturnType<Step> = isEnded
      ? err('not-now' as const)
      : acceptDesign(state, design, (node) => Object.hasOwn(given, fenceSecret(node)));
    if (!next.ok) {
      problem = next.error;
      return undefined;
    }
    if (clusterId !== undefined && (await loadOpenJobs(clusterId, tx)).length > 0) {
      problem = 'not-now';
      return undefined;
    }
    await notify('adoption', id, tx);
    const detail = keptDesign(design);
    const entry = adoptionEntry(id, state);
    await appendAudit(tx, { actor, action: 'cluster.build.design', ...entry, phase: 'intent', detail });
    return { state: next.value, secrets: { ...secrets, build: buildSecrets(design, given) } };
  });
  return changed ? ok(null) : refuse(problem);
}

/** Corosync takes a key of 128 bytes and more, DRBD a word of at most 64 characters. */
function buildSecrets(
  design: Design,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const passwords = design.fences.flatMap(({ node, password }) =>
    password === undefined ? [] : [[fenceSecret(node), password] as const],
  );
  return {
    corosync: randomBytes(128).toString('hex'),
    drbd: randomBytes(24).toString('hex'),
    salt: randomBytes(16).toString('hex'),
    ...given,
    ...Object.fromEntries(passwords),
  };
}

/** Named by the machine that was given first: an adoption has no name yet. */
const adoptionEntry = (id: string, { nodes }: AdoptionState) => ({
  objectKind: 'adoption',
  objectId: id,
  ...(nodes[0] ? { objectName: nodes[0].host } : {}),
});

type Step = (state: AdoptionState) => Result<AdoptionState, AnswerError>;
interface NewCredential {
  readonly node: number;
  readonly credential?: AdoptionCredential;
}

async function answer(
  actor: Actor,
  id: string,
  action: string,
  detail: unknown,
  step: Step,
  given?: NewCredential,
): Promise<Answer<null>> {
  if (!may(actor.role, 'cluster.adopt')) return refuse('forbidden');
  let problem: AdoptionError['problem'] = 'not-found';
  const changed = await changeAdoption(id, async ({ state, secrets, isEnded }, tx) => {
    const next: ReturnType<Step> = isEnded ? err('not-now' as const) : step(state);
    if (!next.ok) {
      problem = next.error;
      return undefined;
    }
    await notify('adoption', id, tx);
    await appendAudit(tx, { actor, action, ...adoptionEntry(id, state), phase: 'intent', detail });
    return { state: next.value, ...(given?.credential ? { secrets: withCredential(secrets, given) } : {}) };
  });
  return changed ? ok(null) : refuse(problem);
}

const withCredential = (secrets: AdoptionSecrets, { node, credential }: NewCredential): AdoptionSecrets =>
  credential ? { ...secrets, credentials: { ...secrets.credentials, [String(node)]: credential } } : secrets;
