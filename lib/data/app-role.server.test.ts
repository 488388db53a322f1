import { execFile } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { prepareAppRole } from '@/scripts/app-role';
import { testDatabase } from '@/server/testing/database';
import { recordAudit, verifyAudit } from './audit';
import { database, disconnectDatabase } from './client';
import { deriveKey } from './secret-box';

const db = testDatabase();
const ROOT = join(import.meta.dirname, '../..');
let own = '';

const entry = (action: string) =>
  ({ actor: null, action, objectKind: 'cluster', objectId: 'c1', phase: 'outcome' }) as const;

/** Haven's own client under another account. */
async function as(url: string): Promise<void> {
  await disconnectDatabase();
  process.env.DATABASE_URL = url;
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  const role = await prepareAppRole(db.url);
  if (role.kind !== 'own') throw new Error(role.why);
  own = role.url;
});
afterEach(() => as(db.url));

describe('the account Haven works with', () => {
  it('is the same at every start, and several at once do not get in each other’s way', async () => {
    const roles = await Promise.all(Array.from({ length: 5 }, () => prepareAppRole(db.url)));
    expect(roles).toEqual(Array.from({ length: 5 }, () => ({ kind: 'own', url: own })));
  });

  it('adds to the audit, reads it, and does all of the other work', async () => {
    await as(own);
    await recordAudit(entry('one'));
    await recordAudit(entry('two'));
    expect(await verifyAudit()).toMatchObject({ ok: true, entries: 2 });
    const cluster = await database().cluster.create({ data: { name: 'role' } });
    await database().cluster.update({ where: { id: cluster.id }, data: { practice: true } });
    await database().cluster.delete({ where: { id: cluster.id } });
  });

  it.each([
    'UPDATE "AuditEntry" SET action = \'x\'',
    'DELETE FROM "AuditEntry"',
    'TRUNCATE "AuditEntry"',
    'ALTER TABLE "AuditEntry" DISABLE TRIGGER ALL',
    'DROP TRIGGER "AuditEntry_is_append_only" ON "AuditEntry"',
    'DROP TABLE "AuditEntry"',
    'ALTER TABLE "AuditEntry" OWNER TO CURRENT_USER',
    'CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
    'SET session_replication_role = replica',
    'SET ROLE haven',
    'GRANT UPDATE ON "AuditEntry" TO CURRENT_USER',
    'DELETE FROM "_prisma_migrations"',
  ])('is refused: %s', async (statement) => {
    // By the rights of the account, before any trigger is asked; granting what one has not is only a warning.
    const attempt = ask(own, statement);
    if (statement.startsWith('GRANT')) await attempt.catch(() => undefined);
    else await expect(attempt).rejects.toThrow(/permission denied|must be owner|must be able to SET ROLE/);
    await expect(ask(own, 'UPDATE "AuditEntry" SET action = \'x\'')).rejects.toThrow(/permission denied/);
    expect(await verifyAudit()).toMatchObject({ ok: true, entries: 2 });
  });

  it('is left out where the owner may not create roles, and it is said why', async () => {
    await ask(db.url, "CREATE ROLE haven_small LOGIN PASSWORD 'small'");
    await ask(db.url, 'GRANT ALL ON ALL TABLES IN SCHEMA public TO haven_small');
    const url = new URL(db.url);
    url.username = 'haven_small';
    url.password = 'small';
    const role = await prepareAppRole(url.href);
    expect(role).toMatchObject({ kind: 'owner' });
    expect(JSON.stringify(role)).not.toContain('"small"');
    url.password = '';
    expect(await prepareAppRole(url.href)).toMatchObject({ kind: 'owner' });
    await ask(db.url, 'DROP OWNED BY haven_small');
    await ask(db.url, 'DROP ROLE haven_small');
  });
});

describe('npm run audit', () => {
  function run(...args: string[]): Promise<{ readonly code: number; readonly out: string }> {
    const env = { ...process.env, DATABASE_URL: db.url };
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        ['--import', 'tsx', 'scripts/audit.ts', ...args],
        { cwd: ROOT, env },
        (error, stdout) => resolve({ code: error ? Number(error.code) : 0, out: stdout }),
      );
    });
  }

  it('says that it is whole, where it is broken, and how it is used, each with its exit code', async () => {
    // The key is made when it is first used.
    deriveKey('audit-head');
    const whole = await run('verify');
    expect(whole.out).toContain('whole: 2 entries');
    expect(whole.code).toBe(0);
    await ask(
      db.url,
      `ALTER TABLE "AuditEntry" DISABLE TRIGGER ALL; UPDATE "AuditEntry" SET action = 'other' WHERE seq = 2`,
    );
    const broken = await run('verify');
    expect(broken.out).toContain('BROKEN at entry 2: this entry is not as it was written');
    expect(broken.code).toBe(1);
    expect((await run('improve')).code).toBe(64);
  });
});
