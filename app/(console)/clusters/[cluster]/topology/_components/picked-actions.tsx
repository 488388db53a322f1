'use client';

import type { ChangeActions } from '@/components/changes/change-actions';
import { ProposeMove, ProposeStandby } from '@/components/changes/propose-menu';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import type { Picked } from '@/components/topology/topology-view';

interface Props {
  readonly live: LiveClusterView;
  readonly picked: Picked;
  readonly propose: ChangeActions['propose'];
}

/** What can be proposed for the element that was picked: a node's standby, or the move of a VIP, group or resource. */
export function PickedActions({ live, picked, propose }: Props) {
  const clusterId = live.cluster.id;
  if (picked.nodeName !== undefined && picked.id === picked.nodeId) {
    const crm = live.view.crm(picked.nodeName);
    if (!crm) return null;
    return (
      <ProposeStandby
        clusterId={clusterId}
        node={picked.nodeName}
        isStandby={crm.standby}
        propose={propose}
      />
    );
  }
  const movable = picked.resourceId === undefined ? undefined : movableOf(live, picked.resourceId);
  return movable ? (
    <ProposeMove clusterId={clusterId} resource={movable.id} nodes={movable.targets} propose={propose} />
  ) : null;
}

/** A member moves with its group; clones run where they may, and fence devices are nobody's errand. */
function movableOf(
  live: LiveClusterView,
  resourceId: string,
): { readonly id: string; readonly targets: readonly string[] } | undefined {
  const resource = live.view.authority?.reading.resources.find(
    (one) => one.id === resourceId || one.within.some((outer) => outer.id === resourceId),
  );
  const outer = resource?.within[0];
  if (!resource || (outer && outer.kind !== 'group') || resource.agent.startsWith('stonith:'))
    return undefined;
  // Only where it could run now; the plan's own guards decide the rest.
  const targets = live.cluster.nodes
    .map((node) => node.name)
    .filter((name) => {
      const crm = live.view.crm(name);
      return (
        !resource.nodes.includes(name) && crm?.online && !crm.standby && !crm.unclean && !crm.maintenance
      );
    });
  return { id: outer?.id ?? resource.id, targets };
}
