/** How each page, route handler and view is called: one case per line of the table. */
import { GET as adoptionRoute } from '@/app/api/adoptions/[adoption]/route';
import { GET as authGet, POST as authPost } from '@/app/api/auth/[...all]/route';
import { GET as driftRoute } from '@/app/api/clusters/[cluster]/drift/route';
import { GET as forgettingRoute } from '@/app/api/forgettings/[forgetting]/route';
import { GET as labRoute } from '@/app/api/lab/route';
import { GET as planRoute } from '@/app/api/plans/[plan]/route';
import { GET as samplesRoute } from '@/app/api/samples/route';
import type { Actor } from '@/lib/auth/actor';
import { database } from '@/lib/data/client';
import * as adoption from '@/lib/views/adoption';
import * as audit from '@/lib/views/audit';
import { getDrift } from '@/lib/views/drift';
import { getForgetting } from '@/lib/views/forgetting';
import { getLab } from '@/lib/views/lab';
import { listNavigation } from '@/lib/views/navigation';
import * as plans from '@/lib/views/plans';
import { getSamples } from '@/lib/views/samples';
import { hasAccounts, listAccounts } from '@/lib/views/users';
import { listWalls, openWall } from '@/lib/views/walls';
import {
  aCluster,
  aDrift,
  aForgetting,
  aJob,
  anAdoption,
  aPlan,
  aWall,
  NO_ID,
  WHOSE,
  type Whose,
} from './objects';
import { type Guest, HOST, ORIGIN, request } from './visitors';

export interface ReadCase<T, A> {
  readonly whose: readonly Whose[];
  readonly make: (guest: Guest, whose: Whose) => Promise<T>;
  readonly read: (object: T, guest: Guest) => Promise<A>;
}

const ALONE: readonly Whose[] = ['own'];
const nothing = async (): Promise<null> => null;
const one = <T, A>(made: ReadCase<T, A>): ReadCase<unknown, A> => made as unknown as ReadCase<unknown, A>;

const adoptionOf = ({ actor }: Guest, whose: Whose) => anAdoption(actor, whose);
const forgettingOf = ({ actor }: Guest, whose: Whose) => aForgetting(actor, whose);
const planOf = async ({ actor }: Guest, whose: Whose) => (await aPlan(actor, whose)).planId;

/** As the browser sends it, the visitor's cookie included. */
const sent = (path: string, init: RequestInit = {}): Request =>
  new Request(`http://localhost:3000${path}`, { ...init, headers: request.headers });

