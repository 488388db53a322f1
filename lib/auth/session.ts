import { headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { cache } from 'react';
import { countUsers } from '@/lib/data/users';
import type { Actor } from './actor';
import { actorFromHeaders } from './actor-of-cookie';
import { may, type Permission } from './roles';

/** Who is looking at this page; asked once per request. */
export const currentActor: () => Promise<Actor | null> = cache(async () =>
  actorFromHeaders(new Headers(await headers())),
);

/**
 * For pages: the person, who holds `permission`. Without a session leads to the sign-in and back here, before there is
 * any account to the first visit's page; without the permission renders the 403 page. A page needs it itself: a
 * layout's check does not run again when only the page below it changes.
 */
export async function requireActor(permission?: Permission): Promise<Actor> {
  const requested = (await headers()).get('x-haven-path') ?? '/';
  const actor = await currentActor();
  if (!actor) {
    if ((await countUsers()) === 0) redirect('/welcome');
    redirect(requested === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(requested)}`);
  }
  if (permission && !may(actor.role, permission)) forbidden();
  return actor;
}
