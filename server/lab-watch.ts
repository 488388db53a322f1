/**
 * Carries the practice cluster's progress from the lab's files to Postgres, where pages read it. Polls: the folder
 * may not exist yet, files are replaced whole, and a look at two files costs nothing.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { notify } from '@/lib/data/notify';
import { deleteSetting, saveSetting } from '@/lib/data/settings';
import type { Running } from '@/server/access';
import type { Log } from './log';

/** A person watches the steps move: slower looks stuck, faster nobody sees. */
const LOOK_EVERY_MS = 500;
/** Much more than a lab writes; anything larger is not its file. */
const MAX_BYTES = 256 * 1024;

const FILES = [
  { file: 'status.json', key: 'lab-status' },
  { file: 'lab.json', key: 'lab-info' },
] as const;

type Watched = (typeof FILES)[number];

export function startLabWatch(labDir: string, log: Log): Running {
  const seen = new Map<string, string>();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    for (const watched of FILES) {
      await lookAt(labDir, watched, seen).catch((err) =>
        log.warn({ err, file: watched.file }, 'the lab cannot be followed'),
      );
    }
    if (!isStopped) timer = setTimeout(run, LOOK_EVERY_MS);
  };
  let current = Promise.resolve();
  const run = () => {
    current = look();
  };
  run();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}

async function lookAt(labDir: string, { file, key }: Watched, seen: Map<string, string>): Promise<void> {
  const content = await readBounded(join(labDir, file));
  const value = content === undefined ? undefined : parseVersion1(content);
  const isAbandoned = key === 'lab-status' && value !== undefined && !isWorkedOn(value);
  const stored =
    value === undefined ? '' : JSON.stringify(isAbandoned ? { ...value, abandoned: true } : value);
  if (seen.get(key) === stored) return;
  if (stored === '') await deleteSetting(key);
  else await saveSetting(key, JSON.parse(stored));
  await notify('lab', key);
  seen.set(key, stored); // last, so that a database that was away gets it the next time
}

async function readBounded(path: string): Promise<string | undefined> {
  try {
    if ((await stat(path)).size > MAX_BYTES) return undefined;
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseVersion1(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(text) as { version?: unknown } | null;
    return value?.version === 1 ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Ready, failed and down need nobody; anything between needs a live process, or it will stay so for ever. */
function isWorkedOn(status: Readonly<Record<string, unknown>>): boolean {
  if (['ready', 'failed', 'down'].includes(String(status.phase)) || typeof status.pid !== 'number')
    return true;
  try {
    process.kill(status.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
