/**
 * P1: a change on a node to the changed pixel in a browser, beside what else would show it to a person over SSH. Both
 * watch the same change at the same time, on all clocks converted to this machine's.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { requireLabInfo } from '@/e2e/lab/lab';
import type { LabInfo, LabNodeInfo } from '@/e2e/lab/lab-info';
import { adoptLab } from './adopt-lab';
import { BaselineStream } from './baseline-stream';
import { openBrowser, openPage, signIn } from './browser';
import type { ClockOffset } from './clock-offset';
import { type EventKind, maintenanceKind, serverKind, spareServer } from './event-kinds';
import { type Figure, figure, quantile } from './figure';
import { LiveSocket, signInCookie, untilWhole } from './live-socket';
import { hostNow, NodeShell } from './node-shell';
import { PageWatch } from './page-watch';
import { openStage, startHaven } from './stage';
import type { Stops } from './stops';

const NATIVE_TARGET_MS = 120;
const EMULATED_RATIO = 4;
const FIRST_VIEW_MS = 300_000;
/** After this an event counts as missed. Far above anything seen, so that slow is never told as missed. */
const EVENT_TIMEOUT_MS = 60_000;
/** Between two events: everything that the first one set off has been read and drawn. */
const REST_MS = 6_000;
/** On top, at random: events must not fall into step with anybody's polling. */
const JITTER_MS = 2_000;

interface Seen {
  readonly socketMs: number;
  readonly pixelMs: number;
  readonly baselineMs: number;
}

interface Scene {
  readonly node: LabNodeInfo;
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
  samples: number,
  stops: Stops,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const lab = requireLabInfo();
  const scene = await openScene(lab, stops, say);
  const kinds = [maintenanceKind(scene.node, scene.nodeId), await haproxyKind(scene)];
  const watch = await PageWatch.start(
    scene.page,
    kinds.map(({ target }) => target),
  );
  const figures: Figure[] = [];
  for (const kind of kinds) {
    // Whatever happens, the cluster is left as it was found.
    stops.add(() => kind.set(scene.shell, false));
    figures.push(await measureKind(kind, { ...scene, watch }, lab.accelerator, samples, stops, say));
  }
  return figures;
}

async function openScene(lab: LabInfo, stops: Stops, say: (line: string) => void): Promise<Scene> {
  const stage = await openStage(stops, say);
  const clusterId = await adoptLab(lab);
  const haven = await startHaven(stage, stops);
  const live = await LiveSocket.open(haven.url, await signInCookie(haven.url, stage.administrator), stops);
  const page = await openPage(await openBrowser(stops));
  await signIn(page.context(), haven.url, stage.administrator);
  await page.goto(`${haven.url}/clusters/${clusterId}/topology`);
  say('waiting until Haven has read everything once');
  await untilWhole(live, clusterId, FIRST_VIEW_MS);
  const node = lab.nodes.at(-1);
  const nodeId = live.state.clusters[clusterId]?.nodes.find(({ name }) => name === node?.name)?.id;
  if (!node || !nodeId) throw new Error('the lab has no node that Haven knows');
  await page.locator(`[data-nav="${nodeId}"]`).first().waitFor();
  return { node, nodeId, clusterId, live, page, shell: await NodeShell.open(node, stops) };
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
  accelerator: LabInfo['accelerator'],
  samples: number,
  stops: Stops,
  say: (line: string) => void,
): Promise<Figure> {
  await kind.set(scene.shell, false);
  const baseline = await BaselineStream.start(scene.node, kind, stops);
  await until(() => baseline.hasSpoken, EVENT_TIMEOUT_MS);
  const offset = await scene.shell.clockOffset();
  const unchanged = await scene.watch.value(kind.target.name);
  const seen: Seen[] = [];
  let missed = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    await sleep(REST_MS + Math.random() * JITTER_MS);
    const one = await oneEvent(kind, scene, { baseline, offset, unchanged }, sample % 2 === 0);
    if (one) seen.push(one);
    else missed += 1;
    say(`${kind.id} ${sample + 1}/${samples}: ${one ? words(one) : 'missed'}`);
  }
  baseline.stop();
  return eventFigure(kind, accelerator, seen, missed, offset);
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
): Promise<Seen | undefined> {
  const { baseline, offset, unchanged } = watching;
  const { watch, live, clusterId, nodeId } = scene;
  const askedAt = hostNow();
  let socketAt: number | undefined;
  const stop = live.onChange((state) => {
    if (kind.isChanged(state, clusterId, nodeId) === isChanged) socketAt ??= hostNow();
  });
  try {
    const happenedAt = (await kind.set(scene.shell, isChanged)) - offset.offsetMs;
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

const words = ({ socketMs, pixelMs, baselineMs }: Seen): string =>
  `socket ${socketMs.toFixed(0)} ms, pixel ${pixelMs.toFixed(0)} ms, baseline ${baselineMs.toFixed(0)} ms`;

function eventFigure(
  kind: EventKind,
  accelerator: LabInfo['accelerator'],
  seen: readonly Seen[],
  missed: number,
  offset: ClockOffset,
): Figure {
  const isNative = accelerator === 'kvm';
  const middle = (values: readonly number[]): string => quantile(values, 0.5).toFixed(0);
  const socket = seen.map(({ socketMs }) => socketMs);
  const drawn = seen.map(({ pixelMs, socketMs }) => pixelMs - socketMs);
  return figure(
    kind.id,
    'ms',
    { name: 'changed pixel', values: seen.map(({ pixelMs }) => pixelMs) },
    { name: kind.baseline.name, values: seen.map(({ baselineMs }) => baselineMs) },
    isNative
      ? `p95 ≤ ${NATIVE_TARGET_MS} ms, none missed`
      : `emulated: ≥ ${EMULATED_RATIO}× faster, none missed`,
    (_median, p95, ratio) =>
      missed === 0 && (isNative ? p95 <= NATIVE_TARGET_MS : (ratio ?? 0) >= EMULATED_RATIO),
    `${missed} missed; to a browser's socket ${middle(socket)} ms, from there to the pixel ${middle(drawn)} ms (medians); ` +
      `clocks compared to ±${offset.errorMs.toFixed(1)} ms; ${isNative ? 'native speed' : 'emulated nodes (no KVM)'}`,
  );
}
