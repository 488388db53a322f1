/** Changes of a HAFS that runs: growing, options, comparing and repairing the copies. The devices stay in service. */
import { err, ok, type Result } from '@/lib/base/result';
import { growFilesystem, type HafsFilesystem } from './filesystem-commands';
import {
  DATA_WRITTEN,
  fileStep,
  NOTHING_CHANGED,
  preparedSteps,
  runStep,
  SYNC_MS,
  waitStep,
} from './hafs-build';
import { connectionSteps } from './hafs-connection';
import type { HafsGoal, HafsPlan, HafsStep, PreparedStep } from './hafs-steps';
import * as drbd from './lifecycle';
import { usableBytes } from './metadata-size';
import { isDrbdResourceName } from './names';
import type { DrbdGeneration } from './option-table';
import { editResAll, type ResEdit } from './res-edits';
import type { ResEditRefusal } from './res-scope';

export interface GrowHafs {
  readonly resource: string;
  readonly volume: number;
  readonly minor: number;
  readonly generation: DrbdGeneration;
  readonly maxPeers: number;
  /** The step that grows the backing device of each node, and the size it then has. */
  readonly grow: Readonly<Record<string, { readonly step: PreparedStep; readonly sizeBytes: number }>>;
  /** Node that is Primary and has the file system mounted. */
  readonly primary: string;
  readonly filesystem: { readonly type: HafsFilesystem; readonly directory: string };
}

/** All backing devices first, then DRBD once, then the file system; each only grows, so nothing is ever cut. */
export function planGrow(
  request: GrowHafs,
): Result<HafsPlan, { readonly code: 'size-mismatch' | 'bad-name' }> {
  const { resource, volume, generation, maxPeers, grow, primary, minor, filesystem } = request;
  const nodes = Object.entries(grow);
  const sizes = new Set(nodes.map(([, { sizeBytes }]) => sizeBytes));
  const [sizeBytes] = sizes;
  if (!isDrbdResourceName(resource) || !Object.hasOwn(grow, primary)) return err({ code: 'bad-name' });
  if (sizes.size !== 1 || sizeBytes === undefined || nodes.length < 2) return err({ code: 'size-mismatch' });
  const usable = usableBytes(sizeBytes, generation === '9' ? maxPeers : 1);
  const device = `/dev/drbd${minor}`;
  const steps: HafsStep[] = [
    ...nodes.flatMap(([node, { step }]) => preparedSteps(node, [step])),
    runStep(
      {
        node: primary,
        name: 'resize',
        title: 'step-resize',
        object: `${resource}/${volume}`,
        goal: { kind: 'drbd-size', resource, volume, minBytes: usable },
        undo: { kind: 'none', reason: 'size-only-grows' },
      },
      drbd.resize({ resource, volume }),
    ),
    runStep(
      {
        node: primary,
        name: 'grow-fs',
        title: 'step-grow-fs',
        object: filesystem.directory,
        // A file system counts its own overhead off; nine tenths tell growth from no growth.
        goal: {
          kind: 'filesystem-size',
          mountPoint: filesystem.directory,
          minBytes: Math.floor(usable * 0.9),
        },
        undo: { kind: 'none', reason: 'size-only-grows' },
      },
      growFilesystem(filesystem.type, device, filesystem.directory),
    ),
    waitStep(
      {
        node: 'cluster',
        name: 'in-sync',
        title: 'step-wait-in-sync',
        object: resource,
        goal: { kind: 'drbd-in-sync', resource },
      },
      SYNC_MS,
    ),
  ];
  return ok({ title: 'plan-grow', object: resource, resource, steps, confirm: [] });
}

export interface ChangeOptions {
  readonly resource: string;
  /** File and generation of every node; the files may differ by generation, not otherwise. */
  readonly nodes: Readonly<
    Record<
      string,
      {
        readonly text: string;
        readonly generation: DrbdGeneration;
        /** Permission bits the file has, which it keeps. */
        readonly mode: number;
      }
    >
  >;
  /** Secondaries first: what breaks, breaks where nothing runs. */
  readonly order: readonly string[];
  readonly edits: readonly ResEdit[];
  /** The gravest effect that was approved; the dry run on each node must not exceed it. */
  readonly approved: 'options' | 'connection' | 'device';
}

