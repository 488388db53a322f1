'use server';

import { z } from 'zod';
import { type FormState, fieldErrors, formFields, isOwnOrigin } from '@/lib/auth/guard';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '@/lib/auth/password-rule';
import { currentActor } from '@/lib/auth/session';
import { changeOwnPassword, type UserError } from '@/lib/usecases/users';

const input = z.object({
  current: z.string().min(1, 'required').max(MAX_PASSWORD_LENGTH),
  next: z.string().min(MIN_PASSWORD_LENGTH, 'tooShort').max(MAX_PASSWORD_LENGTH),
});

/** Needs a session and no permission: everybody has a password. */
export async function changePasswordAction(
  _previous: FormState<null, UserError>,
  form: FormData,
): Promise<FormState<null, UserError>> {
  if (!(await isOwnOrigin())) return { status: 'failed', error: { kind: 'foreign-origin' }, typed: {} };
  const actor = await currentActor();
  if (!actor) return { status: 'failed', error: { kind: 'signed-out' }, typed: {} };
  const parsed = input.safeParse(formFields(form));
  if (!parsed.success) {
    return { status: 'failed', error: { kind: 'invalid', fields: fieldErrors(parsed.error) }, typed: {} };
  }
  const changed = await changeOwnPassword(actor, parsed.data.current, parsed.data.next);
  return changed.ok ? { status: 'done', value: null } : { status: 'failed', error: changed.error, typed: {} };
}
