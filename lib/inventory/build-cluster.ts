/**
 * A cluster from machines on which nothing of one is yet: what is wished, and what such machines say of themselves.
 * Secrets are never part of it: texts name their places, `{{secret:drbd}}`, and Haven fills them in on the way.
 */
import type { Observation } from '@/lib/base/observation';
import type { CandidateDisk } from '@/lib/host/candidate-disks';
import type { LogicalVolume, VolumeGroup } from '@/lib/host/lvm';
import type { PackageOffers } from '@/lib/host/packages';
import type { NetworkReading } from '@/lib/network/types';

export interface BuildCluster {
  readonly kind: 'build-cluster';
  readonly clusterName: string;
  readonly nodes: readonly BuildNode[];
  /** Milliseconds until a silent node counts as lost. */
  readonly tokenMs: number;
  /** `time.example.ac.kr` or `10.0.2.2:1123`; none leaves what the package brings. */
  readonly timeServers: readonly string[];
  readonly hafs: BuildHafs;
  readonly vips: readonly BuildVip[];
  /** The first haproxy.cfg, the same on every node. */
  readonly haproxyText: string;
}

export interface BuildNode {
  /** Equals `uname -n`. */
  readonly name: string;
  readonly nodeId: number;
  /** Its address on each of Corosync's two links; the first is replication's too. */
  readonly addresses: readonly string[];
  readonly fence: BuildFence;
}

export interface BuildFence {
  /** `fence_ipmilan`. */
  readonly agent: string;
  /** Without the password, which is a secret of Haven's until it lies on the nodes. */
  readonly params: Readonly<Record<string, string>>;
}

export interface BuildHafs {
  readonly resource: string;
  /** Bytes the DRBD device shall have at least, without DRBD's own metadata. */
  readonly sizeBytes: number;
  readonly mountPoint: string;
  readonly filesystem: 'ext4' | 'xfs';
  readonly places: readonly BuildPlace[];
  /** Left out only for a reason: copies that are not equal stay different unseen. */
  readonly firstSync: 'full' | 'both-read-as-zeros';
}
export interface BuildPlace {
  readonly node: string;
  /** The volume group the copy lives in. */
  readonly group: string;
  /** A whole blank disk to make that group on; without it the group is there already. */
  readonly disk?: string;
}

export interface BuildVip {
  readonly id: string;
  readonly address: string;
  readonly prefixLength: number;
  readonly role: '1g' | '10g';
}

/** Tools of a machine that is to become a node. */
export interface BareMachine {
  readonly network: NetworkReading;
  readonly disks: readonly CandidateDisk[];
  readonly groups: readonly VolumeGroup[];
  readonly volumes: readonly LogicalVolume[];
  readonly packages: PackageOffers;
  /** Version of the DRBD module that the running kernel would load; absent: none. */
  readonly drbdModule?: string;
  /** Files of an earlier cluster, or of an earlier try of this one. */
  readonly remains: readonly string[];
}

export interface BareWorld {
  readonly machines: Readonly<Record<string, Observation<BareMachine>>>;
  /** Whether somebody answers at an address that is to become a VIP. */
  readonly vips: Readonly<Record<string, 'free' | 'taken' | 'unknown'>>;
  /** Resources that a Pacemaker on one of them is told to run already: an earlier try of this plan got that far. */
  readonly resources?: readonly string[];
}

export const BUILD_PORT = 7788;
export const BUILD_MINOR = 0;
export const SECRET_PLACE = /\{\{secret:([a-z0-9-]{1,80})\}\}/g;
export const secretPlace = (name: string): string => `{{secret:${name}}}`;

/** Fills the places in. A place without a secret stays, and the hash of what comes out is then not the reviewed one. */
export const withSecrets = (text: string, secrets: Readonly<Record<string, string>>): string =>
  text.replace(SECRET_PLACE, (all, name: string) =>
    Object.hasOwn(secrets, name) ? (secrets[name] ?? all) : all,
  );

export const fenceSecret = (node: string): string =>
  `fence-${node.toLowerCase().replace(/[^a-z0-9-]/g, '-')}`;

/** Debian's names of what a cluster is made of. */
export const CLUSTER_PACKAGES = [
  'corosync',
  'pacemaker',
  'pacemaker-cli-utils',
  'resource-agents',
  'fence-agents',
  'ipmitool',
  'drbd-utils',
  'lvm2',
  'haproxy',
  'socat',
  'chrony',
] as const;
