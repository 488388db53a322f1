/**
 * Accounts: made, changed and disabled by an administrator, each change in one transaction with its audit entry. The
 * last administrator who can sign in can be neither disabled nor given another role.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Actor } from '@/lib/auth/actor';
import { hashPassword, isPassword, randomCode } from '@/lib/auth/password';
import { may, type Role } from '@/lib/auth/roles';
import { err, ok, type Result } from '@/lib/base/result';
import { type AuditInput, appendAudit } from '@/lib/data/audit';
import { database, type Tx } from '@/lib/data/client';
import { notify } from '@/lib/data/notify';
import { deleteSetting, loadSetting } from '@/lib/data/settings';
import {
  countActiveAdministrators,
  countUsers,
  deleteSessions,
  findUser,
  insertUser,
  loadPasswordHash,
  lockUsers,
  type UserSummary,
  updateDisabled,
  updatePassword,
  updateRole,
} from '@/lib/data/users';

export type UserProblem =
  | 'forbidden'
  | 'not-found'
  | 'email-taken'
  | 'last-administrator'
  | 'already-set-up'
  | 'wrong-setup-code'
  | 'wrong-password';

export interface UserError {
  readonly kind: 'user';
  readonly problem: UserProblem;
}

type Answer<T> = Result<T, UserError>;
const refuse = (problem: UserProblem) => err<UserError>({ kind: 'user', problem });

export const setupCodeHash = (code: string): string =>
  createHash('sha256').update(code.trim().toLowerCase()).digest('hex');

export interface FirstAdministrator {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly setupCode?: string;
}

/**
 * The first account of a fresh Haven. Of two people at once, one wins.
 * @param isLocal the request came from this machine itself, whose user may read the server's log anyway
 */
export async function createFirstAdministrator(
  input: FirstAdministrator,
  isLocal: boolean,
): Promise<Answer<string>> {
  if (!isLocal && !(await isSetupCode(input.setupCode ?? ''))) return refuse('wrong-setup-code');
  const passwordHash = await hashPassword(input.password);
  return database().$transaction(async (tx) => {
    await lockUsers(tx);
    if ((await countUsers(tx)) > 0) return refuse('already-set-up');
    const { name } = input;
    const email = input.email.toLowerCase();
    const id = await insertUser(tx, { name, email, role: 'administrator', passwordHash });
    if (!id) return refuse('email-taken');
    await deleteSetting('setup', tx);
    const detail = { role: 'administrator', first: true };
    await appendAudit(tx, { ...entry({ id, name }, 'user.create', { id, email }), detail });
    return ok(id);
  });
}

async function isSetupCode(code: string): Promise<boolean> {
  const stored = (await loadSetting('setup')) as { sha256?: unknown } | undefined;
  if (typeof stored?.sha256 !== 'string' || stored.sha256.length !== 64) return false;
  return timingSafeEqual(Buffer.from(stored.sha256), Buffer.from(setupCodeHash(code)));
}

export interface CreatedUser {
  readonly id: string;
  readonly email: string;
  /** Shown once, never stored in readable form. */
  readonly password: string;
}

export async function createUser(
  actor: Actor,
  input: { readonly name: string; readonly email: string; readonly role: Role },
): Promise<Answer<CreatedUser>> {
  if (!may(actor.role, 'user.manage')) return refuse('forbidden');
  const password = randomCode(4);
  const passwordHash = await hashPassword(password);
  const email = input.email.toLowerCase();
  return database().$transaction(async (tx) => {
    await lockUsers(tx);
    const id = await insertUser(tx, { ...input, email, passwordHash });
    if (!id) return refuse('email-taken');
    await appendAudit(tx, { ...entry(actor, 'user.create', { id, email }), detail: { role: input.role } });
    return ok({ id, email, password });
  });
}

