import { auth, HTTP_ENDPOINTS } from '@/lib/auth/auth';

/** Only what the pages use; everything else of better-auth would pass by the audit and the permission table. */
async function handle(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, '');
  if (!HTTP_ENDPOINTS.has(`${request.method} ${path}`)) return new Response('Not found\n', { status: 404 });
  return auth().handler(request);
}

export { handle as GET, handle as POST };
