import { may } from '@/lib/auth/roles';
import { currentActor } from '@/lib/auth/session';
import { getAdoption } from '@/lib/views/adoption';

const NO_STORE = { 'Cache-Control': 'no-store' };

/** One adoption as it is now; its page asks each second while something runs. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ adoption: string }> },
): Promise<Response> {
  const actor = await currentActor();
  if (!actor) return Response.json({ error: 'signed-out' }, { status: 401, headers: NO_STORE });
  if (!may(actor.role, 'cluster.adopt'))
    return Response.json({ error: 'forbidden' }, { status: 403, headers: NO_STORE });
  const view = await getAdoption(actor, (await params).adoption);
  if (!view) return Response.json({ error: 'not-found' }, { status: 404, headers: NO_STORE });
  return Response.json(view, { headers: NO_STORE });
}
