/** What needed what before a change, and does not any more (invariants 22 and 23). */
import { filesystemResources, findResource, primitiveIdsOf, vipResources } from '@/lib/pacemaker/cib-queries';
import { primitiveNeeds } from '@/lib/pacemaker/dependencies';
import type { CibReading } from '@/lib/pacemaker/types';
import type { WorldFacts } from './facts';

export interface LostNeeds {
  /** `apache → fs_hafs`: uses HAFS, and would not be where it is mounted, or not wait for it. */
  readonly hafs: readonly string[];
  /** The same for what an address stands in front of. */
  readonly vips: readonly string[];
}

type Needs = ReadonlyMap<string, ReadonlySet<string>>;

export function lostNeeds(
  { cib, services }: Pick<WorldFacts, 'cib' | 'services'>,
  after: CibReading,
): LostNeeds {
  const mounts = filesystemResources(cib)
    .filter(({ device }) => device.startsWith('/dev/drbd'))
    .map(({ id }) => id);
  const users = services.flatMap(({ usesHafs, resourceId }) =>
    usesHafs && resourceId !== undefined ? primitiveIdsOf(cib, resourceId) : [],
  );
  const vips = vipResources(cib).map(({ id }) => id);
  const lost = (['colocation', 'order'] as const).flatMap((kind) =>
    lostPairs(closure(needsBy(cib, kind)), closure(needsBy(after, kind)), after),
  );
  const about = (dependents: readonly string[], on?: readonly string[]) => [
    ...new Set(
      lost
        .filter(([dependent, needed]) => dependents.includes(dependent) && (on?.includes(needed) ?? true))
        .map(([dependent, needed]) => `${dependent} → ${needed}`),
    ),
  ];
  return { hafs: about(users, mounts), vips: about(vips) };
}

/** Being together and waiting for one another are two things: a group says both, a constraint one. */
export const needsBy = (cib: CibReading, kind: 'colocation' | 'order'): Needs =>
  primitiveNeeds({ ...cib, constraints: cib.constraints.filter((one) => one.kind === kind) });

/** Everything each needs, directly or not. */
export function closure(needs: Needs): Needs {
  const reach = (id: string, seen: Set<string>): Set<string> => {
    for (const next of needs.get(id) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      reach(next, seen);
    }
    return seen;
  };
  return new Map([...needs.keys()].map((id) => [id, reach(id, new Set())]));
}

/** Only between what still exists: who deletes a resource means what goes with it. */
function lostPairs(before: Needs, after: Needs, cib: CibReading): (readonly [string, string])[] {
  return [...before].flatMap(([id, needed]) =>
    [...needed].flatMap((other) =>
      after.get(id)?.has(other) || !findResource(cib, id) || !findResource(cib, other)
        ? []
        : [[id, other] as const],
    ),
  );
}
