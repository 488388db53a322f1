/**
 * P1: a change on a node to the changed pixel in a browser, beside what else would show it to a person over SSH. Both
 * watch the same change at the same time, on all clocks converted to this machine's.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { adoptLab } from './adopt-lab';
import { BaselineStream } from './baseline-stream';
import { type BenchCluster, type BenchNode, isNative, knownReadings, speedWords } from './bench-cluster';
import { openBrowser, openPage, signIn } from './browser';
import type { ClockOffset } from './clock-offset';
import { type EventKind, maintenanceKind, serverKind, spareServer, vipKind } from './event-kinds';
import { type Figure, figure, quantile } from './figure';
import { LiveSocket, signInCookie, untilWhole } from './live-socket';
import { VIP_API } from './native-files';
import { hostNow, NodeShell } from './node-shell';
import { PageWatch } from './page-watch';
import { openStage, startHaven } from './stage';
import type { Stops } from './stops';

const NATIVE_TARGET_MS = 120;
const EMULATED_RATIO = 4;
const FIRST_VIEW_MS = 300_000;
/** After this an event counts as missed. Far above anything seen, so that slow is never told as missed. */
const EVENT_TIMEOUT_MS = 60_000;

interface Pace {
  /** Between two events: everything that the first one set off has been read and drawn. */
  readonly restMs: number;
  /** On top, at random: events must not fall into step with anybody's polling. */
  readonly jitterMs: number;
  /** Every how many events one comes at the end of a burst. */
  readonly burstEvery?: number;
}
const PACE: Readonly<Record<'native' | 'lab', Pace>> = {
  native: { restMs: 800, jitterMs: 1_000, burstEvery: 5 },
  lab: { restMs: 6_000, jitterMs: 2_000 },
};

interface Seen {
  readonly socketMs: number;
  readonly pixelMs: number;
  readonly baselineMs: number;
  readonly isBurst: boolean;
}

interface Scene {
  readonly cluster: BenchCluster;
  readonly node: BenchNode;
  readonly nodeId: string;
  readonly clusterId: string;
  readonly shell: NodeShell;
  readonly live: LiveSocket;
  readonly page: Page;
}

interface WatchedScene extends Scene {
  readonly watch: PageWatch;
}

export async function measureEvent(
  cluster: BenchCluster,
  samples: number,
  stops: Stops,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const scene = await openScene(cluster, stops, say);
  const kinds = [maintenanceKind(scene.node, scene.nodeId), ...vipKinds(scene), await haproxyKind(scene)];
  const watch = await PageWatch.start(
    scene.page,
    kinds.map(({ target }) => target),
  );
  const figures: Figure[] = [];
  for (const kind of kinds) {
    // Whatever happens, the cluster is left as it was found.
    stops.add(() => kind.set(scene.shell, false));
    figures.push(await measureKind(kind, { ...scene, watch }, samples, stops, say));
  }
  return figures;
}

async function openScene(cluster: BenchCluster, stops: Stops, say: (line: string) => void): Promise<Scene> {
  const stage = await openStage(stops, say);
  const clusterId = await adoptLab(cluster);
  const haven = await startHaven(stage, stops);
  const live = await LiveSocket.open(haven.url, await signInCookie(haven.url, stage.administrator), stops);
  const page = await openPage(await openBrowser(stops));
  await signIn(page.context(), haven.url, stage.administrator);
  await page.goto(`${haven.url}/clusters/${clusterId}/topology`);
  say('waiting until Haven has read everything once');
  await untilWhole(live, clusterId, FIRST_VIEW_MS, knownReadings(cluster));
  const node = cluster.nodes.at(-1);
  const nodeId = live.state.clusters[clusterId]?.nodes.find(({ name }) => name === node?.name)?.id;
  if (!node || !nodeId) throw new Error('the cluster has no node that Haven knows');
  await page.locator(`[data-nav="${nodeId}"]`).first().waitFor();
  return { cluster, node, nodeId, clusterId, live, page, shell: await NodeShell.open(node, stops) };
}

/** Only where Pacemaker does not watch its VIPs closely: elsewhere it would move services about. */
function vipKinds({ cluster, clusterId, live }: Scene): readonly EventKind[] {
  const vips = live.state.clusters[clusterId]?.vips ?? [];
  const vip = vips.find(({ address }) => address === VIP_API.address);
  return cluster.accelerator === 'none' && vip ? [vipKind(VIP_API, vip.id)] : [];
}

async function haproxyKind({ shell, nodeId }: Scene): Promise<EventKind> {
  const found = await shell.must(
    "sed -nE 's/^[[:space:]]*stats[[:space:]]+socket[[:space:]]+(unix@)?(\\/[^ ]+).*/\\2/p' /etc/haproxy/haproxy.cfg",
  );
  const socket = found.stdout.trim().split('\n')[0] ?? '';
  const stat = await shell.must(`echo 'show stat' | socat -t 10 - UNIX-CONNECT:${socket}`);
  const server = spareServer(stat.stdout);
  if (!server) throw new Error('HAProxy has no backend with two servers that are up');
  return serverKind(socket, server, nodeId);
}

