import type { ViewerClock } from '@/lib/live/freshness';
import { isHavenSilent } from '@/lib/live/freshness';
import type { DirectoryCluster, LiveState } from '@/lib/live/protocol';
import type { PacemakerReading } from '@/lib/pacemaker/types';
import { type Anatomy, bestCib, drbdMinors, readAnatomy } from './anatomy';
import { severity, worstStatus } from './cell';
import { columnHead } from './columns';
import { withDrbdDisagreement, withResourceDisagreement } from './disagreements';
import { diskCells } from './disk-cells';
import { drbdCells } from './drbd-cells';
import { buildFlows, sendingRate } from './flows';
import { buildFutures } from './futures';
import { hafsCells } from './hafs-cells';
import { haproxyCells, serverOn } from './haproxy-cells';
import { recentMovements } from './movements';
import { problemsOf } from './problems';
import { buildRails } from './rails';
import { nowhereCells, resourceCells } from './resource-cells';
import { serviceCells, servicesNowhere } from './service-cells';
import { share } from './share';
import { bestPacemakerView, type NodeSource, readSources, type Seen } from './sources';
import { buildThreads, servicesByLink } from './threads';
import type { Layer, Rail, TopologyCell, TopologyColumn, TopologyModel } from './types';

/**
 * The picture of one cluster. Pure: same input, same picture. A builder keeps what it built last, so that an update of
 * one node computes that node's rows only and every unchanged cell stays the same object.
 */
export interface TopologyBuilder {
  build(cluster: DirectoryCluster, state: LiveState, clock: ViewerClock): TopologyModel;
}

export const buildTopology = (
  cluster: DirectoryCluster,
  state: LiveState,
  clock: ViewerClock,
): TopologyModel => createTopologyBuilder().build(cluster, state, clock);

export function createTopologyBuilder(): TopologyBuilder {
  const memo = new SlotMemo();
  const rates = new Rates();
  let previous: TopologyModel | undefined;
  return {
    build(cluster, state, clock) {
      const sources = readSources(cluster, state, clock);
      rates.note(sources);
      const next = assemble(cluster, state, clock, sources, memo, rates);
      previous = share(previous?.clusterId === cluster.id ? previous : undefined, next);
      return previous;
    },
  };
}

interface Context {
  readonly cluster: DirectoryCluster;
  readonly sources: readonly NodeSource[];
  readonly view: Seen<PacemakerReading> | undefined;
  readonly anatomy: Anatomy;
  readonly rails: readonly Rail[];
  readonly memo: SlotMemo;
  readonly clock: ViewerClock;
}

function assemble(
  cluster: DirectoryCluster,
  state: LiveState,
  clock: ViewerClock,
  sources: readonly NodeSource[],
  memo: SlotMemo,
  rates: Rates,
): TopologyModel {
  const view = bestPacemakerView(sources);
  const minors = drbdMinors(sources);
  const cib = bestCib(sources)?.value;
  const anatomy = memo.get('anatomy', [cluster, cib, view?.value, [...minors].join()], () =>
    readAnatomy(cluster, cib, view?.value, minors),
  );
  const rails = memo.get(
    'rails',
    [
      cluster,
      Math.floor(clock.now / 1_000),
      ...sources.flatMap((source) => [
        source.network.value,
        source.network.stamp,
        source.corosync.value,
        source.corosync.stamp,
      ]),
      view?.value,
      view?.stamp,
    ],
    () => buildRails(cluster, sources, view, clock.now),
  );
  const context: Context = { cluster, sources, view, anatomy, rails, memo, clock };
  const columns = sources.map((source) => columnOf(source, context));
  const placed = new Set(
    columns.flatMap((column) => column.slots.services.flatMap((cell) => cell.serviceIds)),
  );
  const nowhere = [
    ...servicesNowhere(cluster.services, view, placed, sources),
    ...nowhereCells(view, sources, anatomy),
  ];
  const flows = buildFlows(sources, rates.current);
  const threads = buildThreads(cluster, {
    columns,
    nowhere,
    rails,
    flows,
    hafs: anatomy.hafs,
    topOf: anatomy.topOf,
  });
  const services = servicesByLink(threads);
  const lit = <T extends Threaded>(thing: T): T => memo.lit(thing, services.get(thing.id));
  const threaded = columns.map((column) => ({
    ...column,
    slots: mapSlots(column.slots, (cells) => cells.map(lit)),
  }));
  const drawn = { columns: threaded, nowhere: nowhere.map(lit), rails, flows: flows.map(lit) };
  return {
    clusterId: cluster.id,
    name: cluster.name,
    practice: cluster.practice,
    havenSilentSince: isHavenSilent(clock) ? clock.heardAt : undefined,
    ...drawn,
    threads,
    movements: recentMovements(cluster, state, sources, anatomy, clock.now),
    structure: { topOf: anatomy.topOf, drbdResources: anatomy.drbdResources },
    futures: buildFutures(cluster, sources, view, anatomy, rails),
    problems: problemsOf(drawn),
    status: worstStatus([
      ...threaded.flatMap((column) => [
        column.status,
        ...Object.values(column.slots).flatMap((cells) => cells.map((cell) => cell.status)),
      ]),
      ...drawn.nowhere.map((cell) => cell.status),
      ...rails.flatMap((rail) => [
        ...rail.beads.map((bead) => bead.status),
        ...rail.ports.map((port) => port.status),
      ]),
      ...drawn.flows.map((flow) => flow.status),
    ]),
  };
}

