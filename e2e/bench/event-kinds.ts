/**
 * The changes that are made on nodes: each can be undone by its own opposite, stops nothing that runs, and
 * shows in the picture. How it is made, how it looks to Haven, and what else shows it.
 */
import { lastValue, type Observation } from '@/lib/base/observation';
import { itemKey, type LiveState } from '@/lib/live/protocol';
import type { NodeReadings, ReadingName } from '@/lib/live/readings';
import type { BenchNode } from './bench-cluster';
import { everySecond, type NodeShell } from './node-shell';
import type { PageTarget } from './page-watch';

export interface EventKind {
  readonly id: string;
  readonly reading: ReadingName;
  readonly target: PageTarget;
  readonly baseline: {
    readonly name: string;
    /** Runs on the node and prints for ever. */
    readonly command: string;
    readonly isTerminal: boolean;
    /** What a piece of its output says: changed, unchanged, or nothing about it. */
    readonly read: (line: string) => boolean | undefined;
  };
  /** Makes the change or its opposite. @returns the node's clock when it was asked for, or when it had happened */
  set(shell: NodeShell, isChanged: boolean): Promise<number>;
  /** Asked once all is seen, so that asking takes no time from it: when it really happened, at most what `set` said. */
  happenedAt?(shell: NodeShell, isChanged: boolean, atMost: number): Promise<number>;
  /** Changes nothing that is watched, but wakes the same reading many times: what comes next is in its shadow. */
  readonly burst?: string;
  /** Whether Haven's state says that it has happened. */
  isChanged(state: LiveState, clusterId: string, nodeId: string): boolean | undefined;
}

/** Enough that reads are still going on when the change comes. */
const BURST = 10;

/** The item's key says which reading it is; the map's type does not. */
type Seen<K extends ReadingName> = Observation<NodeReadings[K]> | undefined;

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Node maintenance by an attribute that lasts until the next reboot: resources keep running, Pacemaker looks away. */
export function maintenanceKind(node: BenchNode, nodeId: string): EventKind {
  const attribute = `crm_attribute --node ${node.name} --name maintenance --lifetime reboot`;
  const marked = new RegExp(`Node ${escaped(node.name)}: .*maintenance`);
  const online = new RegExp(`Online: \\[.* ${escaped(node.name)} `);
  return {
    id: 'P1/pacemaker',
    reading: 'pacemaker',
    target: {
      name: 'maintenance',
      selector: `[data-nav="${nodeId}"] [data-mark="maintenance"]`,
      reads: 'presence',
    },
    baseline: {
      name: 'streaming crm_mon',
      command: 'TERM=dumb exec crm_mon --output-as=text',
      isTerminal: true,
      read: (line) => (marked.test(line) ? true : online.test(line) ? false : undefined),
    },
    set: async (shell, isChanged) => {
      const { nodeTime } = await shell.must(`${attribute} ${isChanged ? '--update true' : '--delete'}`);
      return nodeTime;
    },
    happenedAt: async (shell, isChanged, atMost) =>
      Math.min(atMost, await loggedChange(shell, isChanged, atMost)),
    burst: `for value in {1..${BURST}}; do attrd_updater -n bench-burst -U "$value"; done`,
    isChanged: (state, clusterId) => {
      // The picture believes the DC about nodes, whichever it is.
      const views = (state.clusters[clusterId]?.nodes ?? []).map((seen) => ({
        name: seen.name,
        value: lastValue(
          state.items[itemKey(clusterId, seen.id, 'pacemaker')]?.observation as Seen<'pacemaker'>,
        ),
      }));
      const dc = views.find(({ name, value }) => value?.dc?.name === name) ?? views[0];
      return dc?.value?.nodes.find(({ name }) => name === node.name)?.maintenance;
    },
  };
}

/**
 * When the node's own CIB took the change, from its log: the command returns somewhat before or after. Lines of
 * pacemaker-based carry milliseconds: `Nov 22 17:07:44.847 node2 pacemaker-based [381] (cib_perform_op) info: …`.
 */
async function loggedChange(shell: NodeShell, isChanged: boolean, nodeTime: number): Promise<number> {
  const { stdout } = await shell.run(
    "tail -n 400 /var/log/pacemaker/pacemaker.log | grep -F '(cib_perform_op)' | grep -F -- -maintenance | tail -n 1",
  );
  const at = logTime(stdout, new Date(nodeTime).getUTCFullYear());
  // A line of the change before this one says nothing about this one.
  const isThisOne = at !== undefined && nodeTime - at < 30_000 && at <= nodeTime + 5_000;
  const isRightKind = isChanged ? /\+\s|\+\+/.test(stdout) : /--\s|\+\s/.test(stdout);
  return isThisOne && isRightKind ? at : nodeTime;
}

