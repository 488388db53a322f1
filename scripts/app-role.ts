/**
 * The account Haven itself works with: it may only add to the audit. The owner of the tables, who could switch the
 * audit's trigger off, is used to migrate and then put aside, so that neither a bug nor an injection in the running
 * Haven can change an entry. The chain of hashes (lib/data/audit.ts) still shows what the owner does.
 *
 * Left out: whoever can read Haven's own files or environment finds the owner's password there.
 */
import { createHmac } from 'node:crypto';
import pg from 'pg';

export type AppRole =
  | { readonly kind: 'own'; readonly url: string }
  /** Haven goes on as the owner; `why` is for the log. Never holds a secret. */
  | { readonly kind: 'owner'; readonly why: string };

const SUFFIX = '_app';
/** PostgreSQL cuts longer names. */
const MAX_NAME = 63;

/**
 * Makes the role, or brings its rights up to date after a migration. Safe to call by several at once and every time.
 * @param ownerUrl of a migrated database
 */
export async function prepareAppRole(ownerUrl: string): Promise<AppRole> {
  const owner = new URL(ownerUrl);
  if (owner.password === '')
    return { kind: 'owner', why: 'the owner has no password to derive another from' };
  const client = new pg.Client(ownerUrl);
  try {
    await client.connect();
    const url = await grant(client, owner);
    await tryOut(url);
    return { kind: 'own', url };
  } catch (error) {
    // No right to create roles, or pg_hba.conf does not let the new one in.
    return { kind: 'owner', why: error instanceof Error ? error.message : String(error) };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function grant(client: pg.Client, owner: URL): Promise<string> {
  const { rows } = await client.query<{ database: string; schema: string }>(
    'SELECT current_database() AS database, current_schema() AS schema',
  );
  const { database = '', schema = 'public' } = rows[0] ?? {};
  const name = `${database.slice(0, MAX_NAME - SUFFIX.length)}${SUFFIX}`;
  const role = client.escapeIdentifier(name);
  const tables = client.escapeIdentifier(schema);
  // The same each time, so that several Havens on one database do not lock each other out.
  const password = createHmac('sha256', decodeURIComponent(owner.password)).update(name).digest('base64url');
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock(7283412)');
  const known = await client.query('SELECT rolsuper FROM pg_roles WHERE rolname = $1', [name]);
  const verb = known.rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(`${verb} ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
  for (const statement of [
    `GRANT CONNECT ON DATABASE ${client.escapeIdentifier(database)} TO ${role}`,
    `GRANT USAGE ON SCHEMA ${tables} TO ${role}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${tables} TO ${role}`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${tables} TO ${role}`,
    `REVOKE ALL ON "AuditEntry", "_prisma_migrations" FROM ${role}`,
    `GRANT SELECT, INSERT ON "AuditEntry" TO ${role}`,
    `GRANT SELECT ON "_prisma_migrations" TO ${role}`,
  ])
    await client.query(statement);
  await client.query('COMMIT');
  const url = new URL(owner);
  url.username = encodeURIComponent(name);
  url.password = password;
  return url.href;
}

/** @throws when the role cannot log in, or may change the audit all the same (it inherits from another role) */
async function tryOut(url: string): Promise<void> {
  const client = new pg.Client(url);
  try {
    await client.connect();
    const { rows } = await client.query<{ may: boolean }>(
      `SELECT has_table_privilege('"AuditEntry"', 'UPDATE, DELETE, TRUNCATE') OR
        (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS may`,
    );
    if (rows[0]?.may !== false) throw new Error('the role for Haven may change the audit');
  } finally {
    await client.end().catch(() => undefined);
  }
}
