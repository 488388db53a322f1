import { type AdoptionRow, changeAdoption, loadAdoption } from '@/lib/data/adoptions';
import { loadKnownHostKeys } from '@/lib/data/clusters';
import type { AdoptionNode, AdoptionState } from '@/lib/inventory/adoption';
import {
  type AdoptionCredential,
  type AdoptionSecrets,
  isDialableHost,
  withNode,
} from '@/lib/inventory/adoption-answers';
import { fetchHostKey, type HostKeyFailure } from '@/server/ssh/fetch-host-key';
import type { HostKey } from '@/server/ssh/host-key';
import type { NodeConnection } from '@/server/ssh/node-connection';
import { finishBuild, foundCluster, readMachinesAgain, sameNames } from './build';
import { cleanUp } from './clean-up';
import { adoptCluster } from './finish';
import { type Expected, type Identity, identifyNode } from './identify';
import { identifyBare } from './identify-bare';
import { readClusterForReview } from './review';
import { findRefusedTools, installKey, makeKeyPair, type NodeProblem, signIn } from './sign-in';
import type { AdoptionWorkerOptions } from './worker';

/** One adoption, driven until it waits for a person or is over. Every step can be repeated after a crash. */
export class AdoptionRun {
  constructor(
    private readonly id: string,
    private readonly options: AdoptionWorkerOptions,
    private readonly isStopped: () => boolean,
  ) {}

  async drive(): Promise<void> {
    for (;;) {
      const row = this.isStopped() ? undefined : await loadAdoption(this.id);
      if (!row || row.isEnded) return;
      switch (row.state.phase) {
        case 'first-node':
        case 'peers':
          if (!(await this.#driveNodes(row))) return;
          break;
        case 'reading':
          if (row.state.purpose === 'build') await readMachinesAgain(row);
          else if (!(await readClusterForReview(row))) return;
          break;
        case 'review':
        case 'design':
          return;
        case 'founding':
          await foundCluster(row);
          break;
        case 'building':
          await finishBuild(row, this.options);
          return;
        case 'adopting':
          await adoptCluster(row, this.options);
          break;
        case 'adopted':
          await changeAdoption(this.id, () => ({ secrets: null, isEnded: true }));
          return;
        case 'failed':
        case 'cancelled':
          await cleanUp(row, this.options);
          return;
      }
    }
  }

  /** @returns whether anything was done, so that it is worth looking again */
  async #driveNodes(row: AdoptionRow): Promise<boolean> {
    const { nodes } = row.state;
    const work = nodes.flatMap((node, index) => {
      // Peers named beforehand wait until the first node has told which cluster it is.
      const isKnownAlone = row.state.purpose === 'build';
      if (index > 0 && !isKnownAlone && nodes[0]?.phase !== 'read') return [];
      if (node.phase === 'unknown') return [this.#fetchKey(row, node, index)];
      if (node.phase === 'signing-in' || node.phase === 'reading') return [this.#enter(row, node, index)];
      return [];
    });
    if (work.length > 0) {
      await Promise.all(work);
      return true;
    }
    if (!nodes.every((node) => node.phase === 'read')) return false;
    await changeAdoption(this.id, ({ state, secrets }) => {
      if (!state.nodes.every((node) => node.phase === 'read')) return undefined;
      if (state.purpose === 'build') return { ...withoutTwins(state), secrets: withoutPasswords(secrets) };
      return { state: { ...state, phase: 'reading' }, secrets: withoutPasswords(secrets) };
    });
    return true;
  }

  async #fetchKey(row: AdoptionRow, node: AdoptionNode, index: number): Promise<void> {
    if (!isDialableHost(node.host)) return this.#fail(index, node, { kind: 'address-invalid' });
    const { host, key, failure } = await fetchFromAny(node);
    if (!key) return this.#fail(index, node, problemOfFetch(failure));
    const owner = (await loadKnownHostKeys()).get(key.sha256);
    if (owner && !row.practice)
      return this.#fail(index, node, { kind: 'already-adopted', detail: `${owner.node}, ${owner.cluster}` });
    if (node.hostKeyConfirmed && node.hostKey && node.hostKey.key !== key.key)
      return this.#fail(index, node, { kind: 'host-key-changed', detail: key.sha256 });
    const isKnown = node.hostKeyConfirmed || node.expectedSha256 === key.sha256;
    if (node.expectedSha256 !== undefined && !isKnown)
      return this.#fail(index, node, { kind: 'host-key-changed', detail: key.sha256 });
    await this.#set(index, node, {
      host,
      hostKey: key,
      hostKeyConfirmed: isKnown,
      phase: isKnown ? 'signing-in' : 'host-key',
    });
  }

