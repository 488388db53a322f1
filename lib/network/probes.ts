/** Read-only commands about a node's network. A reading is two short processes; none needs root. */
import { command } from '@/lib/base/command';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { parseIpBatch } from './ip-json';
import type { NetworkReading } from './types';

/** Addresses, link state, counters and the default route by one `ip` process (its batch mode reads standard input). */
export const ipProbe: Probe<NetworkReading> = {
  id: 'network.ip',
  command: command(['ip', '-j', '-d', '-s', '-batch', '-'], { stdin: 'addr show\nroute show default\n' }),
  parse: parseIpBatch,
};

/**
 * `speed` of every NIC. Argument lists have no globs, so `find` names the files; `-L` because the entries of
 * `/sys/class/net` are links. grep cannot read the file of a NIC without carrier or of a virtual one (EINVAL), so the
 * exit code 1 is ordinary. `find` complains about the `subsystem` links on stderr, which nobody reads.
 */
export const speedProbe: Probe<ReadonlyMap<string, number>> = {
  id: 'network.speed',
  command: command([
    'find',
    '-L',
    '/sys/class/net',
    '-mindepth',
    '2',
    '-maxdepth',
    '2',
    '-name',
    'speed',
    '-exec',
    'grep',
    '-sH',
    '.',
    '{}',
    '+',
  ]),
  okExitCodes: [0, 1],
  parse: parseSpeeds,
};

/** Every line of it only wakes a full read. */
export const NETWORK_STREAM_ARGV = ['ip', '-o', 'monitor', 'link', 'address', 'route'] as const;

/** Parses `/sys/class/net/NIC/speed:1000` lines: megabit per second; -1 and 4294967295 mean that the driver does not say. */
export function parseSpeeds(text: string): Result<ReadonlyMap<string, number>, ParseError> {
  const speeds = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const match = /^\/sys\/class\/net\/([^/]+)\/speed:(-?\d{1,10})$/.exec(line);
    if (!match?.[1]) return parseError('not a speed line', line, index + 1);
    const speed = Number(match[2]);
    if (speed > 0 && speed < 4_294_967_295) speeds.set(match[1], speed);
  }
  return ok(speeds);
}

/**
 * Builds the reading.
 * @param speeds undefined when they could not be read: then no NIC has a speed, and nothing is assumed
 */
export function combineNetwork(
  ip: NetworkReading,
  speeds: ReadonlyMap<string, number> | undefined,
): NetworkReading {
  return {
    ...ip,
    interfaces: ip.interfaces.map((nic) => {
      const speedMbps = speeds?.get(nic.name);
      return speedMbps === undefined ? nic : { ...nic, speedMbps };
    }),
  };
}
