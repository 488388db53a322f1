/**
 * Whether the build is of today's sources. Plain JavaScript: a start that finds it so loads nothing but the build. Every
 * file's time of change is asked first; only where one is newer than the build are all of them read.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './install.mjs';

/** What ends up in the build; of scripts/ it is what `npm start` runs. */
const FOLDERS = ['app', 'components', 'lib', 'public', 'scripts', 'server'];
const FILES = [
  'package-lock.json',
  'next.config.ts',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
  'prisma/schema.prisma',
];
const IGNORED = /(^|\/)(generated|fixtures|scenarios|node_modules)(\/|$)|\.test\.tsx?$/;

export const distDir = () => join(ROOT, process.env.HAVEN_DIST_DIR ?? '.next');
const markPath = () => join(distDir(), 'haven-sources');

/** @returns {string[]} */
function sourceFiles() {
  const inFolders = FOLDERS.filter((folder) => existsSync(join(ROOT, folder))).flatMap((folder) =>
    readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
      .filter((path) => !IGNORED.test(path)),
  );
  return [...inFolders, ...FILES.filter((path) => existsSync(join(ROOT, path)))].sort();
}

/** @param {string[]} files */
const listOf = (files) =>
  createHash('sha256')
    .update(`${process.version}\0${files.join('\0')}`)
    .digest('hex');

/** @param {string[]} files */
function contentsOf(files) {
  const hash = createHash('sha256');
  for (const path of files) hash.update(`\0${path}\0`).update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
}

/** @returns {{ list: string, contents: string, readAt: number } | undefined} */
function lastBuild() {
  if (!existsSync(join(distDir(), 'BUILD_ID')) || !existsSync(markPath())) return undefined;
  const [list = '', contents = ''] = readFileSync(markPath(), 'utf8').split('\n');
  return { list, contents, readAt: statSync(markPath()).mtimeMs };
}

/** What the sources are right now. Taken before a build: what changes meanwhile is not in it. */
export function takeSources() {
  const readAt = Date.now();
  const files = sourceFiles();
  return { list: listOf(files), contents: contentsOf(files), readAt };
}

/** @param {{ list: string, contents: string, readAt: number }} sources */
export function markBuilt({ list, contents, readAt }) {
  writeFileSync(markPath(), `${list}\n${contents}\n`);
  utimesSync(markPath(), readAt / 1000, readAt / 1000);
}

export function isBuildCurrent() {
  const last = lastBuild();
  if (!last) return false;
  const files = sourceFiles();
  if (last.list !== listOf(files)) return false;
  // ctime: a file that was unpacked or copied may bring any other time with it.
  if (files.every((path) => statSync(join(ROOT, path)).ctimeMs < last.readAt)) return true;
  const now = takeSources();
  if (now.contents !== last.contents) return false;
  markBuilt(now);
  return true;
}
