import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/roles';
import { database } from '@/lib/data/client';

export interface NavigationCluster {
  readonly id: string;
  readonly name: string;
  readonly isPractice: boolean;
  readonly nodes: readonly string[];
}

/** The clusters a person may go to, for the navigation. */
export async function listNavigation(actor: Actor): Promise<readonly NavigationCluster[]> {
  if (!may(actor.role, 'cluster.view')) return [];
  const clusters = await database().cluster.findMany({
    orderBy: [{ practice: 'asc' }, { name: 'asc' }],
    select: {
      id: true,
      name: true,
      practice: true,
      nodes: { select: { name: true } },
    },
  });
  return clusters.map(({ id, name, practice, nodes }) => ({
    id,
    name,
    isPractice: practice,
    nodes: nodes.map((node) => node.name).sort(byName),
  }));
}

/** As people count: node2 before node10. */
const byName = new Intl.Collator('en', { numeric: true }).compare;
