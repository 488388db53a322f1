/**
 * Reads the world a plan is made from, and read again before it runs: what moves afresh from every node, all at once,
 * and the configuration from the controller itself. What cannot be read stays `unknown`; only a cluster whose
 * configuration nobody can give is no world at all.
 */
import type { Observation } from '@/lib/base/observation';
import { err, ok, type Result } from '@/lib/base/result';
import { type DirectoryCluster, type DirectoryNode, itemKey } from '@/lib/live/protocol';
import { FRESH_FOR_MS, type NodeReadings, type ReadingName } from '@/lib/live/readings';
import { controllerStateCommand, parseControllerState } from '@/lib/pacemaker/commands';
import { type CibSource, cibSourceProbe, cibVersionProbe } from '@/lib/pacemaker/probes';
import { agreedDc, type NodeFacts, type WorldFacts } from '@/lib/plan/facts';
import type { StorageWish } from '@/lib/plan/planner';
import {
  addressesOf,
  filesFoundOf,
  filesOf,
  readsApache,
  readsHaproxy,
  readsHaproxyHost,
  storageOf,
  unitsOf,
} from '@/lib/plan/planners';
import type { Intent, PlanProblem } from '@/lib/plan/types';
import { unitStatesProbe } from '@/lib/systemd/commands';
import type { ClusterAccess } from '../access';
import { observeBare } from './observe-bare';
import { readFiles } from './read-files';
import { readHaproxyHost } from './read-haproxy-host';
import { readProbe } from './read-probe';
import { readStorage } from './read-storage';
import { readWire } from './read-wire';

/** What the database knows and the nodes do not. */
export interface Remembered {
  readonly otherJobs: readonly string[];
  readonly measuredSeconds: Readonly<Record<string, readonly number[]>>;
  /** Device → when it last passed its test, ms. */
  readonly fenceTests?: Readonly<Record<string, number>>;
}

export interface Observed {
  readonly world: WorldFacts;
  /** The DC's configuration with its status, secrets included: kept in memory, never stored, logged or sent. */
  readonly cibXml: string;
  /** Where the configuration came from, and where the cluster's tools are asked. */
  readonly source: string;
}

export async function observe(
  access: ClusterAccess,
  clusterId: string,
  remembered: Remembered,
  now: () => number,
  intent: Intent,
): Promise<Result<Observed, PlanProblem>> {
  const directory = access.directory(clusterId);
  if (!directory) return err({ id: 'no-such-cluster', params: {} });
  if (intent.kind === 'build-cluster') return observeBare(access, directory, remembered, now, intent);
  const readSince = now();
  // Slow nodes need seconds for each answer: who the DC is, is guessed from what was seen last and checked below.
  const guess = lastDc(access, directory);
  const guessing = guess === undefined ? undefined : askController(access, directory, guess);
  const wants = {
    haproxy: readsHaproxy(intent),
    haproxyHost: readsHaproxyHost(intent),
    apache: readsApache(intent),
    storage: storageOf(intent),
    addresses: addressesOf(intent),
    units: unitsOf(intent),
  };
  const names = directory.nodes.map((node) => node.name);
  const [nodes, named] = await Promise.all([
    Promise.all(directory.nodes.map((node) => readNode(access, directory, node, now, wants))),
    readFiles(access, clusterId, filesOf(intent, names), now),
  ]);
  const found = await readFiles(access, clusterId, filesFoundOf(intent, nodes), now);
  const files = { ...named, ...found };
  // Ages count from here: what follows describes the configuration, and is checked by its version.
  const readAt = now();
  const dc = agreedDc({ nodes });
  const answer = await (guessing && guess === dc ? guessing : askController(access, directory, dc));
  if (!answer.cib.ok) return answer.cib;
  const { source, reading, xml } = answer.cib.value;
  const { controllerState } = answer;
  const world = {
    ...remembered,
    clusterId,
    clusterName: directory.name,
    services: directory.services,
    vips: directory.vips,
    nodes,
    cib: reading,
    controllerState,
    ...(wants.haproxyHost ? { networks: directory.networks } : {}),
    ...(Object.keys(files).length === 0 ? {} : { files }),
    readSince,
    now: readAt,
  };
  return ok({ world, cibXml: xml, source });
}

/** The controller as the live state has it; nothing is decided on it. */
function lastDc(access: ClusterAccess, directory: DirectoryCluster): string | undefined {
  for (const node of directory.nodes) {
    const observation = cached(access, directory.id, node, 'pacemaker');
    if (observation?.state === 'known' && observation.value.dc) return observation.value.dc.name;
  }
  return undefined;
}

const cached = <K extends ReadingName>(
  access: ClusterAccess,
  clusterId: string,
  node: DirectoryNode,
  reading: K,
): Observation<NodeReadings[K]> | undefined =>
  access.state().items[itemKey(clusterId, node.id, reading)]?.observation as
    | Observation<NodeReadings[K]>
    | undefined;

interface Controller {
  readonly cib: Result<CibSource & { readonly source: string }, PlanProblem>;
  readonly controllerState: string;
}

