import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/roles';
import { listUsers, type UserSummary } from '@/lib/data/users';

/** Every account; for those who may see accounts. */
export async function listAccounts(actor: Actor): Promise<readonly UserSummary[]> {
  return may(actor.role, 'user.view') ? listUsers() : [];
}
