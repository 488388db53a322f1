/**
 * What a person says of a new cluster, once its machines are read: pure, from the form's answer and the machines to the
 * wish that a plan is made from. Addresses are not typed a second time: they are read off the networks that were chosen.
 */
import { z } from 'zod';
import {
  formatSubnet,
  isSameAddress,
  parseIp,
  parseSubnet,
  subnetContains,
  subnetOf,
} from '@/lib/base/address';
import { err, ok, type Result } from '@/lib/base/result';
import { isDeviceRoom, NEW_GROUP } from '@/lib/host/candidate-disks';
import type { AdoptionState } from './adoption';
import type { BareMachine, BuildCluster, BuildVip } from './build-cluster';

/** In a line of its own in configuration files; no word of a shell. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;
const TIME_SERVER = /^[A-Za-z0-9][A-Za-z0-9.-]{0,252}(?::\d{1,5})?$/;
const OPTION = /^[a-z][a-z0-9_]{0,60}$/;
/** Printable, one line. */
const TEXT = /^[\x20-\x7e]{1,200}$/;
/** Names under which fence agents take what this form has a field for, or must not take from it. */
const RESERVED = /passw|secret|^(ip|ipaddr|username|login|pcmk_host_list|pcmk_host_map|pcmk_delay_base)$/;
const MOUNT_POINT = /^(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]{0,60}){1,8}$/;
const MIB = 1024 * 1024;

const fenceSchema = z.object({
  node: z.string().regex(NAME),
  agent: z.string().regex(/^fence_[a-z0-9_]{1,60}$/),
  ip: z
    .string()
    .trim()
    .min(1)
    .max(253)
    .regex(/^[A-Za-z0-9.:-]+$/),
  username: z.string().trim().regex(TEXT),
  /** Absent: the one that was given before. */
  password: z.string().regex(TEXT).optional(),
  options: z
    .record(z.string().regex(OPTION), z.string().regex(TEXT))
    .refine((options) => Object.keys(options).every((name) => !RESERVED.test(name))),
});

export const designSchema = z.object({
  clusterName: z.string().trim().regex(NAME),
  /** The networks of the two links: replication and the first link run over `tenG`. */
  tenG: z.string().max(60),
  oneG: z.string().max(60),
  tokenMs: z.number().int().min(1_000).max(60_000),
  timeServers: z.array(z.string().regex(TIME_SERVER)).max(8),
  fences: z.array(fenceSchema).min(2).max(16),
  sizeBytes: z
    .number()
    .int()
    .min(16 * MIB)
    .max(2 ** 50),
  mountPoint: z.string().regex(MOUNT_POINT),
  filesystem: z.enum(['ext4', 'xfs']),
  firstSync: z.enum(['full', 'both-read-as-zeros']),
  /** `/dev/nvme0n1`, a whole blank disk, or the name of a volume group. */
  places: z.array(z.object({ node: z.string().regex(NAME), on: z.string().min(1).max(200) })).length(2),
  vip10g: z.string().trim().max(45),
  vip1g: z.string().trim().max(45),
  haproxyText: z.string().min(1).max(100_000),
});
export type Design = z.infer<typeof designSchema>;
/** As it is kept for the next look at the form: without passwords. */
export type KeptDesign = Omit<Design, 'fences'> & { readonly fences: readonly Omit<Fence, 'password'>[] };
type Fence = Design['fences'][number];
/** With or without the passwords: the wish is the same. */
type GivenDesign = Omit<KeptDesign, 'fences'> & {
  readonly fences: readonly (Omit<Fence, 'password'> & Partial<Pick<Fence, 'password'>>)[];
};

export interface DesignProblem {
  readonly kind: 'no-address' | 'not-an-address' | 'no-fence' | 'no-password' | 'same-network';
  readonly object: string;
}

export const HAFS_RESOURCE = 'hafs';

export const keptDesign = (design: Design): KeptDesign => ({
  ...design,
  fences: design.fences.map(({ password: _, ...fence }) => fence),
});

interface Machine {
  readonly name: string;
  readonly read: BareMachine;
}

export const machinesOf = ({ nodes }: AdoptionState): readonly Machine[] =>
  nodes.flatMap(({ name, machine }) => (name !== undefined && machine ? [{ name, read: machine }] : []));

export interface SharedNetwork {
  readonly cidr: string;
  /** By node. */
  readonly interfaces: Readonly<Record<string, string>>;
  readonly speedMbps?: number;
}

