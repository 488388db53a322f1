'use client';

import { useTranslations } from 'use-intl';
import type { GuardError } from '@/lib/auth/guard';
import type { AdoptionNode, AdoptionProblem } from '@/lib/inventory/adoption';
import type { AdoptionError } from '@/lib/usecases/adoption';

const GUARD = {
  'foreign-origin': 'guardForeignOrigin',
  'signed-out': 'guardSignedOut',
  forbidden: 'guardForbidden',
  invalid: 'guardInvalid',
} as const;

/** Words for why an answer was not taken. */
export function useAnswerWords(): (error: AdoptionError | GuardError) => string {
  const t = useTranslations('adopt');
  const shell = useTranslations('shell');
  return (error) => (error.kind === 'adoption' ? t(`answer-${error.problem}`) : shell(GUARD[error.kind]));
}

/** What is wrong with a node and what to do, in words that name it. */
export function useProblemWords(): (
  kind: AdoptionProblem,
  node: string,
) => { readonly what: string; readonly next: string } {
  const t = useTranslations('adopt');
  return (kind, node) => ({ what: t(`problem-${kind}`, { node }), next: t(`next-${kind}`, { node }) });
}

export const nodeTitle = (node: AdoptionNode): string => node.name ?? node.host;
