import type { ToolFinding } from '@/components/status/finding-list';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { type Severity, severityRank, worstSeverity } from '@/lib/base/finding';
import type { DirectoryVip } from '@/lib/live/protocol';
import { vipHolders } from '@/lib/protection/serving';
import { haproxyFindings, nodeFindings, protectionItems } from '@/lib/protection/tool-findings';
import type { ServiceProtection } from '@/lib/protection/types';
import type { NodeView } from '@/lib/protection/view';

/** One node as its row shows it: judged once, so that sorting and drawing agree. */
export interface NodeRow {
  readonly node: NodeView;
  readonly name: string;
  /** Of its problems, and of its silence. */
  readonly worst: Severity;
  /** False: what it carries cannot be known from itself. */
  readonly isHeard: boolean;
  /** What is wrong, worst first. */
  readonly problems: readonly ToolFinding[];
  /** False: something of it could not be read, so that "no problems" may not be said. */
  readonly isComplete: boolean;
  readonly vips: readonly DirectoryVip[];
  readonly services: readonly ServiceProtection[];
}

/** Problems first, then by name as people count: node2 before node10. */
export function nodeRows(live: LiveClusterView): readonly NodeRow[] {
  return live.view.nodes
    .map((node) => rowOf(live, node))
    .sort((a, b) => severityRank(b.worst) - severityRank(a.worst) || byName(a.name, b.name));
}

const byName = new Intl.Collator('en', { numeric: true }).compare;

function rowOf({ view, cluster, protection }: LiveClusterView, node: NodeView): NodeRow {
  const { name } = node.node;
  const { items, complete } = nodeFindings(view, node);
  const problems = [
    ...protectionItems(protection, ['node', 'drbd', 'service', 'resource'], name),
    ...items.filter(({ finding }) => finding.object.kind !== 'haproxy-server'),
    ...deadServers(view, name),
  ]
    .filter(({ finding }) => finding.severity !== 'ok' && finding.severity !== 'info')
    .sort((a, b) => severityRank(b.finding.severity) - severityRank(a.finding.severity));
  const isSilent = node.link !== 'live' || view.havenSilent;
  return {
    node,
    name,
    worst: worstSeverity([
      ...problems.map(({ finding }) => finding.severity),
      isSilent || !complete ? 'unknown' : 'ok',
    ]),
    isHeard: !isSilent,
    problems,
    isComplete: complete && !isSilent,
    vips: cluster.vips.filter((vip) => vipHolders(view, vip).nodes.includes(name)),
    services: protection.services.filter((service) => service.servingOn.includes(name)),
  };
}

/** Every HAProxy tells that a server is down: it is a problem of the node the server is, told once per backend. */
function deadServers(view: LiveClusterView['view'], name: string): readonly ToolFinding[] {
  const about = haproxyFindings(view).items.filter(
    ({ finding: { object } }) => object.kind === 'haproxy-server' && object.id.endsWith(`/${name}`),
  );
  return [...new Map(about.map((item) => [item.finding.object.id, item])).values()];
}
