import { instancesOf, isServing, vipHolders, vipSince } from './serving';
import type { ProtectionFinding } from './types';
import { type ClusterView, type NodeView, storageName } from './view';

/** Where nodes that both speak now contradict each other. A silent node contradicts nobody. */
export function disagreementsOf(view: ClusterView): readonly ProtectionFinding[] {
  return [...coordinators(view), ...memberships(view), ...rings(view), ...roles(view), ...vips(view)];
}

/** Groups nodes by what they say: more than one group is a disagreement. */
function views(nodes: readonly NodeView[], say: (node: NodeView) => string | undefined): string | undefined {
  const groups = new Map<string, string[]>();
  for (const node of nodes) {
    const word = say(node);
    if (word === undefined) continue;
    groups.set(word, [...(groups.get(word) ?? []), node.node.name]);
  }
  if (groups.size < 2) return undefined;
  return [...groups].map(([word, names]) => `${names.join(', ')} → ${word}`).join(' · ');
}

function coordinators(view: ClusterView): readonly ProtectionFinding[] {
  const said = views(view.nodes, (node) => node.read('pacemaker').value?.dc?.name);
  if (!said) return [];
  return [
    {
      severity: 'critical',
      key: 'dc-view-differs',
      params: { views: said },
      object: { kind: 'cluster', id: view.cluster.id },
    },
  ];
}

function rings(view: ClusterView): readonly ProtectionFinding[] {
  const said = views(view.nodes, (node) => node.read('corosync').value?.ringId);
  if (!said) return [];
  return [
    {
      severity: 'warning',
      key: 'ring-view-differs',
      params: { views: said },
      object: { kind: 'corosync', id: view.cluster.id },
    },
  ];
}

function memberships(view: ClusterView): readonly ProtectionFinding[] {
  const findings: ProtectionFinding[] = [];
  for (const observer of view.nodes) {
    for (const believed of observer.read('pacemaker').value?.nodes ?? []) {
      if (believed.online) continue;
      const own = view.node(believed.name)?.read('pacemaker').value;
      const itself = own?.nodes.find((each) => each.name === believed.name);
      if (!itself?.online) continue;
      findings.push({
        severity: 'critical',
        key: 'member-view-differs',
        params: { observer: observer.node.name, node: believed.name },
        object: { kind: 'node', id: believed.name, node: observer.node.name },
      });
    }
  }
  return findings;
}

/** DRBD: what a node is, against what its connected peer believes. Two Primaries are judged with the copies. */
function roles(view: ClusterView): readonly ProtectionFinding[] {
  const findings: ProtectionFinding[] = [];
  for (const observer of view.nodes) {
    for (const resource of observer.read('drbd').value?.resources ?? []) {
      for (const connection of resource.connections) {
        if (connection.connection !== 'Connected' || connection.peerRole === 'Unknown') continue;
        const others = view.nodes.filter((each) => each !== observer);
        const peer =
          others.find((each) => each.node.name === connection.peerName) ??
          (others.length === 1 ? others[0] : undefined);
        const own = peer?.read('drbd').value?.resources.find((each) => each.name === resource.name)?.role;
        if (!peer || !own || own === connection.peerRole) continue;
        const params = {
          storage: storageName(resource.name),
          node: peer.node.name,
          own,
          peer: observer.node.name,
          believed: connection.peerRole,
        };
        findings.push({
          severity: 'warning',
          key: 'role-view-differs',
          params,
          object: { kind: 'drbd', id: resource.name, node: peer.node.name },
        });
      }
    }
  }
  return findings;
}

function vips(view: ClusterView): readonly ProtectionFinding[] {
  const findings: ProtectionFinding[] = [];
  for (const vip of view.cluster.vips) {
    const { nodes, hidden } = vipHolders(view, vip);
    const { address } = vip;
    const object = { kind: 'vip', id: address };
    if (nodes.length > 1) {
      const since = Math.max(...nodes.map((node) => vipSince(view, node, address) ?? 0));
      findings.push({
        severity: 'critical',
        key: 'vip-duplicate',
        params: { address, nodes: nodes.join(', ') },
        object,
        ...(since > 0 ? { since } : {}),
      });
      continue;
    }
    const believed = believedHolder(view, vip.resourceId);
    const seen = nodes[0];
    // While the believed holder is unseen the address may be there too: then nobody disagrees yet.
    if (!believed || !seen || seen === believed || hidden.includes(believed)) continue;
    findings.push({
      severity: 'warning',
      key: 'vip-view-differs',
      params: { address, seen, believed },
      object,
    });
  }
  return findings;
}

function believedHolder(view: ClusterView, resourceId: string): string | undefined {
  const instances = instancesOf(view.authority?.reading.resources ?? [], resourceId).filter(
    (each) => each.id === resourceId || each.agent.includes('IPaddr2'),
  );
  return instances.find(isServing)?.nodes[0];
}
