import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/roles';
import { type ForgettingRow, findForgetting } from '@/lib/data/forgettings';

export type ForgettingView = Omit<ForgettingRow, 'startedById'>;

/** What became of a cluster that is being forgotten, node by node. Undefined: none, or not for this person. */
export async function getForgetting(actor: Actor, id: string): Promise<ForgettingView | undefined> {
  if (!may(actor.role, 'cluster.forget')) return undefined;
  const row = await findForgetting(id);
  if (!row) return undefined;
  const { startedById: _who, ...view } = row;
  return view;
}
