'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { guardAction, guardForm } from '@/lib/auth/guard';
import { LOCALES } from '@/lib/i18n/define';
import { createWall, revokeWall } from '@/lib/usecases/walls';

const newWall = z.object({
  name: z.string().trim().min(1, 'required').max(100),
  names: z.enum(['hide', 'show']),
  locale: z.enum(LOCALES as ['ko', 'en']),
});

export const createWallAction = guardForm(
  { name: 'wall.create', permission: 'wall.manage', input: newWall },
  async (actor, { name, names, locale }) =>
    refreshed(await createWall(actor, { name, showNames: names === 'show', locale })),
);

export const revokeWallAction = guardAction(
  { name: 'wall.revoke', permission: 'wall.manage', input: z.object({ wallId: z.string().min(1).max(100) }) },
  async (actor, { wallId }) => refreshed(await revokeWall(actor, wallId)),
);

function refreshed<T>(result: T): T {
  revalidatePath('/walls');
  return result;
}