/** @param dc undefined: nobody names one, so any node's copy has to do, and the guards say so */
async function askController(
  access: ClusterAccess,
  directory: DirectoryCluster,
  dc: string | undefined,
): Promise<Controller> {
  const sources = [
    ...new Set([...(dc === undefined ? [] : [dc]), ...directory.nodes.map((node) => node.name)]),
  ];
  const [cib, controllerState] = await Promise.all([
    firstCib(access, directory.id, sources),
    dc === undefined ? 'unknown' : readControllerState(access, directory.id, dc),
  ]);
  return { cib, controllerState };
}

async function readNode(
  access: ClusterAccess,
  { id: clusterId }: DirectoryCluster,
  node: DirectoryNode,
  now: () => number,
  wants: {
    readonly haproxy: boolean;
    readonly haproxyHost: boolean;
    readonly apache: boolean;
    readonly storage: StorageWish | undefined;
    readonly addresses: readonly string[];
    readonly units: readonly string[];
  },
): Promise<NodeFacts> {
  const [host, clock, drbd, pacemaker, corosync, cibVersion, haproxy, haproxyHost, storage, units, apache] =
    await Promise.all([
      readSlow(access, clusterId, node, 'host', now),
      readSlow(access, clusterId, node, 'clock', now),
      patiently(() => access.read(clusterId, node.name, 'drbd')),
      patiently(() => access.read(clusterId, node.name, 'pacemaker')),
      patiently(() => access.read(clusterId, node.name, 'corosync')),
      patiently(() => readProbe(access, clusterId, node.name, cibVersionProbe, now)),
      wants.haproxy ? patiently(() => access.read(clusterId, node.name, 'haproxy')) : undefined,
      wants.haproxyHost ? readHaproxyHost(access, clusterId, node.name, now) : undefined,
      wants.storage ? readStorage({ access, clusterId, node: node.name, now }, wants.storage) : undefined,
      wants.units.length > 0
        ? patiently(() => readProbe(access, clusterId, node.name, unitStatesProbe(wants.units), now))
        : undefined,
      wants.apache ? patiently(() => access.read(clusterId, node.name, 'apache')) : undefined,
    ] as const);
  const network = haproxyHost?.network;
  const wire =
    wants.addresses.length > 0 && network?.state === 'known'
      ? await readWire({ access, clusterId, node: node.name, now }, network.value, wants.addresses)
      : undefined;
  const link = access.state().links[node.id]?.state ?? ('unknown' as const);
  const own = { name: node.name, link, host, clock, drbd, pacemaker, corosync, cibVersion };
  return {
    ...own,
    ...(haproxy ? { haproxy } : {}),
    ...(haproxyHost ? { haproxyHost } : {}),
    ...(storage ? { storage } : {}),
    ...(units ? { units } : {}),
    ...(apache ? { apache } : {}),
    ...(wire ? { wire } : {}),
  };
}

/** A busy node may miss one deadline. Reading once more is harmless; a node that is not there is not asked again. */
async function patiently<T>(read: () => Promise<Observation<T>>): Promise<Observation<T>> {
  const first = await read();
  return first.state === 'unknown' && first.reason === 'timed-out' ? read() : first;
}

/** What hardly changes and costs a node many processes to say: as last seen while that is still within its promise. */
function readSlow<K extends 'host' | 'clock'>(
  access: ClusterAccess,
  clusterId: string,
  node: DirectoryNode,
  reading: K,
  now: () => number,
): Promise<Observation<NodeReadings[K]>> {
  const last = cached(access, clusterId, node, reading);
  const isFresh = last?.state === 'known' && now() - last.observedAt < FRESH_FOR_MS[reading];
  return last && isFresh ? Promise.resolve(last) : access.read(clusterId, node.name, reading);
}

/** The first of these nodes that can give a whole configuration. */
export async function firstCib(
  access: ClusterAccess,
  clusterId: string,
  nodes: readonly string[],
): Promise<Result<CibSource & { readonly source: string }, PlanProblem>> {
  const details: string[] = [];
  for (const source of nodes) {
    const outcome = await access.run(clusterId, source, cibSourceProbe.command);
    if (outcome.kind !== 'exited' || outcome.exitCode !== 0 || outcome.truncated) {
      details.push(`${source}: ${outcome.kind === 'exited' ? `exit ${outcome.exitCode}` : outcome.kind}`);
      continue;
    }
    const parsed = cibSourceProbe.parse(outcome.stdout);
    if (parsed.ok) return ok({ ...parsed.value, source });
    // Never the parser's excerpt: it may quote a secret.
    details.push(`${source}: ${parsed.error.what}`);
  }
  return err({ id: 'no-configuration', params: { detail: details.join('; ') || 'no node' } });
}

/** The policy engine runs after every monitor that says something new: a moment's work is no change under way. */
const CONTROLLER_LOOKS = 3;
const CONTROLLER_PAUSE_MS = 1_000;

async function readControllerState(access: ClusterAccess, clusterId: string, dc: string): Promise<string> {
  let state = 'unknown';
  for (let look = 0; look < CONTROLLER_LOOKS && state !== 'S_IDLE'; look += 1) {
    if (look > 0) await new Promise((resolve) => setTimeout(resolve, CONTROLLER_PAUSE_MS));
    const outcome = await access.run(clusterId, dc, controllerStateCommand(dc));
    const isAnswer = outcome.kind === 'exited' && outcome.exitCode === 0;
    state = (isAnswer ? parseControllerState(outcome.stdout) : undefined) ?? 'unknown';
  }
  return state;
}