const auth = (method: 'GET' | 'POST', path: string, body?: unknown): Promise<Response> => {
  request.headers.set('content-type', 'application/json');
  return (method === 'GET' ? authGet : authPost)(
    sent(`/api/auth${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) }),
  );
};

export const ROUTE_CASES: Readonly<Record<string, ReadCase<unknown, Response>>> = {
  'GET /api/adoptions/[adoption]': one({
    whose: WHOSE,
    make: adoptionOf,
    read: (id) => adoptionRoute(sent(`/api/adoptions/${id}`), { params: Promise.resolve({ adoption: id }) }),
  }),
  'GET /api/clusters/[cluster]/drift': one({
    whose: ALONE,
    make: (_guest, whose) => aDrift(whose),
    read: ({ clusterId, object, baselineSha256, seenSha256 }) => {
      const asked = new URLSearchParams({ object, before: `${baselineSha256}`, after: `${seenSha256}` });
      return driftRoute(sent(`/api/clusters/${clusterId}/drift?${asked}`), {
        params: Promise.resolve({ cluster: clusterId }),
      });
    },
  }),
  'GET /api/forgettings/[forgetting]': one({
    whose: WHOSE,
    make: forgettingOf,
    read: (id) =>
      forgettingRoute(sent(`/api/forgettings/${id}`), { params: Promise.resolve({ forgetting: id }) }),
  }),
  'GET /api/lab': one({ whose: ALONE, make: nothing, read: () => labRoute() }),
  'GET /api/plans/[plan]': one({
    whose: WHOSE,
    make: planOf,
    read: (id) => planRoute(sent(`/api/plans/${id}`), { params: Promise.resolve({ plan: id }) }),
  }),
  'GET /api/samples': one({
    whose: ALONE,
    make: nothing,
    read: () => samplesRoute(sent('/api/samples?cluster=c1&prefix=net:n1:&range=15m')),
  }),
  'GET /api/auth/get-session': one({ whose: ALONE, make: nothing, read: () => auth('GET', '/get-session') }),
  'POST /api/auth/sign-in/email': one({
    whose: ALONE,
    make: nothing,
    // Whoever comes may try; the answer to a wrong password is 401.
    read: async () => {
      const body = { email: 'nobody@example.org', password: 'not the password' };
      const { status } = await auth('POST', '/sign-in/email', body);
      return new Response(null, { status: status === 401 ? 200 : status });
    },
  }),
  'POST /api/auth/sign-out': one({
    whose: ALONE,
    make: nothing,
    // Without its cookie: the session is still needed.
    read: async () => {
      request.headers = new Headers({ host: HOST, origin: ORIGIN });
      return auth('POST', '/sign-out', {});
    },
  }),
};

interface ReadAs<T> {
  readonly whose: readonly Whose[];
  readonly make: (actor: Actor, whose: Whose) => Promise<T>;
  readonly read: (actor: Actor, object: T) => Promise<unknown>;
}
const view = <T>(made: ReadAs<T>): ReadAs<unknown> => made as unknown as ReadAs<unknown>;

export const VIEW_CASES: Readonly<Record<string, ReadAs<unknown>>> = {
  'adoption getAdoption': view({ whose: WHOSE, make: anAdoption, read: adoption.getAdoption }),
  'adoption listOpenAdoptions': view({
    whose: ['of others'],
    make: anAdoption,
    read: adoption.listOpenAdoptions,
  }),
  'audit checkAudit': view({ whose: ALONE, make: nothing, read: audit.checkAudit }),
  'audit getAuditEntry': view({
    whose: ['own', 'missing'],
    make: async (_actor, whose) => (whose === 'missing' ? '999999999' : '1'),
    read: audit.getAuditEntry,
  }),
  'audit getAuditPage': view({
    whose: ALONE,
    make: nothing,
    read: (actor) => audit.getAuditPage(actor, {}),
  }),
  'drift getDrift': view({
    whose: ALONE,
    make: (_actor, whose) => aDrift(whose),
    read: (actor, { clusterId, object, baselineSha256 = null, seenSha256 }) =>
      getDrift(actor, clusterId, { object, before: baselineSha256, after: seenSha256 }),
  }),
  'forgetting getForgetting': view({ whose: WHOSE, make: aForgetting, read: getForgetting }),
  'lab getLab': view({ whose: ALONE, make: nothing, read: getLab }),
  'navigation listNavigation': view({
    whose: ALONE,
    make: (_actor, whose) => aCluster(whose),
    read: listNavigation,
  }),
  'plans getChange': view({
    whose: WHOSE,
    make: async (actor, whose) => (await aPlan(actor, whose)).planId,
    read: plans.getChange,
  }),
  'plans getVerified': view({ whose: ALONE, make: aVerified, read: plans.getVerified }),
  'plans listChanges': view({
    whose: ['of others'],
    make: aPlan,
    read: (actor) => plans.listChanges(actor, {}),
  }),
  'plans listChangesOf': view({
    whose: ['of others'],
    make: async (actor, whose) => (await aPlan(actor, whose)).clusterId,
    read: (actor, clusterId) => plans.listChangesOf(actor, clusterId, 'node1'),
  }),
  'samples getSamples': view({
    whose: ALONE,
    make: nothing,
    read: (actor) =>
      getSamples(actor, { clusterId: 'c1', prefix: 'net:n1:', spanMs: 900_000, after: 0 }, Date.now()),
  }),
  'users hasAccounts': view({ whose: ALONE, make: nothing, read: async () => [await hasAccounts()] }),
  'users listAccounts': view({ whose: ALONE, make: nothing, read: listAccounts }),
  'walls listWalls': view({ whose: ['of others'], make: aWall, read: listWalls }),
  // The token is the credential: a person without one gets nothing, whatever the role.
  'walls openWall': view({
    whose: ALONE,
    make: nothing,
    read: (actor) => openWall(actor.id),
  }),
};

/** A comparison of copies that ran to its end. */
async function aVerified(actor: Actor, whose: Whose): Promise<string> {
  const verified = { resource: 'hafs', state: { kind: 'clean' }, at: 1 };
  const jobId = await aJob(actor, whose, 'succeeded', 'done', { verified } as never);
  const { planId, clusterId } = await database().job.findUniqueOrThrow({ where: { id: jobId } });
  const intent = { kind: 'drbd-verify', resource: 'hafs', node: 'node1' };
  await database().plan.update({ where: { id: planId }, data: { intent } });
  return clusterId;
}

/** What stands for each part of an address in brackets, made for the visitor. */
export const PARTS: Readonly<Record<string, (guest: Guest, whose: Whose) => Promise<string>>> = {
  adoption: adoptionOf,
  forgetting: forgettingOf,
  plan: planOf,
  cluster: async (_guest, whose) => (await aCluster(whose)).id,
  node: async () => 'node1',
  resource: async () => 'vip_10g',
  token: async ({ wallToken }) => wallToken ?? NO_ID,
};
