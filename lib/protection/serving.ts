import { serverState, takesTraffic } from '@/lib/haproxy/server-status';
import type { DirectoryService, DirectoryVip } from '@/lib/live/protocol';
import type { CrmResource } from '@/lib/pacemaker/types';
import type { ProtectionFinding } from './types';
import { type ClusterView, sinceOf, storageName } from './view';

/** Whether a service serves now, and where; each part says yes, no or unseen. Never guesses from old readings. */

export interface Part {
  /** More instances may run where no current source tells. */
  readonly mayBeMore?: boolean;
  readonly state: 'yes' | 'no' | 'unseen';
  readonly nodes: readonly string[];
  readonly findings: readonly ProtectionFinding[];
}

const YES: Part = { state: 'yes', nodes: [], findings: [] };

export const instancesOf = (resources: readonly CrmResource[], id: string): readonly CrmResource[] =>
  resources.filter((each) => each.id === id || each.within.some((around) => around.id === id));

/** What must run for the service to be reached: its resource and its VIP's. */
export function resourcesOf(view: ClusterView, service: DirectoryService): readonly string[] {
  const vip = view.cluster.vips.find((each) => each.id === service.vipId);
  return [service.resourceId, vip?.resourceId].filter((id): id is string => id !== undefined);
}

const SERVING_ROLES: ReadonlySet<string> = new Set(['Started', 'Promoted', 'Unpromoted']);
export const isServing = (resource: CrmResource): boolean =>
  resource.active && !resource.orphaned && !resource.failed && SERVING_ROLES.has(resource.role);

/** The Pacemaker resource of the service, from the authoritative view. */
export function resourcePart(view: ClusterView, service: DirectoryService): Part {
  if (!service.resourceId) return YES;
  const { authority } = view;
  if (!authority) return unseen(service);
  const instances = instancesOf(authority.reading.resources, service.resourceId);
  const findings: ProtectionFinding[] = [];
  for (const each of instances.filter((instance) => instance.failed)) {
    findings.push(failed(service, each));
  }
  const running = nodesRunning(instances, service.resourceId);
  const isClone = instances.some((each) => each.within.some((around) => around.kind === 'clone'));
  if (!isClone && running.length > 1) {
    findings.push({
      severity: 'critical',
      key: 'service-split',
      params: { resource: service.resourceId, nodes: running.join(', ') },
      object: { kind: 'resource', id: service.resourceId },
    });
  }
  const alive = running.filter((node) => view.crm(node)?.online === true && view.crm(node)?.unclean !== true);
  if (alive.length > 0) return { state: 'yes', nodes: alive, findings };
  // On an unclean node only: nobody can see whether it still runs there until the node is fenced.
  if (running.length > 0) return { ...unseen(service), findings: [...findings, ...unseen(service).findings] };
  return { state: 'no', nodes: [], findings };
}

/** Nodes on which all of a group runs, or any instance of a clone, or the primitive. */
function nodesRunning(instances: readonly CrmResource[], id: string): readonly string[] {
  const asMember = instances.filter((each) => each.id !== id);
  const isClone = instances.some((each) => each.within.some((around) => around.kind === 'clone'));
  if (asMember.length > 0 && !isClone) {
    if (!asMember.every(isServing)) return [];
    const [first, ...rest] = asMember;
    return (first?.nodes ?? []).filter((node) => rest.every((each) => each.nodes.includes(node)));
  }
  const promotable = instances.some((each) =>
    each.within.some((around) => around.multiState && around.id === id),
  );
  const serving = instances.filter((each) => isServing(each) && (!promotable || each.role === 'Promoted'));
  return [...new Set(serving.flatMap((each) => each.nodes))];
}

/** The unit of a service that Pacemaker does not own. */
export function unitPart(view: ClusterView, service: DirectoryService): Part {
  if (!service.unit || service.resourceId) return YES;
  const nodes: string[] = [];
  let hidden = false;
  for (const each of view.nodes) {
    const seen = each.read('units');
    const unit = seen.value?.units.find(
      (one) => one.id === service.unit || one.id === `${service.unit}.service`,
    );
    if (unit?.activeState === 'active') nodes.push(each.node.name);
    if (!seen.value && !seen.absent && view.crm(each.node.name)?.online !== false) hidden = true;
  }
  if (nodes.length > 0) return { state: 'yes', nodes, findings: [], mayBeMore: hidden };
  return hidden ? unseen(service) : { state: 'no', nodes: [], findings: [] };
}

