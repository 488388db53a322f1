/**
 * How an online verify goes and what it found. Its counters are in the reading (`out-of-sync`, progress); the kernel log
 * says that it ended and how many blocks differ (reference 1.4). The verdict rests on the counters of both nodes: a line
 * of the log can be missed.
 */
import type { DrbdReading } from './types';

export type VerifyLine =
  | { readonly kind: 'started'; readonly device: string }
  | { readonly kind: 'done'; readonly device: string; readonly seconds: number }
  | {
      readonly kind: 'found';
      readonly device: string;
      readonly blocks: number;
      readonly blockKiB: number;
    };

const PREFIX = /(?:block (drbd\d+)|drbd [\w.-]+\/\d+ (drbd\d+)(?: [\w.-]+)?): (.*)$/;

/** One line of the kernel log of either generation; undefined for any other line. */
export function parseVerifyLine(line: string): VerifyLine | undefined {
  const match = PREFIX.exec(line.trimEnd());
  const device = match?.[1] ?? match?.[2];
  const text = match?.[3] ?? '';
  if (device === undefined) return undefined;
  if (/^Starting Online Verify from sector /.test(text)) return { kind: 'started', device };
  const found = /^Online verify found +(\d{1,15}) +(\d{1,5})k blocks? out of sync!?$/.exec(text);
  if (found) return { kind: 'found', device, blocks: Number(found[1]), blockKiB: Number(found[2]) };
  const done = /^Online verify done \(total (\d{1,9}) sec; .*\)$/.exec(text);
  return done ? { kind: 'done', device, seconds: Number(done[1]) } : undefined;
}

export type VerifyState =
  | {
      readonly kind: 'running';
      readonly percent?: number;
      readonly etaSeconds?: number;
      readonly stalled: boolean;
    }
  /** Not running, and no copy knows of a difference. It does not say that a verify ever ran. */
  | { readonly kind: 'clean' }
  | { readonly kind: 'differs'; readonly outOfSyncKiB: number }
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * State of one volume's verify, over the readings of all nodes.
 * @param readings by node; undefined for a node that could not be read
 */
export function verifyState(
  readings: Readonly<Record<string, DrbdReading | undefined>>,
  resource: string,
  volume: number,
): VerifyState {
  let outOfSyncKiB = 0;
  let running: VerifyState | undefined;
  for (const [node, reading] of Object.entries(readings)) {
    const found = reading?.resources.find(({ name }) => name === resource);
    if (!found) return { kind: 'unknown', why: `${node}: not read` };
    const devices = found.connections.flatMap(({ peerDevices }) =>
      peerDevices.filter((peerDevice) => peerDevice.volume === volume),
    );
    if (devices.length === 0) return { kind: 'unknown', why: `${node}: no connection` };
    for (const { replication, outOfSyncKiB: oos, progress } of devices) {
      if (replication === 'VerifyS' || replication === 'VerifyT')
        running ??= {
          kind: 'running',
          ...(progress ? { percent: progress.percent } : {}),
          ...(progress?.etaSeconds === undefined ? {} : { etaSeconds: progress.etaSeconds }),
          stalled: progress?.stalled ?? false,
        };
      else if (replication !== 'Established') return { kind: 'unknown', why: `${node}: ${replication}` };
      if (oos === undefined) return { kind: 'unknown', why: `${node}: no counter` };
      outOfSyncKiB = Math.max(outOfSyncKiB, oos);
    }
  }
  if (running) return running;
  if (Object.keys(readings).length === 0) return { kind: 'unknown', why: 'nobody asked' };
  return outOfSyncKiB > 0 ? { kind: 'differs', outOfSyncKiB } : { kind: 'clean' };
}

/**
 * The same over all volumes: running beats the rest, not known beats clean.
 * @param readings by node; a node that is known not to have the resource is left out
 */
export function verifyStateOf(
  readings: Readonly<Record<string, DrbdReading | undefined>>,
  resource: string,
): VerifyState {
  const concerned = Object.fromEntries(
    Object.entries(readings).filter(
      ([, reading]) => !reading || reading.resources.some(({ name }) => name === resource),
    ),
  );
  const volumes = new Set(
    Object.values(concerned).flatMap(
      (reading) =>
        reading?.resources.find(({ name }) => name === resource)?.devices.map(({ volume }) => volume) ?? [],
    ),
  );
  const states = [...volumes].map((volume) => verifyState(concerned, resource, volume));
  const running = states.find(({ kind }) => kind === 'running');
  const unknown = states.find(({ kind }) => kind === 'unknown');
  if (running) return running;
  if (unknown || states.length === 0) return unknown ?? { kind: 'unknown', why: 'nobody has it' };
  const outOfSyncKiB = states.reduce(
    (sum, state) => sum + (state.kind === 'differs' ? state.outOfSyncKiB : 0),
    0,
  );
  return outOfSyncKiB > 0 ? { kind: 'differs', outOfSyncKiB } : { kind: 'clean' };
}