/** `Nov 22 17:07:44.847 …` of a node in UTC, as ms since the epoch. */
export function logTime(line: string, year: number): number | undefined {
  const match = /([A-Z][a-z]{2}) +(\d+) (\d\d:\d\d:\d\d\.\d{3}) /.exec(line);
  if (!match) return undefined;
  const at = Date.parse(`${match[2]} ${match[1]} ${year} ${match[3]} UTC`);
  return Number.isNaN(at) ? undefined : at;
}

export interface HaproxyServer {
  readonly backend: string;
  readonly server: string;
}

/** A server of a backend that has another one: taken out by hand, and put back. */
export function serverKind(socket: string, { backend, server }: HaproxyServer, nodeId: string): EventKind {
  const line = new RegExp(`^${escaped(backend)},${escaped(server)},`);
  return {
    id: 'P1/haproxy',
    reading: 'haproxy',
    target: { name: 'servers', selector: `[data-nav="${nodeId}:haproxy:HAProxy"] .tp-note`, reads: 'text' },
    baseline: {
      name: 'show stat each second',
      command: everySecond(`echo 'show stat' | socat - UNIX-CONNECT:${socket}`),
      isTerminal: false,
      read: (text) => (line.test(text) ? (text.split(',')[17] ?? '').startsWith('MAINT') : undefined),
    },
    set: async (shell, isChanged) => {
      const { stdout } = await shell.must(
        setServerScript(socket, `${backend}/${server}`, isChanged ? 'maint' : 'ready'),
      );
      const at = /@at@ (\d+\.\d+)/.exec(stdout)?.[1];
      if (!at) throw new Error(`HAProxy did not answer: ${stdout}`);
      return Number(at) * 1000;
    },
    burst: `printf 'Server bench/%s is going DOWN\\n' {1..${BURST}} | logger -t haproxy`,
    isChanged: (state, clusterId, id) => {
      const seen = state.items[itemKey(clusterId, id, 'haproxy')]?.observation as Seen<'haproxy'>;
      const servers = lastValue(seen)?.backends.find(({ name }) => name === backend)?.servers;
      const status = servers?.find(({ name }) => name === server)?.status;
      return status?.startsWith('MAINT');
    },
  };
}

/** The VIP's address taken from the node and put back, behind Pacemaker's back: only the kernel tells of it. */
export function vipKind(vip: { readonly address: string; readonly nic: string }, vipId: string): EventKind {
  const { address, nic } = vip;
  const other = 'address add 192.0.2.250/32 dev lo\naddress del 192.0.2.250/32 dev lo\n';
  return {
    id: 'P1/vip',
    reading: 'network',
    target: { name: 'vip', selector: `[data-nav="${vipId}"][data-state="held"]`, reads: 'presence' },
    baseline: {
      name: 'ip address each second',
      command: everySecond(`ip -br address show dev ${nic}`),
      isTerminal: false,
      read: (line) => (line.startsWith(nic) ? !line.includes(` ${address}/`) : undefined),
    },
    set: async (shell, isChanged) => {
      const { stdout } = await shell.must(
        `echo "$EPOCHREALTIME"; ip address ${isChanged ? 'del' : 'replace'} ${address}/24 dev ${nic} 2>&1 || ${isChanged}`,
      );
      return Number(stdout.split('\n')[0]) * 1000;
    },
    burst: `printf '${other.repeat(BURST / 2).replaceAll('\n', '\\n')}' | ip -batch -`,
    isChanged: (state, clusterId, id) => {
      const seen = state.items[itemKey(clusterId, id, 'network')]?.observation as Seen<'network'>;
      const held = lastValue(seen)?.interfaces.some((one) =>
        one.addresses.some((found) => found.address === address),
      );
      return held === undefined ? undefined : !held;
    },
  };
}

/** Connected before the clock matters: socat itself takes long to start on an emulated node. */
const setServerScript = (socket: string, name: string, state: string): string =>
  [
    `coproc HA { socat - UNIX-CONNECT:${socket}; }`,
    `printf 'prompt\\n' >&"\${HA[1]}"; read -r -t 20 _ <&"\${HA[0]}"`,
    `at=$EPOCHREALTIME; printf 'set server ${name} state ${state}\\n' >&"\${HA[1]}"; read -r -t 20 _ <&"\${HA[0]}"; echo "@at@ $at"`,
    `kill "$HA_PID"; wait "$HA_PID"; true`,
  ].join('\n');

/** The first server that is up beside another one that is up, in the order of `show stat` (CSV, reference 3.5). */
export function spareServer(showStat: string): HaproxyServer | undefined {
  const rows = showStat.split('\n').map((row) => row.split(','));
  const up = rows.filter((row) => row[1] !== 'FRONTEND' && row[1] !== 'BACKEND' && row[17] === 'UP');
  const found = up.find(([backend]) => up.filter((row) => row[0] === backend).length > 1);
  return found?.[0] && found[1] ? { backend: found[0], server: found[1] } : undefined;
}
