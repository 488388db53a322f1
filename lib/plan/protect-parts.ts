/** A protected service as the changes it is made of: systemd lets go, Pacemaker takes it, HAProxy sends clients to it. */
import { err, ok, type Result } from '@/lib/base/result';
import type { ConfigEdit } from '@/lib/haproxy/config-edits';
import { isSameAddress } from '@/lib/network/cidr';
import { networkNic } from '@/lib/network/vip-placement';
import { filesystemResources, listPrimitives, nodesRunning, vipResources } from '@/lib/pacemaker/cib-queries';
import type { ConfigurationRefusal, SingleRequest } from '@/lib/pacemaker/configuration-edit';
import type { Operation } from '@/lib/pacemaker/operations';
import type { Sha256 } from './canonical';
import { decidingView, NO_FILE, nodeFacts, value, type WorldFacts } from './facts';
import { type ProtectService, unitFile } from './service-intents';
import type { Intent } from './types';

const refuse = (reason: string, ...objects: readonly string[]) =>
  err<ConfigurationRefusal>({ reason, objects });

export const dropInPath = (unit: string): string =>
  `/etc/systemd/system/${unitFile(unit)}.d/50-haven-hafs.conf`;

export const cloneIdOf = (name: string): string => `${name}-clone`;

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
      edit: { kind: 'several', of: intent.name, edits: clusterEdits(intent, world) },
    },
    {
      kind: 'edit-haproxy',
      nodes: world.nodes.map((node) => node.name),
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
  const text = `# The files of this service lie on HAFS.\n[Unit]\nConditionPathIsMountPoint=${directory}\n`;
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

/** Starting an API takes seconds, stopping one until its last request is done. */
const OPERATIONS: readonly Operation[] = [
  { name: 'start', interval: '0s', timeout: '120s' },
  { name: 'stop', interval: '0s', timeout: '120s' },
  { name: 'monitor', interval: '10s', timeout: '60s' },
];
const VIP_OPERATIONS: readonly Operation[] = [
  { name: 'start', interval: '0s', timeout: '60s' },
  { name: 'stop', interval: '0s', timeout: '60s' },
  { name: 'monitor', interval: '10s', timeout: '60s' },
];

function clusterEdits(intent: ProtectService, world: WorldFacts): readonly SingleRequest[] {
  const { name, unit, shape, nodes, filesystem } = intent;
  const isClone = shape === 'active-active';
  const runs = isClone ? cloneIdOf(name) : name;
  const together = (resource: string, other: string): readonly SingleRequest[] => [
    { kind: 'add-constraint', wish: { kind: 'colocation', resource, with: other, score: 'INFINITY' } },
    {
      kind: 'add-constraint',
      wish: { kind: 'order', first: other, second: resource, strength: 'Mandatory' },
    },
  ];
  const elsewhere = world.nodes.map((node) => node.name).filter((node) => !nodes.includes(node));
  return [
    {
      kind: 'create-resource',
      resource: {
        id: name,
        agent: { class: 'systemd', type: unit.replace(/\.service$/, '') },
        params: {},
        operations: OPERATIONS,
        place: isClone
          ? { kind: 'clone', cloneId: runs, isPromotable: false, meta: { interleave: 'true' } }
          : { kind: 'alone' },
      },
    },
    ...elsewhere.map(
      (node): SingleRequest => ({
        kind: 'add-constraint',
        wish: { kind: 'location', resource: runs, node, score: '-INFINITY' },
      }),
    ),
    ...(filesystem === undefined ? [] : together(runs, filesystem)),
    ...vipEdits(intent, (vip) => [
      ...(isClone ? [] : together(vip, runs)),
      ...proxyClones(world).flatMap((clone) => together(vip, clone)),
    ]),
  ];
}

function vipEdits(
  { entrance }: ProtectService,
  rules: (vip: string) => readonly SingleRequest[],
): readonly SingleRequest[] {
  const { newVip, address } = entrance;
  if (!newVip) return [];
  const { id, prefixLength, nic } = newVip;
  return [
    {
      kind: 'create-resource',
      resource: {
        id,
        agent: { class: 'ocf', provider: 'heartbeat', type: 'IPaddr2' },
        params: { ip: address, cidr_netmask: `${prefixLength}`, ...(nic === undefined ? {} : { nic }) },
        operations: VIP_OPERATIONS,
        place: { kind: 'alone' },
      },
    },
    ...rules(id),
  ];
}

/** An address that HAProxy answers on goes where HAProxy is. */
const proxyClones = (world: WorldFacts): readonly string[] =>
  listPrimitives(world.cib).flatMap(({ primitive, within }) =>
    primitive.class === 'systemd' && primitive.type === 'haproxy' && within[0] ? [within[0].id] : [],
  );

interface Server {
  readonly name: string;
  readonly address: string;
}

/** Each node by its own address in the VIP's network; for one at a time, where it will run first comes first. */
function serversOf(
  { nodes, entrance, filesystem }: ProtectService,
  world: WorldFacts,
): Result<readonly Server[], ConfigurationRefusal> {
  const servers: Server[] = [];
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

function proxyEdits(intent: ProtectService, servers: readonly Server[]): readonly ConfigEdit[] {
  const { name, entrance, port, healthPath, shape } = intent;
  const { mode, address } = entrance;
  return [
    {
      do: 'add-proxy',
      proxy: {
        kind: 'backend',
        name,
        mode,
        ...(shape === 'active-active' ? { balance: ['roundrobin'] } : {}),
        check:
          healthPath === undefined || mode === 'tcp' ? { kind: 'tcp' } : { kind: 'http', path: healthPath },
        servers: servers.map((server, at) => ({
          ...server,
          port,
          check: true,
          ...(shape === 'active-standby' && at > 0 ? { backup: true } : {}),
        })),
      },
    },
    {
      do: 'add-proxy',
      proxy: {
        kind: 'frontend',
        name,
        mode,
        binds: [{ address, port: entrance.port }],
        defaultBackend: name,
      },
    },
  ];
}
