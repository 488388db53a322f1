/**
 * What of Haven somebody outside can reach, read from the source tree and not from a list: server actions, route
 * handlers, pages, use cases, views and socket events, each with the guard that stands before it in the code.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { HTTP_ENDPOINTS } from '@/lib/auth/auth';
import { type Found, guardOfAction, guardOfFunction, guardOfPage } from './guards';
import { type Module, readModule } from './module';

export const ROOT = join(import.meta.dirname, '../..');

/** One thing that can be reached. `guard` is what the code asks for; undefined: nothing that this reader knows. */
export interface Reachable {
  readonly id: string;
  readonly file: string;
  readonly guard: Found;
}

export interface Surface {
  readonly actions: readonly Reachable[];
  readonly routes: readonly Reachable[];
  readonly pages: readonly Reachable[];
  /** Around pages, rendered before they ask. */
  readonly layouts: readonly Reachable[];
  readonly useCases: readonly Reachable[];
  readonly views: readonly Reachable[];
  readonly events: readonly string[];
}

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((path) => /\.tsx?$/.test(path) && !/\.(?:test|testing)\.tsx?$/.test(path))
    .sort();

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Follows relative imports of the use cases and views only; of two files that import each other, one way. */
function load(file: string, within: readonly string[] = []): Module {
  const sibling = (specifier: string): Module | undefined => {
    const path = `${join(dirname(file), specifier)}.ts`;
    const isFollowed = file.startsWith('lib/') && !within.includes(path) && existsSync(join(ROOT, path));
    return isFollowed ? load(path, [...within, file]) : undefined;
  };
  return readModule(file, textOf(file), sibling);
}

export function readSurface(): Surface {
  const app = filesUnder('app');
  return {
    actions: app
      .filter((file) => /['"]use server['"]/.test(textOf(file)))
      .flatMap((file) => actionsOf(load(file))),
    routes: app.filter((file) => file.endsWith('/route.ts')).flatMap((file) => routesOf(load(file))),
    pages: app.filter((file) => file.endsWith('/page.tsx')).map((file) => pageOf(load(file))),
    layouts: app
      .filter((file) => /\/(?:layout|template)\.tsx$/.test(file))
      .map((file) => ({ ...pageOf(load(file)), id: file })),
    useCases: filesUnder('lib/usecases').flatMap((file) => functionsOf(load(file))),
    views: filesUnder('lib/views').flatMap((file) => functionsOf(load(file))),
    events: [...new Set(socketFiles().flatMap((file) => eventsOf(load(file))))].sort(),
  };
}

/** Whatever of the server knows socket.io, but for tests' own clients. */
const socketFiles = (): readonly string[] =>
  filesUnder('server').filter((file) => /from 'socket\.io'/.test(textOf(file)) && !/-rig\.ts$/.test(file));

/** `app/(console)/users/actions.ts` → `/users`: folders in brackets are no part of the address. */
export function addressOf(file: string): string {
  const folders = file.split('/').slice(1, -1);
  return `/${folders.filter((folder) => !/^\(.*\)$/.test(folder)).join('/')}`;
}

export function actionsOf(module: Module): readonly Reachable[] {
  const { file } = module;
  if (module.hasInlineAction) {
    return [{ id: `${file} inline`, file, guard: { problem: 'a server action inside a function' } }];
  }
  if (!module.isServerActions) return [];
  return module.exported.map((name) => ({
    id: `${addressOf(file)} ${name}`,
    file,
    guard: guardOfAction(module, name),
  }));
}

const METHODS = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;

export function routesOf(module: Module): readonly Reachable[] {
  const { file } = module;
  const address = addressOf(file);
  if (address === '/api/auth/[...all]') {
    // Everything else it answers with 404, which the matrix tries.
    return [...HTTP_ENDPOINTS].sort().map((endpoint) => {
      const [method = '', path = ''] = endpoint.split(' ');
      return { id: `${method} /api/auth${path}`, file, guard: { access: ['anyone'] } };
    });
  }
  return module.exported
    .filter((name) => METHODS.test(name))
    .map((name) => ({ id: `${name} ${address}`, file, guard: guardOfPage(module, name) }));
}

function pageOf(module: Module): Reachable {
  return { id: addressOf(module.file), file: module.file, guard: guardOfPage(module, 'default') };
}

/** Exported functions that reach the database, in whatever way. */
export function functionsOf(module: Module): readonly Reachable[] {
  const area = module.file.replace(/^.*\/|\.ts$/g, '');
  return module.exported
    .filter((name) => module.reachesData(name))
    .map((name) => ({ id: `${area} ${name}`, file: module.file, guard: guardOfFunction(module, name) }));
}

/** Events of socket.io's own, which no browser can send by name. */
const OWN_EVENTS = new Set([
  'connect',
  'connection',
  'connect_error',
  'disconnect',
  'disconnecting',
  'error',
]);

/** `socket.on('name', …)` wherever the server has a socket. */
export function eventsOf({ source, file }: Module): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      /^(?:on|once|onAny|prependAny|prependListener|addListener)$/.test(node.expression.name.text) &&
      /\b(?:socket|client)\b/i.test(node.expression.expression.getText(source))
    ) {
      const [name] = node.arguments;
      const event = name && ts.isStringLiteral(name) ? name.text : `${file}: an event without a literal name`;
      if (!OWN_EVENTS.has(event)) found.push(event);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
