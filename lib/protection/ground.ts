import type { CrmFenceEvent, CrmNode } from '@/lib/pacemaker/types';
import type { ProtectionFinding } from './types';
import { type ClusterView, crmSince } from './view';

/** What every service of a cluster stands on: nodes that answer, quorum, fencing, a Pacemaker that acts. */

export interface Ground {
  readonly findings: readonly ProtectionFinding[];
  /** Something that must be seen is not. */
  readonly unseen: boolean;
  /** Something verified is missing for the next failure to be survived. */
  readonly weak: boolean;
  /** Fencing or quorum cannot keep a last copy safe. */
  readonly unguarded: boolean;
  readonly onlineNodes: number;
}

export function groundOf(view: ClusterView): Ground {
  const silent = silentNodes(view);
  const nodes = crmNodeFindings(view);
  const guards = guardFindings(view);
  const modes = modeFindings(view);
  const noView = view.authority ? [] : [pacemakerUnseen(view)];
  const online =
    view.authority?.reading.nodes.filter((node) => node.online && !node.unclean && !node.standby) ?? [];
  return {
    findings: [...noView, ...nodes, ...guards, ...modes, ...silent.findings],
    unseen: !view.authority || silent.mattering,
    weak: nodes.length > 0 || guards.length > 0 || modes.length > 0,
    unguarded: guards.length > 0,
    onlineNodes: online.length,
  };
}

/** A silent node matters unless the others know it to be cleanly gone: then what is missing is judged elsewhere. */
function silentNodes(view: ClusterView): {
  readonly findings: readonly ProtectionFinding[];
  readonly mattering: boolean;
} {
  const findings: ProtectionFinding[] = [];
  let mattering = false;
  for (const each of view.nodes) {
    if (each.silentSince === undefined) continue;
    const node = each.node.name;
    const crm = view.crm(node);
    const gone = crm !== undefined && !crm.online && !crm.unclean;
    if (!gone) mattering = true;
    const object = { kind: 'node', id: node, node };
    // Gone and told so by the cluster: `node-offline` says it with more.
    if (!gone)
      findings.push({
        severity: 'unknown',
        key: 'node-silent',
        params: { node },
        object,
        since: each.silentSince,
      });
  }
  return { findings, mattering };
}

function crmNodeFindings(view: ClusterView): readonly ProtectionFinding[] {
  const findings: ProtectionFinding[] = [];
  for (const node of view.authority?.reading.nodes ?? []) {
    if (node.type === 'ping') continue;
    const found = crmNodeFinding(node);
    if (!found) continue;
    const since = crmSince(view, node.name);
    const params = { node: node.name };
    const object = { kind: 'node', id: node.name, node: node.name };
    findings.push({ ...found, params, object, ...(since === undefined ? {} : { since }) });
  }
  return findings;
}

function crmNodeFinding(node: CrmNode): Pick<ProtectionFinding, 'severity' | 'key'> | undefined {
  if (node.unclean) return { severity: 'critical', key: 'node-unclean' };
  if (!node.online) return { severity: 'warning', key: 'node-offline' };
  if (node.standby || node.standbyOnFail) return { severity: 'info', key: 'node-standby' };
  return undefined;
}

function guardFindings(view: ClusterView): readonly ProtectionFinding[] {
  const { authority, cluster } = view;
  if (!authority) return [];
  const { reading } = authority;
  const findings: ProtectionFinding[] = [];
  const object = { kind: 'cluster', id: cluster.id };
  if (!reading.quorate) findings.push({ severity: 'critical', key: 'no-quorum', params: {}, object });
  if (!reading.options.stonithEnabled)
    findings.push({ severity: 'critical', key: 'fencing-off', params: {}, object });
  else if (
    !reading.resources.some((each) => each.agent.startsWith('stonith:') && each.active && !each.failed)
  ) {
    findings.push({ severity: 'critical', key: 'no-fence-device', params: {}, object });
  }
  for (const event of lastFencings(reading.fenceHistory)) {
    if (event.status !== 'failed') continue;
    findings.push({
      severity: 'critical',
      key: 'fence-failed',
      params: { node: event.target, reason: event.exitReason ?? '' },
      object: { kind: 'node', id: event.target, node: event.target },
      ...(event.completedAt === undefined ? {} : { since: event.completedAt }),
    });
  }
  return findings;
}

/** The latest fencing of each target: an older failure that a later success made good is history. */
function lastFencings(history: readonly CrmFenceEvent[]): readonly CrmFenceEvent[] {
  const last = new Map<string, CrmFenceEvent>();
  for (const event of history) {
    const kept = last.get(event.target);
    if (!kept || (event.completedAt ?? 0) > (kept.completedAt ?? 0)) last.set(event.target, event);
  }
  return [...last.values()];
}

function modeFindings(view: ClusterView): readonly ProtectionFinding[] {
  const { authority, cluster } = view;
  if (!authority?.reading.options.maintenanceMode) return [];
  return [
    { severity: 'warning', key: 'maintenance-mode', params: {}, object: { kind: 'cluster', id: cluster.id } },
  ];
}

function pacemakerUnseen(view: ClusterView): ProtectionFinding {
  return {
    severity: 'unknown',
    key: 'pacemaker-unseen',
    params: {},
    object: { kind: 'cluster', id: view.cluster.id },
  };
}
