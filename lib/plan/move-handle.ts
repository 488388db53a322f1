/**
 * What to take hold of to move something. Pacemaker moves a leader with all its followers, but a follower's own
 * wish often does not reach a leader two steps away (a VIP on Apache on a mount on DRBD's Primary, seen with
 * `crm_simulate` 2.1.5). So the resource itself is tried first, then what it must be with, from near to far.
 */
import { findResource } from '@/lib/pacemaker/cib-queries';
import { listDependencies } from '@/lib/pacemaker/dependencies';
import type { CibReading } from '@/lib/pacemaker/types';

/** Ids to try in order. A clone that runs everywhere leads nobody anywhere and is left out. */
export function moveHandles(cib: CibReading, resource: string): readonly string[] {
  const leaders = listDependencies(cib).filter((edge) => edge.kind === 'colocation' && edge.mandatory);
  const handles: string[] = [];
  const queue = [topOf(cib, resource)];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (handles.includes(id)) continue;
    handles.push(id);
    const own = id;
    const next = leaders
      .filter((edge) => topOf(cib, edge.dependent) === own)
      .map((edge) => topOf(cib, edge.on));
    queue.push(...next.filter((leader) => canLead(cib, leader)));
  }
  return handles;
}

/** The outermost collection around a resource: a group moves as a whole. */
function topOf(cib: CibReading, id: string): string {
  const found = findResource(cib, id);
  return found?.within[0]?.id ?? id;
}

function canLead(cib: CibReading, id: string): boolean {
  const found = findResource(cib, id)?.resource;
  if (!found || found.kind === 'bundle') return false;
  return found.kind !== 'clone' || found.promotable;
}
