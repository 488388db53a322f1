/**
 * Everything that can be reached, called as everybody, on objects of one's own, of others and on none (R10): real
 * accounts and sessions, the embedded Postgres, the real gateway. What comes back is what the permission table says;
 * what is refused changes nothing and is answered alike whether the object exists or not.
 */
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createFirstAdministratorAction } from '@/app/(entry)/welcome/actions';
import { GET as authGet, POST as authPost } from '@/app/api/auth/[...all]/route';
import { Tally } from '@/e2e/safety/tally';
import { auth, HTTP_ENDPOINTS } from '@/lib/auth/auth';
import { IDLE } from '@/lib/auth/guard';
import {
  type Asked,
  type Line,
  mayReach,
  PAGES,
  ROUTES,
  SERVER_ACTIONS,
  USE_CASES,
  VIEWS,
} from '@/lib/auth/permission-table';
import { database } from '@/lib/data/client';
import { saveSetting } from '@/lib/data/settings';
import { testDatabase } from '@/server/testing/database';
import { fingerprint, WHOSE, type Whose } from './objects';
import { type Outcome, ofPage, ofResult, ofStatus, ofView } from './outcome';
import { PARTS, ROUTE_CASES, VIEW_CASES } from './read-cases';
import { readSurface } from './surface';
import { come, everybody, type Guest, PASSWORD, person, request } from './visitors';
import { WRITE_CASES } from './write-cases';

vi.mock('next/headers', async () => {
  const { request: current } = await import('./visitors');
  return { headers: async () => current.headers, cookies: async () => ({ get: () => undefined }) };
});
vi.mock('next/cache', () => ({ revalidatePath: () => undefined }));

testDatabase();

// As next.config.ts sets it: forbidden() is an interrupt of the page.
process.env.__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS = 'true';

const tally = new Tally('R10');
const surface = readSurface();
let guests: readonly Guest[] = [];

/** What the table promises to this visitor, who asks for an object that is there or not. */
function expected(line: Line, guest: Guest, whose: Whose, asked: Asked = {}): Outcome {
  const isOfOthers = whose === 'of others';
  if (mayReach(line, guest.visitor, { ...asked, isOfOthers }))
    return whose === 'missing' ? 'not-found' : 'allowed';
  return guest.visitor.kind === 'person' ? 'forbidden' : 'signed-out';
}

/** Runs one case for everybody and says what was not as expected. */
async function forEverybody(
  id: string,
  whose: readonly Whose[],
  judge: (guest: Guest, whose: Whose) => Promise<string | undefined>,
): Promise<readonly string[]> {
  const before = tally.failures.length;
  for (const guest of guests) {
    for (const one of whose) {
      tally.add(`${id} as ${guest.name} on ${one}`, await judge(guest, one));
    }
  }
  return tally.failures.slice(before);
}

const differs = (outcome: Outcome, wanted: Outcome): string | undefined =>
  outcome === wanted ? undefined : `${outcome}, not ${wanted}`;

describe('before there is an account', () => {
  const asSomebody = (fields: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ name: 'First', password: PASSWORD, ...fields }))
      form.set(name, value);
    return createFirstAdministratorAction(IDLE, form);
  };
  it('the first one is made only with the code of the log, and only by our own page', async () => {
    const guest = { name: 'anonymous', visitor: { kind: 'anonymous' }, cookie: '' } as const;
    come(guest, 'http://evil.example');
    request.headers.set('x-haven-local', '1');
    expect(await asSomebody({ email: 'a@example.org' })).toMatchObject({ error: { kind: 'foreign-origin' } });
    come(guest);
    expect(await asSomebody({ email: 'a@example.org' })).toMatchObject({
      error: { problem: 'wrong-setup-code' },
    });
    expect(await database().user.count()).toBe(0);
    request.headers.set('x-haven-local', '1');
    expect(await asSomebody({ email: 'a@example.org' })).toMatchObject({ status: 'done' });
    tally.addMany(3, []);
  });
});

