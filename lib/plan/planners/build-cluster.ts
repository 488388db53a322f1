/**
 * A cluster from bare machines, as one plan. Node by node what is theirs alone; then membership; then the replicated disk
 * made while nothing uses it; and last, in one patch, everything Pacemaker is told. A step whose goal an earlier try has
 * reached is not run again, so the same wish can be planned anew after whatever stopped it.
 */
import { renderCorosyncConf } from '@/lib/corosync/config-render';
import { primary } from '@/lib/drbd/lifecycle';
import { backingBytesFor } from '@/lib/drbd/metadata-size';
import type { DrbdGeneration } from '@/lib/drbd/option-table';
import { renderResource, resFilePath } from '@/lib/drbd/res-render';
import { generationOf } from '@/lib/drbd/version';
import { COROSYNC_CONF } from '@/lib/host/config-files';
import { DEFAULT_EXTENT_BYTES } from '@/lib/host/lvm';
import {
  BUILD_MINOR,
  BUILD_PORT,
  type BuildCluster,
  type BuildPlace,
  secretPlace,
} from '@/lib/inventory/build-cluster';
import { hafsIds } from '@/lib/pacemaker/hafs-resources';
import { fileKey, NO_FILE, value, type WorldFacts } from '../facts';
import { type Draft, type DraftStep, type Planner, refused, waitStep } from '../planner';
import type { Check } from '../types';
import { firstConfiguration } from './build-cib';
import {
  HOSTS,
  haproxyStep,
  moduleSteps,
  type NodeMaking,
  nodeSteps,
  passwordCommand,
} from './build-node-steps';
import { patchStep } from './cib-steps';
import { CONNECT_TIMEOUT_MS, commandStep, drbdCheck, waitForStep } from './drbd-steps';
import { refusalOfChange, refusalsOfDescription } from './hafs-refusals';
import {
  type Copy,
  type Creation,
  connectedStep,
  describe,
  directoryStep,
  downStep,
  fileSteps,
  filesystemSteps,
  firstSyncSteps,
  groupSteps,
  inSyncStep,
  metadataStep,
  peersReserved,
  upStep,
  volumeStep,
} from './hafs-steps';

/** Corosync of the last node has only just been started, and Pacemaker elects its controller. */
const FORM_TIMEOUT_MS = 300_000;
/** Everything starts for the first time and at once; nobody waits longer than it takes. */
const FIRST_START_MS = 900_000;

export const buildClusterPlanner: Planner<BuildCluster> = {
  world: 'bare',
  confirm: (intent) => intent.clusterName,
  files: (intent) =>
    intent.nodes.flatMap(({ name: node }) => [
      { node, path: HOSTS },
      { node, path: COROSYNC_CONF, mayBeAbsent: true },
    ]),
  draft: ({ intent, world, cibXml, sha256, sealedSha256 = sha256 }): Draft => {
    const corosync = corosyncText(intent);
    if (corosync === undefined) return refused('corosync-conf', intent.clusterName);
    const made = creationOf(intent, world);
    if ('kind' in made) return made;
    const patch = firstConfiguration(cibXml, intent, passwordCommand);
    if (!patch.ok) return refusalOfChange(patch.error);
    const unread = intent.nodes
      .filter(({ name }) => !hostsOf(world, name))
      .map(({ name }) => `${name} ${HOSTS}`);
    if (unread.length > 0) return refused('file-unread', ...unread);
    const makingOf = (node: string): NodeMaking => ({
      intent,
      corosyncText: corosync,
      hosts: hostsOf(world, node) ?? NO_FILE,
      sha256,
      sealedSha256,
    });
    const names = intent.nodes.map((node) => node.name);
    const { resource, mountPoint } = intent.hafs;
    const params = { cluster: intent.clusterName, resource, mountPoint, path: resFilePath(resource) };
    // Pacemaker has all of it and owns everything under it now: what is left is to see that it works.
    if (world.bare?.resources?.includes(hafsIds(resource).filesystem))
      return { kind: 'steps', params, steps: [runsStep(intent)] };
    return {
      kind: 'steps',
      params,
      steps: [
        ...intent.nodes.flatMap((node) => nodeSteps(makingOf(node.name), node)),
        waitForStep('step-build-members', names[0] ?? '', formed(names), FORM_TIMEOUT_MS),
        ...storageSteps(made, makingOf),
        ...names.map((node) => haproxyStep(makingOf(node), node)),
        patchStep(
          'step-build-cib',
          patch.value,
          [{ kind: 'configuration', changes: patch.value }],
          'disruptive',
        ),
        runsStep(intent),
      ],
    };
  },
};

/** The wished corosync.conf, or nothing where it cannot be written. */
export function corosyncText({ clusterName, nodes, tokenMs }: BuildCluster): string | undefined {
  const rendered = renderCorosyncConf({ clusterName, nodes, tokenMs });
  return rendered.ok ? rendered.value : undefined;
}

const hostsOf = (world: WorldFacts, node: string) => {
  const read = world.files?.[fileKey({ node, path: HOSTS })];
  return read && value(read);
};

const formed = (names: readonly string[]): readonly Check[] =>
  names.flatMap((node): readonly Check[] => [
    { kind: 'quorate', node, members: names.length },
    { kind: 'all-online', node, names },
  ]);

