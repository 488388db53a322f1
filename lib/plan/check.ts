/**
 * Reads a check back from the nodes. Every node that answered must agree; a node that did not answer is named and
 * does not decide, unless nobody answered.
 */

import { isSameAddress } from '@/lib/base/address';
import type { Observation } from '@/lib/base/observation';
import type { DrbdReading } from '@/lib/drbd/types';
import { settableStateOf } from '@/lib/haproxy/server-status';
import { type HaproxyProcesses, reloadVerdict } from '@/lib/haproxy/show-proc';
import type { HaproxyReading } from '@/lib/haproxy/types';
import type { NetworkReading } from '@/lib/network/types';
import { unreachedEdits } from '@/lib/pacemaker/cib-reached';
import type { CibReading, PacemakerReading } from '@/lib/pacemaker/types';
import { type HostReadings, isHostCheck, seenOnHost } from './check-host';
import { isStorageCheck, type StorageReadings, seenInStorage } from './check-storage';
import { crmNode, value } from './facts';
import { instancesOf, nodeSet, placedOn } from './placement';
import type { Check, CheckResult, GuardVerdict } from './types';

/** What one node was read to say for checks. */
export interface CheckReadings extends StorageReadings, HostReadings {
  readonly node: string;
  readonly pacemaker: Observation<PacemakerReading>;
  readonly cib: Observation<CibReading>;
  readonly network: Observation<NetworkReading>;
  readonly drbd: Observation<DrbdReading>;
  readonly haproxy: Observation<HaproxyReading>;
  /** The master's own word; unknown where it has no socket. */
  readonly processes?: Observation<HaproxyProcesses>;
  /** SHA-256 of files, by path. */
  readonly files: Readonly<Record<string, Observation<string>>>;
  /** When the step that is checked began, and when this was read: Haven's clock, ms. */
  readonly stepSince?: number;
  readonly readAt: number;
}

type NodeView = CheckResult['nodes'][number];

export const evaluateChecks = (
  checks: readonly Check[],
  nodes: readonly CheckReadings[],
): readonly CheckResult[] => checks.map((check) => evaluateCheck(check, nodes));

export function evaluateCheck(check: Check, nodes: readonly CheckReadings[]): CheckResult {
  const views = nodes.filter((node) => isAsked(check, node.node)).map((node) => viewOf(check, node));
  const isHeldTwice =
    check.kind === 'address-once' && views.filter((view) => view.seen === check.address).length > 1;
  return { check, verdict: isHeldTwice ? 'fail' : verdictOf(check, views), nodes: views };
}

/** What only one node can know is asked of that one. */
export const isAsked = (check: Check, node: string): boolean =>
  check.kind === 'node-fenced'
    ? check.node !== node
    : (ONE_NODE.includes(check.kind) || isStorageCheck(check) || isHostCheck(check)) && 'node' in check
      ? check.node === node
      : true;
const ONE_NODE: readonly Check['kind'][] = ['drbd', 'haproxy-server', 'haproxy-reloaded', 'file'];

function verdictOf(check: Check, views: readonly NodeView[]): GuardVerdict {
  if (check.kind === 'address-once') {
    if (views.some((view) => view.verdict === 'pass')) return 'pass';
    // Nobody who answered holds it: it may be on a node that did not.
    return views.some((view) => view.verdict === 'unknown') || views.length === 0 ? 'unknown' : 'fail';
  }
  if (views.some((view) => view.verdict === 'fail')) return 'fail';
  return views.some((view) => view.verdict === 'pass') ? 'pass' : 'unknown';
}

/** All read back as wanted. */
export const allPass = (results: readonly CheckResult[]): boolean =>
  results.every((result) => result.verdict === 'pass');

