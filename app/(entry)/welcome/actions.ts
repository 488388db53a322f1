'use server';

import { headers } from 'next/headers';
import { z } from 'zod';
import { type FormState, fieldErrors, formFields, isOwnOrigin, withoutSecrets } from '@/lib/auth/guard';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '@/lib/auth/password-rule';
import { createFirstAdministrator, type UserError } from '@/lib/usecases/users';

const input = z.object({
  name: z.string().trim().min(1, 'required').max(100),
  email: z.email('invalidEmail').max(200),
  password: z.string().min(MIN_PASSWORD_LENGTH, 'tooShort').max(MAX_PASSWORD_LENGTH),
  setupCode: z.string().max(100).optional(),
});

/** The one action without a session: only while there is no account, and with the code of the log or from this machine. */
export async function createFirstAdministratorAction(
  _previous: FormState<null, UserError>,
  form: FormData,
): Promise<FormState<null, UserError>> {
  const fields = formFields(form);
  const typed = withoutSecrets(fields);
  if (!(await isOwnOrigin())) return { status: 'failed', error: { kind: 'foreign-origin' }, typed };
  const parsed = input.safeParse(fields);
  if (!parsed.success)
    return { status: 'failed', error: { kind: 'invalid', fields: fieldErrors(parsed.error) }, typed };
  const isLocal = (await headers()).get('x-haven-local') === '1';
  const created = await createFirstAdministrator(parsed.data, isLocal);
  return created.ok ? { status: 'done', value: null } : { status: 'failed', error: created.error, typed };
}
