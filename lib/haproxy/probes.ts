/**
 * Read-only commands of HAProxy. One socket connection carries `show info` and `show stat`, so a reading is one process
 * on the node. Each node has its own HAProxy state; nothing here compares nodes.
 */
import { type Command, command } from '@/lib/base/command';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { type HaproxyConfigSection, haproxyConfigView, parseHaproxyConfig } from './config-file';
import { type HaproxyServerState, parseServersState } from './servers-state';
import { type HaproxyInfo, parseShowInfo } from './show-info';
import { type HaproxyStat, parseShowStat } from './show-stat';
import type { HaproxyConfigReading, HaproxyReading } from './types';

/** Debian's `stats socket` (reference 3.2); other distributions use `/var/lib/haproxy/stats`. */
export const DEFAULT_HAPROXY_SOCKET = '/run/haproxy/admin.sock';
export const DEFAULT_HAPROXY_CONFIG = '/etc/haproxy/haproxy.cfg';

/** What one connection to the socket is asked; the answers come in this order, each ended by a blank line. */
export const HAPROXY_READ_REQUEST = 'show info;show stat\n';

/** Seconds socat waits for the answer after its own input ended: its default of 0.5 s cuts answers of a busy node. */
const SOCAT_WAIT_SECONDS = 5;

export interface HaproxyRuntime {
  readonly info: HaproxyInfo;
  readonly stat: HaproxyStat;
}

/**
 * Runtime state. Root, because the socket is mode 660. socat exits 1 when nothing listens: HAProxy is not running here.
 * @param socketPath the `stats socket` of this node's haproxy.cfg
 */
export function haproxyRuntimeProbe(socketPath: string = DEFAULT_HAPROXY_SOCKET): Probe<HaproxyRuntime> {
  return {
    id: 'haproxy.runtime',
    command: socketCommand(socketPath, HAPROXY_READ_REQUEST),
    absentExitCodes: [1, 127],
    parse: parseHaproxyRuntime,
  };
}

export function serversStateProbe(
  socketPath: string = DEFAULT_HAPROXY_SOCKET,
): Probe<readonly HaproxyServerState[]> {
  return {
    id: 'haproxy.servers-state',
    command: socketCommand(socketPath, 'show servers state\n'),
    absentExitCodes: [1, 127],
    parse: parseServersState,
  };
}

/** The configuration file's sections; the caller keeps the text itself and its hash. */
export function haproxyConfigProbe(
  path: string = DEFAULT_HAPROXY_CONFIG,
): Probe<readonly HaproxyConfigSection[]> {
  return {
    id: 'haproxy.config',
    command: command(['cat', '--', path], { asRoot: true }),
    absentExitCodes: [1],
    parse: (text) => {
      if (text.includes('\0')) return parseError('haproxy.cfg holds a NUL byte');
      return ok(haproxyConfigView(parseHaproxyConfig(text)));
    },
  };
}

/** HAProxy 2.6 has no event stream: its log lines (`Server b/s is DOWN, …`) only wake a full read. */
export const HAPROXY_STREAM_ARGV = [
  'journalctl',
  '--unit=haproxy',
  '--follow',
  '--lines=0',
  '--output=cat',
  '--no-pager',
] as const;

/** socat reads commas, colons and quotes in an address as its own syntax: only plain paths may reach it. */
const PLAIN_PATH = /^\/[A-Za-z0-9_./-]+$/;
export const isPlainSocket = (path: string): boolean => PLAIN_PATH.test(path);

export function socketCommand(socketPath: string, request: string): Command {
  if (!isPlainSocket(socketPath)) throw new RangeError('not a plain socket path');
  return command(['socat', `-t${SOCAT_WAIT_SECONDS}`, '-', `UNIX-CONNECT:${socketPath}`], {
    asRoot: true,
    stdin: request,
  });
}

/** Parses the two answers of `HAPROXY_READ_REQUEST`. */
export function parseHaproxyRuntime(text: string): Result<HaproxyRuntime, ParseError> {
  const start = text.startsWith('# pxname') ? 0 : text.indexOf('\n# pxname') + 1;
  if (start === 0) return parseError('no show stat after show info', text);
  const info = parseShowInfo(text.slice(0, start));
  if (!info.ok) return info;
  const stat = parseShowStat(text.slice(start));
  if (!stat.ok) return stat;
  return ok({ info: info.value, stat: stat.value });
}

/**
 * Builds the reading.
 * @param runtime undefined when the socket does not answer; then the caller shows `unknown: not-running`
 */
export function combineHaproxy(runtime: HaproxyRuntime): HaproxyReading {
  const { info, stat } = runtime;
  return {
    version: info.version,
    ...(info.uptimeSeconds === undefined ? {} : { uptimeSeconds: info.uptimeSeconds }),
    ...(info.currentConnections === undefined ? {} : { currentConnections: info.currentConnections }),
    frontends: stat.frontends,
    backends: stat.backends,
  };
}

/** @param sha256 of the file's bytes, hexadecimal; computed by the caller because this folder is pure */
export function combineHaproxyConfig(
  sections: readonly HaproxyConfigSection[],
  sha256: string,
): HaproxyConfigReading {
  return { sha256, sections };
}
