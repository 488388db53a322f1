import { auth, HTTP_ENDPOINTS } from '@/lib/auth/auth';
import { isOwnOrigin } from '@/lib/auth/guard';

/**
 * Only what the pages use; everything else of better-auth would pass by the audit and the permission table. The origin
 * is compared here too, as in every action: better-auth itself believes whatever the front door let through.
 */
async function handle(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, '');
  if (!HTTP_ENDPOINTS.has(`${request.method} ${path}`)) return new Response('Not found\n', { status: 404 });
  if (request.method !== 'GET' && !(await isOwnOrigin()))
    return new Response('This request did not come from a page of Haven.\n', { status: 403 });
  return auth().handler(request);
}

export { handle as GET, handle as POST };
