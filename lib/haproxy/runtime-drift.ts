/** What runs against what the file says, and what a reload would forget. Each node's HAProxy has a state of its own. */

import { parseIp } from '@/lib/base/address';
import { optional } from '@/lib/base/optional';
import { isSameHost } from './address';
import type { RuntimePlace, RuntimeState } from './commands';
import { configSections, type HaproxyConfigFile } from './config-file';
import { indexesWhere } from './config-place';
import { splitServerAddress } from './proxy-read';
import { defaultsOf, type ServerLine, serverLines } from './server-lines';
import { serverState, takesTraffic } from './server-status';
import type { HaproxyServerState } from './servers-state';
import type { HaproxyReading } from './types';

export interface RuntimeDrift extends RuntimePlace {
  readonly kind: /** In the file, not running: not reloaded since it was added. */
    | 'not-running'
    /** Running, not in the file: added over the socket, or the file changed and was not reloaded. */
    | 'not-in-file'
    | 'address'
    | 'port'
    | 'weight'
    /** Maintenance or drain by hand. */
    | 'admin-state';
  readonly file?: string;
  readonly running?: string;
  /** 1-based line of the server, where the file has it. */
  readonly line?: number;
}

export function runtimeVersusFile(
  file: HaproxyConfigFile,
  states: readonly HaproxyServerState[],
): readonly RuntimeDrift[] {
  const drifts: RuntimeDrift[] = [];
  const keyOf = (backend: string, server: string): string => `${backend}/${server}`;
  const running = new Map(states.map((state) => [keyOf(state.backend, state.server), state]));
  const written = new Set<string>();
  const discovered = new Set<string>();
  for (const section of configSections(file)) {
    if ((section.kind !== 'backend' && section.kind !== 'listen') || section.name === undefined) continue;
    const backend = section.name;
    const hasTemplate =
      indexesWhere(file, section.start, section.end, (word) => word === 'server-template').length > 0;
    if (hasTemplate) discovered.add(backend);
    for (const server of serverLines(file, section)) {
      const key = keyOf(backend, server.name);
      written.add(key);
      const state = running.get(key);
      const place = { backend, server: server.name, line: server.index + 1 };
      if (state) drifts.push(...serverDrift(server, state).map((drift) => ({ ...place, ...drift })));
      // What `.if` decides may rightly be absent.
      else if (!section.isConditional) drifts.push({ ...place, kind: 'not-running' });
    }
  }
  for (const [key, { backend, server }] of running) {
    if (!written.has(key) && !discovered.has(backend)) drifts.push({ backend, server, kind: 'not-in-file' });
  }
  return drifts;
}

function serverDrift(
  server: ServerLine,
  state: HaproxyServerState,
): readonly Pick<RuntimeDrift, 'kind' | 'file' | 'running'>[] {
  const drifts: Pick<RuntimeDrift, 'kind' | 'file' | 'running'>[] = [];
  // A name in the file says nothing about the address it became.
  if (parseIp(server.host) && !isSameHost(server.host, state.address))
    drifts.push({ kind: 'address', file: server.host, running: state.address });
  if (server.port !== undefined && state.port !== undefined && server.port !== state.port)
    drifts.push({ kind: 'port', file: String(server.port), running: String(state.port) });
  if (server.weight !== state.weight)
    drifts.push({ kind: 'weight', file: String(server.weight), running: String(state.weight) });
  const now = adminStateOf(state);
  if (now !== 'ready')
    drifts.push({ kind: 'admin-state', file: server.isDisabled ? 'maint' : 'ready', running: now });
  else if (server.isDisabled && (state.adminState & CONFIGURED_MAINTENANCE) === 0)
    drifts.push({ kind: 'admin-state', file: 'maint', running: 'ready' });
  return drifts;
}

/**
 * `show stat` in the place of `show servers state`, which is not read all the time. A server without traffic has no
 * weight of its own there, and maintenance may be the file's: both count as what the file says.
 */
export function statesFromStat(
  file: HaproxyConfigFile,
  { backends }: Pick<HaproxyReading, 'backends'>,
): readonly HaproxyServerState[] {
  const lines = new Map(
    configSections(file)
      .filter(({ kind }) => kind === 'backend' || kind === 'listen')
      .flatMap((section) =>
        serverLines(file, section).map((line) => [`${section.name}/${line.name}`, line] as const),
      ),
  );
  return backends.flatMap(({ name: backend, servers }) =>
    servers.map((server): HaproxyServerState => {
      const line = lines.get(`${backend}/${server.name}`);
      const state = serverState(server.status);
      const place = server.address === undefined ? undefined : splitServerAddress(server.address);
      const isForcedMaintenance = state === 'maint' && line?.isDisabled !== true;
      const isForcedDrain = state === 'drain';
      return {
        backend,
        server: server.name,
        address: place?.address ?? line?.host ?? '',
        ...optional('port', place ? place.port : line?.port),
        operational: takesTraffic(state) ? 'running' : 'stopped',
        isForcedMaintenance,
        isForcedDrain,
        adminState:
          (isForcedMaintenance ? 0x01 : 0) |
          (isForcedDrain ? 0x08 : 0) |
          (state === 'maint' && line?.isDisabled ? CONFIGURED_MAINTENANCE : 0),
        weight: state === 'up' ? server.weight : (line?.weight ?? server.weight),
      };
    }),
  );
}