const runsStep = (intent: BuildCluster): DraftStep => ({
  ...waitStep('step-build-runs', goal(intent)),
  action: { kind: 'wait-settled', timeoutMs: FIRST_START_MS },
  verifyTimeoutMs: FIRST_START_MS,
});

/** What a person sees of a cluster that works: mounted, both copies good, every address held once, HAProxy everywhere. */
const goal = ({ hafs, vips, nodes }: BuildCluster): readonly Check[] => [
  { kind: 'resource-runs', resource: hafsIds(hafs.resource).filesystem },
  ...hafs.places.map(({ node }) => drbdCheck(node, hafs.resource, 'disk', 'UpToDate')),
  ...nodes.map(({ name }): Check => ({ kind: 'instance-on', resource: 'haproxy', node: name })),
  ...nodes.map(({ name }): Check => ({ kind: 'resource-runs', resource: `fence_${name}` })),
  ...vips.map(({ address }): Check => ({ kind: 'address-once', address })),
];

interface Made extends Creation {
  readonly places: readonly BuildPlace[];
}

function creationOf(intent: BuildCluster, world: WorldFacts): Made | Draft {
  const { hafs } = intent;
  const copies: Copy[] = [];
  const generations = new Set<DrbdGeneration>();
  for (const place of hafs.places) {
    const node = intent.nodes.find(({ name }) => name === place.node);
    const machine = world.bare?.machines[place.node];
    const read = machine && value(machine);
    if (!node || !read) return refused('storage-unread', place.node);
    const generation = generationOf(read.drbdModule);
    if (generation !== '8.4' && generation !== '9') return refused('drbd-generation', place.node);
    generations.add(generation);
    const group = read.groups.find(({ name }) => name === place.group);
    if (!group && place.disk === undefined) return refused('no-such-group', `${place.node} ${place.group}`);
    copies.push({
      node: place.node,
      group: place.group,
      address: node.addresses[0] ?? '',
      generation,
      extentBytes: group?.extentBytes ?? DEFAULT_EXTENT_BYTES,
      device: `/dev/${place.group}/${hafs.resource}`,
    });
  }
  const [first] = copies;
  const [generation, other] = [...generations];
  if (!first || copies.length < 2 || !generation || other)
    return refused('drbd-generation', ...copies.map(({ node }) => node));
  const wish = {
    resource: hafs.resource,
    source: first.node,
    filesystem: hafs.filesystem,
    mountPoint: hafs.mountPoint,
    protocol: 'C',
    protection: 'fencing',
    port: BUILD_PORT,
    minor: BUILD_MINOR,
    firstSync: hafs.firstSync,
  } as const;
  const peers = peersReserved(generation);
  const step = Math.max(...copies.map(({ extentBytes }) => extentBytes));
  const text = renderResource({ ...describe(wish, copies), sharedSecret: secretPlace('drbd') }, generation);
  if (!text.ok) return refusalsOfDescription(text.error);
  const sizeBytes = Math.ceil(backingBytesFor(hafs.sizeBytes, peers) / step) * step;
  return { intent: wish, copies, generation, peers, sizeBytes, text: text.value, places: hafs.places };
}

const again = (steps: readonly DraftStep[]): readonly DraftStep[] =>
  steps.map((step) => ({ ...step, skipsWhenReached: true }));

function storageSteps(made: Made, makingOf: (node: string) => NodeMaking): readonly DraftStep[] {
  const { copies, places, intent, sizeBytes } = made;
  const { resource, source: node } = intent;
  const isPrimary = drbdCheck(node, resource, 'role', 'Primary');
  const [beginning, ...rest] = firstSyncSteps(made);
  const sourceIsGood = [drbdCheck(node, resource, 'disk', 'UpToDate')];
  return [
    ...again(places.flatMap(groupSteps)),
    // Without what it was drafted on: a volume of an earlier try is the goal, not an obstacle.
    ...copies.map((copy) => {
      const { before: _, ...step } = volumeStep(copy, sizeBytes);
      return { ...step, skipsWhenReached: true };
    }),
    ...copies.flatMap((copy) => again(fileSteps(made, copy, makingOf(copy.node).sealedSha256)).map(asSealed)),
    ...copies.flatMap((copy) => moduleSteps(makingOf(copy.node), copy.node)),
    ...again(copies.map((copy) => metadataStep(made, copy))),
    ...again(copies.map((copy) => upStep(made, copy))),
    connectedStep(made),
    // Its lasting effect is asked for, not the role: an earlier try may have got further.
    ...(beginning
      ? [{ ...beginning, verify: sourceIsGood, verifyTimeoutMs: CONNECT_TIMEOUT_MS, skipsWhenReached: true }]
      : []),
    ...(rest.length > 0
      ? rest
      : [
          commandStep(primary(resource), {
            title: 'step-drbd-primary',
            node,
            params: { node },
            verify: [isPrimary],
          }),
        ]),
    ...filesystemSteps(made).map((step, index) => (index === 0 ? { ...step, skipsWhenReached: true } : step)),
    inSyncStep(made),
    ...copies.map((copy) => directoryStep(made, copy)),
    ...copies.map((copy) => downStep(made, copy)),
  ];
}

const asSealed = (step: DraftStep): DraftStep =>
  step.action.kind === 'write-file' ? { ...step, action: { ...step.action, isSealed: true } } : step;
