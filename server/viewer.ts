import { actorFromCookie } from '@/lib/auth/actor-of-cookie';
import { findWallByToken, touchWall } from '@/lib/data/wall-tokens';
import type { Handshake, Viewer } from './live/gateway';

/** Who a socket belongs to: a wall by its token, else a person by the session cookie. Throws while the database is away. */
export async function authenticateViewer({ headers, wallToken }: Handshake): Promise<Viewer | undefined> {
  if (wallToken !== undefined) {
    const wall = await findWallByToken(wallToken);
    if (!wall) return undefined;
    await touchWall(wall, Date.now());
    return { kind: 'wall', wallId: wall.id, showNames: wall.showNames };
  }
  const { cookie } = headers;
  const actor = typeof cookie === 'string' ? await actorFromCookie(cookie) : null;
  return actor ? { kind: 'person', actor } : undefined;
}
