/**
 * corosync's read-only commands and their parsers (reference 2.3.1). The three answers are read one by one and put
 * together by `combineCorosync`; a missing word reads as the worse state: a link without "connected" is down.
 */
import { command } from '@/lib/base/command';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import type { CorosyncReading } from './types';

const READ_TIMEOUT_MS = 15_000;

export type QuorumStatus = Pick<
  CorosyncReading,
  'nodeId' | 'ringId' | 'quorate' | 'expectedVotes' | 'totalVotes' | 'quorum' | 'flags' | 'members'
>;

/** Exit code 0 quorate, 2 not; 1 when corosync does not run ("Cannot initialize QUORUM service"). */
export const quorumProbe: Probe<QuorumStatus> = {
  id: 'corosync-quorum',
  command: command(['corosync-quorumtool', '-s'], { asRoot: true, timeoutMs: READ_TIMEOUT_MS }),
  okExitCodes: [0, 2],
  absentExitCodes: [1, 127],
  parse: parseQuorumStatus,
};

/** Links to every peer as knet sees them. */
export const linksProbe: Probe<CorosyncLinks> = {
  id: 'corosync-links',
  command: command(['corosync-cfgtool', '-n'], { asRoot: true, timeoutMs: READ_TIMEOUT_MS }),
  absentExitCodes: [1, 127],
  parse: parseLinks,
};

/** The configuration corosync runs with. */
export const cmapProbe: Probe<CorosyncCmap> = {
  id: 'corosync-cmap',
  command: command(['corosync-cmapctl'], { asRoot: true, timeoutMs: READ_TIMEOUT_MS }),
  absentExitCodes: [1, 127],
  parse: parseCmap,
};

/** Every line "Name:   value" of a block, trimmed; the first of a name counts. */
function fields(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Za-z][A-Za-z ]*):\s*(.*?)\s*$/.exec(line);
    if (match?.[1] && !found.has(match[1])) found.set(match[1], match[2] ?? '');
  }
  return found;
}

const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;

/** Reads `corosync-quorumtool -s`. Without a plain Yes or No, and the end of the member list, it is an error. */
export function parseQuorumStatus(stdout: string): Result<QuorumStatus, ParseError> {
  const values = fields(stdout);
  const quorate = values.get('Quorate');
  if (quorate !== 'Yes' && quorate !== 'No') return parseError('no word on quorum', stdout);
  const members = parseMembers(stdout);
  if (!members.ok) return members;
  const nodes = wholeNumber(values.get('Nodes'));
  // The number of nodes is said first and listed last: if they disagree, the list was cut short.
  if (nodes === undefined || nodes !== members.value.filter(({ nodeId }) => nodeId !== 0).length) {
    return parseError('the member list is not complete', stdout);
  }
  const numbers = {
    nodeId: wholeNumber(values.get('Node ID')),
    expectedVotes: wholeNumber(values.get('Expected votes')),
    totalVotes: wholeNumber(values.get('Total votes')),
    // "1 Activity blocked" while inquorate.
    quorum: wholeNumber(values.get('Quorum')?.split(' ')[0]),
  };
  const ringId = values.get('Ring ID');
  return ok({
    ...defined(numbers),
    ...(ringId ? { ringId } : {}),
    quorate: quorate === 'Yes',
    flags: (values.get('Flags') ?? '').split(/\s+/).filter(Boolean),
    members: members.value,
  });
}

function defined<T extends Record<string, number | undefined>>(values: T): { [K in keyof T]?: number } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: number;
  };
}

/**
 * `Nodeid Votes [Qdevice] Name`, e.g. `1 1 node1 (local)`; with a qdevice a column `A,V,NMW` and a line for the
 * device itself with node id 0. Names are the ring address where no name is configured.
 */
function parseMembers(stdout: string): Result<CorosyncReading['members'], ParseError> {
  const [, table] = stdout.split(/^Membership information\s*\n-+\s*\n/m);
  const lines = table?.split('\n').filter((line) => line.trim() !== '') ?? [];
  const header = lines.shift();
  if (!header || !/^\s*Nodeid\s+Votes\s+(?:Qdevice\s+)?Name\s*$/.test(header))
    return parseError('no member list', stdout);
  const hasDevice = header.includes('Qdevice');
  const members: CorosyncReading['members'][number][] = [];
  for (const line of lines) {
    const match = /^\s*(\d+|0x[0-9a-f]+)\s+(\d+)\s*(.*)$/i.exec(line);
    if (!match?.[1]) return parseError('a member line that is none', line);
    let name = (match[3] ?? '').replace(/\s*\(local\)\s*$/, '').trim();
    if (hasDevice) name = name.replace(/^(?:[A-Z]+,)*[A-Z]+\s+(?=\S)/, '');
    members.push({ nodeId: Number(match[1]), votes: Number(match[2]), ...(name ? { name } : {}) });
  }
  return ok(members);
}

export interface CorosyncLinks {
  readonly localNodeId: number;
  readonly peers: CorosyncReading['peers'];
}

