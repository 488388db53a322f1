/** Everybody who may come to Haven, with real accounts, real sessions and real cookies. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '@/lib/auth/actor';
import { auth } from '@/lib/auth/auth';
import { hashPassword } from '@/lib/auth/password';
import type { Visitor } from '@/lib/auth/permission-table';
import { ROLES, type Role } from '@/lib/auth/roles';
import { database } from '@/lib/data/client';
import { createWall } from '@/lib/usecases/walls';

export const HOST = 'haven.test';
export const ORIGIN = `http://${HOST}`;
export const PASSWORD = 'correct horse battery';

export interface Guest {
  readonly name: string;
  /** As the permission table sees them. */
  readonly visitor: Visitor;
  readonly cookie: string;
  readonly actor?: Actor;
  readonly wallToken?: string;
}

let passwordHash: Promise<string> | undefined;
let addresses = 0;

/** A new account of this role, and its session by the sign-in that people use. */
export async function person(role: Role, options: { isDisabled?: boolean } = {}): Promise<Guest> {
  passwordHash ??= hashPassword(PASSWORD);
  const id = randomUUID();
  const actor: Actor = { id, name: `${role} 김`, email: `${id}@example.org`, role };
  const account = { id: randomUUID(), accountId: id, providerId: 'credential', password: await passwordHash };
  await database().user.create({ data: { ...actor, accounts: { create: account } } });
  const cookie = await signIn(actor.email);
  if (options.isDisabled) await database().user.update({ where: { id }, data: { banned: true } });
  const visitor: Visitor = options.isDisabled ? { kind: 'anonymous' } : { kind: 'person', role };
  return { name: options.isDisabled ? `disabled ${role}` : role, visitor, cookie, actor };
}

async function signIn(email: string): Promise<string> {
  addresses += 1; // each from an address of its own: guessers are slowed down by address
  const response = await auth().handler(
    new Request('http://localhost:3000/api/auth/sign-in/email', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: 'http://localhost:3000',
        'x-forwarded-for': `10.1.${addresses >> 8}.${addresses & 255}`,
      },
      body: JSON.stringify({ email, password: PASSWORD }),
    }),
  );
  if (response.status !== 200) throw new Error(`sign-in answered ${response.status}`);
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** One of each role, and everybody who is nobody: without a cookie, with a made-up one, disabled, signed out, a wall. */
export async function everybody(): Promise<readonly Guest[]> {
  const people = await Promise.all(ROLES.map((role) => person(role)));
  const administrator = people.find(({ actor }) => actor?.role === 'administrator')?.actor;
  if (!administrator) throw new Error('there is no administrator');
  const wall = await createWall(administrator, { name: 'lobby', showNames: false, locale: 'ko' });
  if (!wall.ok) throw new Error(wall.error.problem);
  const { token } = wall.value;
  const signedOut = await person('administrator');
  await database().session.deleteMany({ where: { userId: signedOut.actor?.id ?? '' } });
  const nobody: Visitor = { kind: 'anonymous' };
  const [name = 'session'] = signedOut.cookie.split('=');
  return [
    { name: 'anonymous', visitor: nobody, cookie: '' },
    { name: 'a made-up cookie', visitor: nobody, cookie: `${name}=${'x'.repeat(32)}.${'A'.repeat(43)}%3D` },
    { name: 'signed out', visitor: nobody, cookie: signedOut.cookie },
    await person('operator', { isDisabled: true }),
    { name: 'wall', visitor: { kind: 'wall' }, cookie: `${name}=${token}`, wallToken: token },
    ...people,
  ];
}

/** What Next hands to a page, an action or a route of one request; tests put it in the place of `next/headers`. */
export const request = { headers: new Headers() };

/** @param origin of the page that sends it; null: none */
export function come(guest: Guest, origin: string | null = ORIGIN): void {
  request.headers = new Headers({ host: HOST, 'x-haven-local': '0', 'x-forwarded-for': '10.9.9.9' });
  if (guest.cookie) request.headers.set('cookie', guest.cookie);
  if (origin !== null) request.headers.set('origin', origin);
}
