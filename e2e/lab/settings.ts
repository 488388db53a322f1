/**
 * Names, addresses and sizes of the practice cluster, in one place. Pure: everything else (QEMU arguments,
 * node files, CIB, lab.json) is derived from here, so a value changed here changes everywhere.
 */

export const clusterName = 'havenlab';

/** What a cable joins. `mgmt` is QEMU's user-mode network; the others go through the lab's own switch. */
export type NetworkName = 'mgmt' | '1g' | '10g';
export type SwitchedNetwork = Exclude<NetworkName, 'mgmt'>;
export const switchedNetworks: readonly SwitchedNetwork[] = ['1g', '10g'];

export interface NetworkSpec {
  readonly name: NetworkName;
  /** Interface name inside the nodes, given by a systemd .link file on the MAC address. */
  readonly nic: string;
  readonly prefixLength: 24;
  /** Megabit per second that the virtual NIC reports to ethtool and sysfs. */
  readonly speedMbit: number;
  readonly macByte: string;
  readonly address: (nodeId: number) => string;
}

export const networks: Readonly<Record<NetworkName, NetworkSpec>> = {
  mgmt: {
    name: 'mgmt',
    nic: 'mgmt0',
    prefixLength: 24,
    speedMbit: 1000,
    macByte: '02',
    address: (nodeId) => `10.0.2.${10 + nodeId}`,
  },
  '1g': {
    name: '1g',
    nic: 'eno1',
    prefixLength: 24,
    speedMbit: 1000,
    macByte: '01',
    address: (nodeId) => `192.168.10.${10 + nodeId}`,
  },
  '10g': {
    name: '10g',
    nic: 'ens2f0',
    prefixLength: 24,
    speedMbit: 10000,
    macByte: '0a',
    address: (nodeId) => `10.10.0.${nodeId}`,
  },
};

export const networkNames: readonly NetworkName[] = ['mgmt', '1g', '10g'];

export interface NodeSpec {
  readonly name: string;
  readonly id: number;
}

/** More than nine would need wider MAC and port schemes; three is what the lab promises. */
export const maximumNodes = 3;

export function nodeSpecs(count: number): NodeSpec[] {
  return Array.from({ length: count }, (_, index) => ({ name: `node${index + 1}`, id: index + 1 }));
}

export function macAddress(network: NetworkName, nodeId: number): string {
  return `52:54:00:${networks[network].macByte}:00:0${nodeId}`;
}

/** Guests see this machine's loopback here (QEMU user-mode networking). */
export const hostSeenFromGuest = '10.0.2.2';

export const vip1g = { id: 'vip_1g', address: '192.168.10.100', network: '1g' } as const;
export const vip10g = { id: 'vip_10g', address: '10.10.0.100', network: '10g' } as const;

export const ports = {
  drbd: 7788,
  corosync: 5405,
  imagestore: 9292,
  computeApi: 8774,
  /** Not in the cluster's first configuration: for services that are put under protection later. */
  shareApi: 8786,
  notes: 8787,
  nvmeTarget: 4420,
} as const;

export const havenUser = { name: 'haven', password: 'haven-lab' } as const;

/** DRBD replicates between two nodes only (8.4); a third node votes, runs HAProxy and the stateless API. */
export const replicaCount = 2;

export const sizes = {
  /** 1 GiB carries Pacemaker and the small services with room; real OpenStack services need about 2 GiB. */
  memoryMiB: 1024,
  rootDiskMiB: 4096,
  /** Small, so that a whole resync is short; see `resyncKiBPerSecond`. */
  dataDiskMiB: 1024,
  hafsMiB: 384,
} as const;

/** Slow enough that a person can watch 60 MB being copied (about 15 s), fast enough not to bore them. */
export const resyncKiBPerSecond = 4096;

export const hafsMountPoint = '/srv/hafs';
export const volumeGroup = 'vg_nvme';
