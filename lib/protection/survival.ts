import type { DirectoryService } from '@/lib/live/protocol';
import type { CrmResource, SurvivalReading } from '@/lib/pacemaker/types';
import { instancesOf, isServing, resourcesOf } from './serving';
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

function runsAfter(after: readonly CrmResource[], id: string, lost: string): boolean {
  const instances = instancesOf(after, id);
  return instances.some((each) => isServing(each) && each.nodes.some((node) => node !== lost));
}

/** One finding for each node whose loss stops something, naming all that would stop, and who is missing to take over. */
export function survivalFindings(
  view: ClusterView,
  stops: ReadonlyMap<string, readonly string[]>,
): readonly ProtectionFinding[] {
  return [...stops].map(([node, services]) => {
    const params = { node, service: services.join(', ') };
    const away = awayFrom(view, node);
    return {
      severity: 'warning',
      ...(away === undefined
        ? ({ key: 'would-not-survive', params } as const)
        : ({ key: 'would-not-survive-alone', params: { ...params, away } } as const)),
      object: { kind: 'node', id: node, node },
    };
  });
}

/** Every other node, by name, where none of them can run anything now: then that is the whole reason. */
function awayFrom(view: ClusterView, node: string): string | undefined {
  const others = (view.authority?.reading.nodes ?? []).filter(
    (each) => each.name !== node && each.type !== 'ping' && each.type !== 'remote',
  );
  const away = others.every((each) => !each.online || each.unclean || each.standby || each.standbyOnFail);
  return away && others.length > 0 ? others.map((each) => each.name).join(', ') : undefined;
}
