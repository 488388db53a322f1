/** Changes that were planned together once and are asked for together again: an undo. */
import { composeDrafts } from '../compose';
import type { Ask, Draft, FilePlace, Planner } from '../planner';
import type { Intent } from '../types';

type Combined = Extract<Intent, { kind: 'combined' }>;

/** @param of the planner of each kind: the table itself, which this one is a part of */
export function combinedPlanner(
  of: (intent: Intent) => Planner,
  draftOf: (ask: Ask<Intent>) => Draft,
): Planner<Combined> {
  const asks = (wish: 'readsHaproxy' | 'readsHaproxyHost' | 'readsApache') => (intent: Combined) =>
    intent.parts.some((part) => {
      const wanted = of(part)[wish];
      return typeof wanted === 'function' ? wanted(part) : wanted === true;
    });
  const all =
    (wish: 'addresses' | 'units') =>
    (intent: Combined): readonly string[] => [
      ...new Set(intent.parts.flatMap((part) => of(part)[wish]?.(part) ?? [])),
    ];
  return {
    confirm: (intent) => intent.of,
    parts: (intent) => intent.parts,
    files: (intent, nodes): readonly FilePlace[] =>
      intent.parts.flatMap((part) => of(part).files?.(part, nodes) ?? []),
    readsHaproxy: asks('readsHaproxy'),
    readsHaproxyHost: asks('readsHaproxyHost'),
    readsApache: asks('readsApache'),
    filesFound: (intent, nodes): readonly FilePlace[] =>
      intent.parts.flatMap((part) => of(part).filesFound?.(part, nodes) ?? []),
    addresses: all('addresses'),
    units: all('units'),
    draft: (ask) => composeDrafts(ask, { of: ask.intent.of, parts: ask.intent.parts, draftOf }),
  };
}