function viewOf(check: Check, readings: CheckReadings): NodeView {
  const { node } = readings;
  const see = (is: boolean, seen: string): NodeView => ({ node, verdict: is ? 'pass' : 'fail', seen });
  const unread: NodeView = { node, verdict: 'unknown' };
  if (isStorageCheck(check)) return { node, ...seenInStorage(check, readings) };
  if (isHostCheck(check)) return { node, ...seenOnHost(check, readings) };
  switch (check.kind) {
    case 'node-attribute': {
      const cib = value(readings.cib);
      if (!cib) return unread;
      const own = cib.nodes.find((one) => one.name === check.node);
      if (!own) return see(false, '–');
      const is = Object.hasOwn(own.attributes, check.name) ? (own.attributes[check.name] ?? null) : null;
      return see(is === check.value, is ?? '–');
    }
    case 'node-standby': {
      const view = value(readings.pacemaker);
      if (!view) return unread;
      const own = crmNode(view, check.node);
      return own ? see(own.standby === check.standby, own.standby ? 'standby' : 'online') : see(false, '–');
    }
    case 'node-fenced':
      return fencedView(check.node, readings, unread, see);
    case 'resource-on':
    case 'resource-not-on': {
      const view = value(readings.pacemaker);
      if (!view) return unread;
      const at = placedOn(view.resources, check.resource);
      const isThere = at.includes(check.node);
      return see(check.kind === 'resource-on' ? isThere && at.length === 1 : !isThere, at.join(', ') || '–');
    }
    case 'resource-runs': {
      const view = value(readings.pacemaker);
      if (!view) return unread;
      const at = placedOn(view.resources, check.resource);
      return see(at.length > 0, at.join(', ') || '–');
    }
    case 'instance-on': {
      const view = value(readings.pacemaker);
      if (!view) return unread;
      const at = nodeSet(instancesOf(view.resources, check.resource));
      return see(at.includes(check.node), at.join(', ') || '–');
    }
    case 'address-once':
    case 'address-only-on': {
      const network = value(readings.network);
      if (!network) return unread;
      const holds = network.interfaces.some((one) =>
        one.addresses.some((held) => isSameAddress(held.address, check.address)),
      );
      const wanted = check.kind === 'address-once' ? true : node === check.node;
      return see(holds === wanted, holds ? check.address : '–');
    }
    case 'constraint':
    case 'no-constraint': {
      const cib = value(readings.cib);
      if (!cib) return unread;
      const found = cib.constraints.some((one) => one.id === check.id);
      return see(found === (check.kind === 'constraint'), found ? check.id : '–');
    }
    case 'configuration': {
      const cib = value(readings.cib);
      const open = cib && unreachedEdits(cib.configurationText, check.changes);
      if (!cib || !open) return unread;
      return see(open.length === 0, open.join(', ') || `${cib.version.adminEpoch}.${cib.version.epoch}`);
    }
    case 'resource-stopped': {
      const view = value(readings.pacemaker);
      if (!view) return unread;
      const at = placedOn(view.resources, check.resource);
      return see(at.length === 0, at.join(', ') || '–');
    }
    case 'no-failures': {
      const view = value(readings.pacemaker);
      if (!view) return unread;
      const left = view.failCounts.filter(
        (one) =>
          (check.resource === undefined || one.resource.replace(/:\d+$/, '') === check.resource) &&
          (check.on === undefined || one.node === check.on),
      );
      return see(left.length === 0, left.map((one) => `${one.resource} ${one.node}`).join(', ') || '–');
    }
    case 'drbd': {
      const reading = value(readings.drbd);
      if (!reading) return unread;
      const seen = drbdWords(reading, check);
      return see(
        seen.length > 0 && seen.every((word) => check.values.includes(word)),
        seen.join(', ') || '–',
      );
    }
    case 'haproxy-server': {
      const reading = value(readings.haproxy);
      if (!reading) return unread;
      const server = reading.backends
        .find((one) => one.name === check.backend)
        ?.servers.find((one) => one.name === check.server);
      const state = server && settableStateOf(server.status);
      return see(state !== undefined && check.states.includes(state), server?.status ?? '–');
    }
    case 'haproxy-reloaded':
      return reloadedView(check, readings, unread, see);
    case 'file': {
      const read = readings.files[check.path];
      const sha256 = read && value(read);
      return sha256 === undefined ? unread : see(sha256 === check.sha256, sha256.slice(0, 12));
    }
  }
}

type CheckOf<K extends Check['kind']> = Extract<Check, { kind: K }>;

/** One word for each connection, peer device or disk of the resource on this node. */
function drbdWords(reading: DrbdReading, check: CheckOf<'drbd'>): readonly string[] {
  const own = reading.resources.find((one) => one.name === check.resource);
  const devices = own?.connections.flatMap((one) => one.peerDevices) ?? [];
  switch (check.field) {
    case 'connection':
      return own?.connections.map((one) => one.connection) ?? [];
    case 'disk':
      return own?.devices.map((one) => one.disk) ?? [];
    case 'replication':
      return devices.map((one) => one.replication);
    case 'role':
      return own ? [own.role] : [];
    case 'out-of-sync':
      return devices.map((one) => `${one.outOfSyncKiB ?? 'unknown'}`);
    case 'presence':
      return [own ? 'up' : 'down'];
    case 'suspended':
      return devices.map((one) => (one.resyncSuspended.includes('user') ? 'user' : 'no'));
  }
}

/** Clocks of the nodes are compared with Haven's, in whole seconds. */
const FENCED_SLACK_MS = 5_000;

function fencedView(
  victim: string,
  { pacemaker, stepSince }: CheckReadings,
  unread: NodeView,
  see: (is: boolean, seen: string) => NodeView,
): NodeView {
  const view = value(pacemaker);
  if (!view) return unread;
  const own = crmNode(view, victim);
  const isDown = own !== undefined && !own.online && !own.unclean;
  const fenced = view.fenceHistory.find(
    (event) =>
      event.target === victim &&
      event.status === 'success' &&
      stepSince !== undefined &&
      (event.completedAt ?? 0) >= stepSince - FENCED_SLACK_MS,
  );
  return see(
    isDown || fenced !== undefined,
    own ? (own.online ? 'online' : own.unclean ? 'UNCLEAN' : 'offline') : '–',
  );
}

/** Rounding of HAProxy's own uptime, and of a clock that is asked over the network. */
const UPTIME_SLACK_SECONDS = 2;

function reloadedView(
  check: CheckOf<'haproxy-reloaded'>,
  { haproxy, processes, stepSince, readAt }: CheckReadings,
  unread: NodeView,
  see: (is: boolean, seen: string) => NodeView,
): NodeView {
  const reading = value(haproxy);
  if (!reading || reading.uptimeSeconds === undefined || stepSince === undefined) return unread;
  const within = (readAt - stepSince) / 1000 + UPTIME_SLACK_SECONDS;
  const master = processes && value(processes);
  const verdict = master ? reloadVerdict(master, within) : undefined;
  if (verdict === 'reload-failed' || verdict === 'no-worker') return see(false, verdict);
  const isNew = reading.uptimeSeconds <= within && verdict !== 'same-worker';
  const names = new Set([...reading.frontends, ...reading.backends].map((one) => one.name));
  const missing = check.proxies.filter((name) => !names.has(name));
  return see(isNew && missing.length === 0, missing.join(', ') || `${reading.uptimeSeconds} s`);
}
