/** What the HTTP side decides from a request's head alone. Pure, so that every case can be tested. */
import type { IncomingHttpHeaders } from 'node:http';

export interface OriginPolicy {
  /** When set, the only origin that may change anything. */
  readonly publicOrigin?: string;
  readonly trustProxy: boolean;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

export const isMutation = (method: string | undefined): boolean => !SAFE_METHODS.has(method ?? '');

/** The origin this request was sent to, as the browser sees it. */
export function ownOrigin(headers: IncomingHttpHeaders, policy: OriginPolicy): string | undefined {
  if (policy.publicOrigin) return policy.publicOrigin;
  if (!headers.host) return undefined;
  const forwarded = policy.trustProxy ? single(headers['x-forwarded-proto']) : undefined;
  return `${forwarded === 'https' ? 'https' : 'http'}://${headers.host}`;
}

/**
 * Whether the page that sent the request is ours. A missing or `null` Origin is refused: Next would let a missing one
 * pass, and every browser of today sends one with each mutation.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, policy: OriginPolicy): boolean {
  const own = ownOrigin(headers, policy);
  return own !== undefined && headers.origin === own;
}

/** The client's address: the connection's, or the last one a trusted proxy wrote. */
export function clientAddress(
  headers: IncomingHttpHeaders,
  remoteAddress: string | undefined,
  policy: OriginPolicy,
): string {
  const forwarded = policy.trustProxy
    ? single(headers['x-forwarded-for'])?.split(',').at(-1)?.trim()
    : undefined;
  return (forwarded || remoteAddress || '0.0.0.0').replace(/^::ffff:/, '');
}

/** Whether the request came straight from this machine and was addressed to it by a loopback name. */
export function isFromThisMachine(headers: IncomingHttpHeaders, remoteAddress: string | undefined): boolean {
  const isLoopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(remoteAddress ?? '');
  // A name that resolves to 127.0.0.1 (DNS rebinding) is a foreign page's; a proxy speaks for somebody else.
  const isLocalName = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(headers.host ?? '');
  return isLoopback && isLocalName && !headers['x-forwarded-for'] && !headers.forwarded && !headers.via;
}

const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.at(-1) : value;
