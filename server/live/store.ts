import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { known, lastValue, type Observation, type UnknownReason, unknownAfter } from '@/lib/base/observation';
import { type Facts, factsOf, isTold } from '@/lib/live/facts';
import {
  type DirectoryCluster,
  type FactSince,
  type ItemKey,
  itemKey,
  type LiveEvent,
  type LiveItem,
  type LiveState,
  type NodeLink,
  type Patch,
  type RawEvidence,
} from '@/lib/live/protocol';
import type { NodeReadings, ReadingName } from '@/lib/live/readings';
import { emptyLiveState, reducePatch } from '@/lib/live/reduce';

/**
 * What Haven knows right now, in one flat map, with a revision. Changes are gathered and committed in batches; every
 * commit is one patch, applied here by the same reducer that browsers use. Raw evidence stays here and is never part
 * of a patch. Times are milliseconds since the epoch on Haven's clock.
 */

/**
 * Least time between two commits. Shorter multiplies messages under load (targets P10), longer delays every change by
 * half of it. The first change after a quiet moment is committed at once.
 */
const BATCH_MS = 50;
/** Events kept per cluster for drawing movement (`LiveState.events`); history lies in Postgres. */
const SAME_EVENT_MS = 30_000;

export type RawRun = RawEvidence['runs'][number];
export type PatchListener = (patch: Patch) => void;
/** What is worth keeping beyond memory, as it happens. */
export interface StoreListener {
  onEvent?(event: LiveEvent): void;
  onItem?(key: ItemKey, item: LiveItem): void;
}

interface Pending {
  clusters: Record<string, DirectoryCluster | null>;
  links: Record<string, NodeLink | null>;
  items: Record<ItemKey, LiveItem | null>;
  touched: Record<ItemKey, number>;
  events: LiveEvent[];
}

const nothing = (): Pending => ({ clusters: {}, links: {}, items: {}, touched: {}, events: [] });

export class LiveStore {
  #state: LiveState;
  #pending = nothing();
  #isDirty = false;
  #timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
  #committedAt = 0;
  readonly #items = new Map<ItemKey, LiveItem>();
  readonly #evidence = new Map<ItemKey, readonly RawRun[]>();
  readonly #heard = new Map<string, number>();
  readonly #patchListeners = new Set<PatchListener>();
  readonly #listeners = new Set<StoreListener>();
  /** Cluster-wide facts are seen by every node: the first to tell wins. */
  readonly #toldAt = new Map<string, number>();

  constructor(epoch: string = randomUUID()) {
    this.#state = emptyLiveState(epoch);
  }

  /** Everything known, including what was not sent yet. */
  state(): LiveState {
    this.#commit();
    return this.#state;
  }

  get epoch(): string {
    return this.#state.epoch;
  }

  get revision(): number {
    return this.#state.revision;
  }

  /** `lastHeardAt` by node id; moves without a revision. */
  heard(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#heard);
  }

  item<K extends ReadingName>(clusterId: string, nodeId: string, reading: K): LiveItem<K> | undefined {
    return this.#items.get(itemKey(clusterId, nodeId, reading)) as LiveItem<K> | undefined;
  }

  evidence(key: ItemKey): RawEvidence | undefined {
    const runs = this.#evidence.get(key);
    return runs ? { key, runs } : undefined;
  }

  onPatch(listener: PatchListener): () => void {
    this.#patchListeners.add(listener);
    return () => this.#patchListeners.delete(listener);
  }

