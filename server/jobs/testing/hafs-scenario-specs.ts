/** Scenarios of changes to DRBD's files, devices and contents. The practice cluster's own file, its secret replaced. */
import type { NodeFile } from '@/lib/plan/testing/scenario';
import type { StorageFile } from '@/lib/plan/testing/scenario-storage';
import type { Intent } from '@/lib/plan/types';
import type { ScenarioSpec } from './scenario-specs';

export const RES_PATH = '/etc/drbd.d/hafs.res';
const RES = `# The file system every protected service lies on (HAFS). Identical on both nodes.
resource hafs {
  protocol C;
  handlers {
    fence-peer          "/usr/lib/drbd/crm-fence-peer.sh --timeout 90 --dc-timeout 90";
    after-resync-target "/usr/lib/drbd/crm-unfence-peer.sh";
  }
  disk {
    fencing      resource-and-stonith;
    c-max-rate   4096k;
  }
  net {
    verify-alg    crc32c;
    cram-hmac-alg sha256;
    shared-secret "0f1e2d3c";
  }
  volume 0 {
    device    /dev/drbd0 minor 0;
    disk      /dev/vg_nvme/hafs;
    meta-disk internal;
  }
  on node1 { address 10.10.0.1:7788; }
  on node2 { address 10.10.0.2:7788; }
}
`;

const STORAGE: StorageFile = {
  groups: ['vg_nvme 160'],
  volumes: ['vg_nvme/hafs 384'],
  mounts: ['/dev/vda1 / ext4 4096'],
};
const MOUNTED: StorageFile = { ...STORAGE, mounts: [...STORAGE.mounts, '/dev/drbd0 /srv/hafs ext4 348'] };

const BOTH: Readonly<Record<string, NodeFile>> = {
  node1: {
    drbd: ['hafs Primary UpToDate@393164 node2:Connected:Established:UpToDate:oos0'],
    files: { [RES_PATH]: RES },
    storage: MOUNTED,
  },
  node2: {
    drbd: ['hafs Secondary UpToDate@393164 node1:Connected:Established:UpToDate:oos0'],
    files: { [RES_PATH]: RES },
    storage: STORAGE,
  },
};

/** A healthy pair with its storage, and what differs from it. */
export const hafsNodes = (differs: Readonly<Record<string, Partial<NodeFile>>>) =>
  Object.fromEntries(Object.entries(BOTH).map(([name, node]) => [name, { ...node, ...differs[name] }]));

const options = (values: Readonly<Record<string, string | null>>): Intent => ({
  kind: 'drbd-options',
  resource: 'hafs',
  values,
});
export const VERIFY: Intent = { kind: 'drbd-verify', resource: 'hafs', node: 'node2' };
const REPAIR: Intent = { kind: 'drbd-repair', resource: 'hafs', node: 'node2' };
const MIB = 1024 * 1024;
const grow = (mib: number): Intent => ({ kind: 'hafs-grow', resource: 'hafs', sizeBytes: mib * MIB });

const MORE: StorageFile = { ...STORAGE, volumes: [...STORAGE.volumes, 'vg_nvme/other 64'] };
const create: Extract<Intent, { kind: 'hafs-create' }> = {
  kind: 'hafs-create',
  resource: 'data',
  sizeBytes: 128 * MIB,
  places: [
    { node: 'node1', group: 'vg_nvme', address: '10.10.0.1' },
    { node: 'node2', group: 'vg_nvme', address: '10.10.0.2' },
  ],
  source: 'node1',
  filesystem: 'ext4',
  mountPoint: '/srv/data',
  protocol: 'C',
  protection: 'fencing',
  port: 7789,
  minor: 1,
  firstSync: 'full',
};
const onDisks: typeof create = {
  ...create,
  places: create.places.map((place) => ({ ...place, group: 'vg_hafs', disk: '/dev/nvme1n1' })),
};
const WITH_DISKS: StorageFile = { ...STORAGE, disks: ['/dev/nvme0n1 1024 LVM2_member', '/dev/nvme1n1 512'] };
/** The file was read and is not there. */
const newFile = (of: Readonly<Record<string, Partial<NodeFile>>> = {}) =>
  hafsNodes({
    node1: { ...of.node1, files: { [RES_PATH]: RES, ...of.node1?.files }, absent: ['/etc/drbd.d/data.res'] },
    node2: { ...of.node2, files: { [RES_PATH]: RES, ...of.node2?.files }, absent: ['/etc/drbd.d/data.res'] },
  });
