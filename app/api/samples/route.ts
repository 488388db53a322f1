import { currentActor } from '@/lib/auth/session';
import { getSamples, parseSampleQuery } from '@/lib/views/samples';

const STATUS = { 'signed-out': 401, forbidden: 403 } as const;

/** Stored points of a chart: `?cluster=…&prefix=net:<node id>:&range=15m&after=<ms>`. */
export async function GET(request: Request): Promise<Response> {
  const actor = await currentActor();
  const query = parseSampleQuery(new URL(request.url).searchParams);
  if (!query) return Response.json({ error: 'invalid' }, { status: actor ? 400 : 401 });
  const answer = await getSamples(actor, query, Date.now());
  if (!answer.ok) return Response.json({ error: answer.error }, { status: STATUS[answer.error] });
  return Response.json(answer.value, { headers: { 'cache-control': 'private, no-store' } });
}