function columnOf(source: NodeSource, context: Context): TopologyColumn {
  const { sources, view, clock } = context;
  const head = columnHead(source, sources, view, clock);
  const slots = slotsOf(source, context, head.disagreement !== undefined);
  const holdsBead = context.rails.some((rail) =>
    rail.beads.some((bead) => bead.holderIds.includes(source.node.id)),
  );
  return {
    nodeId: source.node.id,
    name: source.node.name,
    ...head,
    active: holdsBead || slots.hafs.some((cell) => cell.words.key === 'hafsMounted'),
    slots,
  };
}

function slotsOf(source: NodeSource, context: Context, isParted: boolean): TopologyColumn['slots'] {
  const { cluster, sources, anatomy, rails, memo, clock } = context;
  // In a partition each node runs what it believes itself: its column then shows its own word.
  const ownView = isParted && source.pacemaker.isCurrent ? source.pacemaker : undefined;
  const view = ownView ?? context.view;
  const key = (layer: Layer): string => `${source.node.id}:${layer}`;
  const own = (...seen: readonly Seen<unknown>[]): readonly unknown[] =>
    seen.flatMap((one) => [one.value, one.stamp]);
  const shared = [cluster, anatomy, view?.value, view?.stamp, view?.key];
  const holdsVip = rails.some((rail) =>
    rail.beads.some((bead) => bead.holderIds.includes(source.node.id) && servesHaproxy(context, bead.id)),
  );
  const standby = standbyBackends(context);
  const servers = serversOf(source, context);
  const placedHaproxy = (view?.value?.resources ?? []).some(
    (one) => anatomy.haproxyIds.has(one.id) && one.nodes.includes(source.node.name),
  );
  const drbd = memo.get(key('drbd'), own(source.drbd, source.drbdConfig), () => drbdCells(source));
  const resources = memo.get(key('resources'), [...shared, ...own(source.pacemaker)], () =>
    resourceCells(source, view, anatomy),
  );
  return {
    services: memo.get(key('services'), [...shared, ...own(source.units), JSON.stringify(servers)], () =>
      serviceCells(source, cluster.services, { view, servers }),
    ),
    haproxy: memo.get(key('haproxy'), [...own(source.haproxy), holdsVip, placedHaproxy, cluster], () =>
      haproxyCells(source, holdsVip, placedHaproxy, standby),
    ),
    resources: isParted
      ? resources
      : resources.map((cell) => withResourceDisagreement(cell, view, sources, clock.now)),
    hafs: memo.get(key('hafs'), [...shared, ...own(source.mounts, source.drbd)], () =>
      hafsCells(source, anatomy.hafs, view),
    ),
    drbd: drbd.map((cell) => withDrbdDisagreement(cell, source, sources, clock.now)),
    nvme: memo.get(key('nvme'), own(source.disks, source.drbd, source.drbdConfig), () => diskCells(source)),
  };
}

