import { isInCidr } from '@/lib/base/address';
import type { DirectoryCluster, DirectoryNetwork, DirectoryVip } from '@/lib/live/protocol';
import type { NetworkInterface } from '@/lib/network/types';
import type { CrmResource, PacemakerReading } from '@/lib/pacemaker/types';
import { evidenceOf, trouble, worstFreshness } from './cell';
import { say } from './phrases';
import { CURRENT, honest, mayContradict, type NodeSource, type Seen } from './sources';
import type { Bead, BeadState, CellStatus, Port, Rail, RailId, Trouble } from './types';

/** The networks as rails, the VIPs as beads on them, and each node's port. A VIP is where the kernels say it is. */

export function buildRails(
  cluster: DirectoryCluster,
  sources: readonly NodeSource[],
  view: Seen<PacemakerReading> | undefined,
  now: number,
): readonly Rail[] {
  const roles: readonly RailId[] = ['1g', '10g', 'management', 'other'];
  return roles.flatMap((role) => {
    const networks = cluster.networks.filter((network) => network.role === role);
    const vips = cluster.vips.filter((vip) => vip.networkRole === role);
    // The management network carries nothing people use: it is drawn only where it holds a VIP.
    if (vips.length === 0 && (networks.length === 0 || role === 'management' || role === 'other')) return [];
    const network = networks[0];
    return [
      {
        id: role,
        name: network?.name ?? role,
        cidr: network?.cidr ?? '',
        ports: network ? sources.map((source) => portOf(source, network)) : [],
        beads: vips.map((vip) => beadOf(cluster, vip, vips.length === 1, sources, view, now)),
      },
    ];
  });
}

// --- ports ------------------------------------------------------------------------------------------------------

function portOf(source: NodeSource, network: DirectoryNetwork): Port {
  const { network: seen, corosync, node } = source;
  const nic = seen.value?.interfaces.find((one) =>
    one.addresses.some((address) => isInCidr(network.cidr, address.address)),
  );
  const up = nic !== undefined && isNicUp(nic);
  const ringDown =
    corosync.isCurrent &&
    (corosync.value?.peers.some((peer) =>
      peer.links.some(
        (link) => !link.connected && link.local !== undefined && isInCidr(network.cidr, link.local),
      ),
    ) ??
      false);
  const findings: Trouble[] = [];
  const step = say('stepCheckCable', { node: node.name, network: network.name });
  if (seen.isCurrent && nic && !up)
    findings.push(trouble(say('portDown', { node: node.name, network: network.name, nic: nic.name }), step));
  else if (ringDown)
    findings.push(trouble(say('ringDown', { node: node.name, network: network.name }), step));
  const status: CellStatus = nic ? (up ? (ringDown ? 'warning' : 'ok') : 'critical') : 'idle';
  return {
    nodeId: node.id,
    interfaceName: nic?.name,
    status: honest(status, seen.freshness),
    words: say(!seen.isCurrent ? 'portUnknown' : nic ? (up ? 'portUp' : 'portDown') : 'portAbsent', {
      node: node.name,
      network: network.name,
      nic: nic?.name ?? '',
    }),
    freshness: seen.freshness,
    findings,
  };
}

/** `unknown` is how virtual NICs without link sensing report a working link. */
const isNicUp = (nic: NetworkInterface): boolean =>
  nic.carrier !== false && !/^(DOWN|LOWERLAYERDOWN|NOTPRESENT)$/i.test(nic.operState);

// --- beads ------------------------------------------------------------------------------------------------------

const holds = (source: NodeSource, address: string): boolean =>
  address !== '' &&
  (source.network.value?.interfaces.some((nic) => nic.addresses.some((one) => one.address === address)) ??
    false);

interface Holding {
  readonly state: BeadState;
  readonly holders: readonly NodeSource[];
  readonly from: readonly Seen<unknown>[];
  readonly pacemakerNodes: readonly string[];
}

function beadOf(
  cluster: DirectoryCluster,
  vip: DirectoryVip,
  only: boolean,
  sources: readonly NodeSource[],
  view: Seen<PacemakerReading> | undefined,
  now: number,
): Bead {
  const holding = holdingOf(vip, sources, view, now);
  const { state, holders, from } = holding;
  const label = only ? `VIP-${vip.networkRole.toUpperCase()}` : vip.resourceId;
  const names = holders.map((source) => source.node.name).join(', ');
  const status = STATUS[state];
  const freshness = state === 'unknown' ? worstFreshness(from) : CURRENT;
  const claimed = holding.pacemakerNodes.join(', ');
  return {
    id: vip.id,
    railId: vip.networkRole,
    label,
    address: vip.address,
    resourceId: vip.resourceId,
    state,
    status,
    holderIds: holders.map((source) => source.node.id),
    words: say(WORDS[state], { vip: label, node: names, claimed }),
    since: sinceOf(holders[0], vip.address),
    freshness:
      state === 'unknown' && freshness.state === 'current'
        ? { state: 'unknown', reason: 'never-read', since: now }
        : freshness,
    findings: findingsOf(state, label, names, claimed),
    disagreement:
      state === 'disagreement'
        ? {
            views: [
              ...holders.map((source) => ({
                source: source.node.name,
                words: say('vipHeld', { vip: label, node: source.node.name, claimed }),
                status: 'warning' as const,
              })),
              { source: 'Pacemaker', words: say('resOn', { node: claimed }), status: 'warning' as const },
            ],
          }
        : undefined,
    evidence: evidenceOf(from),
    serviceIds: cluster.services.filter((service) => service.vipId === vip.id).map((service) => service.id),
  };
}

