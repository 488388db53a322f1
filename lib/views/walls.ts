import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/roles';
import { findWallByToken, listWallTokens, touchWall, type WallSummary } from '@/lib/data/wall-tokens';

/** Every wall, the revoked ones too; for those who may manage walls. */
export async function listWalls(actor: Actor): Promise<readonly WallSummary[]> {
  return may(actor.role, 'wall.manage') ? listWallTokens() : [];
}

/** The wall that a token opens, and that it was seen. The token is the credential: there is no actor. */
export async function openWall(token: string): Promise<WallSummary | undefined> {
  const wall = await findWallByToken(token);
  // That "last seen" could not be written must not darken a wall.
  if (wall) await touchWall(wall, Date.now()).catch(() => undefined);
  return wall;
}
