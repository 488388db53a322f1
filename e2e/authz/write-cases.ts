/** How each server action and each use case is called: one case per line of the table, on an object made for it. */
import { randomUUID } from 'node:crypto';
import { changePasswordAction } from '@/app/(console)/account/actions';
import * as adoptActions from '@/app/(console)/adopt/actions';
import { verifyAuditAction } from '@/app/(console)/audit/actions';
import * as changeActions from '@/app/(console)/changes/actions';
import * as driftActions from '@/app/(console)/clusters/[cluster]/drift/actions';
import { forgetClusterAction } from '@/app/(console)/forgotten/actions';
import * as userActions from '@/app/(console)/users/actions';
import * as wallActions from '@/app/(console)/walls/actions';
import { createFirstAdministratorAction } from '@/app/(entry)/welcome/actions';
import type { Actor } from '@/lib/auth/actor';
import { IDLE } from '@/lib/auth/guard';
import type { Asked } from '@/lib/auth/permission-table';
import { database } from '@/lib/data/client';
import type { Design } from '@/lib/inventory/build-design';
import * as adoption from '@/lib/usecases/adoption';
import * as drift from '@/lib/usecases/drift';
import { forgetCluster } from '@/lib/usecases/forget';
import * as plans from '@/lib/usecases/plans';
import * as users from '@/lib/usecases/users';
import * as walls from '@/lib/usecases/walls';
import {
  aCluster,
  aDrift,
  aJob,
  anAccount,
  anAdoption,
  aPlan,
  aWall,
  FINGERPRINT,
  type PlanObject,
  WHOSE,
  type Whose,
} from './objects';
import { PASSWORD } from './visitors';

/** One line's case. The object is made first, for `actor`, so that what is refused can be seen to change nothing. */
export interface Case<T = unknown> {
  /** Only where it makes a difference who made the object; `own` alone: there is none. */
  readonly whose: readonly Whose[];
  readonly asked?: Asked;
  readonly make: (actor: Actor | undefined, whose: Whose) => Promise<T>;
  /** With the session of whoever came. */
  readonly action?: (object: T) => Promise<unknown>;
  readonly useCase?: (actor: Actor, object: T) => Promise<unknown>;
}

/** Each with the ids of its lines. */
interface Written<T = unknown> extends Case<T> {
  readonly lines: { readonly action?: string; readonly useCase?: string };
}

/** Keeps the object's type between its making and its use. */
const written = <T>(
  actionLine: string | undefined,
  useCaseLine: string | undefined,
  one: Case<T>,
): Written => ({
  ...(one as unknown as Case),
  lines: { ...(actionLine ? { action: actionLine } : {}), ...(useCaseLine ? { useCase: useCaseLine } : {}) },
});

const ALONE: readonly Whose[] = ['own'];
const nothing = async (): Promise<null> => null;
const form = (fields: Readonly<Record<string, string>>): FormData => {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.set(name, value);
  return made;
};

const credential = { kind: 'password', password: 'not used' } as const;
const address = { host: '192.0.2.2', port: 22, login: 'root' };
const MACHINES: [typeof address, typeof address] = [address, { ...address, host: '192.0.2.3' }];
const DESIGN: Design = {
  clusterName: 'campus',
  tenG: '10.10.0.0/24',
  oneG: '192.168.10.0/24',
  tokenMs: 3_000,
  timeServers: [],
  fences: ['node1', 'node2'].map((node) => ({
    node,
    agent: 'fence_ipmilan',
    ip: '192.0.2.9',
    username: 'admin',
    options: {},
  })),
  sizeBytes: 2 ** 30,
  mountPoint: '/hafs',
  filesystem: 'ext4',
  firstSync: 'full',
  places: ['node1', 'node2'].map((node) => ({ node, on: '/dev/nvme0n1' })),
  vip10g: '10.10.0.100',
  vip1g: '192.168.10.100',
  haproxyText: 'global\n',
};
const review = { clusterName: 'campus', networks: [], withoutServices: [] };
const intent = { kind: 'node-standby', node: 'node1' } as const;
const confirmation = { typedText: '', reason: '' };
const question = { stepIndex: 0, reason: { id: 'x', params: {} }, checks: [] };
const email = () => `${randomUUID()}@example.org`;
const approveAs = ({ planId, planHash }: PlanObject) =>
  changeActions.approveAction({ planId, planHash, ...confirmation });

