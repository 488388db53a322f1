/**
 * Every way in is guarded: a server action, a route or a page without a check fails here, so that nobody has to remember.
 * The exceptions are listed with their reasons.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const APP = join(import.meta.dirname, '../app');
const files = readdirSync(APP, { recursive: true, encoding: 'utf8' });
const read = (path: string): string => readFileSync(join(APP, path), 'utf8');

/** Actions that are not `guardAction` or `guardForm`, and why. */
const OWN_CHECKS: ReadonlySet<string> = new Set([
  'createFirstAdministratorAction', // before there is any account; a setup code or loopback stands for it
  'changePasswordAction', // needs a session and no permission
]);
/** Routes without a session of their own. */
const OPEN_ROUTES: ReadonlySet<string> = new Set([
  'api/auth/[...all]/route.ts', // the sign-in itself
]);

it('every server action goes through the guard', () => {
  const unguarded = files
    .filter((path) => /\.tsx?$/.test(path) && /^\s*['"]use server['"]/m.test(read(path)))
    .flatMap((path) => {
      const exported = [...read(path).matchAll(/export (?:async function|const) (\w+)([^\n]*\n?[^\n]*)/g)];
      return exported
        .filter(
          ([, name, rest]) => !OWN_CHECKS.has(name ?? '') && !/=\s*guard(?:Action|Form)\(/.test(rest ?? ''),
        )
        .map(([, name]) => `${path}: ${name}`);
    });
  expect(unguarded).toEqual([]);
});

it('the exceptions check the origin themselves', () => {
  for (const name of OWN_CHECKS) {
    const path = files.find((each) => each.endsWith('actions.ts') && read(each).includes(`function ${name}`));
    expect(path, name).toBeDefined();
    expect(read(path ?? '')).toContain('isOwnOrigin()');
  }
});

it('every route asks who is there', () => {
  const routes = files.filter((path) => path.endsWith('route.ts') && !OPEN_ROUTES.has(path));
  expect(routes.length).toBeGreaterThan(0);
  expect(routes.filter((path) => !read(path).includes('currentActor()'))).toEqual([]);
});

it('every page of the console requires a person, itself and not only its layout', () => {
  // A page that only leads on to another one shows nothing.
  const onlyLeadsOn = (path: string) => /redirect\(/.test(read(path)) && !/return/.test(read(path));
  const pages = files.filter(
    (path) => path.startsWith('(console)') && path.endsWith('page.tsx') && !onlyLeadsOn(path),
  );
  expect(pages.length).toBeGreaterThan(3);
  expect(pages.filter((path) => !/await requireActor\(/.test(read(path)))).toEqual([]);
});
