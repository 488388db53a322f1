/**
 * Taking a HAFS away with one copy kept whole on a named node: data, metadata and file. The other copies are wiped only
 * when asked for, by the node's name, and only after everything is down and the kept copy has been the good one.
 */
import { err, ok, type Result } from '@/lib/base/result';
import { cibStep, DATA_GONE, preparedSteps, runStep, waitStep } from './hafs-build';
import type { HafsPlan, HafsStep, PacemakerPart, PreparedStep } from './hafs-steps';
import { down, up, wipeMetadata } from './lifecycle';
import { isDrbdResourceName } from './names';
import type { DrbdGeneration } from './option-table';
import { resFilePath } from './res-render';

export interface RemoveHafs {
  readonly resource: string;
  readonly generation: DrbdGeneration;
  /** What Pacemaker has of it; absent when it manages none of it. */
  readonly pacemaker?: PacemakerPart;
  /** Every node with the resource, by name, with the file as it stands there. */
  readonly files: Readonly<Record<string, string>>;
  /** Node whose copy stays as it is. */
  readonly keep: string;
  /** Nodes whose copy is to be destroyed; typed by a person. Others keep theirs too, unseen. */
  readonly wipe: Readonly<
    Record<
      string,
      { readonly device: string; readonly minor: number; readonly steps: readonly PreparedStep[] }
    >
  >;
}

export type RemoveRefusal =
  | { readonly code: 'bad-name' }
  /** The kept node is not one of those that have the resource. */
  | { readonly code: 'nothing-kept'; readonly node: string }
  | { readonly code: 'kept-is-wiped'; readonly node: string }
  | { readonly code: 'unknown-node'; readonly node: string };

export function planRemove(request: RemoveHafs): Result<HafsPlan, RemoveRefusal> {
  const { resource, files, keep, wipe, generation, pacemaker } = request;
  if (!isDrbdResourceName(resource)) return err({ code: 'bad-name' });
  const nodes = Object.keys(files);
  if (!nodes.includes(keep)) return err({ code: 'nothing-kept', node: keep });
  if (Object.hasOwn(wipe, keep)) return err({ code: 'kept-is-wiped', node: keep });
  const stranger = Object.keys(wipe).find((node) => !nodes.includes(node));
  if (stranger !== undefined) return err({ code: 'unknown-node', node: stranger });
  // The kept copy goes down last: until then it sees every write the others see.
  const order = [...nodes.filter((node) => node !== keep), keep];
  const steps: HafsStep[] = [
    // While everything runs: what is down has no state to ask for.
    waitStep(
      {
        node: keep,
        name: 'good-copy',
        title: 'step-good-copy',
        object: resource,
        goal: { kind: 'drbd-disk', resource, states: ['UpToDate'] },
      },
      60_000,
    ),
    // Pacemaker stops the resource on every node when it lets go of it.
    ...(pacemaker
      ? [cibStep('remove', pacemaker), ...order.map((node) => waitDownStep(node, resource))]
      : order.map((node) => downStep(node, resource))),
    ...Object.entries(wipe).flatMap(([node, { device, minor, steps: storage }]) => [
      runStep(
        {
          node,
          name: 'wipe-md',
          title: 'step-wipe-md',
          object: resource,
          goal: { kind: 'drbd-metadata', device, minor, found: false },
          undo: DATA_GONE,
        },
        wipeMetadata(resource, generation),
      ),
      removeFileStep(node, resource, files[node] ?? ''),
      ...preparedSteps(node, storage),
    ]),
  ];
  return ok({
    title: 'plan-remove',
    object: resource,
    node: keep,
    resource,
    steps,
    confirm: Object.keys(wipe),
  });
}

const waitDownStep = (node: string, resource: string): HafsStep =>
  waitStep(
    {
      node,
      name: 'is-down',
      title: 'step-wait-down',
      object: resource,
      goal: { kind: 'drbd-present', resource, present: false },
    },
    120_000,
  );

const downStep = (node: string, resource: string): HafsStep =>
  runStep(
    {
      node,
      name: 'down',
      title: 'step-down',
      object: resource,
      goal: { kind: 'drbd-present', resource, present: false },
      undo: { kind: 'run', command: up(resource).command },
    },
    down(resource),
  );

/** After the metadata: drbdadm needs the file to find it. */
function removeFileStep(node: string, resource: string, content: string): HafsStep {
  const path = resFilePath(resource);
  return {
    id: `${node}-remove-res`,
    node,
    title: 'step-remove-res',
    object: resource,
    kind: 'remove-file',
    path,
    content,
    goal: { kind: 'no-file', path },
    undo: { kind: 'write-file', path, content, mode: 0o600 },
    risk: 'disruptive',
  };
}
