/**
 * Taking a HAFS away with one copy kept whole on a named node: data, metadata and file. Other copies are destroyed only
 * where asked for, by the node's name, after everything is down and the kept copy has been seen to be a good one.
 */
import * as drbd from '@/lib/drbd/lifecycle';
import { resFilePath } from '@/lib/drbd/res-render';
import { lvremove } from '@/lib/host/storage-commands';
import { hafsInCib, planHafsRemoval } from '@/lib/pacemaker/hafs-resources';
import { type DrbdHost, hostsOf, secondariesFirst } from '../drbd-world';
import { fileKey, NO_FILE, value, type WorldFacts } from '../facts';
import type { HafsRemove } from '../hafs-intents';
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
import { commandStep, drbdCheck, waitForStep } from './drbd-steps';
import { type BackingVolume, backingVolumes } from './hafs-grow';
import { refusalOfChange } from './hafs-refusals';

/** Stopping a clone takes as long as its file system's slowest user. */
const DOWN_TIMEOUT_MS = 300_000;
const GOOD_COPY_MS = 60_000;

export const hafsRemovePlanner: Planner<HafsRemove> = {
  confirm: (intent) => intent.resource,
  files: (intent, nodes) =>
    nodes.map((node) => ({ node, path: resFilePath(intent.resource), mayBeAbsent: true })),
  storage: () => ({}),
  draft: ({ intent, world, cibXml }): Draft => {
    const { resource, keep, wipe } = intent;
    const hosts = hostsOf(world, resource);
    const names = hosts.map((host) => host.name);
    if (hosts.length === 0) return refused('no-such-drbd-resource', resource);
    if (!names.includes(keep)) return refused('nothing-kept', keep);
    if (wipe.includes(keep)) return refused('kept-is-wiped', keep);
    const strangers = wipe.filter((node) => !names.includes(node));
    if (strangers.length > 0) return refused('no-such-node', ...strangers);
    const minor = hosts.find((host) => host.own)?.own?.devices[0]?.minor;
    const part = hafsInCib(world.cib, resource, minor);
    const removal = part ? planHafsRemoval(cibXml, part) : undefined;
    if (removal && !removal.ok) return refusalOfChange(removal.error);
    const victims: Victim[] = [];
    for (const host of hosts.filter((one) => wipe.includes(one.name))) {
      const victim = victimOf(world, resource, host);
      if ('kind' in victim) return victim;
      victims.push(victim);
    }
    // The kept copy goes down last: until then it sees every write the others see.
    const order = [
      ...secondariesFirst(hosts).filter((host) => host.name !== keep),
      ...hosts.filter((host) => host.name === keep),
    ];
    const isDown: readonly Check[] = names.map((node) => drbdCheck(node, resource, 'presence', 'down'));
    return {
      kind: 'steps',
      params: { resource, node: keep },
      steps: [
        // While everything runs: what is down has no state to ask for.
        waitForStep('step-good-copy', keep, [drbdCheck(keep, resource, 'disk', 'UpToDate')], GOOD_COPY_MS),
        ...(removal?.value.map(
          (step): DraftStep =>
            step.kind === 'patch'
              ? patchStep(
                  'step-hafs-cib-out',
                  step.changes,
                  [{ kind: 'configuration', changes: step.changes }],
                  'disruptive',
                )
              : waitStep('step-wait', []),
        ) ?? order.map((host) => downStep(resource, host))),
        waitForStep('step-drbd-is-down', keep, isDown, DOWN_TIMEOUT_MS),
        ...victims.flatMap((victim) => wipeSteps(resource, victim, isDown)),
      ],
    };
  },
};

interface Victim {
  readonly host: DrbdHost;
  readonly generation: '8.4' | '9';
  readonly fileSha256: string;
  readonly backing: BackingVolume;
}

/** Everything that will be destroyed there is known by name and content first. */
function victimOf(world: WorldFacts, resource: string, host: DrbdHost): Victim | Draft {
  const { name: node, generation } = host;
  if (!generation) return refused('drbd-generation', node);
  const at = { node, path: resFilePath(resource) };
  const read = world.files?.[fileKey(at)];
  const file = read && value(read);
  if (!file || file.sha256 === NO_FILE.sha256) return refused('file-unread', fileKey(at));
  const backing = backingVolumes(world, resource, [host]);
  if ('kind' in backing) return backing;
  const [own] = backing;
  return own ? { host, generation, fileSha256: file.sha256, backing: own } : refused('storage-unread', node);
}

const downStep = (resource: string, { name: node }: DrbdHost): DraftStep =>
  commandStep(drbd.down(resource), {
    title: 'step-drbd-down',
    node,
    params: { node },
    verify: [drbdCheck(node, resource, 'presence', 'down')],
  });

/** After the metadata the file: drbdadm needs it to find them. Then the volume with all that is on it. */
function wipeSteps(
  resource: string,
  { host: { name: node }, generation, fileSha256, backing }: Victim,
  isDown: readonly Check[],
): readonly DraftStep[] {
  const { volume } = backing;
  const path = resFilePath(resource);
  return [
    commandStep(drbd.wipeMetadata(resource, generation), {
      title: 'step-wipe-md',
      node,
      params: { node },
      before: isDown,
      verify: [{ kind: 'no-signature', node, device: `/dev/${volume.group}/${volume.name}`, type: 'drbd' }],
    }),
    {
      title: 'step-file-remove',
      node,
      params: { path, node },
      action: { kind: 'remove-file', path, baseSha256: fileSha256 },
      verify: [{ kind: 'no-file', node, path }],
      verifyTimeoutMs: READ_BACK_TIMEOUT_MS,
      risk: 'disruptive',
    },
    commandStep(lvremove(volume.group, volume.name), {
      title: 'step-lvremove',
      node,
      params: { object: `${volume.group}/${volume.name}`, node },
      before: isDown,
      verify: [{ kind: 'no-logical-volume', node, group: volume.group, name: volume.name }],
    }),
  ];
}