describe('with accounts there', () => {
  beforeAll(async () => {
    guests = await everybody();
    // A practice cluster that can be adopted.
    const folder = await mkdtemp(join(tmpdir(), 'haven-authz-'));
    const privateKeyPath = join(folder, 'key');
    await writeFile(privateKeyPath, 'not a key');
    await chmod(privateKeyPath, 0o600);
    const node = { host: '192.0.2.1', port: 22, user: 'root', privateKeyPath, hostKeySha256: 'SHA256:x' };
    await saveSetting('lab-info', {
      nodes: [
        { ...node, name: 'node1' },
        { ...node, name: 'node2' },
      ],
    });
  });
  afterAll(() => tally.report());

  it('every line has a case', () => {
    const lines = (of: 'action' | 'useCase') =>
      [...new Set(WRITE_CASES.flatMap(({ lines: ids }) => ids[of] ?? []))].sort();
    expect(lines('action')).toEqual(Object.keys(SERVER_ACTIONS).sort());
    expect(lines('useCase')).toEqual(Object.keys(USE_CASES).sort());
    expect(Object.keys(ROUTE_CASES).sort()).toEqual(Object.keys(ROUTES).sort());
    expect(Object.keys(VIEW_CASES).sort()).toEqual(Object.keys(VIEWS).sort());
    const parts = Object.keys(PAGES).flatMap((id) => id.match(/(?<=\[)\w+(?=\])/g) ?? []);
    expect([...new Set(parts)].sort()).toEqual(Object.keys(PARTS).sort());
  });

  const closed = new Set(['/welcome createFirstAdministratorAction', 'users createFirstAdministrator']);
  const ownPassword = '/account changePasswordAction';

  const actions = WRITE_CASES.flatMap((one) =>
    one.action ? [[`${one.lines.action} ${one.asked ? '(losing data)' : ''}`, one] as const] : [],
  );
  it.each(actions)('action %s', async (_, { action, make, whose, asked, lines }) => {
    const id = lines.action ?? '';
    const line = SERVER_ACTIONS[id] as Line;
    const problems = await forEverybody(id, whose, async (guest, one) => {
      // Changing a password ends the session: somebody new each time.
      const role = id === ownPassword && guest.visitor.kind === 'person' && guest.visitor.role;
      const who = role ? await person(role) : guest;
      const object = await make(who.actor, one);
      come(who);
      const wanted = closed.has(id) ? 'other: already-set-up' : expected(line, who, one, asked);
      request.headers.set('x-haven-local', closed.has(id) ? '1' : '0');
      const before = wanted === 'allowed' ? '' : await fingerprint();
      const outcome = ofResult(await action?.(object));
      if (wanted !== 'allowed' && before !== (await fingerprint())) return 'refused, and changed something';
      return differs(outcome, wanted);
    });
    expect(problems).toEqual([]);
  });

  const useCases = WRITE_CASES.flatMap((one) =>
    one.useCase ? [[`${one.lines.useCase} ${one.asked ? '(losing data)' : ''}`, one] as const] : [],
  );
  it.each(useCases)('use case %s', async (_, { useCase: write, make, whose, asked, lines }) => {
    const id = lines.useCase ?? '';
    const line = USE_CASES[id] as Line;
    const problems = await forEverybody(id, whose, async (guest, one) => {
      if (!guest.actor || guest.visitor.kind !== 'person') return undefined; // there is nobody to hand it
      const object = await make(guest.actor, one);
      const wanted = closed.has(id) ? 'other: already-set-up' : expected(line, guest, one, asked);
      const before = wanted === 'allowed' ? '' : await fingerprint();
      const outcome = ofResult(await write?.(guest.actor, object));
      if (wanted !== 'allowed' && before !== (await fingerprint())) return 'refused, and changed something';
      return differs(outcome, wanted);
    });
    guests = id === 'users changeOwnPassword' ? await everybody() : guests;
    expect(problems).toEqual([]);
  });

  it.each(Object.entries(ROUTE_CASES))('route %s', async (id, { make, read, whose }) => {
    const bodies = new Map<string, string>();
    const problems = await forEverybody(id, whose, async (guest, one) => {
      const object = await make(guest, one);
      come(guest);
      request.headers.set('x-forwarded-for', `10.8.0.${guests.indexOf(guest)}`); // guessers are slowed down
      const answer = await read(object, guest);
      const outcome = ofStatus(answer.status);
      const wanted = expected(ROUTES[id] as Line, guest, one);
      if (wanted === 'forbidden' || wanted === 'signed-out') {
        // Word for word the same for what is there and what is not.
        const body = await answer.text();
        const first = bodies.get(wanted) ?? body;
        bodies.set(wanted, first);
        if (body !== first) return 'tells what exists';
      }
      return differs(outcome, wanted);
    });
    expect(problems).toEqual([]);
  });

  it('of better-auth nothing but the three endpoints answers', async () => {
    const endpoints = Object.values(auth().api).map(
      (endpoint) => endpoint as { path?: string; options?: { method?: string | readonly string[] } },
    );
    const problems = await forEverybody('better-auth', ['own'], async (guest) => {
      for (const { path = '', options = {} } of endpoints) {
        for (const [method, answer] of [
          ['GET', authGet],
          ['POST', authPost],
        ] as const) {
          if (HTTP_ENDPOINTS.has(`${method} ${path}`)) continue;
          come(guest);
          const sent = new Request(`http://localhost:3000/api/auth${path}`, {
            method,
            headers: request.headers,
          });
          const { status } = await answer(sent);
          if (status !== 404) return `${method} ${path} (${options.method}) answered ${status}`;
        }
      }
      return undefined;
    });
    expect(endpoints.length).toBeGreaterThan(30);
    expect(problems).toEqual([]);
  });

  it.each(surface.pages.map(({ id, file }) => [id, file] as const))('page %s', async (id, file) => {
    const page = (await import(/* @vite-ignore */ `../../${file}`)) as {
      default: (props: unknown) => Promise<unknown>;
    };
    const parts = id.match(/(?<=\[)\w+(?=\])/g) ?? [];
    const isOfSomebody = parts.some((part) => ['adoption', 'forgetting', 'plan'].includes(part));
    const problems = await forEverybody(id, isOfSomebody ? WHOSE : ['own'], async (guest, one) => {
      const made = await Promise.all(
        parts.map(async (part) => [part, await PARTS[part]?.(guest, one)] as const),
      );
      come(guest);
      const before = await fingerprint();
      const outcome = await ofPage(() =>
        page.default({
          params: Promise.resolve(Object.fromEntries(made)),
          searchParams: Promise.resolve({}),
        }),
      );
      if (id !== '/wall/[token]' && before !== (await fingerprint())) return 'looking changed something';
      return differs(outcome, expectedOfPage(id, guest, one));
    });
    expect(problems).toEqual([]);
  });

  it.each(Object.entries(VIEW_CASES))('view %s', async (id, { make, read, whose }) => {
    const problems = await forEverybody(id, whose, async (guest, one) => {
      if (!guest.actor || guest.visitor.kind !== 'person') return undefined;
      const outcome = ofView(await read(guest.actor, await make(guest.actor, one)));
      const wanted = expected(VIEWS[id] as Line, guest, one);
      return differs(outcome, wanted === 'not-found' ? 'forbidden' : wanted);
    });
    expect(problems).toEqual([]);
  });

  it('a wall’s token opens its wall, and after it was revoked nothing', async () => {
    const { openWall } = await import('@/lib/views/walls');
    const token = guests.find(({ wallToken }) => wallToken)?.wallToken ?? '';
    const opened = await openWall(token);
    expect(opened).toMatchObject({ name: 'lobby' });
    await database().wallToken.updateMany({ data: { revokedAt: new Date() } });
    expect(await openWall(token)).toBeUndefined();
    expect(await openWall(randomUUID())).toBeUndefined();
    tally.addMany(3, []);
  });

  it('more than a thousand cases, and all as the table says', () => {
    expect(tally.attempts).toBeGreaterThan(1_000);
    expect(tally.failures).toEqual([]);
  });
});

/** Some pages lead on instead of rendering; a wall's page renders a refusal that says nothing. */
function expectedOfPage(id: string, guest: Guest, whose: Whose): Outcome {
  const isSignedIn = guest.visitor.kind === 'person';
  if (id === '/sign-in') return isSignedIn ? 'other: redirect /' : 'allowed';
  if (id === '/wall/[token]') return 'allowed';
  const wanted = expected(PAGES[id] as Line, guest, whose);
  // Somebody who is signed in has nothing left to set up.
  if (id === '/welcome' && wanted === 'forbidden') return 'other: redirect /';
  if (id === '/clusters/[cluster]' && wanted === 'allowed') {
    return 'other: redirect /clusters/ID/topology';
  }
  return wanted;
}
