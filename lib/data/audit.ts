/**
 * Who did what, and what came of it: an append-only chain. Every entry carries the hash of the one before it; the
 * last one's number and hash lie in a setting signed with a key that is not in Postgres, so that cutting off the
 * newest entries, or rewriting all of them, shows too. A trigger refuses changes; the chain finds what gets past it.
 * Left out: a database restored as a whole to an older state is consistent, and looks so.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Actor } from '@/lib/auth/actor';
import { canonicalJson, type Json, storableJson, storableText } from './canonical-json';
import { database, type Tx } from './client';
import type { AuditEntry as AuditRow, Prisma } from './generated/prisma/client.ts';
import { likeText } from './like-text';
import { deriveKey } from './secret-box';
import { loadSetting, saveSetting } from './settings';

export type AuditPhase = 'intent' | 'outcome' | 'refused';

export interface AuditInput {
  /** Null: Haven itself, or somebody who is not signed in. */
  readonly actor: Pick<Actor, 'id' | 'name'> | null;
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly objectName?: string;
  readonly phase: AuditPhase;
  /** Never a secret. */
  readonly detail?: unknown;
}

export interface AuditEntry {
  /** Decimal; counts from 1 without gaps. */
  readonly seq: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly objectName: string | null;
  readonly phase: AuditPhase;
  readonly detail: Json;
  readonly prevHash: string;
  readonly hash: string;
}

/** Any number, the same everywhere: it names the lock that puts writers in a row. */
const AUDIT_LOCK = 7_283_411;
const GENESIS = '0'.repeat(64);
/** Entries read at once while verifying: bounds memory. */
const VERIFY_BATCH = 2_000;
const HAVEN = 'Haven';

/**
 * Adds an entry inside the caller's transaction: if it cannot be written, the change does not happen either. Holds
 * the chain's lock until the transaction ends, so call it last and keep the transaction short.
 */