  listen(listener: StoreListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setCluster(cluster: DirectoryCluster): void {
    if (isDeepStrictEqual(this.#currentCluster(cluster.id), cluster)) return;
    this.#pending.clusters[cluster.id] = cluster;
    this.#changed();
  }

  removeCluster(clusterId: string): void {
    if (!this.#currentCluster(clusterId)) return;
    this.#pending.clusters[clusterId] = null;
    this.#changed();
  }

  setLink(nodeId: string, link: NodeLink): void {
    if (link.lastHeardAt !== undefined) this.#heard.set(nodeId, link.lastHeardAt);
    this.#pending.links[nodeId] = link;
    this.#changed();
  }

  /** Something came from the node; told with the next heartbeat, not with a patch. */
  setHeard(nodeId: string, at: number): void {
    this.#heard.set(nodeId, at);
  }

  removeNode(clusterId: string, nodeId: string): void {
    this.#heard.delete(nodeId);
    this.#pending.links[nodeId] = null;
    for (const key of this.#items.keys()) {
      if (!key.startsWith(`${clusterId}/${nodeId}/`)) continue;
      this.#items.delete(key);
      this.#evidence.delete(key);
      this.#pending.items[key] = null;
      delete this.#pending.touched[key];
    }
    this.#changed();
  }

  /** Takes one reading away: this node has nothing to say about it any more. */
  removeItem(clusterId: string, nodeId: string, reading: ReadingName): void {
    const key = itemKey(clusterId, nodeId, reading);
    if (!this.#items.delete(key)) return;
    this.#evidence.delete(key);
    this.#pending.items[key] = null;
    delete this.#pending.touched[key];
    this.#changed();
  }

  /** Puts back what an earlier run of Haven had seen, as old as it is; nothing newer is overwritten. */
  seed(clusterId: string, nodeId: string, item: LiveItem): void {
    const key = itemKey(clusterId, nodeId, item.reading);
    if (this.#items.has(key)) return;
    const last = lastOf(item.observation);
    if (!last) return;
    const observation: Observation<never> = {
      state: 'unknown',
      reason: 'never-read',
      since: Date.now(),
      last: last as { value: never; observedAt: number },
    };
    this.#put(key, { reading: item.reading, observation, since: item.since });
  }

  setKnown<K extends ReadingName>(
    clusterId: string,
    nodeId: string,
    reading: K,
    value: NodeReadings[K],
    runs: readonly RawRun[],
    observedAt = Date.now(),
  ): Observation<NodeReadings[K]> {
    const key = itemKey(clusterId, nodeId, reading);
    this.#evidence.set(key, runs);
    const previous = this.item(clusterId, nodeId, reading);
    const observation = known(value, observedAt);
    if (previous?.observation.state === 'known' && isDeepStrictEqual(previous.observation.value, value)) {
      this.#touch(key, previous, observedAt);
      return observation;
    }
    const facts = factsOf(reading, value);
    // Only a value that was really seen before can have changed; the first one begins its facts.
    const before = previous && lastValue(previous.observation) !== undefined ? previous.since : undefined;
    const since = before
      ? this.#changedFacts(clusterId, nodeId, before, facts, observedAt)
      : firstSeen(facts, observedAt);
    this.#put(key, { reading, observation, since } as LiveItem);
    return observation;
  }

  setUnknown<K extends ReadingName>(
    clusterId: string,
    nodeId: string,
    reading: K,
    reason: UnknownReason,
    options: { readonly detail?: string; readonly runs?: readonly RawRun[] } = {},
  ): Observation<NodeReadings[K]> {
    const key = itemKey(clusterId, nodeId, reading);
    if (options.runs) this.#evidence.set(key, options.runs);
    const previous = this.item(clusterId, nodeId, reading);
    const observation = unknownAfter(
      previous?.observation as Observation<NodeReadings[K]> | undefined,
      reason,
      Date.now(),
      options.detail,
    );
    if (!isDeepStrictEqual(previous?.observation, observation)) {
      this.#put(key, { reading, observation, since: previous?.since ?? {} } as LiveItem);
    }
    return observation;
  }

  /** Tells something that no reading shows afterwards, or a link's change of state. */
  tell(event: Omit<LiveEvent, 'id'>): void {
    const full: LiveEvent = { ...event, id: randomUUID() };
    this.#pending.events.push(full);
    for (const listener of this.#listeners) listener.onEvent?.(full);
    this.#changed();
  }

  stop(): void {
    clearTimeout(this.#timer as NodeJS.Timeout);
    clearImmediate(this.#timer as NodeJS.Immediate);
    this.#patchListeners.clear();
    this.#listeners.clear();
  }

  #currentCluster(id: string): DirectoryCluster | undefined {
    return id in this.#pending.clusters
      ? (this.#pending.clusters[id] ?? undefined)
      : this.#state.clusters[id];
  }

  #put(key: ItemKey, item: LiveItem): void {
    this.#items.set(key, item);
    this.#pending.items[key] = item;
    delete this.#pending.touched[key];
    for (const listener of this.#listeners) listener.onItem?.(key, item);
    this.#changed();
  }

  #touch(key: ItemKey, previous: LiveItem, observedAt: number): void {
    if (previous.observation.state !== 'known') return;
    const item = { ...previous, observation: { ...previous.observation, observedAt } } as LiveItem;
    this.#items.set(key, item);
    if (this.#pending.items[key]) this.#pending.items[key] = item;
    else this.#pending.touched[key] = observedAt;
    for (const listener of this.#listeners) listener.onItem?.(key, item);
    this.#changed();
  }

  #changedFacts(
    clusterId: string,
    nodeId: string,
    before: LiveItem['since'],
    facts: Facts,
    at: number,
  ): LiveItem['since'] {
    const since: Record<string, FactSince> = {};
    for (const [fact, value] of Object.entries(facts)) {
      const old = before[fact];
      if (old?.value === value) since[fact] = old;
      else {
        since[fact] = { value, at, how: 'changed' };
        this.#tellChange(clusterId, nodeId, fact, old?.value, value, at);
      }
    }
    for (const [fact, old] of Object.entries(before)) {
      if (!(fact in facts)) this.#tellChange(clusterId, nodeId, fact, old.value, undefined, at);
    }
    return since;
  }

  #tellChange(
    clusterId: string,
    nodeId: string,
    fact: string,
    from: string | undefined,
    to: string | undefined,
    at: number,
  ): void {
    if (!isTold(fact)) return;
    if (isClusterWide(fact)) {
      const key = `${clusterId} ${fact} ${from ?? ''} ${to ?? ''}`;
      if (at - (this.#toldAt.get(key) ?? 0) < SAME_EVENT_MS) return;
      if (this.#toldAt.size > 1_000) this.#forgetTold(at);
      this.#toldAt.set(key, at);
    }
    this.tell({
      clusterId,
      nodeId,
      fact,
      at,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
  }

  #forgetTold(now: number): void {
    for (const [key, at] of this.#toldAt) if (now - at > SAME_EVENT_MS) this.#toldAt.delete(key);
  }

  #changed(): void {
    if (this.#isDirty) return;
    this.#isDirty = true;
    const waitMs = this.#committedAt + BATCH_MS - performance.now();
    this.#timer = waitMs > 0 ? setTimeout(() => this.#commit(), waitMs) : setImmediate(() => this.#commit());
  }

  #commit(): void {
    if (!this.#isDirty) return;
    this.#isDirty = false;
    clearTimeout(this.#timer as NodeJS.Timeout);
    clearImmediate(this.#timer as NodeJS.Immediate);
    this.#committedAt = performance.now();
    const pending = this.#pending;
    this.#pending = nothing();
    const patch = patchOf(this.#state, pending);
    const next = reducePatch(this.#state, patch);
    if (next === 'gap') throw new Error('the store made a patch that does not follow its own state');
    this.#state = next;
    for (const listener of this.#patchListeners) listener(patch);
  }
}

const hasKeys = (record: object): boolean => Object.keys(record).length > 0;

function patchOf(state: LiveState, pending: Pending): Patch {
  return {
    epoch: state.epoch,
    from: state.revision,
    to: state.revision + 1,
    ...(hasKeys(pending.clusters) ? { clusters: pending.clusters } : {}),
    ...(hasKeys(pending.links) ? { links: pending.links } : {}),
    ...(hasKeys(pending.items) ? { items: pending.items } : {}),
    ...(hasKeys(pending.touched) ? { touched: pending.touched } : {}),
    ...(pending.events.length > 0 ? { events: pending.events } : {}),
  };
}

function firstSeen(facts: Facts, at: number): LiveItem['since'] {
  return Object.fromEntries(
    Object.entries(facts).map(([fact, value]) => [fact, { value, at, how: 'first-seen' } as const]),
  );
}

const isClusterWide = (fact: string): boolean =>
  /^(resource|node|failure|fencing):/.test(fact) ||
  fact === 'dc' ||
  fact === 'crm-quorum' ||
  fact === 'crm-maintenance' ||
  fact === 'configuration';

function lastOf(
  observation: Observation<unknown>,
): { readonly value: unknown; readonly observedAt: number } | undefined {
  return observation.state === 'known'
    ? { value: observation.value, observedAt: observation.observedAt }
    : observation.last;
}
