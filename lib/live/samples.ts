import type { NodeReadings, ReadingName } from './readings';

/**
 * Points for charts, from two successive values of a reading. Series are named `kind:node id:object:measure`; throughput
 * is in bytes per second, the rest in the measure's own unit. Pure.
 */
export interface SamplePoints {
  /** Means over the time between the two values. */
  readonly rates: Readonly<Record<string, number>>;
  /** True at the moment of the second value. */
  readonly gauges: Readonly<Record<string, number>>;
}
const NO_POINTS: SamplePoints = { rates: {}, gauges: {} };

export interface Dated<T> {
  readonly value: T;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Prefix of all series of one kind and node, e.g. for loading a chart. */
export const seriesPrefix = (kind: 'net' | 'drbd' | 'haproxy' | 'host', nodeId: string): string =>
  `${kind}:${nodeId}:`;

export function samplesOf<K extends ReadingName>(
  nodeId: string,
  reading: K,
  before: Dated<NodeReadings[K]> | undefined,
  now: Dated<NodeReadings[K]>,
): SamplePoints {
  const of = SAMPLERS[reading] as Sampler<K> | undefined;
  return of ? of(nodeId, before, now) : NO_POINTS;
}

type Sampler<K extends ReadingName> = (
  nodeId: string,
  before: Dated<NodeReadings[K]> | undefined,
  now: Dated<NodeReadings[K]>,
) => SamplePoints;

const SAMPLERS: { readonly [K in ReadingName]?: Sampler<K> } = {
  network: networkSamples,
  drbd: drbdSamples,
  haproxy: haproxySamples,
  host: (nodeId, _before, { value }) => ({ rates: {}, gauges: { [`host:${nodeId}:load1`]: value.load1 } }),
};

/** Undefined when the counter went back (a restart) or no time passed: nothing is known then, not zero. */
function rate(before: number | undefined, now: number | undefined, ms: number): number | undefined {
  if (before === undefined || now === undefined || ms < 500 || now < before) return undefined;
  return ((now - before) * 1000) / ms;
}

function put(points: Record<string, number>, series: string, value: number | undefined): void {
  if (value !== undefined) points[series] = value;
}

function networkSamples(
  nodeId: string,
  before: Dated<NodeReadings['network']> | undefined,
  now: Dated<NodeReadings['network']>,
): SamplePoints {
  if (!before) return NO_POINTS;
  const rates: Record<string, number> = {};
  const ms = now.at - before.at;
  for (const nic of now.value.interfaces) {
    if (nic.name === 'lo') continue;
    const old = before.value.interfaces.find((other) => other.name === nic.name);
    put(rates, `net:${nodeId}:${nic.name}:rx`, rate(old?.counters?.rxBytes, nic.counters?.rxBytes, ms));
    put(rates, `net:${nodeId}:${nic.name}:tx`, rate(old?.counters?.txBytes, nic.counters?.txBytes, ms));
  }
  return { rates, gauges: {} };
}

function drbdSamples(
  nodeId: string,
  before: Dated<NodeReadings['drbd']> | undefined,
  now: Dated<NodeReadings['drbd']>,
): SamplePoints {
  const rates: Record<string, number> = {};
  const gauges: Record<string, number> = {};
  const devices = peerDevices(now.value);
  const old = before ? peerDevices(before.value) : new Map<string, never>();
  const ms = before ? now.at - before.at : 0;
  for (const [name, device] of devices) {
    const series = `drbd:${nodeId}:${name}`;
    const past = old.get(name);
    put(rates, `${series}:sent`, bytes(rate(past?.sentKiB, device.sentKiB, ms)));
    put(rates, `${series}:received`, bytes(rate(past?.receivedKiB, device.receivedKiB, ms)));
    put(gauges, `${series}:out-of-sync`, bytes(device.outOfSyncKiB));
    put(gauges, `${series}:resync-percent`, device.progress?.percent);
  }
  return { rates, gauges };
}

const bytes = (kib: number | undefined): number | undefined => (kib === undefined ? undefined : kib * 1024);

type PeerDevice = NodeReadings['drbd']['resources'][number]['connections'][number]['peerDevices'][number];

function peerDevices(drbd: NodeReadings['drbd']): Map<string, PeerDevice> {
  const found = new Map<string, PeerDevice>();
  for (const resource of drbd.resources) {
    for (const connection of resource.connections) {
      for (const device of connection.peerDevices) {
        found.set(`${resource.name}/${device.volume}@${connection.peerName}`, device);
      }
    }
  }
  return found;
}

function haproxySamples(
  nodeId: string,
  before: Dated<NodeReadings['haproxy']> | undefined,
  now: Dated<NodeReadings['haproxy']>,
): SamplePoints {
  const rates: Record<string, number> = {};
  const gauges: Record<string, number> = {};
  const ms = before ? now.at - before.at : 0;
  for (const frontend of now.value.frontends) {
    const series = `haproxy:${nodeId}:${frontend.name}`;
    const past = before?.value.frontends.find((other) => other.name === frontend.name);
    gauges[`${series}:sessions`] = frontend.currentSessions;
    put(rates, `${series}:new-sessions`, rate(past?.totalSessions, frontend.totalSessions, ms));
    put(rates, `${series}:in`, rate(past?.bytesIn, frontend.bytesIn, ms));
    put(rates, `${series}:out`, rate(past?.bytesOut, frontend.bytesOut, ms));
  }
  return { rates, gauges };
}
