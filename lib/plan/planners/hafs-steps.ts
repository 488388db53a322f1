/**
 * The steps of a new HAFS (reference 10.3). The order is the safety: nothing is written over that the plan did not make
 * and prove blank, and both copies are connected before one becomes the source.
 */
import { command } from '@/lib/base/command';
import { makeFilesystem } from '@/lib/drbd/filesystem-commands';
import * as drbd from '@/lib/drbd/lifecycle';
import type { DrbdGeneration } from '@/lib/drbd/option-table';
import type { HafsDescription } from '@/lib/drbd/res-description';
import { resFilePath } from '@/lib/drbd/res-render';
import { onBlankDevice } from '@/lib/host/blank-guard';
import { lvcreate, pvcreate, vgcreate } from '@/lib/host/storage-commands';
import type { Sha256 } from '../canonical';
import type { HafsCreate, HafsPlace } from '../hafs-intents';
import { type DraftStep, READ_BACK_TIMEOUT_MS } from '../planner';
import type { Check } from '../types';
import { CONNECT_TIMEOUT_MS, commandStep, drbdCheck, SYNC_TIMEOUT_MS, waitForStep } from './drbd-steps';

/** What reference 1.3 recommends and is the same in both grammars; people change it afterwards like any option. */
const OPTIONS = {
  'net.verify-alg': 'crc32c',
  'net.after-sb-0pri': 'discard-zero-changes',
  'net.after-sb-1pri': 'consensus',
  'net.after-sb-2pri': 'disconnect',
  'disk.on-io-error': 'detach',
} as const;

/** Bitmaps reserved: on 9.x more than needed, so that a further copy needs no new metadata. */
export const peersReserved = (generation: DrbdGeneration): number => (generation === '9' ? 3 : 1);

/** What the steps need to know of the wish. */
export type HafsWish = Omit<HafsCreate, 'kind' | 'places' | 'sizeBytes'>;
export interface Copy extends HafsPlace {
  readonly generation: DrbdGeneration;
  readonly extentBytes: number;
  readonly device: string;
}
export interface Creation {
  readonly intent: HafsWish;
  readonly copies: readonly Copy[];
  readonly generation: DrbdGeneration;
  readonly peers: number;
  readonly sizeBytes: number;
  readonly text: string;
}

export const describe = (intent: HafsWish, copies: readonly Copy[]): HafsDescription => ({
  name: intent.resource,
  volumes: [
    {
      volume: 0,
      minor: intent.minor,
      disks: Object.fromEntries(copies.map((copy) => [copy.node, copy.device])),
      metadata: 'internal',
    },
  ],
  hosts: copies.map((copy, nodeId) => ({
    name: copy.node,
    address: copy.address,
    port: intent.port,
    nodeId,
  })),
  protocol: intent.protocol,
  protection:
    intent.protection === 'quorum' ? { kind: 'quorum', onNoQuorum: 'io-error' } : { kind: 'fencing' },
  options: OPTIONS,
  handlers: {},
});

/** A device is proven blank once more in the very command that writes on it. */
export function groupSteps({
  node,
  group,
  disk,
}: Pick<HafsPlace, 'node' | 'group' | 'disk'>): readonly DraftStep[] {
  if (disk === undefined) return [];
  const made = pvcreate(disk);
  return [
    commandStep(
      { ...made, command: onBlankDevice(disk, made.command) },
      {
        title: 'step-build-pv',
        node,
        params: { node, device: disk },
        isOnBlank: true,
        verify: [{ kind: 'signature', node, device: disk, type: 'LVM2_member' }],
      },
    ),
    commandStep(vgcreate(group, [disk]), {
      title: 'step-build-vg',
      node,
      params: { node, group, device: disk },
      verify: [{ kind: 'volume-group', node, group }],
    }),
  ];
}

export const volumeStep = ({ node, group, extentBytes, device }: Copy, sizeBytes: number): DraftStep => {
  const name = device.slice(device.lastIndexOf('/') + 1);
  return commandStep(lvcreate(group, name, sizeBytes / extentBytes), {
    title: 'step-lvcreate',
    node,
    params: { object: `${group}/${name}`, node },
    before: [{ kind: 'no-logical-volume', node, group, name }],
    verify: [{ kind: 'logical-volume', node, group, name, minBytes: sizeBytes }],
  });
};

export function fileSteps(
  { intent, generation, text }: Creation,
  { node }: Copy,
  sha256: Sha256,
): readonly DraftStep[] {
  const path = resFilePath(intent.resource);
  const hash = sha256(text);
  return [
    {
      title: 'step-file-new',
      node,
      params: { path, node },
      action: {
        kind: 'write-file',
        path,
        baseSha256: null,
        sha256: hash,
        text,
        check: drbd.checkWords(generation),
      },
      verify: [{ kind: 'file', node, path, sha256: hash }],
      verifyTimeoutMs: READ_BACK_TIMEOUT_MS,
      risk: 'safe',
    },
  ];
}

