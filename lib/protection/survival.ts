import type { DirectoryService } from '@/lib/live/protocol';
import type { CrmResource, SurvivalReading } from '@/lib/pacemaker/types';
import { instancesOf, isServing } from './serving';
import type { ProtectionFinding } from './types';
import type { ClusterView } from './view';

/** What the cluster's own simulator says about losing each node that is online now. */

export type Survival = { readonly reading: SurvivalReading } | 'unseen';

/** The DC's own simulation, if it is current; another node's is of an earlier DC and proves nothing. */
export function survivalOf(view: ClusterView): Survival {
  const dc = view.authority?.reading.dc?.name;
  const from = dc === undefined ? undefined : view.node(dc);
  const reading = from?.read('survival').value;
  return reading ? { reading } : 'unseen';
}

/** Online nodes whose loss would stop the service; `unseen` where the simulator has no word on one of them. */
export function fatalNodes(
  view: ClusterView,
  service: DirectoryService,
  survival: Survival,
): readonly string[] | 'unseen' {
  const ids = resourcesOf(view, service);
  if (ids.length === 0) return [];
  if (survival === 'unseen') return 'unseen';
  const fatal: string[] = [];
  for (const node of view.authority?.reading.nodes ?? []) {
    if (!node.online || node.type === 'remote' || node.type === 'ping') continue;
    const loss = survival.reading.onLoss[node.name];
    // A node in standby carries nothing: a simulator that skipped it has nothing to say.
    if (!loss && node.standby) continue;
    if (!loss) return 'unseen';
    if (ids.some((id) => !runsAfter(loss.after, id, node.name))) fatal.push(node.name);
  }
  return fatal;
}

/** What must run for the service to be reached: its resource and its VIP's. */
function resourcesOf(view: ClusterView, service: DirectoryService): readonly string[] {
  const vip = view.cluster.vips.find((each) => each.id === service.vipId);
  return [service.resourceId, vip?.resourceId].filter((id): id is string => id !== undefined);
}

function runsAfter(after: readonly CrmResource[], id: string, lost: string): boolean {
  const instances = instancesOf(after, id);
  return instances.some((each) => isServing(each) && each.nodes.some((node) => node !== lost));
}

/** One finding for each node whose loss stops something, naming all that would stop. */
export function survivalFindings(
  stops: ReadonlyMap<string, readonly string[]>,
): readonly ProtectionFinding[] {
  return [...stops].map(([node, services]) => ({
    severity: 'warning',
    key: 'would-not-survive',
    params: { node, service: services.join(', ') },
    object: { kind: 'node', id: node, node },
  }));
}