const remove = (wipe: readonly string[]): Intent => ({
  kind: 'hafs-remove',
  resource: 'hafs',
  keep: 'node1',
  wipe,
});
/** Leaves DRBD and its file system; what uses them has been taken off before. */
const withoutUsers = (xml: string): string => {
  const ids = ['glance', 'apache', 'vip_1g'];
  return ids.reduce(
    (text, id) =>
      text
        .replace(new RegExp(`<primitive id="${id}"[\\s\\S]*?</primitive>`), '')
        .replace(new RegExp(`<rsc_(?:colocation|order|location)[^>]*"${id}"[^>]*/>`, 'g'), ''),
    xml,
  );
};

export const HAFS_SCENARIOS: readonly ScenarioSpec[] = [
  {
    name: 'drbd-verify-no-algorithm',
    about: 'without a verify-alg nothing can be compared: refused, naming the option',
    intent: VERIFY,
    node: hafsNodes({ node2: { files: { [RES_PATH]: RES.replace('    verify-alg    crc32c;\n', '') } } }),
  },
  {
    name: 'drbd-repair',
    about: 'a comparison found blocks that differ: the Primary’s are copied over, when a person says so',
    intent: REPAIR,
    node: hafsNodes({
      node1: { drbd: ['hafs Primary UpToDate@393164 node2:Connected:Established:UpToDate:oos12'] },
      node2: { drbd: ['hafs Secondary UpToDate@393164 node1:Connected:Established:UpToDate:oos12'] },
    }),
  },
  {
    name: 'drbd-repair-nothing',
    about: 'no copy knows of a difference',
    intent: REPAIR,
    node: hafsNodes({}),
  },
  {
    name: 'drbd-repair-last-copy',
    about: 'the other copy is not UpToDate: its blocks would replace the last good ones',
    intent: REPAIR,
    node: hafsNodes({
      node1: { drbd: ['hafs Primary Inconsistent@393164 node2:Connected:SyncTarget:UpToDate:oos12'] },
      node2: { drbd: ['hafs Secondary UpToDate@393164 node1:Connected:SyncSource:Inconsistent:oos12'] },
    }),
  },
  {
    name: 'drbd-repair-primary',
    about: 'the copy in use is never the one that is overwritten',
    intent: { ...REPAIR, node: 'node1' },
    node: hafsNodes({
      node1: { drbd: ['hafs Primary UpToDate@393164 node2:Connected:Established:UpToDate:oos12'] },
    }),
  },
  {
    name: 'drbd-repair-9',
    about: 'DRBD 9.0.29 and later are told the direction, and nothing is disconnected',
    intent: REPAIR,
    node: hafsNodes({
      node1: {
        kernel: '9.1.16',
        drbd: ['hafs Primary UpToDate@393164 node2:Connected:Established:UpToDate:oos12'],
      },
      node2: {
        kernel: '9.1.16',
        drbd: ['hafs Secondary UpToDate@393164 node1:Connected:Established:UpToDate:oos12'],
      },
    }),
  },
  {
    name: 'drbd-verify-other-generation',
    about: 'the nodes run different generations of DRBD',
    intent: VERIFY,
    node: hafsNodes({ node2: { kernel: '9.1.16' } }),
  },
  {
    name: 'drbd-options-both-primary',
    about: 'two Primaries are a split-brain in the making: nothing is changed under them',
    intent: options({ 'net.ping-timeout': '10' }),
    node: hafsNodes({
      node2: { drbd: ['hafs Primary UpToDate@393164 node1:Connected:Established:UpToDate:oos0'] },
    }),
  },
  {
    name: 'hafs-grow-no-primary',
    about: 'DRBD grows with a Primary only',
    intent: grow(512),
    node: hafsNodes({
      node1: { drbd: ['hafs Secondary UpToDate@393164 node2:Connected:Established:UpToDate:oos0'] },
    }),
  },
  {
    name: 'drbd-options',
    about:
      'a faster resync: the file on every node, a dry run on every node, then adjust; the secret stays out',
    intent: options({ 'disk.c-max-rate': '400M', 'net.ping-timeout': '10' }),
    node: hafsNodes({}),
  },
  {
    name: 'drbd-options-removed',
    about: 'an option is taken out, so that its default counts again',
    intent: options({ 'disk.c-max-rate': null }),
    node: hafsNodes({}),
  },
  {
    name: 'drbd-options-same',
    about: 'the file says so already',
    intent: options({ 'net.verify-alg': 'crc32c' }),
    node: hafsNodes({}),
  },
  {
    name: 'drbd-options-two-primaries',
    about: 'two Primaries are refused whoever asks',
    intent: options({ 'net.allow-two-primaries': 'yes' }),
    node: hafsNodes({}),
  },
  {
    name: 'drbd-options-no-fencing',
    about: 'fencing is not switched off without quorum in its place',
    intent: options({ 'disk.fencing': 'dont-care' }),
    node: hafsNodes({}),
  },
  {
    name: 'drbd-options-protocol-a',
    about: 'asynchronous replication and frozen I/O exclude each other',
    intent: options({ 'net.protocol': 'A' }),
    node: hafsNodes({}),
  },
  {
    name: 'drbd-options-wrong-value',
    about: 'a value DRBD does not take is refused before any file is touched',
    intent: options({ 'net.ping-timeout': 'often' }),
    node: hafsNodes({}),
  },
  {
    name: 'drbd-options-file-unread',
    about: 'one node’s file could not be read: nothing is written anywhere',
    intent: options({ 'net.ping-timeout': '10' }),
    node: hafsNodes({ node2: { files: {} } }),
  },
  {
    name: 'drbd-options-not-in-force',
    about: 'somebody edited the file without adjust: possible, with a confirmation that names it',
    intent: options({ 'net.ping-timeout': '10' }),
    node: hafsNodes({
      node2: { storage: { ...STORAGE, adjust: 'drbdsetup-84 disk-options 0 --c-max-rate=4096k\n' } },
    }),
  },
  {
    name: 'hafs-grow',
    about: 'both volumes, then DRBD, then the file system, while it is mounted and written to',
    intent: grow(512),
    node: hafsNodes({}),
  },
  {
    name: 'hafs-grow-continued',
    about: 'one volume has grown already: the rest is done',
    intent: grow(512),
    node: hafsNodes({ node2: { storage: { ...STORAGE, volumes: ['vg_nvme/hafs 516'] } } }),
  },
  {
    name: 'hafs-grow-no-room',
    about: 'one node has too little free space',
    intent: grow(900),
    node: hafsNodes({ node2: { storage: { ...STORAGE, groups: ['vg_nvme 40'] } } }),
  },
  {
    name: 'hafs-grow-during-resync',
    about: 'DRBD does not take over a size during a resync',
    intent: grow(512),
    node: hafsNodes({
      node1: { drbd: ['hafs Primary UpToDate@393164 node2:Connected:SyncSource:Inconsistent:40'] },
      node2: { drbd: ['hafs Secondary Inconsistent@393164 node1:Connected:SyncTarget:UpToDate:40'] },
    }),
  },
  {
    name: 'hafs-grow-smaller',
    about: 'nothing is ever made smaller',
    intent: grow(100),
    node: hafsNodes({}),
  },
  {
    name: 'hafs-grow-storage-unread',
    about: 'LVM of one node is not known: refused',
    intent: grow(512),
    node: { ...hafsNodes({}), node2: { drbd: BOTH.node2?.drbd ?? [] } },
  },
  {
    name: 'hafs-create',
    about:
      'a second HAFS: volumes, file, metadata on what is proven blank, first sync, file system, then Pacemaker',
    intent: create,
    node: newFile(),
  },
  {
    name: 'hafs-create-on-disks',
    about: 'no volume group has room: a blank drive of each node becomes one first',
    intent: onDisks,
    node: newFile({ node1: { storage: WITH_DISKS }, node2: { storage: WITH_DISKS } }),
  },
  {
    name: 'hafs-create-disk-held',
    about: 'one drive holds a file system, the other was not read: nothing is written',
    intent: onDisks,
    node: newFile({ node1: { storage: { ...WITH_DISKS, disks: ['/dev/nvme1n1 512 ext4'] } } }),
  },
  {
    name: 'hafs-create-group-exists',
    about: 'a volume group of that name is somebody’s',
    intent: { ...onDisks, places: onDisks.places.map((place) => ({ ...place, group: 'vg_nvme' })) },
    node: newFile({ node1: { storage: WITH_DISKS }, node2: { storage: WITH_DISKS } }),
  },
  {
    name: 'hafs-create-no-sync',
    about: 'without a first synchronisation: possible for devices read as zeros, with a confirmation',
    intent: { ...create, firstSync: 'both-read-as-zeros' },
    node: newFile(),
  },
  {
    name: 'hafs-create-three-nodes',
    about: 'two copies in a cluster of three: the clone never runs on the third',
    nodes: 'three',
    intent: create,
    node: {
      ...newFile(),
      node3: { drbd: [], storage: { ...STORAGE, groups: [], volumes: [] } },
    },
  },
  {
    name: 'hafs-create-taken',
    about: 'name, minor, port, mount point and volume are taken',
    intent: { ...create, resource: 'hafs', minor: 0, port: 7788, mountPoint: '/srv/hafs' },
    node: hafsNodes({}),
  },
  {
    name: 'hafs-create-collides',
    about: 'another resource has the minor and the port, and something is mounted there',
    intent: { ...create, minor: 0, port: 7788, mountPoint: '/srv/hafs' },
    node: newFile(),
  },
  {
    name: 'hafs-create-no-room',
    about: 'one node has too little free space',
    intent: { ...create, sizeBytes: 512 * MIB },
    node: newFile({ node2: { storage: { ...MORE, groups: ['vg_nvme 20'] } } }),
  },
  {
    name: 'hafs-create-service-enabled',
    about: 'drbd.service would start DRBD at boot, past Pacemaker',
    intent: create,
    node: newFile({ node2: { storage: { ...STORAGE, drbdService: 'enabled' } } }),
  },
  {
    name: 'hafs-create-protocol-a',
    about: 'asynchronous replication and fencing exclude each other',
    intent: { ...create, protocol: 'A' },
    node: newFile(),
  },
  {
    name: 'hafs-remove',
    about: 'out of Pacemaker and down; both copies stay as they are',
    intent: remove([]),
    prepare: withoutUsers,
    node: hafsNodes({}),
  },
  {
    name: 'hafs-remove-wipe',
    about: 'the copy on the other node is destroyed: two administrators, and the node is named',
    intent: remove(['node2']),
    prepare: withoutUsers,
    node: hafsNodes({}),
  },
  {
    name: 'hafs-remove-in-use',
    about: 'services still depend on it',
    intent: remove(['node2']),
    node: hafsNodes({}),
  },
  {
    name: 'hafs-remove-last-copy',
    about: 'the copy to keep is not UpToDate: the good one would be lost',
    intent: remove(['node2']),
    prepare: withoutUsers,
    node: hafsNodes({
      node1: { drbd: ['hafs Primary Inconsistent@393164 node2:Connecting:Off:DUnknown'] },
      node2: { drbd: ['hafs Secondary UpToDate@393164 node1:Connecting:Off:DUnknown'] },
    }),
  },
];