async function measureKind(
  kind: EventKind,
  scene: WatchedScene,
  samples: number,
  stops: Stops,
  say: (line: string) => void,
): Promise<Figure> {
  await kind.set(scene.shell, false);
  const baseline = await BaselineStream.start(scene.node, kind, stops);
  await until(() => baseline.hasSpoken, EVENT_TIMEOUT_MS);
  const offset = await scene.shell.clockOffset();
  const unchanged = await scene.watch.value(kind.target.name);
  const pace = PACE[scene.cluster.accelerator === 'none' ? 'native' : 'lab'];
  const seen: Seen[] = [];
  let missed = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    await sleep(pace.restMs + Math.random() * pace.jitterMs);
    const isBurst = pace.burstEvery !== undefined && sample % pace.burstEvery === pace.burstEvery - 1;
    if (isBurst && kind.burst) await scene.shell.must(kind.burst);
    const one = await oneEvent(kind, scene, { baseline, offset, unchanged }, sample % 2 === 0);
    if (one) seen.push({ ...one, isBurst });
    else missed += 1;
    say(`${kind.id} ${sample + 1}/${samples}: ${one ? words(one) : 'missed'}`);
  }
  baseline.stop();
  return eventFigure(kind, scene.cluster, seen, missed, offset);
}

interface Watching {
  readonly baseline: BaselineStream;
  readonly offset: ClockOffset;
  /** What the page shows while nothing is changed. */
  readonly unchanged: string;
}

async function oneEvent(
  kind: EventKind,
  scene: WatchedScene,
  watching: Watching,
  isChanged: boolean,
): Promise<Omit<Seen, 'isBurst'> | undefined> {
  const { baseline, offset, unchanged } = watching;
  const { watch, live, clusterId, nodeId } = scene;
  const askedAt = hostNow();
  let socketAt: number | undefined;
  const stop = live.onChange((state) => {
    if (kind.isChanged(state, clusterId, nodeId) === isChanged) socketAt ??= hostNow();
  });
  try {
    const atMost = await kind.set(scene.shell, isChanged);
    const pixel = (): number | undefined =>
      watch.firstSince(kind.target.name, askedAt, (value) => (value === unchanged) !== isChanged);
    const isSeen = await until(
      () =>
        pixel() !== undefined &&
        socketAt !== undefined &&
        baseline.firstSince(isChanged, askedAt) !== undefined,
      EVENT_TIMEOUT_MS,
    );
    const pixelAt = pixel();
    const baselineAt = baseline.firstSince(isChanged, askedAt);
    if (!isSeen || pixelAt === undefined || socketAt === undefined || baselineAt === undefined)
      return undefined;
    const happened = (await kind.happenedAt?.(scene.shell, isChanged, atMost)) ?? atMost;
    const happenedAt = happened - offset.offsetMs;
    return {
      socketMs: socketAt - happenedAt,
      pixelMs: pixelAt - happenedAt,
      baselineMs: baselineAt - happenedAt,
    };
  } finally {
    stop();
  }
}

async function until(condition: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}

const words = ({ socketMs, pixelMs, baselineMs }: Omit<Seen, 'isBurst'>): string =>
  `socket ${socketMs.toFixed(0)} ms, pixel ${pixelMs.toFixed(0)} ms, baseline ${baselineMs.toFixed(0)} ms`;

function eventFigure(
  kind: EventKind,
  cluster: BenchCluster,
  seen: readonly Seen[],
  missed: number,
  offset: ClockOffset,
): Figure {
  const native = isNative(cluster);
  const middle = (values: readonly number[]): string => quantile(values, 0.5).toFixed(0);
  const socket = seen.map(({ socketMs }) => socketMs);
  const burst = seen.filter(({ isBurst }) => isBurst).map(({ pixelMs }) => pixelMs);
  const inBursts =
    burst.length > 0
      ? `${burst.length} at the end of bursts: ${middle(burst)} ms, p95 ${quantile(burst, 0.95).toFixed(0)} ms; `
      : '';
  const drawn = seen.map(({ pixelMs, socketMs }) => pixelMs - socketMs);
  return figure(
    kind.id,
    'ms',
    { name: 'changed pixel', values: seen.map(({ pixelMs }) => pixelMs) },
    { name: kind.baseline.name, values: seen.map(({ baselineMs }) => baselineMs) },
    native
      ? `p95 ≤ ${NATIVE_TARGET_MS} ms, none missed`
      : `emulated: ≥ ${EMULATED_RATIO}× faster, none missed`,
    (_median, p95, ratio) =>
      missed === 0 && (native ? p95 <= NATIVE_TARGET_MS : (ratio ?? 0) >= EMULATED_RATIO),
    `${missed} missed; to a browser's socket ${middle(socket)} ms, from there to the pixel ${middle(drawn)} ms (medians); ` +
      `clocks compared to ±${offset.errorMs.toFixed(1)} ms; ${inBursts}${speedWords(cluster)}`,
  );
}