  /** Signs in, leaves a key where a password was given, checks who this is; the first node names its peers. */
  async #enter(row: AdoptionRow, node: AdoptionNode, index: number): Promise<void> {
    const entered = await this.#signInFor(row, node, index);
    if ('kind' in entered) return this.#fail(index, node, entered);
    try {
      if (row.state.purpose === 'build') return await this.#enterBare(entered, node, index);
      const { needed, others } = await findRefusedTools(entered);
      if (needed.length > 0)
        return await this.#fail(index, node, { kind: 'no-sudo', detail: needed.join(', ') });
      await this.#set(index, node, { phase: 'reading' });
      const identity = await identifyNode(entered, expectedOf(row.state, index));
      if (!identity.ok) return await this.#fail(index, node, identity.error);
      await this.#identified(index, node, identity.value, others);
    } finally {
      await entered.stop();
    }
  }

  /** A machine without a cluster is known by itself: it has no peers to name. */
  async #enterBare(entered: NodeConnection, node: AdoptionNode, index: number): Promise<void> {
    await this.#set(index, node, { phase: 'reading' });
    const identity = await identifyBare(entered, undefined);
    if (!identity.ok) return this.#fail(index, node, identity.error);
    const { name, machine, findings } = identity.value;
    await this.#set(index, node, { name, machine, findings, phase: 'read' });
  }

  async #signInFor(
    row: AdoptionRow,
    node: AdoptionNode,
    index: number,
  ): Promise<NodeConnection | NodeProblem> {
    const { made } = row.secrets;
    if (made?.installedOn.includes(index)) {
      const again = await signIn(node, { kind: 'key', privateKey: made.privateKey });
      // Not there after all: the crash came between the intent and the deed.
      if (again.ok || again.error.kind !== 'auth-failed') return again.ok ? again.value : again.error;
    }
    const credential = credentialFor(row.secrets, index);
    if (!credential) return { kind: 'auth-failed', detail: 'no credential is kept any more' };
    const first = await signIn(node, credential);
    if (!first.ok) return first.error;
    if (credential.kind === 'key') return first.value;
    const key = await this.#keyToInstall(index);
    const installed = key ? await installKey(first.value, key.publicKey) : undefined;
    await first.value.stop();
    if (!key || !installed) return { kind: 'interrupted' };
    if (!installed.ok) return installed.error;
    const second = await signIn(node, { kind: 'key', privateKey: key.privateKey });
    return second.ok ? second.value : second.error;
  }

  /** Writes down where the key will lie before it does, so that it is found and removed whatever happens next. */
  async #keyToInstall(index: number): Promise<AdoptionSecrets['made']> {
    const row = await changeAdoption(this.id, ({ secrets, state }) => {
      if (state.phase === 'cancelled') return undefined;
      const made = secrets.made ?? { ...makeKeyPair(), installedOn: [] };
      return {
        secrets: { ...secrets, made: { ...made, installedOn: [...new Set([...made.installedOn, index])] } },
      };
    });
    return row?.secrets.made;
  }

  async #identified(
    index: number,
    node: AdoptionNode,
    identity: Identity,
    others: readonly string[],
  ): Promise<void> {
    const { name, nodeId, clusterName, nodelist, findings } = identity;
    const addresses = nodelist.find((entry) => entry.nodeId === nodeId)?.addresses ?? [];
    const sudo = others.length > 0 ? [{ label: 'sudo-missing', value: others.join(', ') }] : [];
    await changeAdoption(this.id, ({ state }) => {
      const current = state.nodes[index];
      if (!current || !isSamePlace(current, node)) return undefined;
      const read: AdoptionNode = {
        ...current,
        name,
        nodeId,
        phase: 'read',
        corosyncAddresses: addresses,
        findings: [...findings, ...sudo],
      };
      const next = withNode(state, index, read);
      return {
        state: index === 0 ? withPeers({ ...next, clusterName, phase: 'peers' }, nodelist, nodeId) : next,
      };
    });
  }

  async #fail(index: number, node: AdoptionNode, problem: NodeProblem): Promise<void> {
    await this.#set(index, node, { phase: 'failed', problem });
  }

  /** Only if the person has not named another machine meanwhile. */
  async #set(index: number, node: AdoptionNode, change: Partial<AdoptionNode>): Promise<void> {
    await changeAdoption(this.id, ({ state }) => {
      const current = state.nodes[index];
      if (!current || !isSamePlace(current, node) || state.phase === 'cancelled') return undefined;
      return { state: withNode(state, index, { ...current, ...change }) };
    });
  }
}

