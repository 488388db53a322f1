/** One condition before a change: what was seen of each object, and the verdict that follows. */
import type { DrbdConnection, DrbdDevice, DrbdReading, DrbdResource } from './types';

export type Verdict = 'pass' | 'fail' | 'unknown';

export interface Precondition {
  readonly id: PreconditionId;
  /** Of reference section 7. */
  readonly invariant: number;
  readonly level: 'deny' | 'confirm';
  readonly verdict: Verdict;
  /** What blocks, or what is not known: `node2`, `node2 hafs/0 Inconsistent`. */
  readonly objects: readonly string[];
}

export type PreconditionId =
  | 'readings-known'
  | 'one-generation'
  | 'at-most-one-primary'
  | 'no-primary'
  | 'one-primary'
  | 'all-up-to-date'
  | 'all-inconsistent'
  | 'connected'
  | 'no-resync'
  | 'resync-runs'
  | 'other-copy-up-to-date'
  | 'victim-not-primary'
  | 'kept-copy-up-to-date'
  | 'devices-blank'
  | 'backing-devices-grown'
  | 'verify-algorithm-set'
  | 'name-and-minor-free'
  | 'differs';

/** Readings by node name; undefined for a node that could not be read or whose reading is too old. */
export type Readings = Readonly<Record<string, DrbdReading | undefined>>;

/** Node, object and what it shows; `undefined` shown means that nobody knows. */
export interface Seen {
  readonly object: string;
  readonly isRight: boolean | undefined;
}

export function judge(
  id: PreconditionId,
  invariant: number,
  seen: readonly Seen[],
  level: Precondition['level'] = 'deny',
): Precondition {
  const wrong = seen.filter(({ isRight }) => isRight === false);
  const open = seen.filter(({ isRight }) => isRight === undefined);
  // Nothing seen is nothing proven.
  const verdict = wrong.length > 0 ? 'fail' : open.length > 0 || seen.length === 0 ? 'unknown' : 'pass';
  const named = verdict === 'fail' ? wrong : open;
  return { id, invariant, level, verdict, objects: [...new Set(named.map(({ object }) => object))] };
}

/** The resource on every node; a node without reading, or without the resource where it should be, is `undefined`. */
export const onNodes = (
  readings: Readings,
  resource: string,
): readonly (readonly [string, DrbdResource | undefined])[] =>
  Object.entries(readings).map(([node, reading]) => [
    node,
    reading?.resources.find(({ name }) => name === resource),
  ]);

export function eachDevice(
  readings: Readings,
  resource: string,
  isRight: (device: DrbdDevice) => boolean | undefined,
): readonly Seen[] {
  return onNodes(readings, resource).flatMap(([node, found]) => {
    if (!found || found.devices.length === 0) return [{ object: `${node} ${resource}`, isRight: undefined }];
    return found.devices
      .filter((device) => !device.client)
      .map((device) => ({
        object: `${node} ${resource}/${device.volume} ${device.disk}`,
        isRight: device.disk === 'unknown' ? undefined : isRight(device),
      }));
  });
}

export function eachConnection(
  readings: Readings,
  resource: string,
  seen: (node: string, connection: DrbdConnection) => readonly Seen[],
  isRightWithout: boolean,
): readonly Seen[] {
  return onNodes(readings, resource).flatMap(([node, found]) =>
    !found
      ? [{ object: `${node} ${resource}`, isRight: undefined }]
      : found.connections.length === 0
        ? [{ object: `${node} ${resource} without connection`, isRight: isRightWithout }]
        : found.connections.flatMap((connection) => seen(node, connection)),
  );
}
