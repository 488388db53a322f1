import { instancesOf, isServing, resourcesOf } from './serving';
import type { ServiceProtection } from './types';
import { type ClusterView, crmSince, sinceOf } from './view';

/** How close two changes must be, in milliseconds, for one to be the cause of the other: a slow start has several steps. */
const TOGETHER_MS = 180_000;

/** A node that left, and since when, in milliseconds since the epoch. */
export interface LostNode {
  readonly node: string;
  readonly since: number;
}

/**
 * The node whose leaving took all of these services down, where that is the cause: it is offline by the cluster's own
 * word, each service stopped when it left, and nothing of them has failed. Pacemaker then moves them by itself.
 * Undefined: something else stopped at least one of them.
 */
export function takenDownWith(view: ClusterView, dead: readonly ServiceProtection[]): LostNode | undefined {
  const { authority } = view;
  if (!authority?.reading.quorate || dead.length === 0) return undefined;
  const lost = authority.reading.nodes.flatMap((node): readonly LostNode[] => {
    const since = node.online || node.unclean ? undefined : crmSince(view, node.name);
    return since === undefined ? [] : [{ node: node.name, since }];
  });
  return lost.find(({ since }) => dead.every((each) => stoppedAt(view, each.id, since)));
}

function stoppedAt(view: ClusterView, serviceId: string, at: number): boolean {
  const service = view.cluster.services.find((each) => each.id === serviceId);
  const { authority } = view;
  if (!service || !authority) return false;
  const stopped = resourcesOf(view, service)
    .flatMap((id) => instancesOf(authority.reading.resources, id))
    .filter((instance) => !isServing(instance));
  if (stopped.some((instance) => instance.failed || instance.blocked)) return false;
  const facts = authority.from.read('pacemaker').since;
  return stopped.some((instance) => {
    const since = sinceOf(facts, `resource:${instance.id}`);
    return since !== undefined && Math.abs(since - at) <= TOGETHER_MS;
  });
}
