/**
 * The first step of everything, in plain JavaScript without dependencies: npm packages when they are missing or not
 * those of the lockfile. Comparing with npm's own hidden lockfile costs nothing, and never reinstalls a good tree.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

const NODE_MIN = [20, 19];

export function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return;
  console.error(`Haven needs Node.js ${NODE_MIN.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

export function ensurePackages() {
  ensureNode();
  if (isInstalled()) return;
  console.log('Installing npm packages (npm ci) …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) {
    console.error('npm ci failed: is the npm registry reachable from this machine?');
    process.exit(status ?? 1);
  }
}

function isInstalled() {
  const hidden = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const { packages: installed = {} } = JSON.parse(readFileSync(hidden, 'utf8'));
  const { packages: wanted = {} } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  return isComplete(wanted, installed, process.env.NODE_ENV === 'production');
}

/**
 * Whether all that npm would install is there. In production it leaves out what is for development alone.
 * @param {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, dev?: boolean }>} wanted by path, from the lockfile
 * @param {Record<string, { version?: string }>} installed
 * @param {boolean} isProduction
 */
export function isComplete(wanted, installed, isProduction) {
  return Object.entries(wanted).every(
    // Optional ones are for other platforms, or rightly absent.
    ([path, { version, optional, devOptional, dev }]) =>
      path === '' || optional || devOptional || (dev && isProduction) || installed[path]?.version === version,
  );
}