export const WRITE_CASES: readonly Written[] = [
  written('/account changePasswordAction', 'users changeOwnPassword', {
    whose: ALONE,
    make: nothing,
    action: () => changePasswordAction(IDLE, form({ current: PASSWORD, next: PASSWORD })),
    useCase: (actor) => users.changeOwnPassword(actor, PASSWORD, PASSWORD),
  }),
  written('/adopt startAdoptionAction', 'adoption startAdoption', {
    whose: ALONE,
    make: nothing,
    action: () => adoptActions.startAdoptionAction({ ...address, credential }),
    useCase: (actor) => adoption.startAdoption(actor, address, credential),
  }),
  written('/adopt startPracticeAdoptionAction', 'adoption startPracticeAdoption', {
    whose: ALONE,
    make: nothing,
    action: () => adoptActions.startPracticeAdoptionAction({}),
    useCase: (actor) => adoption.startPracticeAdoption(actor),
  }),
  written('/adopt startBuildAction', 'adoption startBuild', {
    whose: ALONE,
    make: nothing,
    action: () => adoptActions.startBuildAction({ nodes: MACHINES, credential }),
    useCase: (actor) => adoption.startBuild(actor, MACHINES, credential),
  }),
  // Only a build that is not there: one that may be accepted takes two machines that were read.
  written('/adopt acceptDesignAction', 'adoption acceptBuildDesign', {
    whose: ['missing'],
    make: (actor, whose) => anAdoption(actor, whose),
    action: (id) => adoptActions.acceptDesignAction({ adoption: id, design: DESIGN }),
    useCase: (actor, id) => adoption.acceptBuildDesign(actor, id, DESIGN),
  }),
  written('/adopt confirmNodeAction', 'adoption confirmNode', {
    whose: WHOSE,
    make: (actor, whose) => anAdoption(actor, whose, 'first-node', 'host-key'),
    action: (id) => adoptActions.confirmNodeAction({ adoption: id, node: 0, sha256: FINGERPRINT }),
    useCase: (actor, id) => adoption.confirmNode(actor, id, 0, FINGERPRINT),
  }),
  written('/adopt changeNodeAction', 'adoption changeNode', {
    whose: WHOSE,
    make: (actor, whose) => anAdoption(actor, whose),
    action: (id) => adoptActions.changeNodeAction({ adoption: id, node: 0, ...address }),
    useCase: (actor, id) => adoption.changeNode(actor, id, { node: 0, ...address }),
  }),
  written('/adopt retryNodeAction', 'adoption retry', {
    whose: WHOSE,
    make: (actor, whose) => anAdoption(actor, whose),
    action: (id) => adoptActions.retryNodeAction({ adoption: id, node: 0 }),
    useCase: (actor, id) => adoption.retry(actor, id, 0),
  }),
  written('/adopt acceptAdoptionAction', 'adoption acceptAdoption', {
    whose: WHOSE,
    make: (actor, whose) => anAdoption(actor, whose, 'review'),
    action: (id) => adoptActions.acceptAdoptionAction({ adoption: id, ...review }),
    useCase: (actor, id) => adoption.acceptAdoption(actor, id, review),
  }),
  written('/adopt readAgainAction', 'adoption readClusterAgain', {
    whose: WHOSE,
    make: (actor, whose) => anAdoption(actor, whose, 'review'),
    action: (id) => adoptActions.readAgainAction({ adoption: id }),
    useCase: (actor, id) => adoption.readClusterAgain(actor, id),
  }),
  written('/adopt cancelAdoptionAction', 'adoption cancel', {
    whose: WHOSE,
    make: (actor, whose) => anAdoption(actor, whose),
    action: (id) => adoptActions.cancelAdoptionAction({ adoption: id }),
    useCase: (actor, id) => adoption.cancel(actor, id),
  }),
  written('/audit verifyAuditAction', undefined, {
    whose: ALONE,
    make: nothing,
    action: () => verifyAuditAction({}),
  }),
  written('/changes proposeAction', 'plans proposePlan', {
    whose: ['own', 'missing'],
    make: async (_actor, whose) => (await aCluster(whose)).id,
    action: (clusterId) => changeActions.proposeAction({ clusterId, intent }),
    useCase: (actor, clusterId) => plans.proposePlan(actor, clusterId, intent),
  }),
  written('/changes proposeAgainAction', 'plans proposeAgain', {
    whose: WHOSE,
    make: (actor, whose) => aPlan(actor, whose, { status: 'stale' }),
    action: ({ planId }) => changeActions.proposeAgainAction({ planId }),
    useCase: (actor, { planId }) => plans.proposeAgain(actor, planId),
  }),
  written('/changes approveAction', 'plans approvePlan', {
    whose: WHOSE,
    make: (actor, whose) => aPlan(actor, whose),
    action: approveAs,
    useCase: (actor, { planId, planHash }) => plans.approvePlan(actor, planId, planHash, confirmation),
  }),
  written('/changes approveAction', 'plans approvePlan', {
    whose: ['own', 'of others'],
    asked: { losesData: true },
    make: (actor, whose) => aPlan(actor, whose, { losesData: true }),
    action: approveAs,
    useCase: (actor, { planId, planHash }) => plans.approvePlan(actor, planId, planHash, confirmation),
  }),
  written('/changes withdrawAction', 'plans withdrawPlan', {
    whose: WHOSE,
    make: (actor, whose) => aPlan(actor, whose),
    action: ({ planId }) => changeActions.withdrawAction({ planId }),
    useCase: (actor, { planId }) => plans.withdrawPlan(actor, planId),
  }),
  written('/changes cancelAction', 'plans cancelJob', {
    whose: WHOSE,
    make: (actor, whose) => aJob(actor, whose, 'running', 'running'),
    action: (jobId) => changeActions.cancelAction({ jobId }),
    useCase: (actor, jobId) => plans.cancelJob(actor, jobId),
  }),
  written('/changes decideAction', 'plans decideJob', {
    whose: WHOSE,
    make: (actor, whose) => aJob(actor, whose, 'needs-decision', 'unknown', { question }),
    action: (jobId) => changeActions.decideAction({ jobId, stepIndex: 0, decision: 'happened' }),
    useCase: (actor, jobId) => plans.decideJob(actor, jobId, 0, 'happened'),
  }),
  written('/changes undoAction', 'plans proposeUndo', {
    whose: WHOSE,
    make: (actor, whose) => aJob(actor, whose, 'succeeded', 'done'),
    action: (jobId) => changeActions.undoAction({ jobId }),
    useCase: (actor, jobId) => plans.proposeUndo(actor, jobId),
  }),
  written(undefined, 'plans proposeMade', {
    whose: ['own', 'missing'],
    make: async (_actor, whose) => (await aCluster(whose)).id,
    useCase: (actor, clusterId) =>
      database().$transaction((tx) => plans.proposeMade(tx, actor, { clusterId, intent })),
  }),
  written('/clusters/[cluster]/drift acceptDriftAction', 'drift acceptDrift', {
    whose: ['own', 'missing'],
    make: (_actor, whose) => aDrift(whose),
    action: (shown) => driftActions.acceptDriftAction({ ...shown, reason: 'meant so' }),
    useCase: (actor, shown) => drift.acceptDrift(actor, shown, 'meant so'),
  }),
  written('/clusters/[cluster]/drift returnDriftAction', 'drift proposeReturn', {
    whose: ['own', 'missing'],
    make: (_actor, whose) => aDrift(whose),
    action: (shown) => driftActions.returnDriftAction(shown),
    useCase: (actor, shown) => drift.proposeReturn(actor, shown),
  }),
  written('/forgotten forgetClusterAction', 'forget forgetCluster', {
    whose: ['own', 'missing'],
    make: (_actor, whose) => aCluster(whose),
    action: ({ id, name }) => forgetClusterAction({ clusterId: id, typedName: name }),
    useCase: (actor, { id, name }) => forgetCluster(actor, id, name),
  }),
  written('/users createUserAction', 'users createUser', {
    whose: ALONE,
    make: nothing,
    action: () => userActions.createUserAction(IDLE, form({ name: 'New', email: email(), role: 'viewer' })),
    useCase: (actor) => users.createUser(actor, { name: 'New', email: email(), role: 'viewer' }),
  }),
  written('/users changeRoleAction', 'users changeRole', {
    whose: WHOSE,
    make: anAccount,
    action: (userId) => userActions.changeRoleAction({ userId, role: 'administrator' }),
    useCase: (actor, userId) => users.changeRole(actor, userId, 'administrator'),
  }),
  written('/users setDisabledAction', 'users setDisabled', {
    whose: ['of others', 'missing'],
    make: anAccount,
    action: (userId) => userActions.setDisabledAction({ userId, isDisabled: true }),
    useCase: (actor, userId) => users.setDisabled(actor, userId, true),
  }),
  written('/users resetPasswordAction', 'users resetPassword', {
    whose: ['of others', 'missing'],
    make: anAccount,
    action: (userId) => userActions.resetPasswordAction({ userId }),
    useCase: (actor, userId) => users.resetPassword(actor, userId),
  }),
  written('/users signOutEverywhereAction', 'users signOutEverywhere', {
    whose: ['of others', 'missing'],
    make: anAccount,
    action: (userId) => userActions.signOutEverywhereAction({ userId }),
    useCase: (actor, userId) => users.signOutEverywhere(actor, userId),
  }),
  written('/walls createWallAction', 'walls createWall', {
    whose: ALONE,
    make: nothing,
    action: () => wallActions.createWallAction(IDLE, form({ name: 'wall', names: 'hide', locale: 'ko' })),
    useCase: (actor) => walls.createWall(actor, { name: 'wall', showNames: false, locale: 'ko' }),
  }),
  written('/walls revokeWallAction', 'walls revokeWall', {
    whose: WHOSE,
    make: aWall,
    action: (wallId) => wallActions.revokeWallAction({ wallId }),
    useCase: (actor, wallId) => walls.revokeWall(actor, wallId),
  }),
  // With accounts there: closed to everybody. The first visit itself has a test of its own.
  written('/welcome createFirstAdministratorAction', 'users createFirstAdministrator', {
    whose: ALONE,
    make: nothing,
    action: () =>
      createFirstAdministratorAction(IDLE, form({ name: 'New', email: email(), password: PASSWORD })),
    useCase: () => users.createFirstAdministrator({ name: 'New', email: email(), password: PASSWORD }, true),
  }),
];
