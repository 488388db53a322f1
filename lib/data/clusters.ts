import type { DirectoryCluster, DirectoryNetwork, DirectoryService } from '@/lib/live/protocol';
import { loadBaselines } from './baselines';
import { storableJson } from './canonical-json';
import { database, type Tx } from './client';
import { loadFenceTests } from './fence-tests';
import type { Prisma } from './generated/prisma/client.ts';
import { loadMaintenance } from './maintenance';
import { newId } from './new-id';
import { openSecret, sealSecret } from './secret-box';

/**
 * The inventory of clusters: what Haven was told and confirmed, not what it sees. Private keys lie encrypted and leave
 * this file only towards the control plane.
 */

const KEY_PURPOSE = 'node-key';

/** How the control plane reaches one node. */
export interface NodeAccess {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly login: string;
  /** OpenSSH form; the only key that is accepted. */
  readonly hostKey: string;
  /** Undefined when the box does not open: Haven's secret key was lost or changed. */
  readonly privateKey?: string;
}

export interface LoadedCluster {
  readonly directory: DirectoryCluster;
  readonly nodes: readonly NodeAccess[];
}

const WITH_ALL = {
  nodes: true,
  networks: true,
  vips: { include: { network: true } },
  services: true,
} as const;
type ClusterRow = Prisma.ClusterGetPayload<{ include: typeof WITH_ALL }>;

/** Every cluster with the keys to its nodes, for the control plane only. */
export async function loadClusters(tx: Tx = database()): Promise<readonly LoadedCluster[]> {
  const rows = await tx.cluster.findMany({ include: WITH_ALL, orderBy: { createdAt: 'asc' } });
  return Promise.all(
    rows.map(async (row) => {
      const maintenance = await loadMaintenance(row.id, tx);
      const baselines = await loadBaselines(row.id, tx);
      const directory = {
        ...directoryOf(row),
        ...(maintenance.length > 0 ? { maintenance } : {}),
        ...(baselines.length > 0 ? { baselines } : {}),
        fenceTests: await loadFenceTests(row.id, tx),
      };
      return { directory, nodes: row.nodes.map(accessOf) };
    }),
  );
}

/** Every cluster as pages know it. */
export async function loadDirectory(tx: Tx = database()): Promise<readonly DirectoryCluster[]> {
  const rows = await tx.cluster.findMany({ include: WITH_ALL, orderBy: { createdAt: 'asc' } });
  return rows.map(directoryOf);
}

export async function loadDirectoryCluster(
  id: string,
  tx: Tx = database(),
): Promise<DirectoryCluster | undefined> {
  const row = await tx.cluster.findUnique({ where: { id }, include: WITH_ALL });
  return row ? directoryOf(row) : undefined;
}

function directoryOf(row: ClusterRow): DirectoryCluster {
  return {
    id: row.id,
    name: row.name,
    practice: row.practice,
    ...(row.building ? { building: true } : {}),
    nodes: [...row.nodes].sort(byCorosyncId).map(({ id, name }) => ({ id, name })),
    networks: row.networks.map(({ role, name, cidr }) => ({ role: networkRole(role), name, cidr })),
    vips: row.vips.map(({ id, resourceId, address, network }) => ({
      id,
      resourceId,
      address,
      networkRole: networkRole(network?.role),
    })),
    services: row.services.map(serviceOf),
  };
}

const byCorosyncId = (a: ClusterRow['nodes'][number], b: ClusterRow['nodes'][number]): number =>
  (a.corosyncId ?? 0) - (b.corosyncId ?? 0) || a.name.localeCompare(b.name);

function networkRole(role: string | undefined): DirectoryNetwork['role'] {
  return role === '1g' || role === '10g' || role === 'management' ? role : 'other';
}