/** The VIP of the service: on exactly one node, by the nodes' own kernels. */
export function vipPart(view: ClusterView, service: DirectoryService): Part {
  const vip = view.cluster.vips.find((each) => each.id === service.vipId);
  if (!vip) return YES;
  const holding = vipHolders(view, vip);
  if (holding.nodes.length > 0) return { state: 'yes', nodes: holding.nodes, findings: [] };
  const object = { kind: 'vip', id: vip.address };
  if (holding.hidden.length > 0) {
    const node = holding.hidden.join(', ');
    const finding = {
      severity: 'unknown',
      key: 'vip-unseen',
      params: { address: vip.address, node },
      object,
    } as const;
    return { state: 'unseen', nodes: [], findings: [finding] };
  }
  const params = { address: vip.address, resource: vip.resourceId };
  return { state: 'no', nodes: [], findings: [{ severity: 'critical', key: 'vip-missing', params, object }] };
}

/** Who holds an address now, and which nodes could hold it unseen. */
export function vipHolders(
  view: ClusterView,
  vip: DirectoryVip,
): { readonly nodes: readonly string[]; readonly hidden: readonly string[] } {
  const nodes: string[] = [];
  const hidden: string[] = [];
  for (const each of view.nodes) {
    const network = each.read('network').value;
    if (!network) {
      // A node that the cluster has cleanly lost (fenced or shut down) holds nothing.
      if (view.crm(each.node.name)?.online !== false || view.crm(each.node.name)?.unclean)
        hidden.push(each.node.name);
      continue;
    }
    if (network.interfaces.some((one) => one.addresses.some((address) => address.address === vip.address))) {
      nodes.push(each.node.name);
    }
  }
  return { nodes, hidden };
}

/** The HAProxy backend, as the VIP's holder sees it (any node that runs HAProxy when there is no VIP). */
export function backendPart(
  view: ClusterView,
  service: DirectoryService,
): Part & { readonly up: readonly string[]; readonly total: number } {
  const nothing = { up: [], total: 0 };
  if (!service.backend) return { ...YES, ...nothing };
  const vip = view.cluster.vips.find((each) => each.id === service.vipId);
  const holders = vip ? vipHolders(view, vip).nodes : [];
  const asked = holders.length > 0 ? holders : view.nodes.map((each) => each.node.name);
  const object = { kind: 'backend', id: service.backend };
  for (const name of asked) {
    const backend = view
      .node(name)
      ?.read('haproxy')
      .value?.backends.find((each) => each.name === service.backend);
    if (!backend) continue;
    const up = backend.servers
      .filter((server) => takesTraffic(serverState(server.status)))
      .map((server) => server.name);
    if (up.length > 0) return { ...YES, nodes: [], up, total: backend.servers.length };
    const params = { backend: service.backend };
    return {
      state: 'no',
      nodes: [],
      findings: [{ severity: 'critical', key: 'backend-down', params, object }],
      ...nothing,
    };
  }
  const stopped = asked.every((name) => view.node(name)?.read('haproxy').absent);
  const params = { backend: service.backend };
  if (stopped)
    return {
      state: 'no',
      nodes: [],
      findings: [{ severity: 'critical', key: 'backend-down', params, object }],
      ...nothing,
    };
  return {
    state: 'unseen',
    nodes: [],
    findings: [{ severity: 'unknown', key: 'backend-unseen', params, object }],
    ...nothing,
  };
}

/** HAFS must be mounted where a service that needs it runs; otherwise it writes to the wrong disk. */
export function storagePart(view: ClusterView, service: DirectoryService, nodes: readonly string[]): Part {
  if (!service.usesHafs) return YES;
  for (const node of nodes) {
    const seen = view.node(node)?.read('mounts');
    const mounts = seen?.value?.mounts;
    if (!mounts) {
      const finding = {
        severity: 'unknown',
        key: 'source-unseen',
        params: { service: service.name, node, reading: 'mounts' },
        object: { kind: 'service', id: service.id, node },
      } as const;
      return { state: 'unseen', nodes: [], findings: [finding] };
    }
    if (mounts.some((mount) => mount.source.startsWith('/dev/drbd'))) continue;
    const params = { storage: storageName('hafs'), service: service.name, node };
    const object = { kind: 'service', id: service.id, node };
    return {
      state: 'no',
      nodes: [],
      findings: [{ severity: 'critical', key: 'hafs-not-mounted', params, object }],
    };
  }
  return YES;
}

function unseen(service: DirectoryService): Part {
  const object = { kind: 'service', id: service.id };
  return {
    state: 'unseen',
    nodes: [],
    findings: [{ severity: 'unknown', key: 'service-unseen', params: { service: service.name }, object }],
  };
}

function failed(service: DirectoryService, resource: CrmResource): ProtectionFinding {
  const node = resource.nodes[0] ?? '–';
  return {
    severity: 'warning',
    key: 'service-failed',
    params: { service: service.name, resource: resource.id, node },
    object: { kind: 'resource', id: resource.id, node },
  };
}

export const vipSince = (view: ClusterView, node: string, address: string): number | undefined =>
  sinceOf(view.node(node)?.read('network').since ?? {}, `vip:${address}`);
