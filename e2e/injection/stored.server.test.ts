/**
 * Injection into what is stored and logged (R9): every text that people and nodes leave in the database comes back as it
 * went in, or is refused; no line of the log is more than one line, and none moves a terminal's cursor.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { Tally } from '@/e2e/safety/tally';
import { appendAudit, listAudit, recordAudit, verifyAudit } from '@/lib/data/audit';
import { database } from '@/lib/data/client';
import { loadEvents, saveEvents } from '@/lib/data/observations';
import { findPlan, insertPlan } from '@/lib/data/plans';
import { loadSetting, saveSetting } from '@/lib/data/settings';
import { findUser, insertUser } from '@/lib/data/users';
import { findWall, insertWall } from '@/lib/data/wall-tokens';
import { createClusterRow } from '@/server/jobs/testing/stage';
import { createLog } from '@/server/log';
import { testDatabase } from '@/server/testing/database';
import { asUtf8 } from './judges';
import { PAYLOADS } from './payloads';

testDatabase();
const tally = new Tally('R9');
afterAll(() => tally.report());

/** Postgres has no NUL and UTF-8 no lone surrogate: both are written as the sign for "no character", or refused. */
const storable = (text: string): string => asUtf8(text.replaceAll('\0', '\ufffd'));
const isSame = (stored: string | undefined, text: string): boolean =>
  stored !== undefined && (stored === text || storable(stored) === storable(text));

/** Each writes a text and reads it back; undefined: it was refused. */
const PLACES: Readonly<Record<string, (text: string, n: number) => Promise<string | undefined>>> = {
  'name of a person': async (text, n) => {
    const id = await database().$transaction((tx) =>
      insertUser(tx, { name: text, email: `p${n}@example.org`, role: 'viewer', passwordHash: 'x' }),
    );
    return id && (await findUser(id))?.name;
  },
  'name of a wall': async (text, n) => {
    const wall = {
      name: text,
      showNames: false,
      locale: 'ko' as const,
      createdById: 'u',
      tokenSha256: `${n}`,
    };
    const id = await database().$transaction((tx) => insertWall(tx, wall));
    return (await database().$transaction((tx) => findWall(id, tx)))?.name;
  },
  'a wish in a plan': async (text) => {
    const clusterId = await createClusterRow();
    const id = await database().$transaction((tx) =>
      insertPlan(tx, { clusterId, intent: { kind: 'node-standby', node: text }, proposedById: text }),
    );
    const plan = await findPlan(id);
    return plan && 'node' in plan.intent ? plan.intent.node : undefined;
  },
  'detail of the audit': async (text) => {
    await recordAudit({
      actor: null,
      action: text,
      objectKind: text,
      objectId: text,
      phase: 'refused',
      detail: { reason: text },
    });
    const [entry] = await listAudit({ limit: 1 });
    return (entry?.detail as { reason?: string } | undefined)?.reason;
  },
  'search of the audit': async (text) => {
    await database().$transaction((tx) =>
      appendAudit(tx, { actor: null, action: 'search', objectKind: 'x', objectId: text, phase: 'intent' }),
    );
    const found = await listAudit({
      limit: 1,
      filter: { text: storable(text).slice(0, 200), objectId: storable(text) },
    });
    return found[0]?.objectId;
  },
  'a setting': async (text) => {
    await saveSetting('setup', { text });
    return ((await loadSetting('setup')) as { text?: string } | undefined)?.text;
  },
  'an event of a node': async (text) => {
    const clusterId = await createClusterRow();
    await saveEvents([{ id: clusterId, clusterId, fact: text, from: text, to: text, at: Date.now() }]);
    return (await loadEvents(clusterId, 1))[0]?.fact;
  },
};

describe.each(Object.entries(PLACES))('%s', (name, write) => {
  it('comes back as it went in', async () => {
    const tables = async () =>
      (await database().$queryRaw<unknown[]>`SELECT 1 FROM pg_tables WHERE schemaname = 'public'`).length;
    const before = await tables();
    const failures: string[] = [];
    for (const [n, text] of PAYLOADS.entries()) {
      try {
        const stored = await write(text, n);
        if (!isSame(stored, text))
          failures.push(`${name} ${JSON.stringify(text)}: ${JSON.stringify(stored)}`);
      } catch (thrown) {
        // A text that Postgres cannot hold is refused; nothing else may be.
        if (storable(text) === text)
          failures.push(`${name} ${JSON.stringify(text)}: ${String(thrown).slice(0, 200)}`);
      }
    }
    tally.addMany(PAYLOADS.length, failures);
    expect(failures).toEqual([]);
    expect(await tables()).toBe(before);
  });
});

it('the audit’s chain holds whatever is in it', async () => {
  expect(await verifyAudit()).toMatchObject({ ok: true });
});

describe('the log', () => {
  const written = (write: (log: ReturnType<typeof createLog>) => void): string => {
    const chunks: string[] = [];
    const log = createLog('info', { write: (text) => void chunks.push(text) });
    write(log);
    return chunks.join('');
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not be there
  const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/;

  it('has one line an entry, and no sign that a terminal obeys', () => {
    const failures: string[] = [];
    for (const text of PAYLOADS) {
      const lines = written((log) => {
        log.info(text);
        log.warn({ node: text, nested: { name: text } }, 'said');
        log.error({ err: new Error(text) }, text);
      });
      const entries = lines.split('\n').filter(Boolean);
      const isRight =
        entries.length === 3 &&
        !RAW.test(lines.replaceAll('\n', '')) &&
        entries.every((line) => typeof JSON.parse(line) === 'object') &&
        isSame((JSON.parse(entries[1] ?? '{}') as { node?: string }).node, text);
      if (!isRight) failures.push(JSON.stringify(lines));
    }
    tally.addMany(PAYLOADS.length * 3, failures);
    expect(failures).toEqual([]);
  });
});
