/**
 * P1, Haven's own share: the same path from a node's change to the changed pixel, with nodes that answer at once (the
 * simulator's SSH servers in this process). What is left is the wake-up, the read over real SSH, the state store, the
 * socket and Chromium. Every fifth change is the last line of a burst.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CLUSTER_ID, SimCluster } from '@/e2e/sim/sim-cluster';
import type { SimNode, StreamKey } from '@/e2e/sim/sim-node';
import { database } from '@/lib/data/client';
import { saveNewCluster } from '@/lib/data/clusters';
import type { ReadingName } from '@/lib/live/readings';
import { fingerprintOfKey } from '@/server/ssh/host-key';
import { openBrowser, openPage, signIn } from './browser';
import { CrmMonPoll } from './crm-mon-poll';
import { type Figure, figure, quantile } from './figure';
import { LiveSocket, signInCookie, untilWhole } from './live-socket';
import { hostNow } from './node-shell';
import { type PageTarget, PageWatch } from './page-watch';
import { openStage, startHaven } from './stage';
import type { Stops } from './stops';

const TARGET_MS = 120;
const FIRST_VIEW_MS = 120_000;
const EVENT_TIMEOUT_MS = 10_000;
/** Longer than the pause between two reads, and never in step with the second hand. */
const REST_MS = 300;
const JITTER_MS = 700;
const BURST_EVERY = 5;
const BURST_LINES = 20;

/** One thing of node2 that goes from healthy to changed and back; `everywhere` when all nodes see and log it. */
interface SimKind {
  readonly name: string;
  readonly target: (nodeId: string) => PageTarget;
  readonly everywhere: boolean;
  readonly reading: ReadingName;
  readonly stream: StreamKey;
  readonly line: string;
  readonly change: (node: SimNode, isChanged: boolean) => void;
}

const swap = (node: SimNode, key: Parameters<SimNode['edit']>[0], from: RegExp, to: string): void =>
  node.edit(key, (text) => text.replace(from, to));

const KINDS: readonly SimKind[] = [
  {
    name: 'pacemaker',
    target: (id) => ({
      name: 'pacemaker',
      selector: `[data-nav="${id}"] [data-mark="maintenance"]`,
      reads: 'presence',
    }),
    // The picture believes the DC, which is the other node.
    everywhere: true,
    reading: 'pacemaker',
    stream: 'cluster-log',
    line: 'Nov 22 17:20:00.341 node2 pacemaker-based     [380] (cib_perform_op) \tinfo: ++ /cib/status/node_state[@id=\'2\']/transient_attributes: <nvpair name="maintenance"/>',
    change: (node, isChanged) =>
      swap(
        node,
        'crm_mon',
        new RegExp(`(<node name="node2"[^>]* maintenance=")${!isChanged}"`),
        `$1${isChanged}"`,
      ),
  },
  {
    name: 'drbd',
    target: (id) => ({
      name: 'drbd',
      selector: `[data-nav="${id}:drbd:hafs"][data-status="critical"]`,
      reads: 'presence',
    }),
    everywhere: false,
    reading: 'drbd',
    stream: 'drbd',
    line: 'change device name:hafs volume:0 minor:0 disk:Diskless',
    change: (node, isChanged) => {
      const [from, to] = isChanged ? ['UpToDate', 'Diskless'] : ['Diskless', 'UpToDate'];
      swap(node, 'events2', new RegExp(`( disk:)${from}`), `$1${to}`);
      swap(node, 'proc-drbd', new RegExp(`(ds:)${from}/`), `$1${to}/`);
    },
  },
  {
    name: 'haproxy',
    target: (id) => ({
      name: 'haproxy',
      selector: `[data-nav="${id}:haproxy:HAProxy"] .tp-note`,
      reads: 'text',
    }),
    everywhere: false,
    reading: 'haproxy',
    stream: 'journal',
    line: '1795365645.594020 node2 haproxy[804]: Server compute_api/node2 is going DOWN for maintenance. 1 active and 0 backup servers left.',
    change: (node, isChanged) => {
      const [from, to] = isChanged ? ['UP', 'MAINT'] : ['MAINT', 'UP'];
      swap(node, 'haproxy', new RegExp(`(compute_api,node2,(?:[^,]*,){15})${from},`), `$1${to},`);
    },
  },
];

interface Seen {
  readonly kind: string;
  /** When a browser's socket had the new reading. */
  readonly socketMs: number;
  readonly pixelMs: number;
  readonly isBurst: boolean;
  readonly pollMs: number | undefined;
}