/** `srv_admin_state` bit: maintenance because the file says `disabled` (reference 3.5). */
const CONFIGURED_MAINTENANCE = 0x04;

/** The state somebody gave by hand; maintenance is stronger than drain. */
export function adminStateOf(state: HaproxyServerState): RuntimeState {
  if (state.isForcedMaintenance) return 'maint';
  return state.isForcedDrain ? 'drain' : 'ready';
}

/** Whether a reload takes runtime states over: `server-state-file` in `global` and `load-server-state-from-file`. */
export function reloadKeepsState(file: HaproxyConfigFile, backend: string): boolean {
  const sections = configSections(file);
  const has = (section: { start: number; end: number }, first: string, second?: string): boolean =>
    indexesWhere(
      file,
      section.start + 1,
      section.end,
      (keyword, line) => keyword === first && (second === undefined || line.words[1]?.value === second),
    ).length > 0;
  const own = sections.find(
    ({ kind, name }) => name === backend && (kind === 'backend' || kind === 'listen'),
  );
  if (!own) return false;
  const parent = defaultsOf(file, own);
  const hasFile = sections.some((section) => section.kind === 'global' && has(section, 'server-state-file'));
  if (has(own, 'load-server-state-from-file'))
    return hasFile && has(own, 'load-server-state-from-file', 'global');
  return hasFile && parent !== undefined && has(parent, 'load-server-state-from-file', 'global');
}

/** The file `server-state-file` names, joined with `server-state-base` where it is relative; undefined: none is loaded. */
export function serverStateFile(file: HaproxyConfigFile): string | undefined {
  const own = configSections(file).find(({ kind }) => kind === 'global');
  if (!own) return undefined;
  const wordAfter = (name: string): string | undefined => {
    const [index] = indexesWhere(file, own.start + 1, own.end, (keyword) => keyword === name);
    return index === undefined ? undefined : file.lines[index]?.words[1]?.value;
  };
  const path = wordAfter('server-state-file');
  if (path === undefined || path.startsWith('/')) return path;
  const base = wordAfter('server-state-base');
  return base === undefined ? undefined : `${base.replace(/\/$/, '')}/${path}`;
}

/** The state file a reload would read; undefined where nothing loads one. */
export function loadedStateFile(file: HaproxyConfigFile): string | undefined {
  const isLoaded = configSections(file).some(
    ({ kind, name }) =>
      (kind === 'backend' || kind === 'listen') && name !== undefined && reloadKeepsState(file, name),
  );
  return isLoaded ? serverStateFile(file) : undefined;
}

export interface LostState extends RuntimePlace {
  readonly state?: RuntimeState;
  readonly weight?: number;
}

/** What a reload of this file would forget. With a state file it is kept only if that is written right before. */
export function lostOnReload(
  file: HaproxyConfigFile,
  states: readonly HaproxyServerState[],
): readonly LostState[] {
  return runtimeVersusFile(file, states).flatMap(
    ({ backend, server, kind, running }): readonly LostState[] => {
      if (kind !== 'admin-state' && kind !== 'weight') return [];
      if (reloadKeepsState(file, backend)) return [];
      const state = kind === 'admin-state' ? (running as RuntimeState | undefined) : undefined;
      return [
        {
          backend,
          server,
          ...optional('state', state),
          ...(kind === 'weight' ? { weight: Number(running) } : {}),
        },
      ];
    },
  );
}

export type DrainVerdict =
  | { readonly kind: 'safe'; readonly left: readonly string[] }
  /** Only backups would serve. */
  | { readonly kind: 'only-backups'; readonly left: readonly string[] }
  /** Invariant 18: nobody would serve. */
  | { readonly kind: 'last-server' }
  | { readonly kind: 'not-found' };

/** Whether a backend survives draining one server, from a fresh `show stat` of the node that holds the VIP. */
export function drainVerdict(stat: Pick<HaproxyReading, 'backends'>, place: RuntimePlace): DrainVerdict {
  const backend = stat.backends.find(({ name }) => name === place.backend);
  if (!backend?.servers.some(({ name }) => name === place.server)) return { kind: 'not-found' };
  const left = backend.servers.filter(
    ({ name, status, weight }) => name !== place.server && weight > 0 && takesTraffic(serverState(status)),
  );
  const active = left.filter(({ backup }) => !backup);
  if (active.length > 0) return { kind: 'safe', left: active.map(({ name }) => name) };
  if (left.length > 0) return { kind: 'only-backups', left: left.map(({ name }) => name) };
  return { kind: 'last-server' };
}