/** Networks that every machine is in: others cannot join them. */
export function sharedNetworks(machines: readonly Machine[]): readonly SharedNetwork[] {
  const found = new Map<string, { interfaces: Record<string, string>; speedMbps?: number }>();
  for (const { name, read } of machines) {
    for (const nic of read.network.interfaces) {
      for (const { address, prefixLength, family, scope } of nic.addresses) {
        const subnet = subnetOf(address, prefixLength);
        if (nic.name === 'lo' || family !== 'inet' || scope === 'link' || scope === 'host' || !subnet)
          continue;
        const cidr = formatSubnet(subnet);
        const entry = found.get(cidr) ?? { interfaces: {} };
        entry.interfaces[name] = nic.name;
        if (nic.speedMbps !== undefined)
          entry.speedMbps = Math.min(entry.speedMbps ?? nic.speedMbps, nic.speedMbps);
        found.set(cidr, entry);
      }
    }
  }
  return [...found]
    .filter(([, { interfaces }]) => Object.keys(interfaces).length === machines.length)
    .map(([cidr, entry]) => ({ cidr, ...entry }))
    .sort((a, b) => (b.speedMbps ?? 0) - (a.speedMbps ?? 0) || a.cidr.localeCompare(b.cidr));
}

/** The address a machine has in a network. */
export function addressIn(
  read: BareMachine,
  cidr: string,
): { address: string; prefixLength: number } | undefined {
  const subnet = parseSubnet(cidr);
  return read.network.interfaces
    .flatMap((nic) => nic.addresses)
    .find((one) => subnet !== undefined && subnetContains(subnet, one.address));
}

/** @param hasPassword nodes whose fence password was given before */
export function buildClusterOf(
  state: AdoptionState,
  design: GivenDesign,
  hasPassword: (node: string) => boolean,
): Result<BuildCluster, DesignProblem> {
  const machines = machinesOf(state);
  if (design.tenG === design.oneG) return err({ kind: 'same-network', object: design.tenG });
  const nodes: BuildCluster['nodes'][number][] = [];
  for (const [index, { name, read }] of machines.entries()) {
    const addresses = [design.tenG, design.oneG].map((cidr) => addressIn(read, cidr)?.address);
    const missing = addresses.indexOf(undefined);
    if (missing >= 0)
      return err({ kind: 'no-address', object: `${name} ${missing === 0 ? design.tenG : design.oneG}` });
    const fence = design.fences.find((one) => one.node === name);
    if (!fence) return err({ kind: 'no-fence', object: name });
    if (fence.password === undefined && !hasPassword(name)) return err({ kind: 'no-password', object: name });
    const { agent, ip, username, options } = fence;
    nodes.push({
      name,
      nodeId: index + 1,
      addresses: addresses.flatMap((one) => one ?? []),
      fence: { agent, params: { ...options, ip, username } },
    });
  }
  const wishes = [
    { role: '10g', id: 'vip_10g', address: design.vip10g, cidr: design.tenG },
    { role: '1g', id: 'vip_1g', address: design.vip1g, cidr: design.oneG },
  ] as const;
  const vips: BuildVip[] = [];
  for (const { role, id, address, cidr } of wishes) {
    if (parseIp(address)?.family !== 'inet') return err({ kind: 'not-an-address', object: address });
    const prefixLength = Number(cidr.split('/')[1]);
    vips.push({ id, role, address, prefixLength });
  }
  return ok({
    kind: 'build-cluster',
    clusterName: design.clusterName,
    nodes,
    tokenMs: design.tokenMs,
    timeServers: design.timeServers,
    hafs: {
      resource: HAFS_RESOURCE,
      sizeBytes: design.sizeBytes,
      mountPoint: design.mountPoint,
      filesystem: design.filesystem,
      firstSync: design.firstSync,
      places: design.places.map(({ node, on }) =>
        isDeviceRoom({ on }) ? { node, group: NEW_GROUP, disk: on } : { node, group: on },
      ),
    },
    vips,
    haproxyText: design.haproxyText,
  });
}

/** Somebody has to answer at both addresses from the first moment: HAProxy itself, until services are added. */
export const firstHaproxyText = (vip10g: string, vip1g: string): string => `global
    log /dev/log local0
    maxconn 2000
    user haproxy
    group haproxy
    stats socket /run/haproxy/admin.sock mode 660 level admin expose-fd listeners
    stats timeout 30s

defaults
    log global
    mode http
    option httplog
    option dontlognull
    timeout connect 10s
    timeout client 1m
    timeout server 1m
    timeout check 10s
    default-server inter 3s fall 3 rise 2

# answers at both VIPs until services are added
frontend haven
    bind ${vip10g}:80
    bind ${vip1g}:80
    monitor-uri /haven
`;

/** A VIP nobody has: .100 where that is free, else the next one, as far as the machines themselves know. */
export function freeAddressIn(cidr: string, machines: readonly Machine[]): string {
  const base = /^(\d+\.\d+\.\d+)\.\d+\/24$/.exec(cidr)?.[1];
  if (base === undefined) return '';
  const taken = machines.flatMap(({ read }) => read.network.interfaces.flatMap((nic) => nic.addresses));
  for (let last = 100; last < 255; last += 1) {
    const address = `${base}.${last}`;
    if (!taken.some((one) => isSameAddress(one.address, address))) return address;
  }
  return '';
}
