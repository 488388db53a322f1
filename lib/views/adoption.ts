import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/roles';
import { loadAdoption, loadOpenAdoptionIds } from '@/lib/data/adoptions';
import type { AdoptionState } from '@/lib/inventory/adoption';

/** An adoption as its page shows it; the secrets stay behind. */
export interface AdoptionView {
  readonly id: string;
  readonly isPractice: boolean;
  readonly state: AdoptionState;
  readonly isEnded: boolean;
  readonly clusterId?: string;
}

export async function getAdoption(actor: Actor, id: string): Promise<AdoptionView | undefined> {
  if (!may(actor.role, 'cluster.adopt')) return undefined;
  const row = await loadAdoption(id);
  if (!row) return undefined;
  const { practice, state, isEnded, clusterId } = row;
  return { id, isPractice: practice, state, isEnded, ...(clusterId === undefined ? {} : { clusterId }) };
}

/** Adoptions somebody began and nobody ended. */
export async function listOpenAdoptions(actor: Actor): Promise<readonly AdoptionView[]> {
  if (!may(actor.role, 'cluster.adopt')) return [];
  const ids = await loadOpenAdoptionIds();
  const views = await Promise.all(ids.map((id) => getAdoption(actor, id)));
  return views.filter((view) => view !== undefined);
}