const STATUS: Readonly<Record<BeadState, CellStatus>> = {
  held: 'ok',
  duplicate: 'critical',
  unheld: 'critical',
  unknown: 'unknown',
  disagreement: 'warning',
  stopped: 'idle',
};
const WORDS = {
  held: 'vipHeld',
  duplicate: 'vipTwice',
  unheld: 'vipNowhere',
  unknown: 'vipUnknown',
  disagreement: 'vipDisagree',
  stopped: 'vipStopped',
} as const satisfies Record<BeadState, string>;

function findingsOf(state: BeadState, vip: string, node: string, claimed: string): readonly Trouble[] {
  const params = { vip, node, claimed };
  if (state === 'duplicate') return [trouble(say('vipTwice', params), say('stepStopDuplicate'))];
  if (state === 'unheld')
    return [trouble(say('vipNowhere', params), say('stepStartResource', { resource: vip }))];
  if (state === 'disagreement') return [trouble(say('vipDisagree', params), say('stepCompareViews'))];
  return [];
}

function sinceOf(holder: NodeSource | undefined, address: string): number | undefined {
  const fact = holder?.network.since[`vip:${address}`];
  return fact?.how === 'changed' ? fact.at : undefined;
}

function holdingOf(
  vip: DirectoryVip,
  sources: readonly NodeSource[],
  view: Seen<PacemakerReading> | undefined,
  now: number,
): Holding {
  const resource = view?.value?.resources.find((one) => one.id === vip.resourceId);
  const claimed = resource?.active ? resource.nodes : [];
  const current = sources.filter((source) => source.network.isCurrent && holds(source, vip.address));
  const all = sources.map((source) => source.network);
  const make = (state: BeadState, holders: readonly NodeSource[]): Holding => ({
    state,
    holders,
    from: [...(holders.length > 0 ? holders.map((source) => source.network) : all), ...(view ? [view] : [])],
    pacemakerNodes: claimed,
  });
  if (vip.address === '') return heldByWordOfPacemaker(sources, view, claimed, make);
  if (current.length > 1) return make('duplicate', current);
  const [holder] = current;
  if (holder) {
    const elsewhere =
      claimed.length > 0 &&
      !claimed.includes(holder.node.name) &&
      view !== undefined &&
      mayContradict(view, holder.network, now);
    return make(elsewhere ? 'disagreement' : 'held', current);
  }
  return heldByNobodyHeard(vip, sources, view, resource, make);
}

type Make = (state: BeadState, holders: readonly NodeSource[]) => Holding;

/** No current kernel has it: either it is nowhere, or a silent node may still have it. */
function heldByNobodyHeard(
  vip: DirectoryVip,
  sources: readonly NodeSource[],
  view: Seen<PacemakerReading> | undefined,
  resource: CrmResource | undefined,
  make: Make,
): Holding {
  const silent = sources.filter((source) => !source.network.isCurrent && !isKnownDead(source, view));
  if (silent.length > 0) {
    const last = silent.filter((source) => holds(source, vip.address));
    return make('unknown', last.slice(0, 1));
  }
  if (view?.isCurrent && resource?.targetRole === 'Stopped') return make('stopped', []);
  return make('unheld', []);
}

/** Pacemaker, heard now, has the node down and clean: it was shut down or fenced and holds nothing. */
export function isKnownDead(source: NodeSource, view: Seen<PacemakerReading> | undefined): boolean {
  if (!view?.isCurrent) return false;
  const node = view.value?.nodes.find((one) => one.name === source.node.name);
  return node !== undefined && !node.online && !node.unclean && !node.pending;
}

/** Where the viewer may not see addresses the kernels cannot be asked; the cluster manager's word must do. */
function heldByWordOfPacemaker(
  sources: readonly NodeSource[],
  view: Seen<PacemakerReading> | undefined,
  claimed: readonly string[],
  make: Make,
): Holding {
  const holders = sources.filter((source) => claimed.includes(source.node.name));
  if (!view?.isCurrent) return make('unknown', holders);
  if (holders.length > 1) return make('duplicate', holders);
  return make(holders.length === 1 ? 'held' : 'unheld', holders);
}
