import { may } from '@/lib/auth/roles';
import { currentActor } from '@/lib/auth/session';
import { getForgetting } from '@/lib/views/forgetting';

const NO_STORE = { 'Cache-Control': 'no-store' };

/** A cluster that is being forgotten, as far as it is; its page asks each second until it is over. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ forgetting: string }> },
): Promise<Response> {
  const actor = await currentActor();
  if (!actor) return Response.json({ error: 'signed-out' }, { status: 401, headers: NO_STORE });
  if (!may(actor.role, 'cluster.forget'))
    return Response.json({ error: 'forbidden' }, { status: 403, headers: NO_STORE });
  const view = await getForgetting(actor, (await params).forgetting);
  if (!view) return Response.json({ error: 'not-found' }, { status: 404, headers: NO_STORE });
  return Response.json(view, { headers: NO_STORE });
}
