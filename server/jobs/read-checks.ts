/** Reads a step's goal back from every node, once or until it holds. */

import { known } from '@/lib/base/observation';
import { showProcProbe } from '@/lib/haproxy/show-proc';
import { logicalVolumesProbe, volumeGroupsProbe } from '@/lib/host/lvm';
import { packagesProbe } from '@/lib/host/packages';
import { listenersProbe, nonlocalBindProbe } from '@/lib/network/vip-probes';
import { allPass, type CheckReadings, evaluateChecks, isAsked } from '@/lib/plan/check';
import { fileKey } from '@/lib/plan/facts';
import type { Check, CheckResult, PlanStep } from '@/lib/plan/types';
import { unitStatesProbe } from '@/lib/systemd/commands';
import type { ClusterAccess } from '../access';
import { sleep, untilInterrupted } from './engine';
import type { JobRun } from './job-run';
import { readFiles } from './read-files';
import { readProbe } from './read-probe';
import { readSignatures, runProbe } from './read-storage';

/** What a check may have to know of the step besides what the nodes say. */
interface Since {
  /** When the step that is checked began. */
  readonly stepSince?: number;
  readonly readAt: number;
}

export function sinceOf(run: JobRun, index: number): Since {
  const { startedAt } = run.step(index);
  const readAt = run.engine.now();
  return startedAt === undefined ? { readAt } : { readAt, stepSince: startedAt };
}

export async function readChecks(
  access: ClusterAccess,
  clusterId: string,
  checks: readonly Check[],
  since: Since,
): Promise<readonly CheckResult[]> {
  if (checks.length === 0) return [];
  const nodes = access.directory(clusterId)?.nodes ?? [];
  const readings = await Promise.all(
    nodes.map((node) => readNode(access, clusterId, node.name, checks, since)),
  );
  return evaluateChecks(checks, readings);
}

type Source =
  | 'pacemaker'
  | 'cib'
  | 'network'
  | 'drbd'
  | 'haproxy'
  | 'file'
  | 'mounts'
  | 'volumes'
  | 'groups'
  | 'signatures'
  | 'packages'
  | 'settings'
  | 'units'
  | 'listeners'
  | 'corosync';
const SOURCE: Readonly<Record<Check['kind'], Source>> = {
  'node-attribute': 'cib',
  constraint: 'cib',
  'no-constraint': 'cib',
  configuration: 'cib',
  'node-standby': 'pacemaker',
  'node-fenced': 'pacemaker',
  'resource-on': 'pacemaker',
  'resource-not-on': 'pacemaker',
  'resource-runs': 'pacemaker',
  'resource-stopped': 'pacemaker',
  'instance-on': 'pacemaker',
  'no-failures': 'pacemaker',
  'address-only-on': 'network',
  'address-once': 'network',
  drbd: 'drbd',
  'haproxy-server': 'haproxy',
  'haproxy-reloaded': 'haproxy',
  file: 'file',
  'no-file': 'file',
  'drbd-size': 'drbd',
  'volume-group': 'groups',
  packages: 'packages',
  quorate: 'corosync',
  'all-online': 'pacemaker',
  'logical-volume': 'volumes',
  'no-logical-volume': 'volumes',
  'filesystem-size': 'mounts',
  signature: 'signatures',
  'no-signature': 'signatures',
  'backend-up': 'haproxy',
  'kernel-setting': 'settings',
  unit: 'units',
  listens: 'listeners',
};

const SKIPPED = { state: 'unknown', reason: 'never-read', since: 0 } as const;

