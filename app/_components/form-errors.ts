'use client';

import { useTranslations } from 'use-intl';
import type { FormState, GuardError } from '@/lib/auth/guard';

const GUARD_KEYS = {
  'foreign-origin': 'guardForeignOrigin',
  'signed-out': 'guardSignedOut',
  forbidden: 'guardForbidden',
  invalid: 'guardInvalid',
} as const;

/** What a schema's message may be, besides zod's own words, which nobody translated. */
const FIELD_KEYS = new Set(['required', 'tooShort', 'invalidEmail']);
type FieldKey = 'required' | 'tooShort' | 'invalidEmail';

const isGuardError = (error: { readonly kind: string }): error is GuardError => error.kind in GUARD_KEYS;

/**
 * The words for what was wrong with a form.
 * @param say the words for the use case's own refusals
 */
export function useFormErrors<T, E extends { readonly kind: string }>(
  state: FormState<T, E>,
  say: (error: E) => string,
) {
  const t = useTranslations('shell');
  const error = state.status === 'failed' ? state.error : undefined;
  const fields = error && isGuardError(error) && error.kind === 'invalid' ? error.fields : {};
  return {
    whole: error ? (isGuardError(error) ? t(GUARD_KEYS[error.kind]) : say(error as E)) : '',
    of: (name: string): string | undefined => {
      const message = fields[name]?.[0];
      if (message === undefined) return undefined;
      return FIELD_KEYS.has(message) ? t(message as FieldKey) : t('invalidField');
    },
  };
}
