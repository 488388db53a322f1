import { z } from 'zod';
import { may } from '@/lib/auth/roles';
import { currentActor } from '@/lib/auth/session';
import { getDrift } from '@/lib/views/drift';

const NO_STORE = { 'Cache-Control': 'no-store' };
const hash = z
  .string()
  .regex(/^(?:[0-9a-f]{64}|none)$/)
  .transform((text) => (text === 'none' ? null : text));
const asked = z.object({ object: z.string().min(1).max(400), before: hash, after: hash });

/** One difference, by the hashes that the live picture names. */
export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ cluster: string }> },
): Promise<Response> {
  const actor = await currentActor();
  if (!actor) return Response.json({ error: 'signed-out' }, { status: 401, headers: NO_STORE });
  if (!may(actor.role, 'cluster.evidence'))
    return Response.json({ error: 'forbidden' }, { status: 403, headers: NO_STORE });
  const place = asked.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!place.success) return Response.json({ error: 'invalid' }, { status: 400, headers: NO_STORE });
  const detail = await getDrift(actor, (await params).cluster, place.data);
  return detail
    ? Response.json(detail, { headers: NO_STORE })
    : Response.json({ error: 'not-found' }, { status: 404, headers: NO_STORE });
}