/** On to the design, unless two machines say the same name. */
function withoutTwins(state: AdoptionState): { readonly state: AdoptionState } {
  const problem = sameNames(state);
  if (!problem) return { state: { ...state, phase: 'design' } };
  const last = state.nodes.findLastIndex(({ name }) => name === problem.detail);
  return {
    state: {
      ...state,
      nodes: state.nodes.map((node, index) =>
        index === last ? { ...node, phase: 'failed', problem } : node,
      ),
    },
  };
}

const isSamePlace = (a: AdoptionNode, b: AdoptionNode): boolean =>
  a.port === b.port &&
  a.login === b.login &&
  (a.host === b.host || a.corosyncAddresses?.includes(b.host) === true);

const credentialFor = (
  { credential, credentials }: AdoptionSecrets,
  index: number,
): AdoptionCredential | undefined => credentials?.[String(index)] ?? credential;

/** Every node has a key now: nothing needs a password any more. */
function withoutPasswords(secrets: AdoptionSecrets): AdoptionSecrets {
  const { credential, credentials, ...rest } = secrets;
  const keys = Object.entries(credentials ?? {}).filter(([, given]) => given.kind === 'key');
  return {
    ...rest,
    ...(credential?.kind === 'key' ? { credential } : {}),
    ...(keys.length > 0 ? { credentials: Object.fromEntries(keys) } : {}),
  };
}

function expectedOf(state: AdoptionState, index: number): Expected {
  const node = state.nodes[index];
  return {
    ...(node?.name === undefined ? {} : { name: node.name }),
    ...(node?.nodeId === undefined ? {} : { nodeId: node.nodeId }),
    ...(index === 0 || state.clusterName === undefined ? {} : { clusterName: state.clusterName }),
  };
}

/** The peers that corosync names, beside those a person has named already; their login is the first node's. */
function withPeers(state: AdoptionState, nodelist: Identity['nodelist'], ownId: number): AdoptionState {
  const first = state.nodes[0];
  if (!first) return state;
  const nodes = [...state.nodes];
  for (const peer of nodelist) {
    if (peer.nodeId === ownId) continue;
    const name = peer.name ?? peer.addresses[0] ?? String(peer.nodeId);
    const at = nodes.findIndex((node, index) => index > 0 && node.name === name);
    const known = nodes[at];
    if (known) nodes[at] = { ...known, nodeId: peer.nodeId, corosyncAddresses: peer.addresses };
    else
      nodes.push({
        name,
        nodeId: peer.nodeId,
        host: peer.addresses[0] ?? name,
        port: first.port,
        login: first.login,
        hostKeyConfirmed: false,
        phase: 'unknown',
        corosyncAddresses: peer.addresses,
      });
  }
  return { ...state, nodes };
}

/** A candidate address that does not answer must not keep a person waiting for the next one. */
const CANDIDATE_MS = 6_000;

/** Corosync's addresses may lie in networks that Haven cannot reach: the first that answers is proposed. */
async function fetchFromAny(
  node: AdoptionNode,
): Promise<{ readonly host: string; readonly key?: HostKey; readonly failure?: HostKeyFailure }> {
  const direct = await fetchHostKey(node.host, node.port, node.corosyncAddresses ? CANDIDATE_MS : undefined);
  if (direct.ok) return { host: node.host, key: direct.value };
  const isProposed = node.corosyncAddresses?.includes(node.host) ?? false;
  if (isProposed) {
    const others = [...(node.corosyncAddresses ?? []), ...(node.name ? [node.name] : [])];
    for (const host of others.filter((other) => other !== node.host && isDialableHost(other))) {
      const fetched = await fetchHostKey(host, node.port, CANDIDATE_MS);
      if (fetched.ok) return { host, key: fetched.value };
    }
  }
  return { host: node.host, failure: direct.error };
}

function problemOfFetch(failure: HostKeyFailure | undefined): NodeProblem {
  switch (failure?.kind) {
    case 'refused':
      return { kind: 'connection-refused' };
    case 'name-not-found':
      return { kind: 'name-not-found' };
    default:
      return { kind: 'timed-out', ...(failure ? { detail: failure.message } : {}) };
  }
}