export function changeRole(actor: Actor, userId: string, role: Role): Promise<Answer<null>> {
  return changeUser(actor, userId, async (tx, user) => {
    if (user.role === role) return ok(null);
    if (role !== 'administrator' && (await isLastAdministrator(tx, user)))
      return refuse('last-administrator');
    await updateRole(tx, userId, role);
    await appendAudit(tx, { ...entry(actor, 'user.role', user), detail: { from: user.role, to: role } });
    return ok(null);
  });
}

/** Disabling also ends every session. */
export function setDisabled(actor: Actor, userId: string, isDisabled: boolean): Promise<Answer<null>> {
  return changeUser(actor, userId, async (tx, user) => {
    if (user.isDisabled === isDisabled) return ok(null);
    if (isDisabled && (await isLastAdministrator(tx, user))) return refuse('last-administrator');
    await updateDisabled(tx, userId, isDisabled);
    const sessions = isDisabled ? await deleteSessions(tx, userId) : 0;
    await appendAudit(tx, {
      ...entry(actor, isDisabled ? 'user.disable' : 'user.enable', user),
      detail: { sessions },
    });
    return ok(null);
  });
}

/** A new password that the administrator passes on; ends every session. */
export async function resetPassword(actor: Actor, userId: string): Promise<Answer<CreatedUser>> {
  // Hashing costs a good part of a second of a core: not for somebody who is refused anyway.
  if (!may(actor.role, 'user.manage')) return refuse('forbidden');
  const password = randomCode(4);
  const passwordHash = await hashPassword(password);
  return changeUser(actor, userId, async (tx, user) => {
    await updatePassword(tx, userId, passwordHash);
    const sessions = await deleteSessions(tx, userId);
    await appendAudit(tx, { ...entry(actor, 'user.reset-password', user), detail: { sessions } });
    return ok({ id: userId, email: user.email, password });
  });
}

export function signOutEverywhere(actor: Actor, userId: string): Promise<Answer<number>> {
  return changeUser(actor, userId, async (tx, user) => {
    const sessions = await deleteSessions(tx, userId);
    await appendAudit(tx, { ...entry(actor, 'user.sign-out', user), detail: { sessions } });
    return ok(sessions);
  });
}

/** One's own password. Ends every session, so that a stolen one ends too; the person signs in again. */
export async function changeOwnPassword(actor: Actor, current: string, next: string): Promise<Answer<null>> {
  const stored = await loadPasswordHash(database(), actor.id);
  if (!stored || !(await isPassword(stored, current))) {
    await database().$transaction((tx) =>
      appendAudit(tx, { ...entry(actor, 'user.change-password', actor), phase: 'refused' }),
    );
    return refuse('wrong-password');
  }
  const passwordHash = await hashPassword(next);
  return database().$transaction(async (tx) => {
    await updatePassword(tx, actor.id, passwordHash);
    await deleteSessions(tx, actor.id);
    await notify('user', actor.id, tx);
    await appendAudit(tx, entry(actor, 'user.change-password', actor));
    return ok(null);
  });
}

type Change<T> = (tx: Tx, user: UserSummary) => Promise<Answer<T>>;

/** Lock, look, change, tell the gateway to drop the person's sockets. */
async function changeUser<T>(actor: Actor, userId: string, change: Change<T>): Promise<Answer<T>> {
  if (!may(actor.role, 'user.manage')) return refuse('forbidden');
  return database().$transaction(async (tx) => {
    await lockUsers(tx);
    const user = await findUser(userId, tx);
    if (!user) return refuse('not-found');
    const answer = await change(tx, user);
    if (answer.ok) await notify('user', userId, tx);
    return answer;
  });
}

async function isLastAdministrator(tx: Tx, user: UserSummary): Promise<boolean> {
  return user.role === 'administrator' && !user.isDisabled && (await countActiveAdministrators(tx)) <= 1;
}

const entry = (
  actor: Pick<Actor, 'id' | 'name'>,
  action: string,
  user: { readonly id: string; readonly email: string },
): AuditInput => ({
  actor,
  action,
  objectKind: 'user',
  objectId: user.id,
  objectName: user.email,
  phase: 'outcome',
});
