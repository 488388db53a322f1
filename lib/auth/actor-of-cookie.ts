import type { Actor } from './actor';
import { auth } from './auth';
import { isRole } from './roles';

/**
 * The person a session cookie belongs to, read from the database each time: a ban, a sign-out or another role counts at
 * once. For pages and for the socket's handshake alike.
 */
export async function actorFromHeaders(headers: Headers): Promise<Actor | null> {
  const session = await auth().api.getSession({ headers, query: { disableRefresh: true } });
  if (!session) return null;
  const { id, name, email, role, banned } = session.user;
  return banned || !isRole(role) ? null : { id, name, email, role };
}

/** @param cookieHeader the raw `Cookie` header of a handshake */
export async function actorFromCookie(cookieHeader: string | undefined): Promise<Actor | null> {
  return cookieHeader ? actorFromHeaders(new Headers({ cookie: cookieHeader })) : null;
}
