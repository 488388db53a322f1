import type { Proposal } from '@/components/changes/propose-menu';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import type { Picked } from '@/components/topology/topology-view';
import type { PlanWords } from '@/lib/plan/words';

/** What can be proposed for an element of the picture: a node's standby, or the move of a VIP, group or resource. */
export function proposalsFor(
  live: LiveClusterView,
  picked: Picked,
  { say }: Pick<PlanWords, 'say'>,
): readonly Proposal[] {
  if (picked.nodeName !== undefined && picked.id === picked.nodeId) {
    const node = picked.nodeName;
    const crm = live.view.crm(node);
    if (!crm) return [];
    const standby: Proposal = crm.standby
      ? { id: 'online', label: say('propose-online'), intent: { kind: 'node-online', node } }
      : { id: 'standby', label: say('propose-standby'), intent: { kind: 'node-standby', node } };
    return [standby, ...fencingOf(node, { say })];
  }
  const movable = picked.resourceId === undefined ? undefined : movableOf(live, picked.resourceId);
  if (!movable) return [];
  const { id: resource, targets } = movable;
  return targets.map((node) => ({
    id: `move-${node}`,
    label: say('propose-move-to', { node }),
    intent: { kind: 'move-resource', resource, node },
  }));
}

/** Killing a node by hand: a matter of its power, and so of the cluster's fence devices. */
export const fencingOf = (node: string, { say }: Pick<PlanWords, 'say'>): readonly Proposal[] => [
  {
    id: 'fence-reboot',
    label: say('propose-fence-reboot'),
    intent: { kind: 'fence-node', node, action: 'reboot' },
    isDangerous: true,
  },
  {
    id: 'fence-off',
    label: say('propose-fence-off'),
    intent: { kind: 'fence-node', node, action: 'off' },
    isDangerous: true,
  },
];

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
