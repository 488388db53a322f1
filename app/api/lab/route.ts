import { currentActor } from '@/lib/auth/session';
import { getLab } from '@/lib/views/lab';
import { hasAccounts } from '@/lib/views/users';

/** The practice cluster's progress; also before the first account, since building it takes longer than typing a name. */
export async function GET(): Promise<Response> {
  if (!(await currentActor()) && (await hasAccounts()))
    return Response.json({ error: 'signed-out' }, { status: 401 });
  return Response.json(await getLab(), { headers: { 'Cache-Control': 'no-store' } });
}
