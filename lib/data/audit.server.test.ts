import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '@/server/testing/database';
import { appendAudit, listAudit, recordAudit, verifyAudit } from './audit';
import { database } from './client';

const db = testDatabase();
const actor = { id: 'u1', name: '김관리' };
const input = (action: string, detail: unknown = {}) =>
  ({
    actor,
    action,
    objectKind: 'cluster',
    objectId: 'c1',
    objectName: 'lab',
    phase: 'intent',
    detail,
  }) as const;

/** As somebody with the owner's password would: the trigger switched off. */
async function tamper(statement: string): Promise<void> {
  const client = new pg.Client(db.url);
  await client.connect();
  try {
    await client.query('ALTER TABLE "AuditEntry" DISABLE TRIGGER "AuditEntry_is_append_only"');
    await client.query(statement);
    await client.query('ALTER TABLE "AuditEntry" ENABLE ALWAYS TRIGGER "AuditEntry_is_append_only"');
  } finally {
    await client.end();
  }
}

describe('the audit', () => {
  it('is valid while empty', async () => {
    expect(await verifyAudit()).toMatchObject({ ok: true, entries: 0 });
  });

  it('numbers entries without gaps, even when written at the same time', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => recordAudit(input(`parallel.${n}`))));
    expect(await verifyAudit()).toMatchObject({ ok: true, entries: 40 });
  });

  it('leaves nothing of a transaction that fails after it', async () => {
    const failing = database().$transaction(async (tx) => {
      await appendAudit(tx, input('rolled-back'));
      throw new Error('later failure');
    });
    await expect(failing).rejects.toThrow('later failure');
    expect(await verifyAudit()).toMatchObject({ ok: true, entries: 40 });
  });

  it('keeps text that Postgres would refuse or change', async () => {
    const odd = {
      nul: 'a\0b',
      lone: '\ud800',
      big: 1e21,
      minus: -0,
      nested: { z: 1, a: [null, undefined, '한글'] },
    };
    await recordAudit(input('odd', odd));
    expect(await verifyAudit()).toMatchObject({ ok: true, entries: 41 });
    const [entry] = await listAudit({ limit: 1 });
    expect(entry?.detail).toMatchObject({
      nul: 'a\uFFFDb',
      lone: '\uFFFD',
      nested: { a: [null, null, '한글'] },
    });
  });

  it('lists newest first, by page and by filter', async () => {
    const first = await listAudit({ limit: 10 });
    const second = await listAudit({ limit: 10, before: first.at(-1)?.seq });
    expect(first.map((entry) => Number(entry.seq))).toEqual([41, 40, 39, 38, 37, 36, 35, 34, 33, 32]);
    expect(second[0]?.seq).toBe('31');
    expect(await listAudit({ limit: 10, filter: { action: 'odd' } })).toHaveLength(1);
    expect(await listAudit({ limit: 100, filter: { text: '김관' } })).toHaveLength(41);
    expect(await listAudit({ limit: 10, filter: { to: Date.now() - 3_600_000 } })).toHaveLength(0);
  });

  it.each([
    'UPDATE "AuditEntry" SET "actorName" = \'x\'',
    'DELETE FROM "AuditEntry"',
    'TRUNCATE "AuditEntry"',
  ])('refuses %s', async (statement) => {
    await expect(database().$executeRawUnsafe(statement)).rejects.toThrow(/append-only/);
    expect(await verifyAudit()).toMatchObject({ ok: true, entries: 41 });
  });
});

describe('tampering past the trigger is found', () => {
  const columns = [
    'at',
    'actorId',
    'actorName',
    'action',
    'objectKind',
    'objectId',
    'objectName',
    'phase',
  ] as const;
  it.each(columns)('a changed %s', async (column) => {
    const other = column === 'at' ? `"at" + interval '1 second'` : `'x'`;
    const back = `UPDATE "AuditEntry" e SET "${column}" = s."${column}" FROM saved s WHERE s.seq = e.seq`;
    await tamper(
      `CREATE TABLE saved AS TABLE "AuditEntry"; UPDATE "AuditEntry" SET "${column}" = ${other} WHERE seq = 17`,
    );
    expect(await verifyAudit()).toEqual({ ok: false, seq: '17', problem: 'altered' });
    await tamper(`${back}; DROP TABLE saved`);
    expect(await verifyAudit()).toMatchObject({ ok: true });
  });

  it('a changed detail', async () => {
    await tamper(`UPDATE "AuditEntry" SET detail = '{"a":1}' WHERE seq = 5`);
    expect(await verifyAudit()).toEqual({ ok: false, seq: '5', problem: 'altered' });
    await tamper(`UPDATE "AuditEntry" SET detail = '{}' WHERE seq = 5`);
  });

  it('an entry cut out, the newest cut off, and a head made up for it', async () => {
    await tamper('CREATE TABLE saved AS TABLE "AuditEntry"; DELETE FROM "AuditEntry" WHERE seq = 20');
    expect(await verifyAudit()).toEqual({ ok: false, seq: '20', problem: 'missing' });
    await tamper(
      'INSERT INTO "AuditEntry" SELECT * FROM saved WHERE seq = 20; DELETE FROM "AuditEntry" WHERE seq = 41',
    );
    expect(await verifyAudit()).toEqual({ ok: false, seq: '41', problem: 'cut-off' });
    const made = `jsonb_build_object('seq', '40', 'hash', (SELECT hash FROM saved WHERE seq = 40), 'mac', 'made-up')`;
    await tamper(`UPDATE "Setting" SET value = ${made} WHERE key = 'audit-head'`);
    expect(await verifyAudit()).toMatchObject({ ok: false, problem: 'head-forged' });
    await tamper(`DELETE FROM "Setting" WHERE key = 'audit-head'`);
    expect(await verifyAudit()).toMatchObject({ ok: false, problem: 'head-missing' });
  });
});
