import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/roles';
import { countUsers, listUsers, type UserSummary } from '@/lib/data/users';

/** Every account; for those who may see accounts. */
export async function listAccounts(actor: Actor): Promise<readonly UserSummary[]> {
  return may(actor.role, 'user.view') ? listUsers() : [];
}

/** Whether anybody has an account yet: without one, the first visit is all there is. */
export const hasAccounts = async (): Promise<boolean> => (await countUsers()) > 0;
