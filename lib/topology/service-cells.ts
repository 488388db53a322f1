import type { DirectoryService } from '@/lib/live/protocol';
import type { CrmResource, PacemakerReading } from '@/lib/pacemaker/types';
import { makeCell, trouble } from './cell';
import { isServerUp } from './haproxy-cells';
import { type Phrase, say } from './phrases';
import type { NodeSource, Seen } from './sources';
import type { CellStatus, TopologyCell, Trouble } from './types';

/**
 * The services row: what people use, on the nodes where it runs. Three sources may speak for one service on one node:
 * Pacemaker (where it owns it), systemd, and HAProxy's check. The worst of them counts.
 */
export interface ServiceEvidence {
  readonly view: Seen<PacemakerReading> | undefined;
  /** Backend name → HAProxy's word on the server on this node, from the HAProxy that carries requests. */
  readonly servers: Readonly<Record<string, string>>;
}

export function serviceCells(
  source: NodeSource,
  services: readonly DirectoryService[],
  evidence: ServiceEvidence,
): readonly TopologyCell[] {
  const crm = evidence.view?.value?.nodes.find((node) => node.name === source.node.name);
  // Of a node that is gone or not yet fenced even the cluster manager can only guess.
  const isGuess = crm !== undefined && (crm.unclean || !crm.online);
  return services
    .flatMap((service) => serviceCell(source, service, evidence) ?? [])
    .map((cell) => (isGuess ? { ...cell, status: 'unknown' as const } : cell));
}

function serviceCell(
  source: NodeSource,
  service: DirectoryService,
  evidence: ServiceEvidence,
): TopologyCell | undefined {
  const resource = resourceOn(evidence.view?.value, service, source.node.name);
  const unit = service.unit
    ? source.units.value?.units.find((one) => one.id === service.unit || one.id === `${service.unit}.service`)
    : undefined;
  const server = service.backend ? evidence.servers[service.backend] : undefined;
  const owned = service.resourceId !== undefined && evidence.view?.value !== undefined;
  const running = owned
    ? resource !== undefined
    : unit?.activeState === 'active' || unit?.activeState === 'activating';
  const from = [
    ...(owned && evidence.view ? [evidence.view] : []),
    ...(unit && (!owned || running) ? [source.units] : []),
  ];

  if (!running) {
    if (service.mode === 'active-standby') return undefined;
    // Active-active: a node that could run it and does not is worth a word, as long as others do.
    if (unit && unit.loadState !== 'not-found' && !owned && source.units.value) {
      return make(source, service, from, 'critical', say('serviceStopped'), [
        trouble(
          say('breakService', { name: service.name, node: source.node.name }),
          say('stepCheckService', { name: service.name }),
        ),
      ]);
    }
    return undefined;
  }
  return runningCell(source, service, from, resource, unit?.activeState, server);
}

function runningCell(
  source: NodeSource,
  service: DirectoryService,
  from: readonly Seen<unknown>[],
  resource: CrmResource | undefined,
  activeState: string | undefined,
  server: string | undefined,
): TopologyCell {
  const check = trouble(
    say('breakService', { name: service.name, node: source.node.name }),
    say('stepCheckService', { name: service.name }),
  );
  if (resource?.failed || resource?.blocked || activeState === 'failed')
    return make(source, service, from, 'critical', say('serviceFailed'), [check]);
  if (resource && /ing$/.test(resource.role))
    return make(source, service, from, 'moving', say('serviceStarting'), []);
  if (activeState === 'activating') return make(source, service, from, 'moving', say('serviceStarting'), []);
  if (activeState !== undefined && activeState !== 'active')
    return make(source, service, from, 'critical', say('serviceStopped'), [check]);
  if (server !== undefined && /^(MAINT|DRAIN)/i.test(server))
    return make(source, service, from, 'ready', say('serviceDraining'), []);
  if (server !== undefined && !isServerUp(server)) {
    return make(source, service, from, 'warning', say('serviceServerDown'), [
      trouble(
        say('breakBackend', { name: service.name, node: source.node.name, status: server }),
        say('stepCheckService', { name: service.name }),
      ),
    ]);
  }
  return make(source, service, from, 'ok', say('serviceRunning'), []);
}

const make = (
  source: NodeSource,
  service: DirectoryService,
  from: readonly Seen<unknown>[],
  status: CellStatus,
  words: Phrase,
  findings: readonly Trouble[],
): TopologyCell => ({
  ...makeCell({
    layer: 'services',
    source,
    name: service.id,
    label: service.name,
    status,
    words,
    findings,
    from,
    resourceId: service.resourceId,
  }),
  serviceIds: [service.id],
});

/** The instance of the service's resource on this node; a clone or group id counts through its members. */
export function resourceOn(
  view: PacemakerReading | undefined,
  service: DirectoryService,
  node: string,
): CrmResource | undefined {
  if (!service.resourceId) return undefined;
  return view?.resources.find(
    (resource) =>
      (resource.id === service.resourceId ||
        resource.within.some((outer) => outer.id === service.resourceId)) &&
      resource.nodes.includes(node) &&
      (resource.active || resource.failed),
  );
}

/** Services that run on no node although they should. */
export function servicesNowhere(
  services: readonly DirectoryService[],
  view: Seen<PacemakerReading> | undefined,
  placed: ReadonlySet<string>,
  sources: readonly NodeSource[],
): readonly TopologyCell[] {
  const anchor = sources.find((source) => source.node.name === view?.source) ?? sources[0];
  if (!anchor) return [];
  return services.flatMap((service) => {
    if (placed.has(service.id)) return [];
    const ownedByPacemaker = service.resourceId !== undefined;
    // Without Pacemaker's word, or while some node's units are unread, "nowhere" would be a guess.
    const from: readonly Seen<unknown>[] = ownedByPacemaker
      ? view
        ? [view]
        : []
      : sources.map((source) => source.units);
    if (from.length === 0 || (!ownedByPacemaker && !service.unit)) return [];
    const failure = view?.value?.failures.find(
      (one) => one.resource === service.resourceId && service.resourceId !== undefined,
    );
    const cause = failure
      ? trouble(
          say('resFailedBefore', {
            resource: service.resourceId ?? '',
            node: failure.node,
            reason: failure.exitReason || failure.exitStatus || '',
            count: 0,
            infinite: 'no',
          }),
          say('stepCleanUp', { resource: service.resourceId ?? '' }),
        )
      : trouble(
          say('serviceNowhere', { name: service.name }),
          say('stepCheckService', { name: service.name }),
        );
    const cell = make(anchor, service, from, 'critical', say('serviceDown'), [cause]);
    return [{ ...cell, id: `nowhere:services:${service.id}`, nodeId: 'nowhere', node: '' }];
  });
}
