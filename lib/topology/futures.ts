import type { DirectoryCluster } from '@/lib/live/protocol';
import { FAILOVER_BUDGET, type SecondsBudget, sumOfBudgets } from '@/lib/pacemaker/failover-budget';
import type {
  CrmResource,
  PacemakerReading,
  SimulationReading,
  SurvivalReading,
} from '@/lib/pacemaker/types';
import type { Anatomy } from './anatomy';
import { CURRENT, type NodeSource, type Seen } from './sources';
import type { Future, Rail } from './types';

/** "If node1 is lost now": what the cluster's own simulator says would move where, and what would stop. */

export function buildFutures(
  cluster: DirectoryCluster,
  sources: readonly NodeSource[],
  view: Seen<PacemakerReading> | undefined,
  anatomy: Anatomy,
  rails: readonly Rail[],
): readonly Future[] {
  const survival = bestSurvival(sources);
  if (!survival?.value || !view?.value) return [];
  return sources.flatMap((source) => {
    const simulation = survival.value?.onLoss[source.node.name];
    const crm = view.value?.nodes.find((node) => node.name === source.node.name);
    // Losing what is already lost says nothing.
    if (!simulation || !crm?.online) return [];
    return [futureOf(cluster, source, simulation, view, survival, anatomy, rails)];
  });
}

const bestSurvival = (sources: readonly NodeSource[]): Seen<SurvivalReading> | undefined => {
  const all = sources.map((source) => source.survival).filter((survival) => survival.value);
  return (
    all.find((survival) => survival.isCurrent) ?? [...all].sort((a, b) => b.observedAt - a.observedAt)[0]
  );
};

interface Subject {
  readonly id: string;
  readonly kind: 'vip' | 'hafs' | 'service' | 'resource';
  readonly label: string;
  readonly resourceId: string;
}

/** What people would miss, once each: file systems, services, VIPs. Clones that only shrink are not a move. */
function subjects(cluster: DirectoryCluster, anatomy: Anatomy, rails: readonly Rail[]): readonly Subject[] {
  const beads = rails.flatMap((rail) => rail.beads);
  return [
    ...anatomy.hafs.map((hafs) => ({
      id: hafs.resourceId,
      kind: 'hafs' as const,
      label: 'HAFS',
      resourceId: hafs.resourceId,
    })),
    ...cluster.services.flatMap((service) =>
      service.resourceId && service.mode === 'active-standby'
        ? [{ id: service.id, kind: 'service' as const, label: service.name, resourceId: service.resourceId }]
        : [],
    ),
    ...beads.map((bead) => ({
      id: bead.id,
      kind: 'vip' as const,
      label: bead.label,
      resourceId: bead.resourceId,
    })),
  ];
}

function futureOf(
  cluster: DirectoryCluster,
  source: NodeSource,
  simulation: SimulationReading,
  view: Seen<PacemakerReading>,
  survival: Seen<SurvivalReading>,
  anatomy: Anatomy,
  rails: readonly Rail[],
): Future {
  const lost = source.node.name;
  const idOf = new Map(cluster.nodes.map((node) => [node.name, node.id]));
  const moves: Future['moves'][number][] = [];
  const stops: Future['stops'][number][] = [];
  for (const subject of subjects(cluster, anatomy, rails)) {
    const before = placesOf(view.value?.resources ?? [], subject.resourceId);
    if (!before.includes(lost)) continue;
    const after = placesOf(simulation.after, subject.resourceId).filter((name) => name !== lost);
    const to = after.find((name) => !before.includes(name)) ?? after[0];
    const { id, kind, label } = subject;
    if (to === undefined) stops.push({ id, kind, label });
    else moves.push({ id, kind, label, toId: idOf.get(to) ?? to, to });
  }
  const { low, high } = sumOfBudgets(moves.length === 0 ? [] : failoverParts(moves, simulation));
  return {
    nodeId: source.node.id,
    name: lost,
    moves,
    stops,
    fenced: simulation.fencing.some((one) => one.target === lost),
    lowSeconds: Math.floor(low),
    highSeconds: Math.ceil(high),
    // A prediction is as good as the older of what it was computed from and what it is compared with.
    freshness: survival.isCurrent ? (view.isCurrent ? CURRENT : view.freshness) : survival.freshness,
  };
}

/** What the slowest of them waits for: a file system's users come after it, a VIP alone only after the loss is known. */
function failoverParts(moves: Future['moves'], { fencing }: SimulationReading): readonly SecondsBudget[] {
  const { detect, fence, promote, mount, start, address, balancer } = FAILOVER_BUDGET;
  const storage = moves.some((move) => move.kind === 'hafs') ? [promote, mount, start, balancer] : [];
  return [detect, ...(fencing.length > 0 ? [fence] : []), ...storage, address];
}

function placesOf(resources: readonly CrmResource[], id: string): readonly string[] {
  return [
    ...new Set(
      resources
        .filter((one) => one.active && (one.id === id || one.within.some((outer) => outer.id === id)))
        .flatMap((one) => one.nodes),
    ),
  ];
}