function serviceOf(row: ClusterRow['services'][number]): DirectoryService {
  const { id, name, resourceId, backend, unit, usesHafs, vipId } = row;
  return {
    id,
    name,
    mode: row.mode === 'active-active' ? 'active-active' : 'active-standby',
    usesHafs,
    ...(resourceId === null ? {} : { resourceId }),
    ...(backend === null ? {} : { backend }),
    ...(unit === null ? {} : { unit }),
    ...(vipId === null ? {} : { vipId }),
  };
}

function accessOf(row: ClusterRow['nodes'][number]): NodeAccess {
  const { id, name, host, port, login, hostKey } = row;
  const privateKey = openedKey(row.privateKeyBox);
  return { id, name, host, port, login, hostKey, ...(privateKey === undefined ? {} : { privateKey }) };
}

function openedKey(box: string): string | undefined {
  try {
    return openSecret(box, KEY_PURPOSE);
  } catch {
    return undefined;
  }
}

/** Everything an adoption found and a person confirmed. */
export interface NewCluster {
  readonly name: string;
  readonly practice: boolean;
  /** Its nodes are machines that are being made a cluster of. */
  readonly building?: boolean;
  readonly nodes: readonly (Omit<NodeAccess, 'id' | 'privateKey'> & {
    readonly privateKey: string;
    readonly hostKeySha256: string;
    readonly corosyncId?: number;
    readonly machineId?: string;
    readonly facts: unknown;
    readonly disks: readonly NewDisk[];
  })[];
  readonly networks: readonly (DirectoryNetwork & {
    readonly interfaces: Readonly<Record<string, string>>;
  })[];
  readonly drbd: readonly {
    readonly name: string;
    readonly protocol?: string;
    readonly fencing?: string;
    readonly mountpoint?: string;
    readonly definition?: unknown;
  }[];
  readonly vips: readonly { readonly resourceId: string; readonly address: string; readonly cidr?: string }[];
  readonly services: readonly (Omit<DirectoryService, 'id' | 'vipId'> & {
    readonly vipResourceId?: string;
  })[];
}
export interface NewDisk {
  readonly path: string;
  readonly model?: string;
  readonly serial?: string;
  readonly transport?: string;
  readonly sizeBytes: number;
}

const json = (value: unknown): Prisma.InputJsonValue => storableJson(value) as Prisma.InputJsonValue;

/**
 * Writes a whole cluster. Runs inside the caller's transaction: all of it or nothing.
 * @returns the new cluster's id
 * @throws Prisma P2002 when a cluster of that name exists
 */
export async function saveNewCluster(tx: Tx, input: NewCluster): Promise<string> {
  const clusterId = newId();
  const { name, practice, building = false } = input;
  await tx.cluster.create({ data: { id: clusterId, name, practice, building } });
  for (const node of input.nodes) await createNode(tx, clusterId, node);
  await createParts(tx, clusterId, input);
  return clusterId;
}

export async function isClusterThere(id: string, tx: Tx = database()): Promise<boolean> {
  return (await tx.cluster.count({ where: { id } })) > 0;
}

/** The same of a cluster that was being built: its rows stay, with its plans, and say what is there now. */
export async function completeBuiltCluster(tx: Tx, clusterId: string, input: NewCluster): Promise<void> {
  const { name, building = false } = input;
  await tx.cluster.update({ where: { id: clusterId }, data: { name, building } });
  for (const { disks, facts, machineId, corosyncId, name: node } of input.nodes) {
    const row = await tx.node.update({
      where: { clusterId_name: { clusterId, name: node } },
      data: {
        facts: json(facts),
        ...(machineId === undefined ? {} : { machineId }),
        ...(corosyncId === undefined ? {} : { corosyncId }),
      },
    });
    await tx.disk.deleteMany({ where: { nodeId: row.id } });
    await createDisks(tx, row.id, disks);
  }
  await tx.service.deleteMany({ where: { clusterId } });
  await tx.vip.deleteMany({ where: { clusterId } });
  await tx.network.deleteMany({ where: { clusterId } });
  await tx.drbdResource.deleteMany({ where: { clusterId } });
  await createParts(tx, clusterId, input);
}