export async function measureEventSim(
  samples: number,
  stops: Stops,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const sim = await SimCluster.start();
  stops.add(() => sim.stop());
  const stage = await openStage(stops, say);
  const clusterId = await saveSim(sim);
  const haven = await startHaven(stage, stops);
  const live = await LiveSocket.open(haven.url, await signInCookie(haven.url, stage.administrator), stops);
  const page = await openPage(await openBrowser(stops));
  await signIn(page.context(), haven.url, stage.administrator);
  await page.goto(`${haven.url}/clusters/${clusterId}/topology`);
  await untilWhole(live, clusterId, FIRST_VIEW_MS);
  const nodeId = live.state.clusters[clusterId]?.nodes.find(({ name }) => name === sim.node2.name)?.id ?? '';
  await page.locator(`[data-nav="${nodeId}"]`).first().waitFor();
  const watch = await PageWatch.start(
    page,
    KINDS.map(({ target }) => target(nodeId)),
  );
  const poll = await CrmMonPoll.start(sim, stops);
  const seen: Seen[] = [];
  let missed = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    await sleep(REST_MS + Math.random() * JITTER_MS);
    const kind = KINDS[sample % KINDS.length];
    if (!kind) continue;
    const isChanged = Math.floor(sample / KINDS.length) % 2 === 0;
    const one = await oneEvent(
      kind,
      kind.everywhere ? sim.nodes : [sim.node2],
      { live, watch, poll },
      isChanged,
      sample % BURST_EVERY === BURST_EVERY - 1,
    );
    if (one) seen.push(one);
    else missed += 1;
  }
  if (sim.unexpected().length > 0)
    say(`the simulated nodes did not know: ${sim.unexpected().slice(0, 3).join('; ')}`);
  return [simFigure(seen, missed)];
}

async function saveSim(sim: SimCluster): Promise<string> {
  const { directory, nodes } = sim.loaded();
  const cluster = {
    name: CLUSTER_ID,
    practice: false,
    nodes: nodes.map(({ name, host, port, login, hostKey, privateKey = '' }) => ({
      name,
      host,
      port,
      login,
      hostKey,
      privateKey,
      hostKeySha256: fingerprintOfKey(hostKey),
      facts: {},
      disks: [],
    })),
    networks: directory.networks.map((network) => ({ ...network, interfaces: {} })),
    drbd: [],
    vips: directory.vips.map(({ resourceId, address }) => ({ resourceId, address })),
    services: directory.services.map(({ id: _id, vipId: _vip, ...service }) => service),
  };
  return database().$transaction((tx) => saveNewCluster(tx, cluster));
}

interface Watching {
  readonly live: LiveSocket;
  readonly watch: PageWatch;
  readonly poll: CrmMonPoll;
}

async function oneEvent(
  kind: SimKind,
  nodes: readonly SimNode[],
  { live, watch, poll }: Watching,
  isChanged: boolean,
  isBurst: boolean,
): Promise<Seen | undefined> {
  const before = await watch.value(kind.name);
  let happenedAt = Number.POSITIVE_INFINITY;
  let socketAt: number | undefined;
  const stop = live.onChange((_state, patch) => {
    const isIts = Object.keys(patch?.items ?? {}).some((key) => key.endsWith(`/${kind.reading}`));
    if (isIts && hostNow() > happenedAt) socketAt ??= hostNow();
  });
  // The lines before the last one wake reads that find nothing new, and put the last one in their shadow.
  const sayAll = (): void => {
    for (const node of nodes) node.say(kind.stream, kind.line);
  };
  for (let line = 1; isBurst && line < BURST_LINES; line += 1) sayAll();
  happenedAt = hostNow();
  for (const node of nodes) kind.change(node, isChanged);
  sayAll();
  const deadline = performance.now() + EVENT_TIMEOUT_MS;
  try {
    while (performance.now() < deadline) {
      const pixelAt = watch.firstSince(kind.name, happenedAt, (value) => value !== before);
      const pollAt = kind.name === 'pacemaker' ? poll.firstSince(isChanged, happenedAt) : undefined;
      if (
        pixelAt !== undefined &&
        socketAt !== undefined &&
        (pollAt !== undefined || kind.name !== 'pacemaker')
      )
        return {
          kind: kind.name,
          socketMs: socketAt - happenedAt,
          pixelMs: pixelAt - happenedAt,
          isBurst,
          pollMs: pollAt === undefined ? undefined : pollAt - happenedAt,
        };
      await sleep(20);
    }
    return undefined;
  } finally {
    stop();
  }
}

function simFigure(seen: readonly Seen[], missed: number): Figure {
  const times = (match: (one: Seen) => boolean): string => {
    const values = seen.filter(match).map(({ pixelMs }) => pixelMs);
    return `${quantile(values, 0.5).toFixed(0)}/${quantile(values, 0.95).toFixed(0)}`;
  };
  const byKind = KINDS.map(({ name }) => `${name} ${times(({ kind }) => kind === name)}`).join(', ');
  return figure(
    'P1/haven-alone',
    'ms',
    { name: 'changed pixel, nodes that answer at once', values: seen.map(({ pixelMs }) => pixelMs) },
    {
      name: 'crm_mon -1 each second',
      values: seen.flatMap(({ pollMs }) => (pollMs === undefined ? [] : [pollMs])),
    },
    `p95 ≤ ${TARGET_MS} ms, none missed`,
    (_median, p95) => missed === 0 && p95 <= TARGET_MS,
    `simulated nodes: Haven's own share, not a node's; ${missed} missed; to a browser's socket ${quantile(
      seen.map(({ socketMs }) => socketMs),
      0.5,
    ).toFixed(0)} ms, from there to the pixel ${quantile(
      seen.map(({ pixelMs, socketMs }) => pixelMs - socketMs),
      0.5,
    ).toFixed(
      0,
    )} ms (medians); median/p95 by kind: ${byKind}; in bursts of ${BURST_LINES} lines ${times(({ isBurst }) => isBurst)}`,
  );
}
