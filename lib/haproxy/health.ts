/**
 * What one node's HAProxy reading means. Every node judges its servers itself, so findings carry the node, and the same
 * server may be UP on one and DOWN on another.
 */
import type { Finding, Severity } from '@/lib/base/finding';
import type { HaproxyMessageId } from './messages';
import { serverState, takesTraffic } from './server-status';
import type { HaproxyBackend, HaproxyFrontend, HaproxyReading, HaproxyServer } from './types';

export type HaproxyFinding = Finding<HaproxyMessageId>;

export interface HaproxyHealthOptions {
  /** Backends whose service runs on one node at a time (reference 3.2): their other servers are DOWN by design. */
  readonly singleActiveBackends?: ReadonlySet<string>;
  /** When the reading was made, milliseconds since the epoch; gives findings their `since`. */
  readonly observedAt?: number;
}

interface Context {
  readonly node: string;
  readonly isSingleActive: boolean;
  readonly observedAt?: number;
}

/** Findings about every frontend, backend and server of one node. */
export function haproxyHealth(
  reading: HaproxyReading,
  node: string,
  options: HaproxyHealthOptions = {},
): readonly HaproxyFinding[] {
  return [
    ...reading.frontends.flatMap((frontend) => frontendFindings(frontend, node)),
    ...reading.backends.flatMap((backend) =>
      backendFindings(backend, {
        node,
        isSingleActive: options.singleActiveBackends?.has(backend.name) ?? false,
        ...(options.observedAt === undefined ? {} : { observedAt: options.observedAt }),
      }),
    ),
  ];
}

function frontendFindings(frontend: HaproxyFrontend, node: string): readonly HaproxyFinding[] {
  if (frontend.status === 'OPEN') return [];
  const object = { kind: 'haproxy-frontend', id: frontend.name, node };
  const params = { frontend: frontend.name, object: frontend.name, node, status: frontend.status };
  // FULL: the connection limit is reached, new clients wait.
  return /^(STOP|PAUSED|FULL)$/.test(frontend.status)
    ? [{ severity: 'critical', key: 'haproxy.frontend-stopped', params, object }]
    : [{ severity: 'unknown', key: 'haproxy.status-unknown', params, object }];
}

function backendFindings(backend: HaproxyBackend, context: Context): readonly HaproxyFinding[] {
  const servers = backend.servers.flatMap((server) => serverFindings(backend, server, context));
  const own = backendFinding(backend, context);
  if (own) return [own, ...servers];
  if (
    backend.servers.length === 0 ||
    servers.some((finding) => finding.severity !== 'info' && finding.severity !== 'ok')
  )
    return servers;
  const up = backend.servers.filter((server) => takesTraffic(serverState(server.status))).length;
  const params = { backend: backend.name, up, total: backend.servers.length, node: context.node };
  return [
    { severity: 'ok', key: 'haproxy.healthy', params, object: backendObject(backend, context) },
    ...servers,
  ];
}

function backendFinding(backend: HaproxyBackend, context: Context): HaproxyFinding | undefined {
  const { node } = context;
  const object = backendObject(backend, context);
  const params = { backend: backend.name, object: backend.name, node, status: backend.status };
  const able = backend.servers.filter((server) => takesTraffic(serverState(server.status)));
  const [last] = able;
  // A backend without servers (statistics page, redirects) is UP by itself.
  if (backend.status === 'DOWN' || (backend.servers.length > 0 && !last)) {
    return { severity: 'critical', key: 'haproxy.backend-down', params, object };
  }
  if (backend.status !== 'UP') return { severity: 'unknown', key: 'haproxy.status-unknown', params, object };
  if (!last) return undefined;
  if (able.every((server) => server.backup) && backend.servers.some((server) => !server.backup)) {
    return { severity: 'warning', key: 'haproxy.backend-on-backup', params, object };
  }
  if (able.length === 1 && backend.servers.length > 1 && !context.isSingleActive) {
    return {
      severity: 'warning',
      key: 'haproxy.last-server',
      params: { ...params, server: last.name },
      object,
    };
  }
  return undefined;
}

function serverFindings(
  backend: HaproxyBackend,
  server: HaproxyServer,
  context: Context,
): readonly HaproxyFinding[] {
  const { node, observedAt } = context;
  const verdict = serverVerdict(backend, server, context.isSingleActive);
  if (!verdict) return [];
  const id = `${backend.name}/${server.name}`;
  const params = {
    backend: backend.name,
    server: server.name,
    object: id,
    node,
    status: server.status,
    reason: [server.checkStatus, server.lastCheck].filter(Boolean).join(' ') || '?',
    sessions: server.currentSessions,
    check: server.checkStatus ?? '?',
  };
  const since =
    observedAt === undefined || server.lastChangeSeconds === undefined
      ? {}
      : { since: observedAt - server.lastChangeSeconds * 1000 };
  return [{ ...verdict, params, object: { kind: 'haproxy-server', id, node }, ...since }];
}

function serverVerdict(
  backend: HaproxyBackend,
  server: HaproxyServer,
  isSingleActive: boolean,
): { readonly severity: Severity; readonly key: HaproxyMessageId } | undefined {
  switch (serverState(server.status)) {
    case 'up':
      // L4OK or L6OK in http mode: the port answers, the service may not. Not said of tcp, which has no layer 7 here.
      return backend.mode === 'http' && /^L[46]OK$/.test(server.checkStatus ?? '')
        ? { severity: 'info', key: 'haproxy.check-not-l7' }
        : undefined;
    case 'going-down':
      return { severity: 'warning', key: 'haproxy.server-failing' };
    case 'down':
      return isSingleActive
        ? { severity: 'info', key: 'haproxy.server-standby' }
        : { severity: 'warning', key: 'haproxy.server-down' };
    case 'coming-up':
      return { severity: 'info', key: 'haproxy.server-coming-up' };
    case 'no-check':
      return { severity: 'warning', key: 'haproxy.server-no-check' };
    case 'nolb':
      return { severity: 'warning', key: 'haproxy.server-nolb' };
    case 'maint':
      return { severity: 'info', key: 'haproxy.server-maint' };
    case 'drain':
      return { severity: 'info', key: 'haproxy.server-drain' };
    case 'unknown':
      return { severity: 'unknown', key: 'haproxy.status-unknown' };
  }
}

const backendObject = (backend: HaproxyBackend, context: Context) => ({
  kind: 'haproxy-backend',
  id: backend.name,
  node: context.node,
});
