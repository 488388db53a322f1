/**
 * Imports run one way (design.md). The line below is the rule; the test prints it, and every import that breaks it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const TOOLS = [
  'apache',
  'corosync',
  'drbd',
  'haproxy',
  'host',
  'network',
  'openstack',
  'pacemaker',
  'systemd',
];
/** Each may import from those before it; within one step nobody imports a neighbour. */
const STEPS: readonly (readonly string[])[] = [
  ['base'],
  TOOLS,
  ['live'],
  ['inventory'],
  ['tiers', 'protection', 'topology'],
  ['plan'],
  ['data'],
  ['auth'],
  ['views', 'usecases'],
  ['i18n'],
  ['app', 'server'],
];
const LINE =
  'base → tools → live → inventory → tiers, protection, topology → plan → data → auth → views, usecases → i18n → app | server';
const PURE = new Set(STEPS.slice(0, 6).flat());
/** Small pure files that everybody may use, wherever their folder stands. */
const EVERYBODYS = new Set(['lib/i18n/define', 'lib/auth/roles', 'lib/auth/actor']);
const EFFECTS =
  /^(node:|react($|[-/])|next($|\/)|ssh2($|\/)|pg($|\/)|@prisma\/|socket\.io|use-intl(?!\/core))/;

interface Import {
  readonly file: string;
  readonly target: string;
}

const isTest = (path: string): boolean => /\.test\.tsx?$|(^|\/)testing\//.test(path);

function sources(): string[] {
  return ['lib', 'app', 'components', 'server'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name}`)
      .filter((path) => /\.tsx?$/.test(path) && !isTest(path) && !path.includes('/generated/')),
  );
}

/** Imports, exports from, and dynamic imports; our own files as paths from the root, without extension. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g,
  );
  return Array.from(found, (match) => {
    const name = match[1] ?? match[2] ?? '';
    const own = name.startsWith('@/')
      ? name.slice(2)
      : name.startsWith('.')
        ? relative(ROOT, join(ROOT, dirname(file), name))
        : name;
    return { file, target: own.replace(/\.tsx?$/, '') };
  });
}

/** `lib/drbd/health` → `drbd`; `server/ssh/pool` → `server`; undefined for packages. */
function folderOf(path: string): string | undefined {
  const [top, second] = path.split('/');
  if (top === 'lib') return second;
  return ['app', 'server', 'components', 'e2e', 'scripts', 'prisma'].includes(top ?? '') ? top : undefined;
}

const stepOf = (folder: string): number => STEPS.findIndex((step) => step.includes(folder));

function problemOf({ file, target }: Import): string | undefined {
  const from = folderOf(file);
  const to = folderOf(target);
  if (from === undefined) return undefined;
  if (to === undefined) {
    if (PURE.has(from) && EFFECTS.test(target))
      return `${file}: ${from} is pure and may not import ${target}`;
    const isPrisma = target.startsWith('@prisma/') || target.includes('generated/prisma');
    return isPrisma && from !== 'data' ? `${file}: only data imports Prisma` : undefined;
  }
  if (target.includes('generated/prisma') && from !== 'data') return `${file}: only data imports Prisma`;
  if (from === to || EVERYBODYS.has(target) || EVERYBODYS.has(file.replace(/\.tsx?$/, ''))) return undefined;
  if (to === 'e2e' || to === 'scripts') return `${file}: imports ${target}, which is not part of the product`;
  if (from === 'components')
    return PURE.has(to) || to === 'i18n' ? undefined : `${file}: components may not import ${target}`;
  if (to === 'components') return from === 'app' ? undefined : `${file}: only app imports components`;
  if (stepOf(from) < 0) return `${file}: ${from} has no place in the order`;
  return stepOf(to) < stepOf(from) ? undefined : `${file}: ${from} may not import ${target}`;
}

it(`imports run one way: ${LINE}`, () => {
  console.log(LINE);
  const problems = sources().flatMap(importsOf).map(problemOf).filter(Boolean);
  expect(problems).toEqual([]);
});

it('finds every way of importing and every breach', () => {
  const breaches: readonly (readonly [file: string, target: string])[] = [
    ['lib/drbd/health.ts', 'lib/pacemaker/types'],
    ['lib/base/ids.ts', 'node:crypto'],
    ['lib/plan/build.ts', 'lib/data/client'],
    ['lib/views/users.ts', 'lib/data/generated/prisma/client'],
    ['app/page.tsx', 'server/main'],
    ['server/main.ts', 'app/page'],
    ['components/ui/button.tsx', 'lib/data/client'],
    ['lib/data/client.ts', 'scripts/postgres'],
    ['lib/topology/build.ts', 'lib/protection/tally'],
  ];
  for (const [file, target] of breaches)
    expect(problemOf({ file, target }), `${file} → ${target}`).toBeDefined();
  expect(problemOf({ file: 'lib/views/users.ts', target: 'lib/data/client' })).toBeUndefined();
  expect(importsOf('scripts/boundaries.test.ts').map(({ target }) => target)).toContain('node:path');
});
