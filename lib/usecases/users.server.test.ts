import { describe, expect, it, vi } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { actorFromCookie } from '@/lib/auth/actor-of-cookie';
import { auth } from '@/lib/auth/auth';
import { listAudit, verifyAudit } from '@/lib/data/audit';
import { saveSetting } from '@/lib/data/settings';
import { countUsers, listUsers } from '@/lib/data/users';
import { listen } from '@/server/notify/listen';
import { testDatabase } from '@/server/testing/database';
import {
  changeOwnPassword,
  changeRole,
  createFirstAdministrator,
  createUser,
  resetPassword,
  setDisabled,
  setupCodeHash,
  signOutEverywhere,
} from './users';

testDatabase();

const first = { name: '김관리', email: 'Admin@Example.org', password: 'correct horse battery' };
const administrator = async (): Promise<Actor> => {
  const user = (await listUsers()).find(({ email }) => email === 'admin@example.org');
  if (!user) throw new Error('there is no administrator');
  return { id: user.id, name: user.name, email: user.email, role: 'administrator' };
};

async function signIn(
  email: string,
  password: string,
  address = '10.0.0.1',
): Promise<{ status: number; cookie: string }> {
  const response = await auth().handler(
    new Request('http://localhost:3000/api/auth/sign-in/email', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: 'http://localhost:3000',
        'x-forwarded-for': address,
      },
      body: JSON.stringify({ email, password }),
    }),
  );
  return { status: response.status, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

describe('the first administrator', () => {
  it('needs the code of the log when the request comes from elsewhere', async () => {
    await saveSetting('setup', { sha256: setupCodeHash('abcd-efgh') });
    const problem = { ok: false, error: { problem: 'wrong-setup-code' } };
    expect(await createFirstAdministrator(first, false)).toMatchObject(problem);
    expect(await createFirstAdministrator({ ...first, setupCode: 'abcd-efgx' }, false)).toMatchObject(
      problem,
    );
    expect(await countUsers()).toBe(0);
  });

  it('is one, however many ask at once', async () => {
    const attempts = Array.from({ length: 8 }, (_, n) =>
      createFirstAdministrator(
        { ...first, email: n === 0 ? first.email : `other${n}@example.org`, setupCode: ' ABCD-efgh ' },
        n % 2 === 0,
      ),
    );
    const results = await Promise.all(attempts);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await countUsers()).toBe(1);
    if (!results[0]?.ok) {
      const { database } = await import('@/lib/data/client');
      await database().user.updateMany({ data: { email: 'admin@example.org' } });
    }
  });

  it('signs in, and is refused with a wrong password', async () => {
    const good = await signIn('admin@example.org', first.password);
    expect(good.status).toBe(200);
    expect(await actorFromCookie(good.cookie)).toMatchObject({ role: 'administrator' });
    expect((await signIn('admin@example.org', 'wrong')).status).toBe(401);
    expect(await actorFromCookie('haven.session_token=made.up')).toBeNull();
    const [refused, signedIn] = await listAudit({ limit: 2 });
    expect(refused).toMatchObject({ action: 'sign-in', phase: 'refused', objectId: 'admin@example.org' });
    expect(signedIn).toMatchObject({ action: 'sign-in', phase: 'outcome' });
  });
});

describe('accounts', () => {
  it('refuses to disable or demote the last administrator', async () => {
    const actor = await administrator();
    const last = { ok: false, error: { problem: 'last-administrator' } };
    expect(await changeRole(actor, actor.id, 'viewer')).toMatchObject(last);
    expect(await setDisabled(actor, actor.id, true)).toMatchObject(last);
  });

  it('keeps one administrator when two try to remove each other at once', async () => {
    const actor = await administrator();
    const made = await createUser(actor, {
      name: 'Second',
      email: 'second@example.org',
      role: 'administrator',
    });
    if (!made.ok) throw new Error('not created');
    const second: Actor = {
      id: made.value.id,
      name: 'Second',
      email: 'second@example.org',
      role: 'administrator',
    };
    const results = await Promise.all([
      changeRole(actor, second.id, 'viewer'),
      changeRole(second, actor.id, 'viewer'),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    await changeRole(actor, actor.id, 'administrator');
    await changeRole(actor, second.id, 'administrator');
    await changeRole(actor, second.id, 'operator');
  });

  it('refuses an address that is taken, whatever its case', async () => {
    const actor = await administrator();
    const again = await createUser(actor, { name: 'x', email: 'SECOND@example.org', role: 'viewer' });
    expect(again).toMatchObject({ ok: false, error: { problem: 'email-taken' } });
  });

  it('refuses everybody but administrators', async () => {
    const actor = { ...(await administrator()), role: 'operator' } as const;
    const forbidden = { ok: false, error: { problem: 'forbidden' } };
    expect(
      await createUser(actor, { name: 'x', email: 'x@example.org', role: 'administrator' }),
    ).toMatchObject(forbidden);
    expect(await changeRole(actor, actor.id, 'administrator')).toMatchObject(forbidden);
    expect(await resetPassword(actor, actor.id)).toMatchObject(forbidden);
  });

  it('ends sessions and tells the gateway when an account is disabled, reset or signed out', async () => {
    const actor = await administrator();
    const dropped = vi.fn();
    const listener = await listen({ user: (id) => void (id && dropped(id)) });
    try {
      const made = await createUser(actor, { name: '교수', email: 'prof@example.org', role: 'faculty' });
      if (!made.ok) throw new Error('not created');
      const { id, email, password } = made.value;
      const before = await signIn(email, password);
      expect(await actorFromCookie(before.cookie)).toMatchObject({ role: 'faculty' });

      expect(await setDisabled(actor, id, true)).toMatchObject({ ok: true });
      expect(await actorFromCookie(before.cookie)).toBeNull();
      expect((await signIn(email, password)).status).toBe(403);
      await expect.poll(() => dropped.mock.calls).toEqual([[id]]);

      await setDisabled(actor, id, false);
      const reset = await resetPassword(actor, id);
      expect((await signIn(email, password)).status).toBe(401);
      const after = await signIn(email, reset.ok ? reset.value.password : '');
      expect(await actorFromCookie(after.cookie)).toMatchObject({ id });
      expect(await signOutEverywhere(actor, id)).toMatchObject({ ok: true, value: 1 });
      expect(await actorFromCookie(after.cookie)).toBeNull();
    } finally {
      await listener.stop();
    }
  });

  it('changes one’s own password only with the present one', async () => {
    const actor = await administrator();
    expect(await changeOwnPassword(actor, 'wrong', 'a new long password')).toMatchObject({ ok: false });
    expect(await changeOwnPassword(actor, first.password, 'a new long password')).toMatchObject({ ok: true });
    expect((await signIn(actor.email, 'a new long password', '10.0.0.2')).status).toBe(200);
  });
});

it('stops a guesser after eight tries a minute, by address', async () => {
  const statuses: number[] = [];
  for (let n = 0; n < 12; n++)
    statuses.push((await signIn('admin@example.org', `guess ${n}`, '10.9.9.9')).status);
  expect(statuses.slice(0, 8)).toEqual(Array(8).fill(401));
  expect(statuses.slice(8)).toEqual(Array(4).fill(429));
});

it('leaves a valid audit without a password in it', async () => {
  expect(await verifyAudit()).toMatchObject({ ok: true });
  const text = JSON.stringify(await listAudit({ limit: 1000 }));
  expect(text).not.toContain('correct horse');
  expect(text).not.toContain('a new long password');
});
