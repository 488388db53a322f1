/**
 * What must hold before DRBD is changed, judged on the readings of all nodes (reference section 7). Each check says pass,
 * fail or unknown and names its objects; unknown blocks like a failure wherever data could be lost.
 */

import {
  eachConnection,
  eachDevice,
  judge,
  onNodes,
  type Precondition,
  type Readings,
  type Seen,
} from './precondition';
import type { DrbdResource } from './types';
import { generationOf } from './version';

export const readingsKnown = (readings: Readings): Precondition =>
  judge(
    'readings-known',
    39,
    Object.entries(readings).map(([node, reading]) => ({
      object: node,
      isRight: reading === undefined ? undefined : true,
    })),
  );

/** Every node runs the generation the files and commands are written for. */
export const oneGeneration = (readings: Readings, wanted: '8.4' | '9'): Precondition =>
  judge(
    'one-generation',
    16,
    Object.entries(readings).map(([node, reading]) => {
      const generation =
        reading &&
        (reading.version.kernel ? generationOf(reading.version.kernel) : reading.version.generation);
      const isKnown = generation === '8.4' || generation === '9';
      return {
        object: `${node} ${generation ?? ''}`.trim(),
        isRight: isKnown ? generation === wanted : undefined,
      };
    }),
  );

function primaries(readings: Readings, resource: string): readonly string[] {
  return onNodes(readings, resource).flatMap(([node, found]) => (found?.role === 'Primary' ? [node] : []));
}
const roleUnknown = (readings: Readings, resource: string): readonly Seen[] =>
  onNodes(readings, resource).flatMap(([node, found]) =>
    !found || found.role === 'Unknown' ? [{ object: `${node} ${resource}`, isRight: undefined }] : [],
  );

export function countPrimaries(
  readings: Readings,
  resource: string,
  wanted: 'at-most-one-primary' | 'no-primary' | 'one-primary',
): Precondition {
  const nodes = primaries(readings, resource);
  const most = wanted === 'no-primary' ? 0 : 1;
  const isTooFew = wanted === 'one-primary' && nodes.length === 0;
  const seen: Seen[] = nodes.map((node) => ({ object: node, isRight: nodes.length <= most }));
  const unknown = roleUnknown(readings, resource);
  // A silent node may be the Primary that is missing, and may be one too many.
  const none: Seen = {
    object: resource,
    isRight: isTooFew ? (unknown.length > 0 ? undefined : false) : true,
  };
  return judge(wanted, wanted === 'one-primary' ? 34 : 1, [...seen, ...unknown, none]);
}

export const allUpToDate = (readings: Readings, resource: string): Precondition =>
  judge(
    'all-up-to-date',
    8,
    eachDevice(readings, resource, ({ disk }) => disk === 'UpToDate'),
  );

/** Metadata is new on every copy and nothing has been declared good yet: the only state a first sync may start from. */
export const allInconsistent = (readings: Readings, resource: string): Precondition =>
  judge(
    'all-inconsistent',
    7,
    eachDevice(readings, resource, ({ disk }) => disk === 'Inconsistent'),
  );

export const connected = (readings: Readings, resource: string): Precondition =>
  judge(
    'connected',
    12,
    eachConnection(
      readings,
      resource,
      (node, { peerName, connection }) => [
        {
          object: `${node} to ${peerName} ${connection}`,
          isRight: connection === 'unknown' ? undefined : connection === 'Connected',
        },
      ],
      false,
    ),
  );

/** Without a connection there is no resync either. */
export const noResync = (readings: Readings, resource: string): Precondition =>
  judge(
    'no-resync',
    34,
    eachConnection(
      readings,
      resource,
      (node, { peerDevices }) =>
        peerDevices.map(({ volume, replication }) => ({
          object: `${node} ${resource}/${volume} ${replication}`,
          isRight:
            replication === 'unknown' ? undefined : replication === 'Established' || replication === 'Off',
        })),
      true,
    ),
  );

const SYNCING: ReadonlySet<string> = new Set(['SyncSource', 'SyncTarget', 'PausedSyncS', 'PausedSyncT']);

export function resyncRuns(readings: Readings, resource: string): Precondition {
  const all = onNodes(readings, resource).flatMap(([, found]) => found?.connections ?? []);
  const isRunning = all.some(({ peerDevices }) =>
    peerDevices.some(({ replication }) => SYNCING.has(replication)),
  );
  return judge('resync-runs', 12, [{ object: resource, isRight: isRunning }]);
}

/**
 * Another node has an UpToDate copy of every volume, by its own word: what a peer is believed to have is not enough.
 * @param leaving node whose copy goes away, is thrown away or is cut off
 */
