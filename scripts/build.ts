/** `next build` and the server as one file, but only when something it reads has changed since the last one. Needs the generated Prisma client. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleServer } from './bundle';

const ROOT = join(import.meta.dirname, '..');
/** What ends up in the build. */
const FOLDERS = ['app', 'components', 'lib', 'public', 'server'];
const FILES = [
  'package-lock.json',
  'next.config.ts',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
  'prisma/schema.prisma',
];
const IGNORED = /(^|\/)(generated|fixtures|scenarios|node_modules)(\/|$)|\.test\.tsx?$/;

const distDir = (): string => join(ROOT, process.env.HAVEN_DIST_DIR ?? '.next');

export const loadServerBundle = (): Promise<typeof import('@/server/main')> =>
  import(pathToFileURL(join(distDir(), 'haven-server.mjs')).href);

async function sourceFiles(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .filter((path) => !IGNORED.test(path));
}

async function sourceHash(): Promise<string> {
  const folders = await Promise.all(FOLDERS.map(sourceFiles));
  const hash = createHash('sha256').update(process.version);
  for (const path of [...folders.flat(), ...FILES].sort()) {
    if (existsSync(join(ROOT, path))) hash.update(`\0${path}\0`).update(await readFile(join(ROOT, path)));
  }
  return hash.digest('hex');
}

function lastBuild(): string | undefined {
  try {
    return existsSync(join(distDir(), 'BUILD_ID'))
      ? readFileSync(join(distDir(), 'haven-sources'), 'utf8')
      : undefined;
  } catch {
    return undefined;
  }
}

/** @param onOutput gets the build's own lines */
export async function buildIfChanged(onOutput: (text: string) => void): Promise<'built' | 'already built'> {
  const sources = await sourceHash();
  if (lastBuild() === sources) return 'already built';
  // Next writes its folder's name into tsconfig.json; another folder's name does not belong there.
  const tsconfig = await readFile(join(ROOT, 'tsconfig.json'));
  const child = spawn(process.execPath, [join(ROOT, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onOutput);
  // Ended with whoever asked for it: a signal to this process alone does not reach it.
  const end = (): void => void child.kill();
  process.once('exit', end);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  process.off('exit', end);
  if (process.env.HAVEN_DIST_DIR) await writeFile(join(ROOT, 'tsconfig.json'), tsconfig);
  if (code !== 0) throw new Error(`next build failed (exit code ${code})`);
  await bundleServer(distDir());
  await writeFile(join(distDir(), 'haven-sources'), sources);
  return 'built';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await buildIfChanged((text) => process.stdout.write(text)));
}
