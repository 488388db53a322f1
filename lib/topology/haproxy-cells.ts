import type { HaproxyBackend, HaproxyReading } from '@/lib/haproxy/types';
import { makeCell, trouble } from './cell';
import { say } from './phrases';
import type { NodeSource, Seen } from './sources';
import type { CellStatus, TopologyCell, Trouble } from './types';

/** The HAProxy row of one node, and what HAProxy says about servers on other nodes. */

/**
 * @param holdsVip - addresses of services behind HAProxy are on this node: its HAProxy carries people's requests.
 * @param standbyBackends - backends of active-standby services: all servers but one are rightly down there.
 */
export function haproxyCells(
  source: NodeSource,
  holdsVip: boolean,
  expected: boolean,
  standbyBackends: ReadonlySet<string>,
): readonly TopologyCell[] {
  const { haproxy } = source;
  if (haproxy.absent) {
    if (!expected && !holdsVip) return [];
    const words = say(haproxy.absent === 'not-installed' ? 'haproxyAbsent' : 'haproxyStopped');
    const cause = holdsVip ? say('haproxyStoppedUnderVip', { node: source.node.name }) : words;
    return [
      makeCell({
        layer: 'haproxy',
        source,
        name: 'HAProxy',
        status: holdsVip ? 'critical' : 'warning',
        words,
        findings: [trouble(cause, say('stepCheckHaproxy', { node: source.node.name }))],
        from: [haproxy],
      }),
    ];
  }
  const reading = haproxy.value;
  if (!reading)
    return expected || !haproxy.isCurrent
      ? [
          makeCell({
            layer: 'haproxy',
            source,
            name: 'HAProxy',
            status: 'idle',
            words: say('pacemakerSilent'),
            from: [haproxy],
          }),
        ]
      : [];
  return [haproxyCell(source, haproxy, reading, holdsVip, standbyBackends)];
}

function haproxyCell(
  source: NodeSource,
  seen: Seen<HaproxyReading>,
  reading: HaproxyReading,
  holdsVip: boolean,
  standbyBackends: ReadonlySet<string>,
): TopologyCell {
  const { up, total } = countServers(reading.backends, standbyBackends);
  const sessions = reading.frontends.reduce((sum, frontend) => sum + frontend.currentSessions, 0);
  const findings = backendFindings(reading.backends, standbyBackends);
  const someDown = reading.backends.some((backend) => isBackendDown(backend));
  const status: CellStatus = someDown
    ? 'critical'
    : findings.length > 0
      ? 'warning'
      : holdsVip
        ? 'ok'
        : 'ready';
  return makeCell({
    layer: 'haproxy',
    source,
    name: 'HAProxy',
    status,
    words: holdsVip ? say('haproxyServing', { sessions }) : say('haproxyStandby'),
    note: total > 0 ? say('haproxyServers', { up, total }) : undefined,
    findings,
    from: [seen],
  });
}

/** `no check` counts as up: HAProxy sends requests there. `UP 1/3` is up and falling. */
export const isServerUp = (status: string): boolean => /^(UP|no check|OPEN|NOLB)/i.test(status);
const isOut = (status: string): boolean => /^(MAINT|DRAIN)/i.test(status);
export const isBackendDown = (backend: HaproxyBackend): boolean => /^DOWN/i.test(backend.status);

/** Of an active-standby service one server is all there is to have. */
function countServers(
  backends: readonly HaproxyBackend[],
  standby: ReadonlySet<string>,
): { readonly up: number; readonly total: number } {
  let up = 0;
  let total = 0;
  for (const backend of backends) {
    const working = backend.servers.filter((server) => isServerUp(server.status)).length;
    up += standby.has(backend.name) ? Math.min(1, working) : working;
    total += standby.has(backend.name) ? Math.min(1, backend.servers.length) : backend.servers.length;
  }
  return { up, total };
}

/** One line for all backends that miss the same servers: a dead node is one cause, not one per service. */
function backendFindings(
  backends: readonly HaproxyBackend[],
  standby: ReadonlySet<string>,
): readonly Trouble[] {
  const dead = backends
    .filter(isBackendDown)
    .map((backend) =>
      trouble(
        say('haproxyBackendDown', { backend: backend.name }),
        say('stepCheckService', { name: backend.name }),
      ),
    );
  const missing = new Map<string, string[]>();
  for (const backend of backends) {
    if (isBackendDown(backend) || standby.has(backend.name)) continue;
    const down = backend.servers.filter(
      (server) => !server.backup && !isServerUp(server.status) && !isOut(server.status),
    );
    if (down.length === 0) continue;
    const servers = down.map((server) => server.name).join(', ');
    missing.set(servers, [...(missing.get(servers) ?? []), backend.name]);
  }
  const thin = [...missing].map(([servers, names]) =>
    trouble(
      say('haproxyServersDown', { backend: names.join(', '), servers }),
      say('stepCheckService', { name: names.join(', ') }),
    ),
  );
  return [...dead, ...thin];
}

/** State of the server that stands for `source` in `backend`, by its address or its name. */
export function serverOn(
  backend: HaproxyBackend,
  source: NodeSource,
  vipAddresses: ReadonlySet<string>,
): string | undefined {
  const own = new Set(
    source.network.value?.interfaces
      .flatMap((nic) => nic.addresses.map((address) => address.address))
      .filter((address) => !vipAddresses.has(address)) ?? [],
  );
  const server = backend.servers.find(
    (one) =>
      one.name === source.node.name ||
      (one.address !== undefined && own.has(one.address.replace(/:\d+$/, ''))),
  );
  return server?.status;
}
