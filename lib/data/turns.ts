/**
 * Whose turn it is, for the nodes to judge (lib/plan/node-lock): this database's own name, made once, and a number that
 * rises with every command that is started. At least the time in milliseconds, so that a database restored from
 * yesterday is not behind what the nodes have seen since.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Turn } from '@/lib/plan/node-lock';
import { database } from './client';
import { loadSetting, type SettingKey } from './settings';

const KEY: SettingKey = 'turn';

/** Unique, and tells a person on which machine to look: `ops1-5f0c2a9be1d4`. */
function newName(): string {
  const [machine = ''] = hostname().split('.');
  const short = machine.replace(/[^A-Za-z0-9-]/g, '').slice(0, 40) || 'haven';
  return `${short}-${randomUUID().replaceAll('-', '').slice(-12)}`;
}

/** This database's name as the nodes know it; undefined: it has changed nothing yet. */
export async function loadHaven(): Promise<string | undefined> {
  const value = (await loadSetting(KEY)) as { readonly haven?: unknown } | undefined;
  return typeof value?.haven === 'string' ? value.haven : undefined;
}

export async function takeTurn(now = Date.now()): Promise<Turn> {
  const rows = await database().$queryRaw<{ haven: string; turn: string }[]>`
    INSERT INTO "Setting" (key, value, "updatedAt")
    VALUES (${KEY}, jsonb_build_object('haven', ${newName()}::text, 'turn', ${`${now}`}::bigint), now())
    ON CONFLICT (key) DO UPDATE SET
      value = jsonb_set("Setting".value, '{turn}',
        to_jsonb(greatest(("Setting".value->>'turn')::bigint + 1, ${`${now}`}::bigint))),
      "updatedAt" = now()
    RETURNING value->>'haven' AS haven, value->>'turn' AS turn`;
  const [row] = rows;
  if (!row) throw new Error('the database gave no turn');
  return row;
}
