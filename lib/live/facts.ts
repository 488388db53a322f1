import type { CrmNode, CrmResource } from '@/lib/pacemaker/types';
import type { NodeReadings, ReadingName } from './readings';

/**
 * What of a reading is worth telling when it changes, as flat facts: name → value. Counters, ages and percentages are
 * no facts: they change all the time. A fact that is absent is told by the vanishing of its name.
 */
export type Facts = Readonly<Record<string, string>>;

/** The facts of one value of one reading. Pure; the order of the names has no meaning. */
export function factsOf<K extends ReadingName>(reading: K, value: NodeReadings[K]): Facts {
  const of = FACTS[reading] as ((value: NodeReadings[K]) => Facts) | undefined;
  return of ? of(value) : {};
}

const FACTS: { readonly [K in ReadingName]?: (value: NodeReadings[K]) => Facts } = {
  host: (host) => ({ boot: host.bootId }),
  drbd: drbdFacts,
  pacemaker: pacemakerFacts,
  corosync: corosyncFacts,
  network: networkFacts,
  haproxy: haproxyFacts,
  units: unitsFacts,
  mounts: mountFacts,
  cib: ({ steadySha256 }): Facts =>
    steadySha256 === undefined ? {} : { configuration: shortHash(steadySha256) },
  configFiles: ({ files }) =>
    Object.fromEntries(files.map(({ path, sha256 }) => [`config:${path}`, shortHash(sha256)])),
};

/** Enough to tell two texts apart; the whole hash is in the reading. */
const shortHash = (sha256: string): string => sha256.slice(0, 12);

function drbdFacts({ resources, version }: NodeReadings['drbd']): Facts {
  const facts: Record<string, string> = { 'drbd-module': version.kernel ?? 'none' };
  for (const resource of resources) {
    const name = `drbd:${resource.name}`;
    facts[`${name}:role`] = resource.role;
    if (resource.suspended.length > 0) facts[`${name}:suspended`] = resource.suspended.join(',');
    for (const device of resource.devices) facts[`${name}/${device.volume}:disk`] = device.disk;
    for (const connection of resource.connections) {
      const peer = `${name}@${connection.peerName}`;
      facts[`${peer}:connection`] = connection.connection;
      facts[`${peer}:role`] = connection.peerRole;
      for (const device of connection.peerDevices) {
        const volume = `${name}/${device.volume}@${connection.peerName}`;
        facts[`${volume}:replication`] = device.replication;
        facts[`${volume}:disk`] = device.peerDisk;
      }
    }
  }
  return facts;
}

/** The word for a node that a person would use, the most alarming first. */
export function crmNodeState(node: CrmNode): string {
  if (node.unclean) return 'unclean';
  if (node.pending) return 'pending';
  if (!node.online) return 'offline';
  if (node.maintenance) return 'maintenance';
  if (node.standby || node.standbyOnFail) return 'standby';
  return 'online';
}

function pacemakerFacts(value: NodeReadings['pacemaker']): Facts {
  const facts: Record<string, string> = {
    dc: value.dc?.name ?? 'none',
    'crm-quorum': value.quorate ? 'quorate' : 'none',
    'crm-maintenance': value.options.maintenanceMode ? 'on' : 'off',
  };
  for (const node of value.nodes) facts[`node:${node.name}`] = crmNodeState(node);
  const instances = new Map<string, CrmResource[]>();
  for (const resource of value.resources) {
    instances.set(resource.id, [...(instances.get(resource.id) ?? []), resource]);
  }
  for (const [id, list] of instances) facts[`resource:${id}`] = whereOf(list);
  for (const failure of value.failures) {
    if (failure.resource)
      facts[`failure:${failure.resource}@${failure.node}`] = failure.exitStatus ?? 'failed';
  }
  for (const event of value.fenceHistory) {
    if (event.status === 'pending') facts[`fencing:${event.target}`] = event.action;
  }
  return facts;
}

/** `Promoted node1, Unpromoted node2`, sorted, so that equal states are equal texts. */
function whereOf(instances: readonly CrmResource[]): string {
  const words = instances.flatMap((instance) => {
    const state = instance.failed
      ? `${instance.role} failed`
      : instance.blocked
        ? `${instance.role} blocked`
        : instance.role;
    return instance.nodes.map((node) => `${state} ${node}`);
  });
  return words.length > 0 ? words.sort().join(', ') : 'Stopped';
}

function corosyncFacts(value: NodeReadings['corosync']): Facts {
  const names = new Map(value.nodelist.map((node) => [node.nodeId, node.name]));
  const facts: Record<string, string> = { quorate: value.quorate ? 'yes' : 'no' };
  facts.members = value.members
    .map((member) => names.get(member.nodeId) ?? member.name ?? String(member.nodeId))
    .sort()
    .join(', ');
  for (const peer of value.peers) {
    const name = names.get(peer.nodeId) ?? String(peer.nodeId);
    for (const link of peer.links)
      facts[`corosync:${name}/${link.link}`] = link.connected ? 'connected' : 'disconnected';
  }
  return facts;
}

function networkFacts({ interfaces }: NodeReadings['network']): Facts {
  const facts: Record<string, string> = {};
  for (const nic of interfaces) {
    if (nic.name === 'lo') continue;
    facts[`nic:${nic.name}`] = nic.carrier === false ? 'no-carrier' : nic.operState.toLowerCase();
    for (const address of nic.addresses) {
      if (address.scope !== 'link') facts[`vip:${address.address}`] = 'held';
    }
  }
  return facts;
}

/** `UP 2/3` is a server on its way down: the word alone would hide it, the whole status is what HAProxy says. */
function haproxyFacts({ backends, frontends }: NodeReadings['haproxy']): Facts {
  const facts: Record<string, string> = {};
  for (const frontend of frontends) facts[`haproxy:${frontend.name}`] = frontend.status;
  for (const backend of backends) {
    facts[`haproxy:${backend.name}/BACKEND`] = backend.status;
    for (const server of backend.servers) facts[`haproxy:${backend.name}/${server.name}`] = server.status;
  }
  return facts;
}

function unitsFacts({ units }: NodeReadings['units']): Facts {
  return Object.fromEntries(
    units
      .filter((unit) => unit.loadState !== 'not-found')
      .map((unit) => [`unit:${unit.id}`, unit.activeState]),
  );
}

function mountFacts({ mounts }: NodeReadings['mounts']): Facts {
  return Object.fromEntries(mounts.map((mount) => [`mount:${mount.target}`, mount.source]));
}

/** Facts that would fill the event list without telling anything a person acts on; their `since` is kept all the same. */
const QUIET = /^(boot|drbd-module)$/;
export const isTold = (fact: string): boolean => !QUIET.test(fact);
