'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { guardAction, guardForm } from '@/lib/auth/guard';
import { ROLES } from '@/lib/auth/roles';
import { changeRole, createUser, resetPassword, setDisabled, signOutEverywhere } from '@/lib/usecases/users';

const userId = z.string().min(1).max(100);
const role = z.enum(ROLES);
const newUser = z.object({
  name: z.string().trim().min(1, 'required').max(100),
  email: z.email('invalidEmail').max(200),
  role,
});

export const createUserAction = guardForm(
  { name: 'user.create', permission: 'user.manage', input: newUser },
  async (actor, input) => refreshed(await createUser(actor, input)),
);

export const changeRoleAction = guardAction(
  { name: 'user.role', permission: 'user.manage', input: z.object({ userId, role }) },
  async (actor, input) => refreshed(await changeRole(actor, input.userId, input.role)),
);

export const setDisabledAction = guardAction(
  { name: 'user.disable', permission: 'user.manage', input: z.object({ userId, isDisabled: z.boolean() }) },
  async (actor, input) => refreshed(await setDisabled(actor, input.userId, input.isDisabled)),
);

export const resetPasswordAction = guardAction(
  { name: 'user.reset-password', permission: 'user.manage', input: z.object({ userId }) },
  async (actor, input) => refreshed(await resetPassword(actor, input.userId)),
);

export const signOutEverywhereAction = guardAction(
  { name: 'user.sign-out', permission: 'user.manage', input: z.object({ userId }) },
  async (actor, input) => refreshed(await signOutEverywhere(actor, input.userId)),
);

function refreshed<T>(result: T): T {
  revalidatePath('/users');
  return result;
}
