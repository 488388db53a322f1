import { may } from '@/lib/auth/roles';
import { currentActor } from '@/lib/auth/session';
import { getChange } from '@/lib/views/plans';

const NO_STORE = { 'Cache-Control': 'no-store' };

/** One change as it is now; its page asks when the live channel says that something moved, and slowly otherwise. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ plan: string }> },
): Promise<Response> {
  const actor = await currentActor();
  if (!actor) return Response.json({ error: 'signed-out' }, { status: 401, headers: NO_STORE });
  if (!may(actor.role, 'plan.view'))
    return Response.json({ error: 'forbidden' }, { status: 403, headers: NO_STORE });
  const view = await getChange(actor, (await params).plan);
  if (!view) return Response.json({ error: 'not-found' }, { status: 404, headers: NO_STORE });
  return Response.json(view, { headers: NO_STORE });
}
