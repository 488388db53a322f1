/**
 * A new HAFS (reference 10.3). The order is the safety: nothing is written over that this plan did not make and prove
 * blank, both copies are connected before one becomes the source, and Pacemaker gets the resource in one patch when
 * everything under it stands and is down again.
 */
import { backingBytesFor } from '@/lib/drbd/metadata-size';
import { renderResource, resFilePath } from '@/lib/drbd/res-render';
import { generationOf } from '@/lib/drbd/version';
import { isVolumeGroupName } from '@/lib/host/device-names';
import { DEFAULT_EXTENT_BYTES } from '@/lib/host/lvm';
import { addHafs, hafsIds } from '@/lib/pacemaker/hafs-resources';
import { fileKey, NO_FILE, nodeFacts, value, type WorldFacts } from '../facts';
import type { HafsCreate, HafsPlace } from '../hafs-intents';
import { type Draft, type Planner, refused, waitStep } from '../planner';
import type { Check } from '../types';
import { patchStep } from './cib-steps';
import { drbdCheck } from './drbd-steps';
import { leastCommonMultiple } from './hafs-grow';
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

/** Both file systems need some MiB for themselves; xfs refuses below 300. */
const LEAST_BYTES = { ext4: 16 * 1024 * 1024, xfs: 300 * 1024 * 1024 } as const;

export const hafsCreatePlanner: Planner<HafsCreate> = {
  confirm: (intent) => intent.resource,
  files: (intent) =>
    intent.places.map(({ node }) => ({ node, path: resFilePath(intent.resource), mayBeAbsent: true })),
  storage: ({ places }) => ({ disks: places.some(({ disk }) => disk !== undefined) }),
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
    const peers = peersReserved(generation);
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
      // By then people may have put data on it: the way back takes it out of service and keeps every copy.
      reverse: { kind: 'hafs-remove', resource, keep: intent.source, wipe: [] },
      steps: [
        ...copies.flatMap(groupSteps),
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

/** Nothing of that name may be there: what is, is somebody's. Not known counts as there. */
function placeOf(place: HafsPlace, { resource }: HafsCreate, world: WorldFacts): Copy | Draft {
  const { node, group: name, disk } = place;
  const facts = nodeFacts(world, node);
  if (!facts) return refused('no-such-node', node);
  const generation = generationOf(value(facts.drbd)?.version.kernel);
  if (generation !== '8.4' && generation !== '9') return refused('drbd-generation', node);
  const groups = facts.storage && value(facts.storage.groups);
  const volumes = facts.storage && value(facts.storage.volumes);
  if (!groups || !volumes) return refused('storage-unread', node);
  const group = groups.find((one) => one.name === name);
  if (disk !== undefined && (group || !isVolumeGroupName(name)))
    return refused('group-exists', `${node} ${name}`);
  if (disk === undefined && !group?.isUsable) return refused('no-such-group', `${node} ${name}`);
  if (volumes.some((one) => one.group === name && one.name === resource))
    return refused('volume-exists', `${node} ${name}/${resource}`);
  const at = { node, path: resFilePath(resource) };
  const read = world.files?.[fileKey(at)];
  const file = read && value(read);
  if (!file) return refused('file-unread', fileKey(at));
  if (file.sha256 !== NO_FILE.sha256) return refused('file-exists', fileKey(at));
  const extentBytes = group?.extentBytes ?? DEFAULT_EXTENT_BYTES;
  return { ...place, generation, extentBytes, device: `/dev/${name}/${resource}` };
}
