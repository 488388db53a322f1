/**
 * What a plan is bound to. Two worlds with the same fingerprint would get the same plan; one that differs was
 * not reviewed, and `driftBetween` says in what. Percentages, counters and ages are left out: they always move.
 */

import type { CandidateDisk } from '@/lib/host/candidate-disks';
import type { BareMachine } from '@/lib/inventory/build-cluster';
import type { CibReading } from '@/lib/pacemaker/types';
import { canonicalJson, type Sha256 } from './canonical';
import { decidingView, memberNodes, type NodeFacts, value, type WorldFacts } from './facts';
import { placements } from './placement';
import type { Drift, Fingerprint } from './types';

export function fingerprintOf(world: WorldFacts, sha256: Sha256): Fingerprint {
  const facts = factsOf(world);
  return {
    configurationSha256: sha256(world.cib.configurationText),
    adminEpoch: world.cib.version.adminEpoch,
    epoch: world.cib.version.epoch,
    factsSha256: sha256(canonicalJson(facts)),
    facts,
  };
}

/** Empty when the world is still the one the plan was made from. */
export function driftBetween(planned: Fingerprint, found: Fingerprint, cib?: CibReading): readonly Drift[] {
  const drift: Drift[] = [];
  const was = `${planned.adminEpoch}.${planned.epoch}`;
  const is = `${found.adminEpoch}.${found.epoch}`;
  if (was !== is || planned.configurationSha256 !== found.configurationSha256) {
    drift.push({ fact: 'configuration', was, is });
    const author = cib && [cib.updateUser, cib.updateClient, cib.updateOrigin].filter(Boolean).join(' ');
    if (author) drift.push({ fact: 'configuration changed by', is: author });
    if (cib?.lastWritten) drift.push({ fact: 'configuration changed at', is: cib.lastWritten });
  }
  for (const fact of [...new Set([...Object.keys(planned.facts), ...Object.keys(found.facts)])].sort()) {
    const before = planned.facts[fact];
    const after = found.facts[fact];
    if (before !== after) {
      drift.push({
        fact,
        ...(before === undefined ? {} : { was: before }),
        ...(after === undefined ? {} : { is: after }),
      });
    }
  }
  return drift;
}

function factsOf(world: WorldFacts): Readonly<Record<string, string>> {
  const facts = new Map<string, string>();
  for (const node of world.nodes) addNode(facts, node);
  for (const [place, file] of Object.entries(world.files ?? {})) {
    facts.set(`file ${place}`, value(file)?.sha256 ?? 'unknown');
  }
  for (const [node, read] of Object.entries(world.bare?.machines ?? {})) addMachine(facts, node, value(read));
  for (const [vip, answer] of Object.entries(world.bare?.vips ?? {})) facts.set(`address ${vip}`, answer);
  if (world.bare?.resources) facts.set('resources', world.bare.resources.join(' '));
  const view = decidingView(world);
  if (view) {
    facts.set('cluster maintenance-mode', String(view.options.maintenanceMode));
    for (const node of memberNodes(view)) facts.set(`${node.name} membership`, membership(node));
    for (const [key, nodes] of placements(view.resources)) {
      facts.set(`resource ${key.replace('/', ' ')}`, nodes.join(' ') || 'nowhere');
    }
    for (const count of view.failCounts)
      facts.set(`fail count ${count.resource} ${count.node}`, String(count.count));
    for (const ban of view.bans) facts.set(`ban ${ban.id}`, `${ban.resource} ${ban.node} ${ban.weight}`);
  }
  return Object.fromEntries([...facts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function addNode(facts: Map<string, string>, node: NodeFacts): void {
  const host = value(node.host);
  if (host) facts.set(`${node.name} boot`, host.bootId);
  const corosync = value(node.corosync);
  facts.set(`${node.name} quorate`, corosync ? String(corosync.quorate) : 'unknown');
  if (corosync) {
    facts.set(
      `${node.name} members`,
      corosync.members
        .map((member) => member.nodeId)
        .sort((a, b) => a - b)
        .join(' '),
    );
  }
  for (const unit of (node.units && value(node.units)?.units) ?? [])
    facts.set(`${node.name} unit ${unit.id}`, `${unit.loadState} ${unit.unitFileState}`.trim());
  if (node.storage?.disks) addDisks(facts, node.name, value(node.storage.disks) ?? []);
  const drbd = value(node.drbd);
  if (!drbd) facts.set(`${node.name} drbd`, 'unknown');
  for (const resource of drbd?.resources ?? []) {
    facts.set(`${node.name} drbd ${resource.name} role`, resource.role);
    for (const device of resource.devices) {
      facts.set(`${node.name} drbd ${resource.name}/${device.volume} disk`, device.disk);
    }
    for (const connection of resource.connections) {
      const to = `${node.name} drbd ${resource.name} to ${connection.peerName}`;
      facts.set(to, connection.connection);
      for (const device of connection.peerDevices) {
        facts.set(`${to}/${device.volume}`, `${device.replication} ${device.peerDisk}`);
      }
    }
  }
}

function addDisks(facts: Map<string, string>, node: string, disks: readonly CandidateDisk[]): void {
  for (const { path, holds } of disks) facts.set(`${node} ${path}`, holds.join(', ') || 'blank');
}

/** What a plan of a new cluster was drafted on: another disk, address or package source is another machine. */
function addMachine(facts: Map<string, string>, node: string, machine: BareMachine | undefined): void {
  if (!machine) {
    facts.set(`${node} machine`, 'unknown');
    return;
  }
  facts.set(`${node} drbd module`, machine.drbdModule ?? 'none');
  facts.set(`${node} remains`, machine.remains.join(' ') || 'none');
  facts.set(`${node} volume groups`, machine.groups.map(({ name }) => name).join(' ') || 'none');
  addDisks(facts, node, machine.disks);
  for (const nic of machine.network.interfaces) {
    facts.set(`${node} ${nic.name}`, nic.addresses.map(({ address }) => address).join(' ') || 'no address');
  }
}

function membership(node: ReturnType<typeof memberNodes>[number]): string {
  const words = [
    node.online ? 'online' : 'offline',
    node.standby && 'standby',
    node.maintenance && 'maintenance',
    node.unclean && 'unclean',
    node.pending && 'pending',
    node.shutdown && 'shutdown',
  ];
  return words.filter(Boolean).join(' ');
}
