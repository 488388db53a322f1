/**
 * Wall displays: a token that opens one read-only picture without a sign-in. It is shown once, can be revoked at any
 * time, and revoking ends the wall's live connection at once.
 */
import { randomBytes } from 'node:crypto';
import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/roles';
import { err, ok, type Result } from '@/lib/base/result';
import { type AuditInput, appendAudit } from '@/lib/data/audit';
import { database } from '@/lib/data/client';
import { notify } from '@/lib/data/notify';
import { findWall, insertWall, updateWallRevoked, wallTokenHash } from '@/lib/data/wall-tokens';
import type { Locale } from '@/lib/i18n/define';

export interface WallError {
  readonly kind: 'wall';
  readonly problem: 'forbidden' | 'not-found';
}
type Answer<T> = Result<T, WallError>;
const refuse = (problem: WallError['problem']) => err<WallError>({ kind: 'wall', problem });

export interface CreatedWall {
  readonly id: string;
  readonly name: string;
  /** Shown once, never stored in readable form. */
  readonly token: string;
}

export async function createWall(
  actor: Actor,
  input: { readonly name: string; readonly showNames: boolean; readonly locale: Locale },
): Promise<Answer<CreatedWall>> {
  if (!may(actor.role, 'wall.manage')) return refuse('forbidden');
  const token = randomBytes(32).toString('base64url');
  return database().$transaction(async (tx) => {
    const id = await insertWall(tx, { ...input, createdById: actor.id, tokenSha256: wallTokenHash(token) });
    const detail = { showNames: input.showNames, locale: input.locale };
    await appendAudit(tx, { ...entry(actor, 'wall.create', { id, name: input.name }), detail });
    return ok({ id, name: input.name, token });
  });
}

/** Revoking twice is revoking once. */
export async function revokeWall(actor: Actor, id: string): Promise<Answer<null>> {
  if (!may(actor.role, 'wall.manage')) return refuse('forbidden');
  return database().$transaction(async (tx) => {
    const wall = await findWall(id, tx);
    if (!wall) return refuse('not-found');
    if (wall.revokedAt !== undefined) return ok(null);
    await updateWallRevoked(tx, id);
    await appendAudit(tx, entry(actor, 'wall.revoke', wall));
    await notify('wall', id, tx);
    return ok(null);
  });
}

const entry = (
  actor: Actor,
  action: string,
  wall: { readonly id: string; readonly name: string },
): AuditInput => ({
  actor,
  action,
  objectKind: 'wall',
  objectId: wall.id,
  objectName: wall.name,
  phase: 'outcome',
});