/** A VIP behind which HAProxy works; where no service says so, the 10G one. */
function servesHaproxy({ cluster, rails }: Context, beadId: string): boolean {
  const behind = new Set(
    cluster.services.flatMap((service) => (service.backend && service.vipId ? [service.vipId] : [])),
  );
  if (behind.size > 0) return behind.has(beadId);
  return rails.some((rail) => rail.id === '10g' && rail.beads.some((bead) => bead.id === beadId));
}

const standbyBackends = ({ cluster }: Context): ReadonlySet<string> =>
  new Set(
    cluster.services.flatMap((service) =>
      service.mode === 'active-standby' && service.backend ? [service.backend] : [],
    ),
  );

/** What the HAProxy that carries requests says of this node's servers, by backend. Only its current word counts. */
function serversOf(source: NodeSource, context: Context): Readonly<Record<string, string>> {
  const { cluster, sources, rails } = context;
  const beads = rails
    .flatMap((rail) => rail.beads)
    .filter((bead) => bead.state === 'held' && servesHaproxy(context, bead.id));
  const serving = sources.find(
    (one) => one.haproxy.isCurrent && beads.some((bead) => bead.holderIds.includes(one.node.id)),
  );
  const addresses = new Set(cluster.vips.map((vip) => vip.address));
  const words: Record<string, string> = {};
  for (const backend of serving?.haproxy.value?.backends ?? []) {
    const status = serverOn(backend, source, addresses);
    if (status !== undefined) words[backend.name] = status;
  }
  return words;
}

const mapSlots = (
  slots: TopologyColumn['slots'],
  change: (cells: readonly TopologyCell[]) => readonly TopologyCell[],
): TopologyColumn['slots'] => ({
  services: change(slots.services),
  haproxy: change(slots.haproxy),
  resources: change(slots.resources),
  hafs: change(slots.hafs),
  drbd: change(slots.drbd),
  nvme: change(slots.nvme),
});

interface Threaded {
  readonly id: string;
  readonly serviceIds: readonly string[];
}

/** One remembered value per slot; kept while every dependency is the same object. Bounded by the number of slots. */
class SlotMemo {
  readonly #kept = new Map<string, { readonly deps: readonly unknown[]; readonly value: unknown }>();
  readonly #lit = new WeakMap<Threaded, { readonly services: string; readonly value: Threaded }>();

  /** The thing with its services; the same object again for the same thing and services. */
  lit<T extends Threaded>(thing: T, serviceIds: readonly string[] | undefined): T {
    if (!serviceIds) return thing;
    const services = serviceIds.join(' ');
    const kept = this.#lit.get(thing);
    if (kept?.services === services) return kept.value as T;
    const value: T = { ...thing, serviceIds };
    this.#lit.set(thing, { services, value });
    return value;
  }

  get<T>(key: string, deps: readonly unknown[], make: () => T): T {
    const kept = this.#kept.get(key);
    if (
      kept &&
      kept.deps.length === deps.length &&
      kept.deps.every((dep, index) => Object.is(dep, deps[index]))
    )
      return kept.value as T;
    const value = make();
    this.#kept.set(key, { deps, value });
    return value;
  }
}

/** Replication rate of each node's resources, from the last two different reads of its counters. */
class Rates {
  readonly #last = new Map<string, { readonly at: number; readonly sentKiB: number }>();
  readonly current = new Map<string, number>();

  note(sources: readonly NodeSource[]): void {
    for (const source of sources) {
      for (const resource of source.drbd.value?.resources ?? []) {
        const key = `${source.node.id}/${resource.name}`;
        const sentKiB = resource.connections
          .flatMap((connection) => connection.peerDevices)
          .reduce((sum, peer) => sum + (peer.sentKiB ?? 0), 0);
        const next = { at: source.drbd.observedAt, sentKiB };
        const last = this.#last.get(key);
        if (last && last.at === next.at) continue;
        const rate = sendingRate(last, next);
        this.#last.set(key, next);
        if (rate === undefined) this.current.delete(key);
        else this.current.set(key, Math.round(rate));
      }
    }
  }
}

export const isTrouble = (cell: { readonly status: TopologyCell['status'] }): boolean =>
  severity(cell.status) >= severity('warning');
