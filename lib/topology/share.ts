/**
 * Structural sharing: keeps the previous object wherever the new one says the same, so that a change of one cell gives
 * one new cell and everything else stays identical (`Object.is`) for memoised views.
 */
export function share<T>(previous: T | undefined, next: T): T {
  return previous === undefined ? next : (merge(previous, next) as T);
}

function merge(previous: unknown, next: unknown): unknown {
  if (Object.is(previous, next)) return previous;
  if (Array.isArray(previous) && Array.isArray(next)) return mergeArray(previous, next);
  if (isPlain(previous) && isPlain(next)) return mergeObject(previous, next);
  return next;
}

function mergeArray(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const byId = new Map(
    previous.flatMap((item) =>
      isPlain(item) && typeof item.id === 'string' ? [[item.id, item] as const] : [],
    ),
  );
  let same = previous.length === next.length;
  const merged = next.map((item, index) => {
    const twin = isPlain(item) && typeof item.id === 'string' ? byId.get(item.id) : previous[index];
    const kept = twin === undefined ? item : merge(twin, item);
    if (!Object.is(kept, previous[index])) same = false;
    return kept;
  });
  return same ? previous : merged;
}

function mergeObject(
  previous: Record<string, unknown>,
  next: Record<string, unknown>,
): Record<string, unknown> {
  const keys = Object.keys(next);
  let same = keys.length === Object.keys(previous).length;
  const merged: Record<string, unknown> = {};
  for (const key of keys) {
    merged[key] = merge(previous[key], next[key]);
    if (!Object.is(merged[key], previous[key]) || !(key in previous)) same = false;
  }
  return same ? previous : merged;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
