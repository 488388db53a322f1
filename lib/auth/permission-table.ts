/**
 * Everything of Haven that somebody outside can reach, and who may reach it: one line each. `e2e/authz` reads the
 * source tree and fails when something has no line here, or a line has nothing; it compares every guard in the code with
 * its line, and calls everything as everybody. What a role holds stands in `roles.ts`. Pure.
 */
import type { ClientToServerEvents } from '@/lib/live/protocol';
import { may, type Permission, type Role } from './roles';

/** Who may: whoever holds the permission, or one of these. */
export type Access =
  | Permission
  /** No session needed. */
  | 'anyone'
  /** Any session, whatever its role. */
  | 'signed-in'
  /** Without a session while there is no account at all; afterwards whoever is signed in, where there is anything left to see. */
  | 'first-visit'
  /** A wall's token that is not revoked, instead of a session. */
  | 'wall';

export interface Line {
  readonly may: readonly Access[];
  /** What it takes where the object was made by another person. */
  readonly ofOthers?: Permission;
  /** What it takes where data may be lost. */
  readonly losingData?: Permission;
}

type Table = Readonly<Record<string, Line>>;

const who = (...may: readonly Access[]): Line => ({ may });
const evidence = who('cluster.evidence');
const view = who('cluster.view');
const adopt = who('cluster.adopt');
const forget = who('cluster.forget');
const seePlans = who('plan.view');
const propose = who('plan.propose');
const withdraw: Line = { may: ['plan.propose'], ofOthers: 'plan.withdraw-any' };
const approve: Line = { may: ['plan.approve'], losingData: 'plan.approve-data-loss' };
/** What Haven did not do is taken for right: as much as approving it. */
const acceptDrift = who('plan.approve');
const cancelJob = who('job.cancel');
const decideJob = who('job.decide');
const audit = who('audit.view');
const seeUsers = who('user.view');
const manageUsers = who('user.manage');
const manageWalls = who('wall.manage');
const firstVisit = who('first-visit');
const signedIn = who('signed-in');
const anyone = who('anyone');

/** Server actions: public HTTP endpoints, whatever page they are called from. By folder of the route and name. */
export const SERVER_ACTIONS: Table = {
  '/account changePasswordAction': signedIn,
  '/adopt startAdoptionAction': adopt,
  '/adopt startPracticeAdoptionAction': adopt,
  '/adopt startBuildAction': adopt,
  '/adopt acceptDesignAction': adopt,
  '/adopt confirmNodeAction': adopt,
  '/adopt changeNodeAction': adopt,
  '/adopt retryNodeAction': adopt,
  '/adopt acceptAdoptionAction': adopt,
  '/adopt readAgainAction': adopt,
  '/adopt cancelAdoptionAction': adopt,
  '/audit verifyAuditAction': audit,
  '/changes proposeAction': propose,
  '/changes proposeAgainAction': propose,
  '/changes approveAction': approve,
  '/changes withdrawAction': withdraw,
  '/changes cancelAction': cancelJob,
  '/changes decideAction': decideJob,
  '/changes undoAction': propose,
  '/clusters/[cluster]/drift acceptDriftAction': acceptDrift,
  '/clusters/[cluster]/drift returnDriftAction': propose,
  '/forgotten forgetClusterAction': forget,
  '/users createUserAction': manageUsers,
  '/users changeRoleAction': manageUsers,
  '/users setDisabledAction': manageUsers,
  '/users resetPasswordAction': manageUsers,
  '/users signOutEverywhereAction': manageUsers,
  '/walls createWallAction': manageWalls,
  '/walls revokeWallAction': manageWalls,
  '/welcome createFirstAdministratorAction': firstVisit,
};

/** Route handlers by method and path; of better-auth's endpoints those it is asked for (`HTTP_ENDPOINTS`). */
export const ROUTES: Table = {
  'GET /api/adoptions/[adoption]': adopt,
  'GET /api/clusters/[cluster]/drift': evidence,
  'GET /api/forgettings/[forgetting]': forget,
  'GET /api/lab': who('signed-in', 'first-visit'),
  'GET /api/plans/[plan]': seePlans,
  'GET /api/samples': view,
  'GET /api/auth/get-session': anyone,
  'POST /api/auth/sign-in/email': anyone,
  'POST /api/auth/sign-out': anyone,
};

