/**
 * A new HAFS (reference 10.3). The order is the safety: nothing is written over that this plan did not make and prove
 * blank, both copies are connected before one becomes the source, and Pacemaker gets the resource in one patch when
 * everything under it stands and is down again.
 */
import { command } from '@/lib/base/command';
import { makeFilesystem } from '@/lib/drbd/filesystem-commands';
import * as drbd from '@/lib/drbd/lifecycle';
import { backingBytesFor } from '@/lib/drbd/metadata-size';
import type { DrbdGeneration } from '@/lib/drbd/option-table';
import type { HafsDescription } from '@/lib/drbd/res-description';
import { renderResource, resFilePath } from '@/lib/drbd/res-render';
import { generationOf } from '@/lib/drbd/version';
import { onBlankDevice } from '@/lib/host/blank-guard';
import { lvcreate } from '@/lib/host/storage-commands';
import { addHafs, hafsIds } from '@/lib/pacemaker/hafs-resources';
import type { Sha256 } from '../canonical';
import { fileKey, NO_FILE, nodeFacts, value, type WorldFacts } from '../facts';
import type { HafsCreate, HafsPlace } from '../hafs-intents';
import {
  type Draft,
  type DraftStep,
  type Planner,
  READ_BACK_TIMEOUT_MS,
  refused,
  waitStep,
} from '../planner';
import type { Check } from '../types';
import { patchStep } from './cib-steps';
import { CONNECT_TIMEOUT_MS, commandStep, drbdCheck, SYNC_TIMEOUT_MS, waitForStep } from './drbd-steps';
import { leastCommonMultiple } from './hafs-grow';
import { refusalOfChange, refusalsOfDescription } from './hafs-refusals';

/** Bitmaps reserved on 9.x, so that a further copy needs no new metadata. */
const PEERS_ON_9 = 3;
/** Both file systems need some MiB for themselves; xfs refuses below 300. */
const LEAST_BYTES = { ext4: 16 * 1024 * 1024, xfs: 300 * 1024 * 1024 } as const;

/** What reference 1.3 recommends and is the same in both grammars; people change it afterwards like any option. */
const OPTIONS = {
  'net.verify-alg': 'crc32c',
  'net.after-sb-0pri': 'discard-zero-changes',
  'net.after-sb-1pri': 'consensus',
  'net.after-sb-2pri': 'disconnect',
  'disk.on-io-error': 'detach',
} as const;

export const hafsCreatePlanner: Planner<HafsCreate> = {
  confirm: (intent) => intent.resource,
  files: (intent) =>
    intent.places.map(({ node }) => ({ node, path: resFilePath(intent.resource), mayBeAbsent: true })),
  storage: () => ({}),
  draft: ({ intent, world, cibXml, sha256 }): Draft => {
    const places = intent.places.map((place) => placeOf(place, intent, world));
    const wrong = places.find((one): one is Draft => 'kind' in one);
    if (wrong) return wrong;
    const copies = places.filter((one): one is Copy => !('kind' in one));
    const [first] = copies;
    if (!first || !copies.some((one) => one.node === intent.source))
      return refused('no-source', intent.source);
    if (intent.sizeBytes < LEAST_BYTES[intent.filesystem]) return refused('too-small', intent.filesystem);
    const { generation } = first;
    const peers = generation === '9' ? PEERS_ON_9 : 1;
    const step = copies.map((one) => one.extentBytes).reduce(leastCommonMultiple, 1);
    const sizeBytes = Math.ceil(backingBytesFor(intent.sizeBytes, peers) / step) * step;
    const text = renderResource(describe(intent, copies), generation);
    if (!text.ok) return refusalsOfDescription(text.error);
    const names = copies.map((one) => one.node);
    const others = world.nodes.map((node) => node.name).filter((name) => !names.includes(name));
    const { resource, mountPoint: directory, filesystem: type } = intent;
    const patch = addHafs(cibXml, { resource, copies: names, others, directory, type });
    if (!patch.ok) return refusalOfChange(patch.error);
    const plan: Creation = { intent, copies, generation, peers, sizeBytes, text: text.value };
    return {
      kind: 'steps',
      params: { resource, mountPoint: directory, path: resFilePath(resource) },
      steps: [
        ...copies.map((copy) => volumeStep(copy, sizeBytes)),
        ...copies.flatMap((copy) => fileSteps(plan, copy, sha256)),
        ...copies.map((copy) => metadataStep(plan, copy)),
        ...copies.map((copy) => upStep(plan, copy)),
        connectedStep(plan),
        ...firstSyncSteps(plan),
        ...filesystemSteps(plan),
        inSyncStep(plan),
        ...copies.map((copy) => directoryStep(plan, copy)),
        ...copies.map((copy) => downStep(plan, copy)),
        patchStep(
          'step-hafs-cib',
          patch.value,
          [{ kind: 'configuration', changes: patch.value }],
          'disruptive',
        ),
        waitStep('step-hafs-runs', [
          { kind: 'resource-runs', resource: hafsIds(resource).filesystem },
          ...names.map((node): Check => drbdCheck(node, resource, 'disk', 'UpToDate')),
        ]),
      ],
    };
  },
};

