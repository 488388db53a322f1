import type { Role } from '@/lib/auth/roles';
import { database, type Tx } from './client';
import { newId } from './new-id';

export interface UserSummary {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly isDisabled: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly lastSignInAt?: number;
  readonly sessions: number;
}

/** Any number, the same everywhere: puts changes of accounts in a row, so that two cannot both spare "the other" administrator. */
const USERS_LOCK = 7_283_412;

/** Call first in a transaction that counts users before it changes them. */
export async function lockUsers(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${USERS_LOCK})`;
}

export const countUsers = (tx: Tx = database()): Promise<number> => tx.user.count();

export const countActiveAdministrators = (tx: Tx): Promise<number> =>
  tx.user.count({ where: { role: 'administrator', banned: false } });

export async function listUsers(): Promise<readonly UserSummary[]> {
  const users = await database().user.findMany({ include: { sessions: true }, orderBy: { name: 'asc' } });
  return users.map(summaryOf);
}

export async function findUser(id: string, tx: Tx = database()): Promise<UserSummary | undefined> {
  const user = await tx.user.findUnique({ where: { id }, include: { sessions: true } });
  return user ? summaryOf(user) : undefined;
}

interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly banned: boolean;
  readonly createdAt: Date;
  readonly sessions: readonly { readonly createdAt: Date; readonly expiresAt: Date }[];
}

function summaryOf({ id, name, email, role, banned, createdAt, sessions }: UserRow): UserSummary {
  const signIns = sessions.map((session) => session.createdAt.getTime());
  return {
    id,
    name,
    email,
    role,
    isDisabled: banned,
    createdAt: createdAt.getTime(),
    ...(signIns.length > 0 ? { lastSignInAt: Math.max(...signIns) } : {}),
    sessions: sessions.filter((session) => session.expiresAt.getTime() > Date.now()).length,
  };
}

export interface NewUser {
  readonly name: string;
  /** Lower case: better-auth compares it so. */
  readonly email: string;
  readonly role: Role;
  readonly passwordHash: string;
}

/** @returns the new id, or undefined when the e-mail address is taken */
export async function insertUser(tx: Tx, { passwordHash, ...user }: NewUser): Promise<string | undefined> {
  if (await tx.user.findUnique({ where: { email: user.email }, select: { id: true } })) return undefined;
  const id = newId();
  await tx.user.create({ data: { id, ...user, emailVerified: true } });
  await tx.account.create({
    data: { id: newId(), accountId: id, providerId: 'credential', userId: id, password: passwordHash },
  });
  return id;
}

export async function updateRole(tx: Tx, id: string, role: Role): Promise<void> {
  await tx.user.update({ where: { id }, data: { role } });
}

export async function updateDisabled(tx: Tx, id: string, isDisabled: boolean): Promise<void> {
  await tx.user.update({ where: { id }, data: { banned: isDisabled, banReason: null, banExpires: null } });
}

export async function loadPasswordHash(tx: Tx, userId: string): Promise<string | undefined> {
  const account = await tx.account.findFirst({
    where: { userId, providerId: 'credential' },
    select: { password: true },
  });
  return account?.password ?? undefined;
}

export async function updatePassword(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  await tx.account.updateMany({
    where: { userId, providerId: 'credential' },
    data: { password: passwordHash },
  });
}

/** @returns how many sessions ended */
export async function deleteSessions(tx: Tx, userId: string): Promise<number> {
  return (await tx.session.deleteMany({ where: { userId } })).count;
}
