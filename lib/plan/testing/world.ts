/** A scenario file → the facts a plan is made from. */
import { known, type Observation } from '@/lib/base/observation';
import { parseCib } from '@/lib/pacemaker/cib';
import type { CibReading, PacemakerReading } from '@/lib/pacemaker/types';
import { draftPlan, finishPlan, readAfter } from '../build';
import type { Sha256 } from '../canonical';
import { type ChangeFacts, fileKey, NO_FILE, type NodeFacts, type WorldFacts } from '../facts';
import type { Plan } from '../types';
import { readApacheFile } from './apache-reading';
import { readHaproxyHost, readUnits, readWireFile } from './haproxy-host';
import {
  type NodeFile,
  readCorosync,
  readDrbd,
  readHaproxy,
  readNode,
  readResource,
  readSimulated,
  type ScenarioFile,
} from './scenario';
import { readStorageFile } from './scenario-storage';

/** 2026-11-22 14:00:00 UTC: a fixed day, so that texts compare. */
export const SCENARIO_NOW = Date.UTC(2026, 10, 22, 14, 0, 0);
const OLD_MS = 60_000;
const NETWORKS = [
  { cidr: '10.10.0.0/24', role: '10g' },
  { cidr: '192.168.1.0/24', role: '1g' },
] as const;

export const bootIdOf = (index: number): string => `00000000-0000-4000-8000-00000000000${index + 1}`;

export function planScenario(file: ScenarioFile, cibXml: string, sha256: Sha256): Plan {
  const world = readWorld(file, cibXml, sha256);
  const { intent, handle } = file;
  const draft = draftPlan({ intent, world, cibXml, sha256, ...(handle === undefined ? {} : { handle }) });
  const after = draft.kind === 'steps' ? readAfter(cibXml, draft.steps) : undefined;
  return finishPlan({
    intent: file.intent,
    world,
    draft,
    sha256,
    ...(file.change ? { change: { ...readChange(file.change), ...(after ? { after } : {}) } } : {}),
  });
}

/** Pictures of plans are made in a browser: what hashes is handed in. */
export function readWorld(file: ScenarioFile, cibXml: string, sha256: Sha256): WorldFacts {
  const parsed = parseCib(cibXml);
  if (!parsed.ok) throw new Error(`cib: ${parsed.error.what}`);
  return {
    clusterId: 'c1',
    clusterName: 'hacloud',
    readSince: SCENARIO_NOW - 1_000,
    now: SCENARIO_NOW,
    files: Object.fromEntries(
      Object.entries(file.nodes).flatMap(([name, node]) =>
        Object.entries(node.files ?? {})
          .map(([path, text]) => [
            fileKey({ node: name, path }),
            known({ text, sha256: sha256(text) }, SCENARIO_NOW - 500),
          ])
          .concat(
            (node.absent ?? []).map((path) => [
              fileKey({ node: name, path }),
              known(NO_FILE, SCENARIO_NOW - 500),
            ]),
          ),
      ),
    ),
    nodes: Object.entries(file.nodes).map(([name, node], index) => ({
      ...readNodeFacts(file, name, node, index, parsed.value),
      ...apacheOf(node, sha256),
    })),
    services: file.services,
    vips: file.vips,
    networks: NETWORKS,
    cib: parsed.value,
    controllerState: file.controllerState,
    otherJobs: file.otherJobs,
    measuredSeconds: file.measuredSeconds,
    ...(file.fenceTests ? { fenceTests: file.fenceTests } : {}),
  };
}

export function readChange(change: NonNullable<ScenarioFile['change']>): ChangeFacts {
  const simulation = readSimulated(change.simulation);
  return {
    newVerifyLines: change.newVerifyLines,
    simulation,
    settled: change.settled === 'same' ? simulation : readSimulated(change.settled),
    afterLoss: Object.fromEntries(
      Object.entries(change.afterLoss).map(([node, one]) => [node, readSimulated(one)]),
    ),
  };
}

function readNodeFacts(
  file: ScenarioFile,
  name: string,
  node: NodeFile,
  index: number,
  cib: CibReading,
): NodeFacts {
  const seen = <T>(reading: string, value: T): Observation<T> => {
    const why = node.unknown?.[reading];
    if (why === 'stale') return known(value, SCENARIO_NOW - OLD_MS);
    return why === undefined
      ? known(value, SCENARIO_NOW - 500)
      : { state: 'unknown', reason: why, since: SCENARIO_NOW - OLD_MS };
  };
  return {
    name,
    link: node.link ?? 'live',
    host: seen('host', hostReading(node.hostname ?? name, index)),
    clock: seen('clock', { offsetMs: node.clockOffsetMs ?? 3, uncertaintyMs: 2 }),
    drbd: seen('drbd', readDrbd(node.drbd, node.kernel)),
    ...(node.haproxyHost ? { haproxyHost: readHaproxyHost(node.haproxyHost, SCENARIO_NOW - 500) } : {}),
    ...(node.units ? { units: readUnits(node.units, SCENARIO_NOW - 500) } : {}),
    ...(node.wire ? { wire: readWireFile(node.wire, SCENARIO_NOW - 500) } : {}),
    ...(node.storage ? { storage: readStorageFile(node.storage, node.files ?? {}, SCENARIO_NOW - 500) } : {}),
    ...(node.haproxy ? { haproxy: seen('haproxy', readHaproxy(node.haproxy)) } : {}),
    pacemaker: seen('pacemaker', readStatus(file, node)),
    cibVersion: seen('cib', { ...cib.version, epoch: node.epoch ?? cib.version.epoch }),
    corosync: seen('corosync', readCorosync(node, file.quorum, index + 1)),
  };
}

function apacheOf(node: NodeFile, sha256: Sha256): Pick<NodeFacts, 'apache'> {
  const apache = readApacheFile(node, SCENARIO_NOW - 500, sha256);
  return apache ? { apache } : {};
}

export const hostReading = (hostname: string, index: number) => ({
  hostname,
  machineId: `${index + 1}`.repeat(32),
  bootId: bootIdOf(index),
  kernel: '6.1.0-40-amd64',
  os: 'Debian GNU/Linux 12',
  uptimeSeconds: 86_400,
  load1: 0.1,
  cpuCount: 2,
  memoryTotalKiB: 1_000_000,
  memoryAvailableKiB: 700_000,
  versions: { pacemaker: '2.1.5' },
});

function readStatus({ status }: ScenarioFile, node: NodeFile): PacemakerReading {
  const dc = node.dc === undefined ? status.dc : (node.dc ?? undefined);
  return {
    version: '2.1.5',
    ...(dc === undefined ? {} : { dc: { name: dc, id: '1', withQuorum: node.quorate ?? status.quorate } }),
    quorate: node.quorate ?? status.quorate,
    options: status.options,
    nodes: status.nodes.map(readNode),
    resources: status.resources.map(readResource),
    failures: [],
    failCounts: status.failCounts,
    fenceHistory: [],
    bans: status.bans,
    nodeAttributes: {},
  };
}