export const PAGES: Table = {
  '/': view,
  '/account': signedIn,
  '/adopt': adopt,
  '/adopt/[adoption]': adopt,
  '/adopt/build': adopt,
  '/audit': audit,
  '/changes': seePlans,
  '/changes/[plan]': seePlans,
  '/clusters/[cluster]': view,
  '/clusters/[cluster]/drbd': view,
  '/clusters/[cluster]/drift': view,
  '/clusters/[cluster]/haproxy': view,
  '/clusters/[cluster]/haproxy/edit': propose,
  '/clusters/[cluster]/networks': view,
  '/clusters/[cluster]/nodes': view,
  '/clusters/[cluster]/nodes/[node]': view,
  '/clusters/[cluster]/resources': view,
  '/clusters/[cluster]/resources/-/fencing': view,
  '/clusters/[cluster]/resources/-/fencing/new': propose,
  '/clusters/[cluster]/resources/-/new': propose,
  '/clusters/[cluster]/resources/-/options': view,
  '/clusters/[cluster]/resources/-/protect': propose,
  '/clusters/[cluster]/resources/-/rules': view,
  '/clusters/[cluster]/resources/[resource]': view,
  '/clusters/[cluster]/resources/[resource]/edit': propose,
  '/clusters/[cluster]/topology': view,
  '/forgotten/[forgetting]': forget,
  '/sign-in': anyone,
  '/users': seeUsers,
  '/wall/[token]': who('wall'),
  '/walls': manageWalls,
  '/welcome': who('first-visit', 'cluster.adopt'),
};

/** Events that a socket may send. A new one without a line does not compile. */
export const SOCKET_EVENTS: Readonly<Record<keyof ClientToServerEvents, Line>> = {
  resync: who('cluster.view', 'wall'),
  raw: evidence,
  file: propose,
  agents: propose,
  agent: propose,
  storage: propose,
  preview: propose,
  // Takes one's own question back, which nobody else sees.
  previewEnd: who('cluster.view', 'wall'),
};

/** Authorised writes: every exported function of lib/usecases that reaches the database. */
export const USE_CASES: Table = {
  'adoption startAdoption': adopt,
  'adoption startPracticeAdoption': adopt,
  'adoption startBuild': adopt,
  'adoption acceptBuildDesign': adopt,
  'adoption confirmNode': adopt,
  'adoption changeNode': adopt,
  'adoption retry': adopt,
  'adoption acceptAdoption': adopt,
  'adoption readClusterAgain': adopt,
  'adoption cancel': adopt,
  'drift acceptDrift': acceptDrift,
  'drift proposeReturn': propose,
  'forget forgetCluster': forget,
  'plans proposePlan': propose,
  'plans proposeAgain': propose,
  'plans proposeMade': propose,
  'plans proposeUndo': propose,
  'plans approvePlan': approve,
  'plans withdrawPlan': withdraw,
  'plans cancelJob': cancelJob,
  'plans decideJob': decideJob,
  'users changeOwnPassword': signedIn,
  'users changeRole': manageUsers,
  'users createFirstAdministrator': firstVisit,
  'users createUser': manageUsers,
  'users resetPassword': manageUsers,
  'users setDisabled': manageUsers,
  'users signOutEverywhere': manageUsers,
  'walls createWall': manageWalls,
  'walls revokeWall': manageWalls,
};

/** Authorised reads: every exported function of lib/views that reaches the database. */
export const VIEWS: Table = {
  'adoption getAdoption': adopt,
  'adoption listOpenAdoptions': adopt,
  'audit checkAudit': audit,
  'audit getAuditEntry': audit,
  'audit getAuditPage': audit,
  'drift getDrift': evidence,
  'forgetting getForgetting': forget,
  // How far the practice cluster is, before the first account too; its pages and its route ask for the session.
  'lab getLab': anyone,
  'navigation listNavigation': view,
  'plans getChange': seePlans,
  'plans getVerified': view,
  'plans listChanges': seePlans,
  'plans listChangesOf': seePlans,
  'samples getSamples': view,
  // Whether there is any account: the sign-in page says as much to everybody.
  'users hasAccounts': anyone,
  'users listAccounts': seeUsers,
  'walls listWalls': manageWalls,
  'walls openWall': who('wall'),
};

/** Somebody outside, as the table sees them. */
export type Visitor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'wall' }
  | { readonly kind: 'person'; readonly role: Role };

/** What is asked for, as far as the answer depends on it. */
export interface Asked {
  readonly isOfOthers?: boolean;
  readonly losesData?: boolean;
  /** Haven has no account yet. */
  readonly isFirstVisit?: boolean;
}

/** Whether the line lets this visitor through. */
export function mayReach(line: Line, visitor: Visitor, asked: Asked = {}): boolean {
  const holds = (permission: Permission): boolean =>
    visitor.kind === 'person' && may(visitor.role, permission);
  if (asked.isOfOthers && line.ofOthers && !holds(line.ofOthers)) return false;
  if (asked.losesData && line.losingData && !holds(line.losingData)) return false;
  return line.may.some((access) => {
    if (access === 'anyone') return true;
    if (access === 'signed-in') return visitor.kind === 'person';
    if (access === 'first-visit') return asked.isFirstVisit === true;
    if (access === 'wall') return visitor.kind === 'wall';
    return holds(access);
  });
}
