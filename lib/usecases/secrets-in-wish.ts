/** Secrets in what a person asks for: a wish is stored, shown to every reader, and goes into the audit for good. */
import { isSecretName, REDACTED } from '@/lib/pacemaker/redact';
import type { Intent } from '@/lib/plan/types';

/**
 * Whether a parameter that is named like a secret is to be given a value. Pacemaker's planner would refuse it too, but
 * only when the wish lies in the database already.
 */
export function holdsSecret(wish: unknown): boolean {
  if (typeof wish !== 'object' || wish === null) return false;
  return Object.entries(wish).some(([name, value]) =>
    typeof value === 'string'
      ? !Array.isArray(wish) && isSecretName(name) && value !== '' && value !== REDACTED
      : holdsSecret(value),
  );
}

/** For the audit, which nobody can take anything out of: of a whole file its hash is enough, the text may hold passwords. */
export const withoutTexts = (intent: Intent): unknown =>
  intent.kind === 'edit-file'
    ? { ...intent, files: intent.files.map(({ text: _text, ...file }) => file) }
    : intent;