/** Only what the checks look at is read: every reading costs the node something. */
async function readNode(
  access: ClusterAccess,
  clusterId: string,
  node: string,
  checks: readonly Check[],
  since: Since,
): Promise<CheckReadings> {
  const asked = checks.filter((check) => isAsked(check, node));
  const wanted = new Set(asked.map((check) => SOURCE[check.kind]));
  const read = <K extends 'pacemaker' | 'cib' | 'network' | 'drbd' | 'haproxy' | 'mounts' | 'corosync'>(
    name: K,
  ) => (wanted.has(name) ? access.read(clusterId, node, name) : SKIPPED);
  const paths = asked.flatMap((check) =>
    check.kind === 'file' || check.kind === 'no-file' ? [check.path] : [],
  );
  const devices = asked.flatMap((check) => ('device' in check ? [check.device] : []));
  const place = { access, clusterId, node, now: Date.now };
  const reloads = asked.some((check) => check.kind === 'haproxy-reloaded');
  const unitNames = [...new Set(asked.flatMap((check) => (check.kind === 'unit' ? [check.unit] : [])))];
  const [firstPackage, ...otherPackages] = [
    ...new Set(asked.flatMap((check) => (check.kind === 'packages' ? check.names : []))),
  ];
  const [
    pacemaker,
    cib,
    network,
    drbd,
    haproxy,
    files,
    mounts,
    volumes,
    signatures,
    processes,
    nonlocalBind,
    units,
    groups,
    packages,
    corosync,
    listeners,
  ] = await Promise.all([
    read('pacemaker'),
    read('cib'),
    read('network'),
    read('drbd'),
    read('haproxy'),
    readSums(access, clusterId, node, paths),
    read('mounts'),
    wanted.has('volumes') ? runProbe(place, logicalVolumesProbe, []) : SKIPPED,
    Promise.all([...new Set(devices)].map(async (one) => [one, await readSignatures(place, one)] as const)),
    reloads ? readProbe(access, clusterId, node, showProcProbe(), Date.now) : SKIPPED,
    wanted.has('settings') ? readProbe(access, clusterId, node, nonlocalBindProbe, Date.now) : SKIPPED,
    unitNames.length > 0 ? readProbe(access, clusterId, node, unitStatesProbe(unitNames), Date.now) : SKIPPED,
    wanted.has('groups') ? runProbe(place, volumeGroupsProbe, []) : SKIPPED,
    firstPackage === undefined ? SKIPPED : runProbe(place, packagesProbe([firstPackage, ...otherPackages])),
    read('corosync'),
    wanted.has('listeners') ? readProbe(access, clusterId, node, listenersProbe, Date.now) : SKIPPED,
  ]);
  const host = { nonlocalBind, units, packages, corosync, listeners };
  const storage = { groups, mounts, volumes, signatures: Object.fromEntries(signatures) };
  return { node, pacemaker, cib, network, drbd, haproxy, processes, files, ...storage, ...host, ...since };
}

async function readSums(
  access: ClusterAccess,
  clusterId: string,
  node: string,
  paths: readonly string[],
): Promise<CheckReadings['files']> {
  const places = paths.map((path) => ({ node, path, mayBeAbsent: true }));
  const files = await readFiles(access, clusterId, places, Date.now);
  return Object.fromEntries(
    places.map((place) => {
      const file = files[fileKey(place)];
      return [place.path, file?.state === 'known' ? known(file.value.sha256, file.observedAt) : SKIPPED];
    }),
  );
}

export interface Verified {
  readonly isReached: boolean;
  readonly checks: readonly CheckResult[];
}

/** Looks until everything holds on every node that answers, or the step's time is up. */
export async function verifyUntil(run: JobRun, step: PlanStep, index: number): Promise<Verified> {
  const { access, now, timings } = run.engine;
  const deadline = now() + (timings.verifyTimeoutMs ?? step.verifyTimeoutMs);
  for (;;) {
    const reading = readChecks(access, run.clusterId, step.verify, sinceOf(run, index));
    const checks = await untilInterrupted(reading, run.signal);
    if (allPass(checks)) return { isReached: true, checks };
    if (now() > deadline) return { isReached: false, checks };
    await sleep(timings.verifyPollMs, run.signal);
  }
}

/** Names in what does not hold, for a sentence: the page shows the checks themselves. */
export function openObjects(checks: readonly CheckResult[]): string {
  const open = checks.filter((one) => one.verdict !== 'pass').map(({ check }) => objectOf(check));
  return [...new Set(open)].join(', ');
}

function objectOf(check: Check): string {
  if (check.kind === 'configuration') return 'configuration';
  if ('path' in check) return `${check.node} ${check.path}`;
  if (check.kind === 'backend-up') return `${check.node} ${check.backend}`;
  if (check.kind === 'unit') return `${check.node} ${check.unit}`;
  if (check.kind === 'listens') return `${check.node} ${check.address}:${check.port}`;
  if (check.kind === 'kernel-setting') return `${check.node} ${check.key}`;
  if ('server' in check) return `${check.node} ${check.backend}/${check.server}`;
  if ('resource' in check && check.resource !== undefined) return check.resource;
  if ('address' in check) return check.address;
  if ('id' in check) return check.id;
  return 'node' in check ? check.node : check.kind;
}
