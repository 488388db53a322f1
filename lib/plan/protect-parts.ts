/** A protected service as the changes it is made of: systemd lets go, Pacemaker takes it, HAProxy sends clients to it. */

import { isSameAddress } from '@/lib/base/address';
import { err, ok, type Result } from '@/lib/base/result';
import { networkNic } from '@/lib/network/vip-placement';
import { filesystemResources, nodesRunning, vipResources } from '@/lib/pacemaker/cib-queries';
import type { ConfigurationRefusal } from '@/lib/pacemaker/configuration-edit';
import type { Sha256 } from './canonical';
import { decidingView, NO_FILE, nodeFacts, value, type WorldFacts } from './facts';
import {
  clusterEdits,
  dropInPath,
  dropInText,
  proxyClones,
  proxyEdits,
  type ServiceServer,
} from './protect-edits';
import { type ProtectService, unitFile } from './service-intents';
import type { Intent } from './types';

const namesOf = (world: WorldFacts): readonly string[] => world.nodes.map((node) => node.name);
const refuse = (reason: string, ...objects: readonly string[]) =>
  err<ConfigurationRefusal>({ reason, objects });

/** In the order in which they are carried out; the undo goes the other way. */
export function protectParts(
  intent: ProtectService,
  world: WorldFacts,
  sha256: Sha256,
): Result<readonly Intent[], ConfigurationRefusal> {
  const { nodes, shape, filesystem: id, entrance } = intent;
  if (new Set(nodes).size < 2) return refuse('too-few-nodes', intent.name);
  const stranger = nodes.find((node) => !nodeFacts(world, node));
  if (stranger !== undefined) return refuse('no-such-node', stranger);
  const mount = id === undefined ? undefined : filesystemResources(world.cib).find((one) => one.id === id);
  if (id !== undefined && (shape !== 'active-standby' || !mount)) return refuse('no-such-filesystem', id);
  const isVip = vipResources(world.cib).some((vip) => isSameAddress(vip.ip, entrance.address));
  if (!entrance.newVip && !isVip) return refuse('no-such-vip', entrance.address);
  const servers = serversOf(intent, world);
  if (!servers.ok) return servers;
  return ok([
    ...unitParts(intent, world),
    ...(mount ? [dropInPart(intent, world, mount.directory, sha256)] : []),
    {
      kind: 'edit-configuration',
      edit: {
        kind: 'several',
        of: intent.name,
        edits: clusterEdits(intent, namesOf(world), proxyClones(world.cib)),
      },
    },
    {
      kind: 'edit-haproxy',
      nodes: namesOf(world),
      edits: proxyEdits(intent, servers.value),
    },
  ]);
}

/** Where it runs in every place at once, what runs may go on; else Pacemaker must find it stopped (invariant 24). */
function unitParts({ unit, nodes, shape }: ProtectService, world: WorldFacts): readonly Intent[] {
  const name = unitFile(unit);
  const enabled = nodes.filter((node) => {
    const facts = nodeFacts(world, node)?.units;
    const own = facts && value(facts)?.units.find((one) => one.id === name);
    return own?.unitFileState.startsWith('enabled');
  });
  if (enabled.length === 0) return [];
  const isNow = shape === 'active-standby';
  return [{ kind: 'unit-at-boot', unit: name, nodes: enabled, isOn: false, isNow }];
}

/** Whoever starts it past Pacemaker does not start it on an empty folder (invariant 22). */
function dropInPart(
  { unit, nodes }: ProtectService,
  world: WorldFacts,
  directory: string,
  sha256: Sha256,
): Intent {
  const path = dropInPath(unit);
  const text = dropInText(directory);
  return {
    kind: 'edit-file',
    tool: 'systemd',
    files: nodes.map((node) => {
      const read = world.files?.[`${node} ${path}`];
      const base = (read && value(read)?.sha256) ?? NO_FILE.sha256;
      return { node, path, baseSha256: base, text, sha256: sha256(text) };
    }),
  };
}

/** Each node by its own address in the VIP's network; for one at a time, where it will run first comes first. */
function serversOf(
  { nodes, entrance, filesystem }: ProtectService,
  world: WorldFacts,
): Result<readonly ServiceServer[], ConfigurationRefusal> {
  const servers: ServiceServer[] = [];
  for (const name of nodes) {
    const host = nodeFacts(world, name)?.haproxyHost;
    const reading = host && value(host.network);
    const own = reading && networkNic(reading, entrance.address);
    if (!own) return refuse('no-address-in-network', `${name} ${entrance.address}`);
    servers.push({ name, address: own.address.address });
  }
  const view = decidingView(world);
  const first = filesystem !== undefined && view ? nodesRunning(view, filesystem)[0] : undefined;
  return ok(servers.toSorted((a, b) => Number(b.name === first) - Number(a.name === first)));
}
