import type { ItemKey, LiveEvent, LiveItem, LiveState, Patch } from './protocol';

/** The one reducer of the live state, used by the server's store and by every browser. Pure; never mutates its input. */

/** The epoch of a reader who has not heard from any Haven yet. */
export const NO_EPOCH = 'none';

export const emptyLiveState = (epoch: string): LiveState => ({
  epoch,
  revision: 0,
  clusters: {},
  links: {},
  items: {},
  events: [],
});

/** Events kept in the state for drawing movement; history lives in Postgres. */
const MAX_EVENTS = 400;

/**
 * Applies a patch.
 * @returns the next state, or `gap` when the patch does not follow this state (other epoch, or a revision was missed):
 *   the caller must ask for a snapshot. A patch that is already contained is ignored.
 */
export function reducePatch(state: LiveState, patch: Patch): LiveState | 'gap' {
  if (patch.epoch !== state.epoch) return 'gap';
  if (patch.to <= state.revision) return state;
  if (patch.from !== state.revision) return 'gap';
  return {
    epoch: state.epoch,
    revision: patch.to,
    clusters: merge(state.clusters, patch.clusters),
    links: merge(state.links, patch.links),
    items: touch(merge(state.items, patch.items), patch.touched),
    events: patch.events ? appendEvents(state.events, patch.events) : state.events,
  };
}

function merge<K extends string, T>(
  base: Readonly<Record<K, T>>,
  changes: Readonly<Record<K, T | null>> | undefined,
): Readonly<Record<K, T>> {
  if (!changes) return base;
  const next: Record<string, T> = { ...base };
  for (const [key, value] of Object.entries<T | null>(changes)) {
    if (value === null) delete next[key];
    else next[key] = value;
  }
  return next as Record<K, T>;
}

function touch(items: LiveState['items'], touched: Patch['touched']): LiveState['items'] {
  if (!touched) return items;
  const next: Record<ItemKey, LiveItem> = { ...items };
  for (const [key, observedAt] of Object.entries(touched) as [ItemKey, number][]) {
    const item = next[key];
    if (item?.observation.state !== 'known') continue;
    next[key] = { ...item, observation: { ...item.observation, observedAt } };
  }
  return next;
}

function appendEvents(events: readonly LiveEvent[], more: readonly LiveEvent[]): readonly LiveEvent[] {
  const seen = new Set(events.map((event) => event.id));
  return [...events, ...more.filter((event) => !seen.has(event.id))].slice(-MAX_EVENTS);
}