export async function appendAudit(
  tx: Tx,
  input: AuditInput,
): Promise<{ readonly seq: string; readonly hash: string }> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${AUDIT_LOCK})`;
  const last = await tx.auditEntry.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true, hash: true } });
  const entry = {
    seq: (last?.seq ?? 0n) + 1n,
    at: new Date(),
    actorId: input.actor?.id ?? null,
    actorName: storableText(input.actor?.name ?? HAVEN),
    action: storableText(input.action),
    objectKind: storableText(input.objectKind),
    objectId: storableText(input.objectId),
    objectName: input.objectName === undefined ? null : storableText(input.objectName),
    phase: input.phase,
    detail: storableJson(input.detail ?? {}),
    prevHash: last?.hash ?? GENESIS,
  };
  const hash = hashOf(entry);
  await tx.auditEntry.create({ data: { ...entry, detail: entry.detail as Prisma.InputJsonValue, hash } });
  await saveSetting('audit-head', signHead(entry.seq.toString(), hash), tx);
  return { seq: entry.seq.toString(), hash };
}

/** An entry in a transaction of its own, for what has no other write: a refusal, a sign-in. */
export async function recordAudit(input: AuditInput): Promise<void> {
  await database().$transaction((tx) => appendAudit(tx, input));
}

type Hashed = Omit<AuditRow, 'hash' | 'detail'> & { readonly detail: unknown };

function hashOf(entry: Hashed): string {
  const content = {
    seq: entry.seq.toString(),
    at: entry.at.getTime(),
    actorId: entry.actorId,
    actorName: entry.actorName,
    action: entry.action,
    objectKind: entry.objectKind,
    objectId: entry.objectId,
    objectName: entry.objectName,
    phase: entry.phase,
    detail: entry.detail as Json,
    prevHash: entry.prevHash,
  };
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

interface Head {
  readonly seq: string;
  readonly hash: string;
  readonly mac: string;
}

function signHead(seq: string, hash: string): Head {
  const mac = createHmac('sha256', deriveKey('audit-head')).update(`${seq} ${hash}`).digest('hex');
  return { seq, hash, mac };
}

function isOwnHead(value: unknown): value is Head {
  const head = value as Partial<Head> | undefined;
  if (typeof head?.seq !== 'string' || typeof head.hash !== 'string' || typeof head.mac !== 'string')
    return false;
  const expected = Buffer.from(signHead(head.seq, head.hash).mac);
  const given = Buffer.from(head.mac);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

export type AuditVerification =
  | { readonly ok: true; readonly entries: number; readonly headHash: string }
  | {
      readonly ok: false;
      /** Number of the first entry that does not fit. */
      readonly seq: string;
      readonly problem: 'altered' | 'missing' | 'chain-broken' | 'head-missing' | 'head-forged' | 'cut-off';
    };

/** Walks the whole chain, in one snapshot so that entries written meanwhile do not look cut off. */
export async function verifyAudit(): Promise<AuditVerification> {
  return database().$transaction(verifyInSnapshot, { isolationLevel: 'RepeatableRead', timeout: 300_000 });
}

async function verifyInSnapshot(tx: Tx): Promise<AuditVerification> {
  const head = await loadSetting('audit-head', tx);
  let seq = 0n;
  let hash = GENESIS;
  for (;;) {
    const rows = await tx.auditEntry.findMany({
      where: { seq: { gt: seq } },
      orderBy: { seq: 'asc' },
      take: VERIFY_BATCH,
    });
    for (const row of rows) {
      if (row.seq !== seq + 1n) return { ok: false, seq: (seq + 1n).toString(), problem: 'missing' };
      if (row.hash !== hashOf(row)) return { ok: false, seq: row.seq.toString(), problem: 'altered' };
      if (row.prevHash !== hash) return { ok: false, seq: row.seq.toString(), problem: 'chain-broken' };
      seq = row.seq;
      hash = row.hash;
    }
    if (rows.length < VERIFY_BATCH) break;
  }
  // An entry moved below the first number would not have been walked.
  const early = await tx.auditEntry.findFirst({ where: { seq: { lte: 0n } }, select: { seq: true } });
  if (early) return { ok: false, seq: early.seq.toString(), problem: 'chain-broken' };
  if (head === undefined)
    return seq === 0n
      ? { ok: true, entries: 0, headHash: hash }
      : { ok: false, seq: `${seq}`, problem: 'head-missing' };
  if (!isOwnHead(head)) return { ok: false, seq: `${seq}`, problem: 'head-forged' };
  if (head.seq !== `${seq}` || head.hash !== hash)
    return { ok: false, seq: `${seq + 1n}`, problem: 'cut-off' };
  return { ok: true, entries: Number(seq), headHash: hash };
}

export interface AuditFilter {
  readonly actorId?: string;
  readonly action?: string;
  readonly objectKind?: string;
  readonly objectId?: string;
  /** Any part of person, action or object, without regard to case. */
  readonly text?: string;
  /** Actions that are called like the text in the reader's language; entries of these are found too. */
  readonly actionsNamedSo?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly from?: number;
  readonly to?: number;
}

export interface AuditQuery {
  /** Only entries with a smaller number: the next page. */
  readonly before?: string;
  readonly limit: number;
  readonly filter?: AuditFilter;
}

/** Newest first. */
export async function listAudit({ before, limit, filter = {} }: AuditQuery): Promise<readonly AuditEntry[]> {
  const rows = await database().auditEntry.findMany({
    where: { ...filterWhere(filter), ...(before === undefined ? {} : { seq: { lt: BigInt(before) } }) },
    orderBy: { seq: 'desc' },
    take: limit,
  });
  return rows.map(entryOf);
}

export async function loadAuditEntry(seq: string): Promise<AuditEntry | undefined> {
  if (!/^\d{1,18}$/.test(seq)) return undefined;
  const row = await database().auditEntry.findUnique({ where: { seq: BigInt(seq) } });
  return row ? entryOf(row) : undefined;
}

function filterWhere(filter: AuditFilter): Prisma.AuditEntryWhereInput {
  const { actorId, action, objectKind, objectId, text, actionsNamedSo = [], from, to } = filter;
  const contains = { contains: likeText(text ?? ''), mode: 'insensitive' } as const;
  return {
    ...(actorId ? { actorId } : {}),
    ...(action ? { action } : {}),
    ...(objectKind ? { objectKind } : {}),
    ...(objectId ? { objectId } : {}),
    ...(from === undefined && to === undefined
      ? {}
      : {
          at: {
            ...(from === undefined ? {} : { gte: new Date(from) }),
            ...(to === undefined ? {} : { lte: new Date(to) }),
          },
        }),
    ...(text
      ? {
          OR: [
            { actorName: contains },
            { action: contains },
            { action: { in: [...actionsNamedSo] } },
            { objectName: contains },
            { objectId: contains },
          ],
        }
      : {}),
  };
}

function entryOf(row: AuditRow): AuditEntry {
  return {
    ...row,
    seq: row.seq.toString(),
    at: row.at.getTime(),
    phase: row.phase as AuditPhase,
    detail: row.detail as Json,
  };
}