export function otherCopyUpToDate(readings: Readings, resource: string, leaving: string): Precondition {
  const nodes = onNodes(readings, resource);
  const own = nodes.find(([node]) => node === leaving)?.[1];
  const volumes = new Set(nodes.flatMap(([, found]) => (found?.devices ?? []).map(({ volume }) => volume)));
  const seen = [...volumes].map((volume): Seen => {
    const others = nodes.filter(([node]) => node !== leaving);
    const hasCopy = others.some(([, found]) =>
      found?.devices.some((device) => device.volume === volume && device.disk === 'UpToDate'),
    );
    const isSilent = others.some(([, found]) => !found);
    return { object: `${resource}/${volume}`, isRight: hasCopy ? true : isSilent ? undefined : false };
  });
  return judge('other-copy-up-to-date', 8, own ? seen : [...seen, { object: leaving, isRight: undefined }]);
}

export const victimNotPrimary = (readings: Readings, resource: string, victim: string): Precondition =>
  judge('victim-not-primary', 6, [
    {
      object: victim,
      isRight: roleIs(readings, resource, victim, (role) => role !== 'Primary'),
    },
  ]);

function roleIs(
  readings: Readings,
  resource: string,
  node: string,
  test: (role: DrbdResource['role']) => boolean,
): boolean | undefined {
  const found = onNodes(readings, resource).find(([name]) => name === node)?.[1];
  return !found || found.role === 'Unknown' ? undefined : test(found.role);
}

export const keptCopyUpToDate = (readings: Readings, resource: string, keep: string): Precondition => {
  const seen = eachDevice(
    { [keep]: Object.hasOwn(readings, keep) ? readings[keep] : undefined },
    resource,
    ({ disk }) => disk === 'UpToDate',
  );
  return judge('kept-copy-up-to-date', 8, seen);
};

/** @param verdicts of `blankVerdict`, by `node device` */
export const devicesBlank = (
  verdicts: Readonly<Record<string, { readonly kind: 'blank' | 'holds' | 'unknown' }>>,
): Precondition =>
  judge(
    'devices-blank',
    7,
    Object.entries(verdicts).map(([object, { kind }]) => ({
      object,
      isRight: kind === 'blank' ? true : kind === 'holds' ? false : undefined,
    })),
  );

/** @param sizes of the backing device of each node in bytes; undefined where it could not be read */
export const backingGrown = (
  sizes: Readonly<Record<string, number | undefined>>,
  wantedBytes: number,
): Precondition =>
  judge(
    'backing-devices-grown',
    34,
    Object.entries(sizes).map(([node, size]) => ({
      object: `${node} ${size ?? ''}`.trim(),
      isRight: size === undefined ? undefined : size >= wantedBytes,
    })),
  );

/** @param algorithms `net.verify-alg` in force on each node; null when it is not set, undefined when not known */
export const verifyAlgorithmSet = (
  algorithms: Readonly<Record<string, string | null | undefined>>,
): Precondition =>
  judge(
    'verify-algorithm-set',
    5,
    Object.entries(algorithms).map(([node, algorithm]) => ({
      object: node,
      isRight: algorithm === undefined ? undefined : algorithm !== null && algorithm !== 'none',
    })),
  );

/** Neither the name nor the minor is in use on any node. */
export const nameAndMinorFree = (
  readings: Readings,
  resource: string,
  minors: readonly number[],
): Precondition =>
  judge(
    'name-and-minor-free',
    16,
    Object.entries(readings).flatMap(([node, reading]): Seen[] => {
      if (!reading) return [{ object: node, isRight: undefined }];
      const taken = reading.resources.flatMap(({ name, devices }) => [
        ...(name === resource ? [`${node} ${name}`] : []),
        ...devices
          .filter(({ minor }) => minors.includes(minor))
          .map(({ minor }) => `${node} minor ${minor} (${name})`),
      ]);
      return taken.length === 0
        ? [{ object: node, isRight: true }]
        : taken.map((object) => ({ object, isRight: false }));
    }),
  );

/** Something is out of sync, so that a repair has something to repair. */
export function differs(readings: Readings, resource: string): Precondition {
  const counters = onNodes(readings, resource).flatMap(([, found]) =>
    (found?.connections ?? []).flatMap(({ peerDevices }) =>
      peerDevices.map(({ outOfSyncKiB }) => outOfSyncKiB),
    ),
  );
  const isRight = counters.some((kib) => kib !== undefined && kib > 0)
    ? true
    : counters.length === 0 || counters.includes(undefined)
      ? undefined
      : false;
  return judge('differs', 7, [{ object: resource, isRight }]);
}