export function metadataStep({ intent, generation, peers }: Creation, { node, device }: Copy): DraftStep {
  const made = drbd.createMetadata(intent.resource, generation, peers);
  return commandStep(
    { ...made, command: onBlankDevice(device, made.command) },
    {
      title: 'step-create-md',
      node,
      params: { node, device },
      isOnBlank: true,
      verify: [{ kind: 'signature', node, device, type: 'drbd' }],
    },
  );
}

export const upStep = ({ intent: { resource } }: Creation, { node }: Copy): DraftStep =>
  commandStep(drbd.up(resource), {
    title: 'step-drbd-up',
    node,
    params: { node },
    verify: [drbdCheck(node, resource, 'presence', 'up')],
  });

const everywhere = (
  { intent: { resource }, copies }: Creation,
  field: Parameters<typeof drbdCheck>[2],
  ...values: readonly string[]
): readonly Check[] => copies.map(({ node }) => drbdCheck(node, resource, field, ...values));

export const connectedStep = (plan: Creation): DraftStep =>
  waitForStep(
    'step-drbd-connected',
    plan.intent.source,
    everywhere(plan, 'connection', 'Connected'),
    CONNECT_TIMEOUT_MS,
  );

export const inSyncStep = (plan: Creation): DraftStep =>
  waitForStep(
    'step-drbd-in-sync',
    plan.intent.source,
    [...everywhere(plan, 'replication', 'Established'), ...everywhere(plan, 'disk', 'UpToDate')],
    SYNC_TIMEOUT_MS,
  );

/** Metadata is new on every copy and nothing has been declared good yet: the only state a first sync may start from. */
const untouched = (plan: Creation): readonly Check[] => [
  ...everywhere(plan, 'connection', 'Connected'),
  ...everywhere(plan, 'disk', 'Inconsistent'),
  ...everywhere(plan, 'role', 'Secondary'),
];

export function firstSyncSteps(plan: Creation): readonly DraftStep[] {
  const { resource, source: node, firstSync } = plan.intent;
  const isPrimary = drbdCheck(node, resource, 'role', 'Primary');
  if (firstSync === 'full')
    return [
      commandStep(drbd.startFirstSync(resource), {
        title: 'step-first-sync',
        node,
        params: { node },
        isOnBlank: true,
        before: untouched(plan),
        verify: [isPrimary],
      }),
    ];
  return [
    commandStep(drbd.skipFirstSync({ resource, volume: 0 }), {
      title: 'step-skip-sync',
      node,
      isOnBlank: true,
      before: untouched(plan),
      // The peer's last message may still be under way and win: it then looks Inconsistent though it is not (seen live).
      verify: everywhere(plan, 'disk', 'UpToDate'),
      verifyTimeoutMs: CONNECT_TIMEOUT_MS,
    }),
    commandStep(drbd.primary(resource), {
      title: 'step-drbd-primary',
      node,
      params: { node },
      verify: [isPrimary],
    }),
  ];
}

export function filesystemSteps({ intent }: Creation): readonly DraftStep[] {
  const { resource, source: node, filesystem: type, minor } = intent;
  const device = `/dev/drbd${minor}`;
  const made = makeFilesystem(device, type, resource.slice(0, 12));
  return [
    commandStep(
      { ...made, command: onBlankDevice(device, made.command) },
      {
        title: 'step-mkfs',
        node,
        params: { device, type },
        isOnBlank: true,
        before: [drbdCheck(node, resource, 'role', 'Primary')],
        verify: [{ kind: 'signature', node, device, type }],
      },
    ),
    commandStep(drbd.secondary(resource), {
      title: 'step-drbd-secondary',
      node,
      params: { node },
      verify: [drbdCheck(node, resource, 'role', 'Secondary')],
    }),
  ];
}

/** The agent would make it too, with whatever mode its shell gives. */
export const directoryStep = ({ intent: { mountPoint } }: Creation, { node }: Copy): DraftStep =>
  commandStep(
    {
      command: command(['install', '--directory', '--mode=0755', '--', mountPoint], {
        asRoot: true,
        timeoutMs: READ_BACK_TIMEOUT_MS,
      }),
      risk: 'safe',
    },
    { title: 'step-mount-point', node, params: { mountPoint, node } },
  );

export const downStep = ({ intent: { resource } }: Creation, { node }: Copy): DraftStep =>
  commandStep(drbd.down(resource), {
    title: 'step-drbd-down',
    node,
    params: { node },
    verify: [drbdCheck(node, resource, 'presence', 'down')],
  });
