import { instancesOf, resourcesOf } from './serving';
import type { ServiceProtection } from './types';
import { type ClusterView, crmSince } from './view';

/** How close two changes must be, in milliseconds, for one to be the cause of the other: a slow start has several steps. */
const TOGETHER_MS = 180_000;

/** A node that left, and since when, in milliseconds since the epoch. */
export interface LostNode {
  readonly node: string;
  readonly since: number;
  /** By the cluster's word it is off, and others may take over; else nobody knows yet what still runs there. */
  readonly isOffline: boolean;
}

/**
 * The node whose leaving took all of these services down, where that is the cause and nothing of them has failed: they
 * run there, as far as Pacemaker knows, or moved when it went offline. Undefined: something else stopped one of them.
 */
export function takenDownWith(view: ClusterView, dead: readonly ServiceProtection[]): LostNode | undefined {
  if (!view.authority?.reading.quorate || dead.length === 0) return undefined;
  return lostNodes(view).find((lost) => dead.every((each) => wentWith(view, each.id, lost)));
}

function lostNodes(view: ClusterView): readonly LostNode[] {
  return view.nodes.flatMap(({ node: { name }, silentSince }): readonly LostNode[] => {
    const crm = view.crm(name);
    const isOffline = crm !== undefined && !crm.online && !crm.unclean;
    const since = isOffline || crm?.unclean ? crmSince(view, name) : silentSince;
    return since === undefined ? [] : [{ node: name, since, isOffline }];
  });
}

function wentWith(view: ClusterView, serviceId: string, { node, since, isOffline }: LostNode): boolean {
  const service = view.cluster.services.find((each) => each.id === serviceId);
  const { authority } = view;
  if (!service || !authority) return false;
  const instances = resourcesOf(view, service).flatMap((id) => instancesOf(authority.reading.resources, id));
  if (instances.some((instance) => instance.failed || instance.blocked)) return false;
  if (!isOffline) return instances.some((instance) => instance.nodes.includes(node));
  const facts = authority.from.read('pacemaker').since;
  return instances.some(({ id }) => {
    const moved = facts[`resource:${id}`];
    return moved?.how === 'changed' && Math.abs(moved.at - since) <= TOGETHER_MS;
  });
}
