/**
 * P2: what watching an idle cluster costs its nodes. Haven's part is exact: the CPU of its SSH session and of everything
 * below it. Daemons that answer it are compared with a window in which nobody watched; that difference is noisy, and
 * negative ones count as nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Patch } from '@/lib/live/protocol';
import { adoptLab } from './adopt-lab';
import { type BenchCluster, isNative, knownReadings, speedWords } from './bench-cluster';
import { clientPorts } from './client-ports';
import { type Figure, figure, quantile } from './figure';
import { LiveSocket, signInCookie, untilWhole } from './live-socket';
import {
  type CpuLook,
  LOOK_SCRIPT,
  parseLook,
  percentOfCore,
  sessionRoot,
  ticksByName,
  treeTicks,
} from './node-cpu';
import { everySecond, NodeShell, openChannel, openConnection } from './node-shell';
import { openStage, type RunningHaven, startHaven } from './stage';
import type { Stops } from './stops';

const TARGET_PERCENT = 0.1;
/** After the first readings the DC simulates once, 3 s later; on an emulated node that takes half a minute. */
const SETTLE_MS = { native: 20_000, emulated: 60_000 };
const FIRST_VIEW_MS = 300_000;
/** Whom Haven's commands and streams make work. */
const DAEMONS: ReadonlySet<string> = new Set([
  'pacemakerd',
  'pacemaker-based',
  'pacemaker-attrd',
  'pacemaker-fenced',
  'pacemaker-execd',
  'pacemaker-contro',
  'corosync',
  'haproxy',
  'systemd',
  'systemd-journal',
  'dbus-daemon',
  'chronyd',
]);

/** One node in one window, percent of one core. */
interface Cost {
  readonly node: string;
  readonly session: number;
  readonly daemons: ReadonlyMap<string, number>;
}
type Ports = ReadonlyMap<string, number>;

export async function measureNodeCost(
  cluster: BenchCluster,
  seconds: number,
  stops: Stops,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const shells = await Promise.all(cluster.nodes.map((node) => NodeShell.open(node, stops)));
  const watch = (what: string, ports: Ports) => {
    say(`${seconds} s: ${what}`);
    return window(shells, seconds, ports);
  };
  const idle = await watch('nobody watches', new Map());
  const stage = await openStage(stops, say);
  const clusterId = await adoptLab(cluster);
  const haven = await startHaven(stage, stops);
  const cookie = await signInCookie(haven.url, stage.administrator);
  const first = await LiveSocket.open(haven.url, cookie, stops);
  say('waiting until Haven has read everything once');
  await untilWhole(first, clusterId, FIRST_VIEW_MS, knownReadings(cluster));
  await sleep(isNative(cluster) ? SETTLE_MS.native : SETTLE_MS.emulated);
  const ports = await portsOf(haven, cluster);
  const reads = new ReadCounter(first);
  const one = await watch('Haven, 1 browser', ports);
  const counted = reads.perMinute(cluster.nodes.length, seconds);
  const others = [
    await LiveSocket.open(haven.url, cookie, stops),
    await LiveSocket.open(haven.url, cookie, stops),
  ];
  const three = await watch('Haven, 3 browsers', ports);
  for (const socket of [first, ...others]) socket.close();
  const none = await watch('Haven, no browser', ports);
  await haven.stop();
  // Last: on an emulated node it leaves no time for anything else.
  const polled = await withCrmMon(cluster, stops, (ports) => watch('crm_mon -1 each second', ports));
  return costFigures({ idle, polled, none, one, three }, cluster, counted);
}

interface Windows {
  readonly idle: readonly Cost[];
  readonly polled: readonly Cost[];
  readonly none: readonly Cost[];
  readonly one: readonly Cost[];
  readonly three: readonly Cost[];
}

function costFigures(windows: Windows, cluster: BenchCluster, reads: string): readonly Figure[] {
  const { idle, polled, none, one, three } = windows;
  const watched = [...none, ...one, ...three];
  const byTabs = [none, one, three].map((costs) =>
    quantile(
      costs.map(({ session }) => session),
      0.5,
    ).toFixed(2),
  );
  const machine = isNative(cluster)
    ? `${speedWords(cluster)}; `
    : 'emulated nodes (no KVM): every instruction costs many times its native price, so the percentage is not the target’s, the ratio is; ';
  const baseline = { name: 'crm_mon -1 each second', values: polled.map((cost) => costOf(cost, idle)) };
  const pass = (_median: number, p95: number): boolean => p95 <= TARGET_PERCENT;
  return [
    figure(
      'P2',
      '% of a core',
      { name: 'Haven', values: watched.map((cost) => costOf(cost, idle)) },
      baseline,
      `≤ ${TARGET_PERCENT} % of a core`,
      pass,
      `${machine}session and what it runs ${medianOf(watched)} %, of crm_mon ${medianOf(polled)} %; with 0, 1, 3 browsers ${byTabs.join(', ')} %; extra in daemons: Haven ${daemonWords(watched, idle)}, crm_mon ${daemonWords(polled, idle)}; reads per node and minute: ${reads}`,
    ),
  ];
}