/** The file on every node, then the dry run and `adjust` on each; no node is adjusted while files differ. */
export function planOptions(request: ChangeOptions): Result<HafsPlan, ResEditRefusal> {
  const { resource, nodes, order, edits, approved } = request;
  if (!isDrbdResourceName(resource)) return err({ code: 'bad-name', what: 'resource' });
  const isComplete =
    order.length === Object.keys(nodes).length && order.every((node) => Object.hasOwn(nodes, node));
  if (!isComplete) return err({ code: 'not-found', what: 'the file of every node' });
  const files: HafsStep[] = [];
  for (const node of order) {
    const file = nodes[node];
    const edited = file && editResAll(file.text, edits, file.generation);
    if (!file || !edited) return err({ code: 'not-found', what: node });
    if (!edited.ok) return edited;
    if (edited.value.text !== file.text)
      files.push(fileStep(node, resource, edited.value.text, file.generation, file));
  }
  const adjusts = order.flatMap((node) => adjustSteps(node, resource, approved));
  return ok({
    title: 'plan-options',
    object: resource,
    resource,
    steps: files.length === 0 ? [] : [...files, ...adjusts],
    confirm: [],
  });
}

function adjustSteps(
  node: string,
  resource: string,
  approved: ChangeOptions['approved'],
): readonly HafsStep[] {
  const shape = { node, object: resource };
  return [
    runStep(
      {
        ...shape,
        name: 'dry-run',
        title: 'step-dry-run',
        goal: { kind: 'dry-run', resource, worst: approved },
        undo: NOTHING_CHANGED,
      },
      drbd.adjustDryRun(resource),
    ),
    runStep(
      {
        ...shape,
        name: 'adjust',
        title: 'step-adjust',
        goal: { kind: 'dry-run', resource, worst: 'nothing' },
        // With the old file back in its place, the same command brings the old values back.
        undo: { kind: 'run', command: drbd.adjust(resource).command },
      },
      drbd.adjust(resource),
    ),
  ];
}

export interface VerifyHafs {
  readonly resource: string;
  readonly volume: number;
  /** Runs on the Secondary, so that the Primary's own reads come first. */
  readonly secondary: string;
  readonly peer: string;
  readonly generation: DrbdGeneration;
}

/** Compares the copies. What it finds is repaired by a plan of its own, `planRepair`. */
export function planVerify({ resource, volume, secondary, peer, generation }: VerifyHafs): HafsPlan {
  const object = `${resource}/${volume}`;
  const steps = [
    runStep(
      {
        node: secondary,
        name: 'verify',
        title: 'step-verify',
        object,
        goal: { kind: 'verify-running', resource, volume },
        undo: NOTHING_CHANGED,
      },
      drbd.startVerify({ resource, volume }, peer, generation),
    ),
    waitStep(
      {
        node: 'cluster',
        name: 'verified',
        title: 'step-wait-verified',
        object,
        goal: { kind: 'verify-ended', resource, volume },
      },
      SYNC_MS,
    ),
  ];
  return { title: 'plan-verify', object, resource, steps, confirm: [] };
}

/**
 * Brings the blocks a verify marked into line: from the Primary to the Secondary, never the other way. 9.0.29 and later
 * say so in one command; before, a new connection resyncs what is marked (reference 1.4).
 * @param canKeepBitmap the module is 9.0.29 or later
 */
export function planRepair(request: VerifyHafs & { readonly canKeepBitmap: boolean }): HafsPlan {
  const { resource, volume, secondary: node, peer, generation, canKeepBitmap } = request;
  const object = `${resource}/${volume}`;
  const inSync = waitStep(
    {
      node: 'cluster',
      name: 'in-sync',
      title: 'step-wait-in-sync',
      object: resource,
      goal: { kind: 'drbd-in-sync', resource },
    },
    SYNC_MS,
  );
  const head = { title: 'plan-repair', object, node, resource, confirm: [node] } as const;
  if (generation === '9' && canKeepBitmap) {
    const invalidate = drbd.invalidate({ resource, volume }, node, node, peer, generation, true);
    const goal: HafsGoal = { kind: 'drbd-syncing', resource };
    const step = runStep(
      { node, name: 'invalidate', title: 'step-invalidate', object, goal, undo: DATA_WRITTEN },
      invalidate,
    );
    return { ...head, steps: [step, inSync] };
  }
  const steps = [
    ...connectionSteps(node, resource, 'disconnect'),
    ...connectionSteps(node, resource, 'connect'),
    inSync,
  ];
  return { ...head, steps };
}
