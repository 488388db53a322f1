/**
 * Records lib/plan/scenarios: asks Pacemaker's own verifier, simulator and status on this machine what they say to
 * each scenario's configuration, and writes the answers down. Run `npx tsx server/jobs/testing/record-scenarios.ts
 * [NAME…]` with Debian's pacemaker-cli-utils installed; texts are written by the test with UPDATE_GOLDEN=1.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { known } from '@/lib/base/observation';
import { sha256 } from '@/lib/data/plans';
import type { DirectoryCluster } from '@/lib/live/protocol';
import type { ReadingName } from '@/lib/live/readings';
import { laterChanges } from '@/lib/plan/build';
import { fileKey, NO_FILE, value, type WorldFacts } from '@/lib/plan/facts';
import { readApacheFile } from '@/lib/plan/testing/apache-reading';
import { readHaproxyHost, readUnits, readWireFile } from '@/lib/plan/testing/haproxy-host';
import {
  type NodeFile,
  readCorosync,
  readDrbd,
  readHaproxy,
  type ScenarioFile,
  writeNode,
  writeResource,
  writeSimulated,
} from '@/lib/plan/testing/scenario';
import { readStorageFile } from '@/lib/plan/testing/scenario-storage';
import { hostReading, SCENARIO_NOW } from '@/lib/plan/testing/world';
import { draftAndAsk } from '../compute-plan';
import { type Observed, observe } from '../observe';
import { FileCluster } from './file-cluster';
import { SCENARIOS, type ScenarioSpec } from './scenario-specs';

const SCENARIO_ROOT = join(import.meta.dirname, '../../../lib/plan/scenarios');
const BASE = readFileSync(join(import.meta.dirname, 'two-nodes.cib.xml'), 'utf8');

const VIPS: ScenarioFile['vips'] = [
  { id: 'v10', resourceId: 'vip_10g', address: '10.10.0.100', networkRole: '10g' },
  { id: 'v1', resourceId: 'vip_1g', address: '192.168.1.100', networkRole: '1g' },
];
const SERVICES: ScenarioFile['services'] = [
  { id: 's1', name: 'Horizon', mode: 'active-standby', resourceId: 'apache', usesHafs: true, vipId: 'v1' },
  {
    id: 's2',
    name: 'Glance',
    mode: 'active-standby',
    resourceId: 'glance',
    backend: 'glance',
    usesHafs: true,
    vipId: 'v10',
  },
  { id: 's3', name: 'Nova API', mode: 'active-active', backend: 'nova', usesHafs: false, vipId: 'v10' },
];

function addThirdNode(xml: string): string {
  const state =
    '<node_state id="3" uname="node3" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="3"><lrm_resources/></lrm></node_state>';
  const fence =
    '<primitive id="fence_n3" class="stonith" type="fence_ipmilan"><instance_attributes id="fence_n3-ia"><nvpair id="fence_n3-ip" name="ip" value="10.0.9.13"/><nvpair id="fence_n3-host" name="pcmk_host_list" value="node3"/></instance_attributes></primitive>';
  const places =
    '<rsc_location id="location-fence_n3-node3--INFINITY" rsc="fence_n3" node="node3" score="-INFINITY"/><rsc_location id="location-drbd_hafs-clone-node3" rsc="drbd_hafs-clone" node="node3" score="-INFINITY"/>';
  return xml
    .replace('<node id="2" uname="node2"/>', '<node id="2" uname="node2"/><node id="3" uname="node3"/>')
    .replace('<resources>', `<resources>${fence}`)
    .replace('</constraints>', `${places}</constraints>`)
    .replace('</status>', `${state}</status>`);
}

/** Lets the cluster react, several times over, as its own simulator would. */
function settle(xml: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'haven-settle-'));
  try {
    const [from, to] = [join(folder, 'in.xml'), join(folder, 'out.xml')];
    let text = xml;
    for (let round = 0; round < 3; round += 1) {
      writeFileSync(from, text);
      execFileSync('crm_simulate', ['-x', from, '-S', '-O', to], { stdio: 'ignore' });
      text = readFileSync(to, 'utf8');
    }
    return text;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function buildCib(spec: ScenarioSpec): string {
  const wide = spec.nodes === 'three' ? settle(addThirdNode(BASE)) : BASE;
  if (!spec.prepare) return wide;
  const prepared = spec.prepare(wide);
  if (prepared === wide) throw new Error(`${spec.name}: the preparation changed nothing`);
  return spec.isUnsettled ? prepared : settle(prepared);
}

const HEALTHY_DRBD: Readonly<Record<string, readonly string[]>> = {
  node1: ['hafs Primary UpToDate node2:Connected:Established:UpToDate'],
  node2: ['hafs Secondary UpToDate node1:Connected:Established:UpToDate'],
};

function nodesOf(spec: ScenarioSpec): Record<string, NodeFile> {
  const names = spec.nodes === 'three' ? ['node1', 'node2', 'node3'] : ['node1', 'node2'];
  return Object.fromEntries(
    names.map((name) => [name, { drbd: HEALTHY_DRBD[name] ?? [], ...spec.node?.[name] }]),
  );
}

async function record(spec: ScenarioSpec): Promise<void> {
  const cibXml = buildCib(spec);
  const nodes = nodesOf(spec);
  const names = Object.keys(nodes);
  const quorum = { twoNode: names.length === 2, expected: names.length, quorum: names.length === 2 ? 1 : 2 };
  const directory: DirectoryCluster = {
    id: 'c1',
    name: 'hacloud',
    practice: true,
    nodes: names.map((name) => ({ id: name, name })),
    networks: [
      { role: '10g', name: '10G', cidr: '10.10.0.0/24' },
      { role: '1g', name: '1G', cidr: '192.168.1.0/24' },
    ],
    vips: VIPS,
    services: SERVICES,
  };
  const reading = (node: string, name: ReadingName) => {
    const index = names.indexOf(node);
    const file = nodes[node] ?? { drbd: [] };
    if (name === 'drbd') return known(readDrbd(file.drbd, file.kernel), SCENARIO_NOW);
    if (name === 'corosync') return known(readCorosync(file, quorum, index + 1), SCENARIO_NOW);
    if (name === 'haproxy') return known(readHaproxy(file.haproxy ?? []), SCENARIO_NOW);
    if (name === 'apache')
      return (
        readApacheFile(file, SCENARIO_NOW, sha256) ??
        ({ state: 'unknown', reason: 'not-installed', since: SCENARIO_NOW } as const)
      );
    // Storage is given as a whole, below.
    if (name === 'mounts' || name === 'drbdConfig' || name === 'units')
      return { state: 'unknown', reason: 'never-read', since: SCENARIO_NOW } as const;
    if (name === 'host') return known(hostReading(node, index), SCENARIO_NOW);
    if (name === 'clock') return known({ offsetMs: 0, uncertaintyMs: 1 }, SCENARIO_NOW);
    return name === 'network' ? known({ interfaces: [] }, SCENARIO_NOW) : undefined;
  };
  const cluster = new FileCluster(cibXml, {
    directory,
    now: SCENARIO_NOW,
    controllerState: 'S_IDLE',
    reading,
  });
  try {
    const observed = await observe(
      cluster,
      'c1',
      { otherJobs: [], measuredSeconds: {} },
      () => SCENARIO_NOW,
      spec.intent,
    );
    if (!observed.ok) throw new Error(observed.error.id);
    const world = withGiven(observed.value.world, nodes);
    write(spec, nodes, quorum, cibXml, await answers(cluster, spec, { ...observed.value, world }));
  } finally {
    cluster.close();
  }
}

/** What no tool on this machine could say: files and storage, as the scenario has them. */
function withGiven(world: WorldFacts, nodes: Record<string, NodeFile>): WorldFacts {
  const files = Object.entries(nodes).flatMap(([node, file]) =>
    Object.entries(file.files ?? {}).map(
      ([path, text]) =>
        [fileKey({ node, path }), known({ text, sha256: sha256(text) }, SCENARIO_NOW)] as const,
    ),
  );
  const absent = Object.entries(nodes).flatMap(([node, file]) =>
    (file.absent ?? []).map((path) => [fileKey({ node, path }), known(NO_FILE, SCENARIO_NOW)] as const),
  );
  return {
    ...world,
    files: { ...world.files, ...Object.fromEntries([...files, ...absent]) },
    nodes: world.nodes.map((node) => {
      const { storage, haproxyHost, units, wire, files: own = {} } = nodes[node.name] ?? {};
      return {
        ...node,
        ...(storage ? { storage: readStorageFile(storage, own, SCENARIO_NOW) } : {}),
        ...(haproxyHost ? { haproxyHost: readHaproxyHost(haproxyHost, SCENARIO_NOW) } : {}),
        ...(units ? { units: readUnits(units, SCENARIO_NOW) } : {}),
        ...(wire ? { wire: readWireFile(wire, SCENARIO_NOW) } : {}),
      };
    }),
  };
}

type Answers = Pick<ScenarioFile, 'status' | 'change' | 'handle'>;

async function answers(cluster: FileCluster, spec: ScenarioSpec, observed: Observed): Promise<Answers> {
  const view = observed.world.nodes.map((node) => value(node.pacemaker)).find(Boolean);
  if (!view) throw new Error('no status');
  const status = {
    ...(view.dc ? { dc: view.dc.name } : {}),
    quorate: view.quorate,
    options: view.options,
    nodes: view.nodes.map(writeNode),
    resources: view.resources.map(writeResource),
    bans: view.bans,
    failCounts: view.failCounts,
  };
  const { draft, change } = await draftAndAsk(cluster, spec.intent, observed);
  if (draft.kind !== 'steps' || !change) return { status };
  const isSame = laterChanges(draft.steps).length === 0;
  return {
    status,
    ...(draft.handle === undefined ? {} : { handle: draft.handle }),
    change: {
      newVerifyLines: change.newVerifyLines,
      simulation: writeSimulated(change.simulation),
      settled: isSame ? 'same' : writeSimulated(change.settled),
      afterLoss: Object.fromEntries(
        Object.entries(change.afterLoss).map(([node, one]) => [node, writeSimulated(one)]),
      ),
    },
  };
}

function write(
  spec: ScenarioSpec,
  nodes: Record<string, NodeFile>,
  quorum: ScenarioFile['quorum'],
  cibXml: string,
  found: Answers,
): void {
  const folder = join(SCENARIO_ROOT, spec.name);
  mkdirSync(folder, { recursive: true });
  // The history of operations fed the simulator; a plan reads only the configuration and transient attributes.
  const withoutHistory = cibXml.replace(/<lrm id=[\s\S]*?<\/lrm>/g, '').replace(/^\s*\n/gm, '');
  const shared = spec.prepare ? undefined : `${spec.nodes ?? 'two'}-nodes.cib.xml`;
  writeFileSync(shared ? join(SCENARIO_ROOT, shared) : join(folder, 'cib.xml'), withoutHistory);
  const file: ScenarioFile = {
    about: spec.about,
    recordedFrom: 'crm_mon, crm_verify, crm_simulate 2.1.5',
    intent: spec.intent,
    cib: shared ? `../${shared}` : 'cib.xml',
    quorum,
    controllerState: 'S_IDLE',
    otherJobs: [],
    services: SERVICES,
    vips: VIPS,
    measuredSeconds: {},
    nodes,
    ...spec.file,
    ...found,
  };
  writeFileSync(join(folder, 'input.json'), `${JSON.stringify(file, null, 2)}\n`);
}

const wanted = process.argv.slice(2);
for (const spec of SCENARIOS) {
  if (wanted.length > 0 && !wanted.includes(spec.name)) continue;
  await record(spec);
  console.log(spec.name);
}