/** What a cluster has besides its nodes. */
async function createParts(tx: Tx, clusterId: string, input: NewCluster): Promise<void> {
  await tx.drbdResource.createMany({
    data: input.drbd.map(({ definition, ...resource }) => ({
      clusterId,
      ...resource,
      definition: json(definition ?? {}),
    })),
  });
  const networkIds = new Map<string, string>();
  for (const network of input.networks) {
    const id = newId();
    networkIds.set(network.cidr, id);
    const { role, name, cidr } = network;
    await tx.network.create({
      data: { id, clusterId, role, name, cidr, interfaces: json(network.interfaces) },
    });
  }
  const vipIds = new Map<string, string>();
  for (const { resourceId, address, cidr } of input.vips) {
    const id = newId();
    vipIds.set(resourceId, id);
    const networkId = cidr === undefined ? undefined : networkIds.get(cidr);
    await tx.vip.create({
      data: { id, clusterId, resourceId, address, ...(networkId ? { networkId } : {}) },
    });
  }
  await tx.service.createMany({
    data: input.services.map(({ vipResourceId, ...service }) => {
      const vipId = vipResourceId === undefined ? undefined : vipIds.get(vipResourceId);
      return { id: newId(), clusterId, ...service, ...(vipId ? { vipId } : {}) };
    }),
  });
}

async function createNode(tx: Tx, clusterId: string, node: NewCluster['nodes'][number]): Promise<void> {
  const { disks, privateKey, facts, ...rest } = node;
  const id = newId();
  await tx.node.create({
    data: { id, clusterId, ...rest, privateKeyBox: sealSecret(privateKey, KEY_PURPOSE), facts: json(facts) },
  });
  await createDisks(tx, id, disks);
}

async function createDisks(tx: Tx, nodeId: string, disks: readonly NewDisk[]): Promise<void> {
  await tx.disk.createMany({
    data: disks.map(({ sizeBytes, ...disk }) => ({
      nodeId,
      ...disk,
      sizeBytes: BigInt(Math.trunc(sizeBytes)),
    })),
  });
}

/** Host keys of every adopted node, to recognise a machine that is already in the inventory. */
export async function loadKnownHostKeys(
  tx: Tx = database(),
): Promise<ReadonlyMap<string, { readonly cluster: string; readonly node: string }>> {
  const rows = await tx.node.findMany({
    select: { hostKeySha256: true, name: true, cluster: { select: { name: true } } },
  });
  return new Map(rows.map((row) => [row.hostKeySha256, { cluster: row.cluster.name, node: row.name }]));
}

/** The practice cluster may be rebuilt at any time and adopted anew: the old one is forgotten without ceremony. */
export async function forgetPracticeCluster(tx: Tx, name: string): Promise<void> {
  await tx.cluster.deleteMany({ where: { practice: true, name } });
}

/** What a person is told before and after a cluster is forgotten. */
export async function loadForgettable(
  id: string,
  tx: Tx,
): Promise<
  { readonly name: string; readonly nodes: readonly Omit<NodeAccess, 'hostKey' | 'privateKey'>[] } | undefined
> {
  const node = { id: true, name: true, host: true, port: true, login: true } as const;
  const row = await tx.cluster.findUnique({
    where: { id },
    select: { name: true, nodes: { select: node, orderBy: { name: 'asc' } } },
  });
  return row ?? undefined;
}

/** How the control plane reaches the nodes of one cluster. Empty when it is not in the inventory. */
export async function loadNodeAccess(clusterId: string): Promise<readonly NodeAccess[]> {
  return (await database().node.findMany({ where: { clusterId } })).map(accessOf);
}

/** Everything Haven was told about a cluster and saw of it, its changes included. The audit stays. */
export async function deleteCluster(tx: Tx, id: string): Promise<void> {
  await tx.cluster.deleteMany({ where: { id } });
}
