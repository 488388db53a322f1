/**
 * What goes into the node image, and the hash under which it is cached. Pure. Anything that changes the
 * bytes of the image must be part of `imageRecipe`, or a stale image would be reused silently.
 *
 * Layers are lists of packages on purpose: OpenStack packages become a second layer on top of `base`.
 */
import { createHash } from 'node:crypto';
import { bareImageFiles, bareSetupScript, fetchScript } from './bare.ts';
import type { GeneratedFile } from './generated-file.ts';
import { imageFiles, imageSetupScript, initramfsFiles } from './image-files.ts';

export const debianSuite = 'bookworm';

export const baseLayer: readonly string[] = [
  // a small bootable system
  'systemd-sysv',
  'udev',
  'dbus',
  'kmod',
  'initramfs-tools',
  'linux-image-cloud-amd64',
  'procps',
  'iproute2',
  'iputils-ping',
  'iputils-arping',
  'ethtool',
  'openssh-server',
  'sudo',
  'chrony',
  'curl',
  'less',
  'psmisc',
  // disks
  'lvm2',
  'dmsetup',
  'nvme-cli',
  'smartmontools',
  'e2fsprogs',
  'drbd-utils',
  // the cluster
  'corosync',
  'pacemaker',
  'pacemaker-cli-utils',
  'resource-agents',
  'fence-agents',
  'ipmitool',
  // what it protects
  'haproxy',
  'apache2',
  'socat',
  'busybox',
];

/**
 * Files left out while unpacking: documentation, translations, firmware-like data for hardware these machines
 * do not have, and the cloud SDKs that Debian's single fence-agents package pulls in. Only size and the
 * time Python spends compiling them are at stake; nothing the nodes run needs them.
 */
export const excludedPaths: readonly string[] = [
  '/usr/share/doc/*',
  '/usr/share/man/*',
  '/usr/share/info/*',
  '/usr/share/locale/*',
  '/usr/share/i18n/*',
  '/usr/share/perl5/pod/*',
  '/usr/lib/python3/dist-packages/botocore/data/*',
  '/usr/lib/python3/dist-packages/googleapiclient/discovery_cache/documents/*',
  '/lib/modules/*/kernel/drivers/gpu/*',
  '/lib/modules/*/kernel/drivers/infiniband/*',
  '/lib/modules/*/kernel/drivers/net/ethernet/*',
  '/lib/modules/*/kernel/fs/ocfs2/*',
  '/lib/modules/*/kernel/fs/btrfs/*',
];

export interface ImageRecipe {
  readonly suite: string;
  readonly layers: readonly (readonly string[])[];
  readonly excludedPaths: readonly string[];
  readonly files: readonly GeneratedFile[];
  readonly initramfs: readonly GeneratedFile[];
  readonly setup: string;
  /** Runs outside the tree before `setup`; may fetch packages. */
  readonly fetch?: string;
}

/** `formed` nodes carry everything and are made a cluster by the lab; `bare` ones are for Haven to build one from. */
export type LabKind = 'formed' | 'bare';

export function imageRecipe(kind: LabKind): ImageRecipe {
  if (kind === 'bare')
    return {
      suite: debianSuite,
      layers: [baseLayer],
      excludedPaths,
      files: bareImageFiles(),
      initramfs: initramfsFiles(),
      setup: bareSetupScript(),
      fetch: fetchScript(),
    };
  return {
    suite: debianSuite,
    layers: [baseLayer],
    excludedPaths,
    files: imageFiles(),
    initramfs: initramfsFiles(),
    setup: imageSetupScript(),
  };
}

/** Short hash of any JSON value; long enough to tell recipes apart, short enough for folder names. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
