import { createHash, timingSafeEqual } from 'node:crypto';
import type { Locale } from '@/lib/i18n/define';
import { database, type Tx } from './client';
import { newId } from './new-id';

/** Wall displays and their tokens. Only the SHA-256 of a token is stored: whoever reads the database cannot open a wall. */

export interface WallSummary {
  readonly id: string;
  readonly name: string;
  readonly showNames: boolean;
  readonly locale: Locale;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly lastSeenAt?: number;
  readonly revokedAt?: number;
}

/** 256 random bits need no slow hash: there is nothing to guess. */
export const wallTokenHash = (token: string): string =>
  createHash('sha256').update(token, 'utf8').digest('hex');

/** Longer ones are not ours; they are not even hashed. */
const MAX_TOKEN_LENGTH = 200;

/**
 * The wall of a token that is not revoked. The row is found by the hash, so the time taken tells nothing about a token;
 * the comparison is constant-time all the same, should the index ever compare less than everything.
 */
export async function findWallByToken(token: string): Promise<WallSummary | undefined> {
  if (token === '' || token.length > MAX_TOKEN_LENGTH) return undefined;
  const hash = wallTokenHash(token);
  const row = await database().wallToken.findUnique({ where: { tokenSha256: hash } });
  if (!row || row.revokedAt) return undefined;
  const isSame =
    row.tokenSha256.length === hash.length &&
    timingSafeEqual(Buffer.from(row.tokenSha256), Buffer.from(hash));
  return isSame ? summaryOf(row) : undefined;
}

export async function listWallTokens(): Promise<readonly WallSummary[]> {
  const rows = await database().wallToken.findMany({ orderBy: { createdAt: 'desc' } });
  return rows.map(summaryOf);
}

export async function findWall(id: string, tx: Tx = database()): Promise<WallSummary | undefined> {
  const row = await tx.wallToken.findUnique({ where: { id } });
  return row ? summaryOf(row) : undefined;
}

export async function insertWall(
  tx: Tx,
  input: {
    readonly name: string;
    readonly showNames: boolean;
    readonly locale: Locale;
    readonly createdById: string;
    readonly tokenSha256: string;
  },
): Promise<string> {
  const { id } = await tx.wallToken.create({ data: { id: newId(), ...input }, select: { id: true } });
  return id;
}

export async function updateWallRevoked(tx: Tx, id: string): Promise<void> {
  await tx.wallToken.update({ where: { id }, data: { revokedAt: new Date() } });
}

/** For "last seen" in the list; once a minute is enough, a wall may reload often. */
export async function touchWall(wall: WallSummary, now: number): Promise<void> {
  if (wall.lastSeenAt !== undefined && now - wall.lastSeenAt < 60_000) return;
  await database().wallToken.update({ where: { id: wall.id }, data: { lastSeenAt: new Date(now) } });
}

interface WallRow {
  readonly id: string;
  readonly name: string;
  readonly showNames: boolean;
  readonly locale: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date | null;
  readonly revokedAt: Date | null;
}

const summaryOf = (row: WallRow): WallSummary => ({
  id: row.id,
  name: row.name,
  showNames: row.showNames,
  locale: row.locale === 'en' ? 'en' : 'ko',
  createdAt: row.createdAt.getTime(),
  ...(row.lastSeenAt ? { lastSeenAt: row.lastSeenAt.getTime() } : {}),
  ...(row.revokedAt ? { revokedAt: row.revokedAt.getTime() } : {}),
});