interface Copy extends HafsPlace {
  readonly generation: DrbdGeneration;
  readonly extentBytes: number;
  readonly device: string;
}
interface Creation {
  readonly intent: HafsCreate;
  readonly copies: readonly Copy[];
  readonly generation: DrbdGeneration;
  readonly peers: number;
  readonly sizeBytes: number;
  readonly text: string;
}

/** Nothing of that name may be there: what is, is somebody's. Not known counts as there. */
function placeOf(place: HafsPlace, { resource }: HafsCreate, world: WorldFacts): Copy | Draft {
  const { node, group: name } = place;
  const facts = nodeFacts(world, node);
  if (!facts) return refused('no-such-node', node);
  const generation = generationOf(value(facts.drbd)?.version.kernel);
  if (generation !== '8.4' && generation !== '9') return refused('drbd-generation', node);
  const groups = facts.storage && value(facts.storage.groups);
  const volumes = facts.storage && value(facts.storage.volumes);
  if (!groups || !volumes) return refused('storage-unread', node);
  const group = groups.find((one) => one.name === name);
  if (!group?.isUsable) return refused('no-such-group', `${node} ${name}`);
  if (volumes.some((one) => one.group === name && one.name === resource))
    return refused('volume-exists', `${node} ${name}/${resource}`);
  const at = { node, path: resFilePath(resource) };
  const read = world.files?.[fileKey(at)];
  const file = read && value(read);
  if (!file) return refused('file-unread', fileKey(at));
  if (file.sha256 !== NO_FILE.sha256) return refused('file-exists', fileKey(at));
  return { ...place, generation, extentBytes: group.extentBytes, device: `/dev/${name}/${resource}` };
}

const describe = (intent: HafsCreate, copies: readonly Copy[]): HafsDescription => ({
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

const volumeStep = ({ node, group, extentBytes, device }: Copy, sizeBytes: number): DraftStep => {
  const name = device.slice(device.lastIndexOf('/') + 1);
  return commandStep(lvcreate(group, name, sizeBytes / extentBytes), {
    title: 'step-lvcreate',
    node,
    params: { object: `${group}/${name}`, node },
    before: [{ kind: 'no-logical-volume', node, group, name }],
    verify: [{ kind: 'logical-volume', node, group, name, minBytes: sizeBytes }],
  });
};

function fileSteps(
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

function metadataStep({ intent, generation, peers }: Creation, { node, device }: Copy): DraftStep {
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

const upStep = ({ intent: { resource } }: Creation, { node }: Copy): DraftStep =>
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

const connectedStep = (plan: Creation): DraftStep =>
  waitForStep(
    'step-drbd-connected',
    plan.intent.source,
    everywhere(plan, 'connection', 'Connected'),
    CONNECT_TIMEOUT_MS,
  );

const inSyncStep = (plan: Creation): DraftStep =>
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

function firstSyncSteps(plan: Creation): readonly DraftStep[] {
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

function filesystemSteps({ intent }: Creation): readonly DraftStep[] {
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
const directoryStep = ({ intent: { mountPoint } }: Creation, { node }: Copy): DraftStep =>
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

const downStep = ({ intent: { resource } }: Creation, { node }: Copy): DraftStep =>
  commandStep(drbd.down(resource), {
    title: 'step-drbd-down',
    node,
    params: { node },
    verify: [drbdCheck(node, resource, 'presence', 'down')],
  });
