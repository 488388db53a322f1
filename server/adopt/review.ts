import { type AdoptionRow, changeAdoption } from '@/lib/data/adoptions';
import type { AdoptionNode, AdoptionState } from '@/lib/inventory/adoption';
import type { AdoptionSecrets } from '@/lib/inventory/adoption-answers';
import { READING_NAMES } from '@/lib/live/readings';
import type { NodeConnection } from '@/server/ssh/node-connection';
import type { SshTarget } from '@/server/ssh/open-client';
import { type NodeSeen, proposeNetworks } from './propose-networks';
import { proposeDrbd, proposeServices, proposeVips } from './propose-services';
import { type NodeView, readNode, valueIn } from './read-node';
import { type NodeProblem, signIn } from './sign-in';

/** Reads all nodes whole and proposes the inventory; what is missing on one node is a finding, not a failure. */

/** The simulator says nothing about what a cluster consists of, and the clock matters later. */
const READ_FOR_REVIEW = READING_NAMES.filter((reading) => reading !== 'survival' && reading !== 'clock');

/** @returns whether the adoption moved on */
export async function readClusterForReview(row: AdoptionRow): Promise<boolean> {
  const read = await readAllNodes(row);
  const failed = read.find((node) => node.problem);
  const proposal = failed ? undefined : proposalOf(read.flatMap(({ seen }) => (seen ? [seen] : [])));
  const changed = await changeAdoption(row.id, ({ state }) => {
    if (state.phase !== 'reading') return undefined;
    if (failed?.problem) return { state: withFailure(state, failed.index, failed.problem) };
    if (!proposal)
      return {
        state: {
          ...state,
          phase: 'peers',
          problem: { kind: 'unparsable', detail: 'no node could read the cluster configuration' },
          nodes: state.nodes.map(asUnread),
        },
      };
    return { state: { ...state, phase: 'review', proposal, nodes: withMoreFindings(state.nodes, read) } };
  });
  return changed?.state.phase === 'review';
}

interface NodeRead {
  readonly index: number;
  readonly seen?: NodeSeen;
  readonly problem?: NodeProblem;
}

export async function readAllNodes(row: AdoptionRow): Promise<readonly NodeRead[]> {
  return Promise.all(
    row.state.nodes.map(async (node, index): Promise<NodeRead> => {
      const opened = await openNode(node, row.secrets, index);
      if ('kind' in opened) return { index, problem: opened };
      try {
        const view = await readNode(opened, READ_FOR_REVIEW, node.name);
        return { index, seen: { name: node.name ?? node.host, host: node.host, view } };
      } finally {
        await opened.stop();
      }
    }),
  );
}

/** The key a node will be watched with: the one Haven made, or the one the person gave. */
export function lastingKey(secrets: AdoptionSecrets, index: number): string | undefined {
  if (secrets.made?.installedOn.includes(index)) return secrets.made.privateKey;
  const given = secrets.credentials?.[String(index)] ?? secrets.credential;
  return given?.kind === 'key' ? given.privateKey : undefined;
}

export async function openNode(
  node: AdoptionNode,
  secrets: AdoptionSecrets,
  index: number,
): Promise<NodeConnection | NodeProblem> {
  const privateKey = lastingKey(secrets, index);
  if (privateKey === undefined) return { kind: 'auth-failed', detail: 'no key is kept for this node' };
  const credential: SshTarget['credential'] = { kind: 'key', privateKey };
  const opened = await signIn(node, credential);
  return opened.ok ? opened.value : opened.error;
}

export function proposalOf(nodes: readonly NodeSeen[]): AdoptionState['proposal'] {
  const views = nodes.map(({ view }) => view);
  const cib = firstIn(views, 'cib');
  if (!cib) return undefined;
  const networks = proposeNetworks(nodes);
  const drbd = proposeDrbd(cib, firstIn(views, 'drbdConfig'));
  return {
    networks,
    drbd,
    vips: proposeVips(cib, networks),
    services: proposeServices(cib, firstIn(views, 'haproxyConfig'), drbd),
  };
}

function firstIn<K extends 'cib' | 'drbdConfig' | 'haproxyConfig'>(views: readonly NodeView[], reading: K) {
  return views.map((view) => valueIn(view, reading)).find((value) => value !== undefined);
}

const asUnread = (node: AdoptionNode): AdoptionNode => ({ ...node, phase: 'signing-in' });

function withFailure(state: AdoptionState, index: number, problem: NodeProblem): AdoptionState {
  return {
    ...state,
    phase: 'peers',
    nodes: state.nodes.map((node, at) => (at === index ? { ...node, phase: 'failed', problem } : node)),
  };
}

/** Readings that could not be had: a person should know before the cluster is taken over. */
function withMoreFindings(nodes: readonly AdoptionNode[], read: readonly NodeRead[]): AdoptionNode[] {
  return nodes.map((node, index) => {
    const view = read.find((entry) => entry.index === index)?.seen?.view;
    if (!view) return node;
    const disks = (valueIn(view, 'disks')?.devices ?? [])
      .filter(({ type }) => type === 'disk')
      .map((disk) => ({
        label: 'disk',
        value: [disk.path, disk.model, disk.transport].filter(Boolean).join(' '),
      }));
    const nics = (valueIn(view, 'network')?.interfaces ?? [])
      .filter(({ name }) => name !== 'lo')
      .map((nic) => ({
        label: 'nic',
        value: [nic.name, ...nic.addresses.map(({ address }) => address)].join(' '),
      }));
    const missing = Object.entries(view).flatMap(([reading, observation]) =>
      observation?.state === 'unknown'
        ? [{ label: 'unknown', value: `${reading}: ${observation.reason}` }]
        : [],
    );
    const own = (node.findings ?? []).filter(({ label }) => !['disk', 'nic', 'unknown'].includes(label));
    return { ...node, findings: [...own, ...disks, ...nics, ...missing] };
  });
}