const medianOf = (costs: readonly Cost[]): string =>
  quantile(
    costs.map(({ session }) => session),
    0.5,
  ).toFixed(2);

/** Session plus what daemons used more than on the same node unwatched; they cannot use less because of us. */
function costOf(cost: Cost, idle: readonly Cost[]): number {
  const before = idle.find(({ node }) => node === cost.node)?.daemons ?? new Map<string, number>();
  const extra = sumOf(cost.daemons) - sumOf(before);
  return cost.session + Math.max(0, extra);
}

const sumOf = (values: ReadonlyMap<string, number>): number =>
  [...values.values()].reduce((sum, value) => sum + value, 0);

function daemonWords(costs: readonly Cost[], idle: readonly Cost[]): string {
  const extras = [...DAEMONS].map((name) => {
    const extra = costs.map(({ node, daemons }) => {
      const before = idle.find((other) => other.node === node)?.daemons.get(name) ?? 0;
      return (daemons.get(name) ?? 0) - before;
    });
    return { name, extra: quantile(extra, 0.5) };
  });
  const loud = extras.filter(({ extra }) => Math.abs(extra) >= 0.05).sort((a, b) => b.extra - a.extra);
  return (
    loud.map(({ name, extra }) => `${name} ${extra >= 0 ? '+' : ''}${extra.toFixed(2)}`).join(' ') || 'none'
  );
}

async function window(shells: readonly NodeShell[], seconds: number, ports: Ports): Promise<readonly Cost[]> {
  const before = await Promise.all(shells.map(look));
  await sleep(seconds * 1000);
  const after = await Promise.all(shells.map(look));
  return shells.flatMap(({ node: { name } }, index) => {
    const [from, to] = [before[index], after[index]];
    return from && to ? [costBetween(name, from, to, ports.get(name))] : [];
  });
}

async function look(shell: NodeShell): Promise<CpuLook> {
  const { stdout, nodeTime } = await shell.must(LOOK_SCRIPT);
  return parseLook(stdout, nodeTime);
}

function costBetween(node: string, from: CpuLook, to: CpuLook, port: number | undefined): Cost {
  const root = port === undefined ? undefined : sessionRoot(to, port);
  if (port !== undefined && (root === undefined || sessionRoot(from, port) !== root))
    throw new Error(`${node}: the watched session was not there all the time`);
  const session =
    root === undefined ? 0 : percentOfCore(treeTicks(to, root) - treeTicks(from, root), from, to);
  const earlier = ticksByName(from, DAEMONS);
  const daemons = [...ticksByName(to, DAEMONS)].map(
    ([name, ticks]) => [name, percentOfCore(ticks - (earlier.get(name) ?? 0), from, to)] as const,
  );
  return { node, session, daemons: new Map(daemons) };
}

async function portsOf(haven: RunningHaven, cluster: BenchCluster): Promise<Ports> {
  const found = await Promise.all(
    cluster.nodes.map(async ({ name, port }) => {
      const ports = await clientPorts(haven.pid, port);
      if (ports.length !== 1) throw new Error(`Haven holds ${ports.length} connections to ${name}, not one`);
      return [name, ports[0] ?? 0] as const;
    }),
  );
  return new Map(found);
}

/** What scripts around a cluster do: ask once a second, over a connection that is kept. Slower nodes are asked less. */
async function withCrmMon<T>(
  cluster: BenchCluster,
  stops: Stops,
  work: (ports: Ports) => Promise<T>,
): Promise<T> {
  const known = new Map(
    await Promise.all(
      cluster.nodes.map(
        async ({ name, port }) => [name, new Set(await clientPorts(process.pid, port))] as const,
      ),
    ),
  );
  const channels = await Promise.all(
    cluster.nodes.map(async (node) => {
      const client = await openConnection(node, stops);
      const channel = await openChannel(
        client,
        everySecond('crm_mon -1 --output-as=xml </dev/null >/dev/null'),
      );
      return { client, channel };
    }),
  );
  const ports = await Promise.all(
    cluster.nodes.map(async ({ name, port }) => {
      const added = (await clientPorts(process.pid, port)).filter((one) => !known.get(name)?.has(one));
      return [name, added[0] ?? 0] as const;
    }),
  );
  try {
    return await work(new Map(ports));
  } finally {
    for (const { client } of channels) client.end();
  }
}

/** Which readings were read, from what the live channel says: every read comes as an item or as a touch. */
class ReadCounter {
  readonly #counts = new Map<string, number>();

  constructor(socket: LiveSocket) {
    socket.onChange((_state, patch) => {
      if (patch) this.#count(patch);
    });
  }

  #count(patch: Patch): void {
    for (const key of [...Object.keys(patch.items ?? {}), ...Object.keys(patch.touched ?? {})]) {
      const reading = key.split('/').at(-1) ?? key;
      this.#counts.set(reading, (this.#counts.get(reading) ?? 0) + 1);
    }
  }

  perMinute(nodes: number, seconds: number): string {
    const rate = (count: number): number => (count / nodes / seconds) * 60;
    return [...this.#counts]
      .sort((a, b) => b[1] - a[1])
      .map(([reading, count]) => `${reading} ${rate(count).toFixed(1)}`)
      .join(', ');
  }
}