const LINK = /^\s*LINK:\s*(\d+)\s+\S+\s+\(([^)]*?)->([^)]*)\)\s*(.*)$/;

/** Reads `corosync-cfgtool -n`. A link whose line lacks "connected" is down (reference 2.3.1). */
export function parseLinks(stdout: string): Result<CorosyncLinks, ParseError> {
  const local = /^Local node ID (\d+), transport (\S+)/m.exec(stdout);
  if (!local?.[1]) return parseError('no local node id', stdout);
  type Peer = {
    nodeId: number;
    reachable: boolean;
    links: CorosyncReading['peers'][number]['links'][number][];
  };
  const peers: Peer[] = [];
  for (const line of stdout.split('\n')) {
    const node = /^nodeid:\s*(\d+)\s*(.*)$/.exec(line);
    const link = LINK.exec(line);
    if (node?.[1]) {
      peers.push({ nodeId: Number(node[1]), reachable: node[2]?.trim() === 'reachable', links: [] });
    } else if (link?.[1]) {
      const peer = peers.at(-1);
      if (!peer) return parseError('a link before any node', line);
      peer.links.push({ link: Number(link[1]), ...parseLinkWords(link[2], link[3], link[4] ?? '') });
    } else if (/^\s*LINK/.test(line)) return parseError('a link line that is none', line);
  }
  return ok({ localNodeId: Number(local[1]), peers });
}

function parseLinkWords(local: string | undefined, remote: string | undefined, rest: string) {
  const words = rest.split(/\s+/);
  const mtu = /\bmtu:\s*(\d+)\s*$/.exec(rest);
  return {
    ...(local ? { local } : {}),
    ...(remote ? { remote } : {}),
    enabled: words.includes('enabled'),
    connected: words.includes('connected'),
    ...(mtu?.[1] ? { mtu: Number(mtu[1]) } : {}),
  };
}

export interface CorosyncCmap {
  readonly clusterName?: string;
  readonly nodelist: CorosyncReading['nodelist'];
}

/** Reads `nodelist.` and `totem.cluster_name` of `corosync-cmapctl` ("key (type) = value"); the rest is left out. */
export function parseCmap(stdout: string): Result<CorosyncCmap, ParseError> {
  let clusterName: string | undefined;
  let isCmap = false;
  const nodes = new Map<number, Map<string, string>>();
  for (const line of stdout.split('\n')) {
    const match = /^(\S+) \((\w+)\) = (.*)$/.exec(line);
    if (!match?.[1]) continue;
    isCmap = true;
    const value = match[3]?.trim() ?? '';
    if (match[1] === 'totem.cluster_name') clusterName = value;
    const entry = /^nodelist\.node\.(\d+)\.(\w+)$/.exec(match[1]);
    if (!entry?.[1] || !entry[2]) continue;
    const index = Number(entry[1]);
    nodes.set(index, (nodes.get(index) ?? new Map<string, string>()).set(entry[2], value));
  }
  if (!isCmap) return parseError('no keys', stdout);
  const nodelist = toNodelist([...nodes.entries()].sort(([a], [b]) => a - b).map(([, node]) => node));
  if (!nodelist) return parseError('a node without nodeid in the nodelist');
  return ok({ ...(clusterName ? { clusterName } : {}), nodelist });
}

/** Ring addresses in the order of their numbers; undefined when a node has no id. */
export function toNodelist(
  nodes: readonly ReadonlyMap<string, string>[],
): CorosyncReading['nodelist'] | undefined {
  const list: CorosyncReading['nodelist'][number][] = [];
  for (const node of nodes) {
    const nodeId = wholeNumber(node.get('nodeid'));
    if (nodeId === undefined) return undefined;
    const rings = [...node.keys()]
      .flatMap((key) => /^ring(\d+)_addr$/.exec(key)?.[1] ?? [])
      .sort((a, b) => Number(a) - Number(b));
    const name = node.get('name');
    list.push({
      nodeId,
      ...(name ? { name } : {}),
      addresses: rings.flatMap((ring) => node.get(`ring${ring}_addr`) ?? []),
    });
  }
  return list;
}

/**
 * One node's view from the three answers, all of the same moment.
 * @returns an error when the two tools speak of different nodes: then one of them is another moment's answer
 */
export function combineCorosync(
  quorum: QuorumStatus,
  links: CorosyncLinks,
  cmap: CorosyncCmap,
): Result<CorosyncReading, ParseError> {
  if (quorum.nodeId !== undefined && quorum.nodeId !== links.localNodeId) {
    return parseError(`quorumtool speaks for node ${quorum.nodeId}, cfgtool for ${links.localNodeId}`);
  }
  const nameOf = (nodeId: number) => cmap.nodelist.find((node) => node.nodeId === nodeId)?.name;
  const members = quorum.members.map((member) => {
    const name = nameOf(member.nodeId) ?? member.name;
    return { ...member, ...(name ? { name } : {}) };
  });
  return ok({ ...quorum, ...cmap, nodeId: links.localNodeId, members, peers: links.peers });
}
