import { type NextRequest, NextResponse } from 'next/server';

/**
 * The content security policy, with a nonce per page (Next puts it on its own scripts). No `unsafe-inline`: nothing
 * that a node or a person wrote can become a script or a style. It also means that server-rendered `style=` attributes
 * have no effect; components set styles by class, by SVG attribute, or after mounting.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64');
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Where to come back to after the sign-in; a page cannot ask Next for it.
  headers.set('x-haven-path', request.nextUrl.pathname + request.nextUrl.search);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  // React's development build evaluates stack frames, and its error overlay brings its own styles.
  const script = `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`;
  const style = isDevelopment ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`;
  return [
    "default-src 'self'",
    `script-src ${script}`,
    `style-src ${style}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export const config = {
  // Everything but files of the build: whatever else begins like one of these is a page too, if only one that says 404.
  matcher: ['/((?!_next/static/|favicon\\.ico$|icon\\.svg$).*)'],
};
