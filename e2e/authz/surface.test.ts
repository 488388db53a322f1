/**
 * The permission table against the source tree: whatever can be reached has a line, every line has something that can be
 * reached, and every guard in the code asks for what its line says. Then the reader itself against code with holes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Line,
  PAGES,
  ROUTES,
  SERVER_ACTIONS,
  SOCKET_EVENTS,
  USE_CASES,
  VIEWS,
} from '@/lib/auth/permission-table';
import { type Found, guardOfAction, guardOfFunction, guardOfPage } from './guards';
import { readModule } from './module';
import { actionsOf, eventsOf, functionsOf, type Reachable, ROOT, readSurface } from './surface';

const surface = readSurface();

const TABLES = [
  ['server actions', surface.actions, SERVER_ACTIONS],
  ['route handlers', surface.routes, ROUTES],
  ['pages', surface.pages, PAGES],
  ['use cases', surface.useCases, USE_CASES],
  ['views', surface.views, VIEWS],
] as const;

/** Why a guard is not what the line says; undefined: it is. */
function differs({ guard, file }: Reachable, line: Line): string | undefined {
  if ('problem' in guard) return guard.problem;
  // No permission to compare with: the matrix calls it as everybody.
  if ('own' in guard) return line.may.some(isPermission) ? 'asks for no permission' : undefined;
  if ('view' in guard) {
    const asked = VIEWS[guard.view]?.may;
    return JSON.stringify(asked) === JSON.stringify(line.may) ? undefined : `leaves it to ${guard.view}`;
  }
  if (!line.may.some((access) => access === guard.access[0])) return `asks for ${guard.access[0]}`;
  const further = [line.losingData, line.ofOthers].filter((one) => one !== undefined).sort();
  const isWrite = file.startsWith('lib/usecases/');
  if (isWrite && JSON.stringify(further) !== JSON.stringify(guard.further ?? []))
    return `asks for ${guard.further?.join(', ') || 'nothing'} further`;
  return undefined;
}

const isPermission = (access: string): boolean => access.includes('.');

describe.each(TABLES)('%s', (_, found, table) => {
  it('have a line each, and every line has one', () => {
    expect(found.map(({ id }) => id).sort()).toEqual(Object.keys(table).sort());
  });
  it.each(found.map((one) => [one.id, one] as const))('%s asks for what its line says', (id, one) => {
    expect(differs(one, table[id] as Line)).toBeUndefined();
  });
});

it('socket events have a line each, and every line has one', () => {
  expect(surface.events).toEqual(Object.keys(SOCKET_EVENTS).sort());
});

it('layouts read nothing before they ask', () => {
  expect(surface.layouts.filter(({ guard }) => 'problem' in guard)).toEqual([]);
});

it('screens get to the database through views and use cases alone', () => {
  const direct = ['app', 'components'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .filter((name) =>
        /^import (?!type )[^;]*from '@\/lib\/data\//m.test(readFileSync(join(ROOT, folder, name), 'utf8')),
      ),
  );
  expect(direct).toEqual([]);
});

describe('the reader finds', () => {
  const module = (text: string, file = 'lib/usecases/x.ts') => readModule(file, text);
  const guardOfUseCase = (body: string, name = 'work'): Found =>
    guardOfFunction(module(`import { save } from '@/lib/data/plans';\n${body}`), name);

  it.each([
    ['no guard', 'export async function work(actor, id) { await save(id); }'],
    [
      'a guard that comes late',
      `export async function work(actor, id) { await save(id); if (!may(actor.role, 'plan.view')) return; }`,
    ],
    [
      'a guard that does not end it',
      `export async function work(actor, id) { if (!may(actor.role, 'plan.view')) log(); await save(id); }`,
    ],
    [
      'a guard of somebody else',
      `export async function work(actor, id) { if (!may(other.role, 'plan.view')) return; await save(id); }`,
    ],
    [
      'a guard inside a function that nobody calls',
      `export async function work(actor, id) { const f = () => { if (!may(actor.role, 'plan.view')) return; }; await save(id); }`,
    ],
    [
      'a neighbour that reaches first',
      `async function inner(actor, id) { await save(id); if (!may(actor.role, 'plan.view')) return; }
       export const work = (actor, id) => inner(actor, id);`,
    ],
    [
      'a guard that is not the one of the person who asks',
      `async function inner(actor, id) { if (!may(actor.role, 'plan.view')) return; await save(id); }
       export const work = (actor, id) => inner(SYSTEM, id);`,
    ],
  ])('%s', (_, body) => {
    const found = guardOfUseCase(body);
    expect('access' in found ? found : undefined).toBeUndefined();
  });

  it('a guard, directly and through a function of the file', () => {
    const direct = `export async function work(actor, id) { if (!may(actor.role, 'plan.view')) return; await save(id); }`;
    const through = `async function inner(actor, id) { if (!may(actor.role, 'plan.view')) return; await save(id); }
       export const work = (actor, id) => inner(actor, id);`;
    for (const body of [direct, through])
      expect(guardOfUseCase(body)).toMatchObject({ access: ['plan.view'] });
  });

  it('every function that reaches the database, and no other', () => {
    const text = `import { save, type Row } from '@/lib/data/plans';
      const inner = () => save(); export function far() { return [1].map(() => inner()); } export const pure = (row: Row) => row;`;
    expect(functionsOf(module(text)).map(({ id }) => id)).toEqual(['x far']);
  });

  it('a server action without guard, with a computed permission, or hidden in a function', () => {
    const file = 'app/(console)/x/actions.ts';
    const bare = module(`'use server';\nexport async function a(input) { await work(input); }`, file);
    const computed = module(
      `'use server';\nexport const a = guardAction({ permission: pick() }, work);`,
      file,
    );
    const late = module(
      `'use server';\nexport async function a() { await work(); if (!(await isOwnOrigin())) return; }`,
      file,
    );
    for (const one of [bare, computed, late]) expect(guardOfAction(one, 'a')).toHaveProperty('problem');
    const inline = module(`export default () => { async function a() { 'use server'; } }`, file);
    expect(actionsOf(inline)[0]?.guard).toHaveProperty('problem');
  });

  it('a page that reads before it asks, in its body or for its title', () => {
    const head = `import { getPlan } from '@/lib/views/plans';\n`;
    const late = `${head}export default async function P() { await getPlan(1); await requireActor('plan.view'); }`;
    const title = `${head}export const generateMetadata = async () => ({ title: await getPlan(1) });
      export default async function P() { await requireActor('plan.view'); }`;
    for (const text of [late, title])
      expect(guardOfPage(module(text, 'app/x/page.tsx'), 'default')).toHaveProperty('problem');
  });

  it('every event, and one without a name', () => {
    const text = `socket.on('raw', f); socket.on(name, g); io.on('connection', h); socket.onAny(k);`;
    const file = 'server/x.ts';
    const unnamed = `${file}: an event without a literal name`;
    expect(eventsOf(module(text, file))).toEqual(['raw', unnamed, unnamed]);
  });
});
