import { pruneConfigTexts } from '@/lib/data/baselines';
import {
  isWorthKeeping,
  pruneHistory,
  type SampleRow,
  saveEvents,
  saveObservations,
  saveSamples,
  touchObservations,
} from '@/lib/data/observations';
import type { ItemKey, LiveEvent, LiveItem } from '@/lib/live/protocol';
import type { ReadingName } from '@/lib/live/readings';
import { type Dated, samplesOf } from '@/lib/live/samples';
import type { LiveStore } from '@/server/live/store';

/**
 * Writes to Postgres what the store sees, beside the live path and never in it: changes are gathered, written now and
 * then, and kept (within bounds) while the database is away.
 */

/** Charts have a point per ten seconds; shorter only fills the table, longer loses short peaks. */
const SAMPLE_MS = 10_000;
/** Longest time that one mean may stand for; after a longer silence the line breaks, as it should. */
const MAX_FILLED = 9;
const slotOf = (at: number): number => Math.floor(at / SAMPLE_MS) * SAMPLE_MS;
/** A page that is opened while Haven restarts shows values at most this old beyond their own age. */
const FLUSH_MS = 10_000;
const PRUNE_MS = 3_600_000;
const KEEP_SAMPLES_MS = 14 * 24 * 3_600_000;
const KEEP_EVENTS_MS = 400 * 24 * 3_600_000;
/** Half a day of a busy cluster; more must not pile up in memory while the database is away. */
const MAX_WAITING = 20_000;

interface Dirty {
  readonly nodeId: string;
  item: LiveItem;
  isTouchOnly: boolean;
}

export interface HistoryOptions {
  readonly store: LiveStore;
  readonly log: (message: string) => void;
}

export class History {
  readonly #items = new Map<ItemKey, Dirty>();
  readonly #written = new Map<ItemKey, unknown>();
  readonly #previous = new Map<ItemKey, Dated<never>>();
  readonly #points = new Map<string, Omit<SampleRow, 'at'>>();
  #events: LiveEvent[] = [];
  #samples: SampleRow[] = [];
  #timers: NodeJS.Timeout[] = [];
  #writing: Promise<void> = Promise.resolve();
  #isFailing = false;

  constructor(private readonly options: HistoryOptions) {}

  start(): void {
    const unlisten = this.options.store.listen({
      onEvent: (event) => {
        this.#events.push(event);
        if (this.#events.length > MAX_WAITING) this.#events.shift();
      },
      onItem: (key, item) => this.#onItem(key, item),
    });
    this.#unlisten = unlisten;
    this.#timers = [
      setInterval(() => this.#takeSamples(), SAMPLE_MS),
      setInterval(() => this.#flush(), FLUSH_MS),
      setInterval(() => this.#prune(), PRUNE_MS),
    ];
  }
  #unlisten: () => void = () => undefined;

  /** Writes what waits, once, and ends. */
  async stop(): Promise<void> {
    this.#unlisten();
    for (const timer of this.#timers) clearInterval(timer);
    await this.#writing;
    this.#flush();
    await this.#writing;
  }

  forgetNode(nodeId: string): void {
    for (const map of [this.#items, this.#written, this.#previous]) {
      for (const key of map.keys()) if (key.split('/')[1] === nodeId) map.delete(key);
    }
  }

  #onItem(key: ItemKey, item: LiveItem): void {
    const [clusterId = '', nodeId = ''] = key.split('/');
    if (isWorthKeeping(item)) {
      const value = item.observation.state === 'known' ? item.observation.value : undefined;
      const isTouchOnly =
        value !== undefined &&
        this.#written.get(key) === value &&
        (this.#items.get(key)?.isTouchOnly ?? true);
      this.#items.set(key, { nodeId, item, isTouchOnly });
    }
    this.#sample(clusterId, nodeId, key, item);
  }

  #sample(clusterId: string, nodeId: string, key: ItemKey, item: LiveItem): void {
    if (item.observation.state !== 'known') {
      this.#previous.delete(key);
      return;
    }
    const now = { value: item.observation.value as never, at: item.observation.observedAt };
    const before = this.#previous.get(key);
    const { rates, gauges } = samplesOf<ReadingName>(nodeId, item.reading, before, now);
    this.#previous.set(key, now);
    for (const [series, value] of Object.entries({ ...gauges, ...rates })) {
      this.#points.set(`${clusterId} ${series}`, { clusterId, series, value });
    }
    if (before) this.#fillSince(clusterId, rates, before.at, now.at);
  }

  /** A mean over a longer time stands for every point in it: an idle node is read rarely, and its line must not break. */
  #fillSince(clusterId: string, rates: Readonly<Record<string, number>>, from: number, to: number): void {
    const first = Math.max(slotOf(from) + SAMPLE_MS, slotOf(to) - MAX_FILLED * SAMPLE_MS);
    for (let at = first; at < slotOf(to); at += SAMPLE_MS) {
      for (const [series, value] of Object.entries(rates))
        this.#samples.push({ clusterId, series, at, value });
    }
  }

  /** The latest of each series since the last time: a series that was not read gets no point. */
  #takeSamples(): void {
    const at = slotOf(Date.now());
    for (const point of this.#points.values()) this.#samples.push({ ...point, at });
    this.#points.clear();
    if (this.#samples.length > MAX_WAITING) this.#samples.splice(0, this.#samples.length - MAX_WAITING);
  }

  #flush(): void {
    this.#writing = this.#writing.then(() => this.#write());
  }

  async #write(): Promise<void> {
    const items = new Map(this.#items);
    const events = this.#events.splice(0);
    const samples = this.#samples.splice(0);
    this.#items.clear();
    try {
      const entries = [...items];
      await saveObservations(entries.filter(([, dirty]) => !dirty.isTouchOnly).map(([, dirty]) => dirty));
      await touchObservations(
        entries.flatMap(([, { nodeId, item, isTouchOnly }]) =>
          isTouchOnly && item.observation.state === 'known'
            ? [{ nodeId, reading: item.reading, observedAt: item.observation.observedAt }]
            : [],
        ),
      );
      for (const [key, { item }] of entries) {
        if (item.observation.state === 'known') this.#written.set(key, item.observation.value);
        else this.#written.delete(key);
      }
      await saveEvents(events);
      await saveSamples(samples);
      this.#isFailing = false;
    } catch (error) {
      this.#putBack(items, events, samples);
      if (!this.#isFailing) this.options.log(`history waits for the database: ${messageOf(error)}`);
      this.#isFailing = true;
    }
  }

  #putBack(
    items: ReadonlyMap<ItemKey, Dirty>,
    events: readonly LiveEvent[],
    samples: readonly SampleRow[],
  ): void {
    // Writing twice is harmless: events have ids, points and observations their keys.
    for (const [key, dirty] of items) {
      const newer = this.#items.get(key);
      if (!newer) this.#items.set(key, { ...dirty, isTouchOnly: false });
      else newer.isTouchOnly = false;
    }
    this.#events = [...events, ...this.#events].slice(-MAX_WAITING);
    this.#samples = [...samples, ...this.#samples].slice(-MAX_WAITING);
  }

  #prune(): void {
    const now = Date.now();
    pruneHistory({ samples: now - KEEP_SAMPLES_MS, events: now - KEEP_EVENTS_MS }).catch(() => undefined);
    // As long as an event may tell of the change that brought it.
    pruneConfigTexts(now - KEEP_EVENTS_MS).catch(() => undefined);
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n').at(-1) ?? '') : String(error);
