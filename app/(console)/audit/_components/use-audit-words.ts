'use client';

import { useTranslations } from 'use-intl';
import { auditActionKey } from '@/lib/base/audit-action';
import type { AuditEntry } from '@/lib/data/audit';

interface AuditWords {
  readonly action: (entry: AuditEntry) => string;
  readonly object: (entry: AuditEntry) => string;
}

/** What an entry's ids are called in the reader's language. An id this version does not know is shown as it is. */
export function useAuditWords(): AuditWords {
  const t = useTranslations('audit');
  const wordsOr = (key: string, id: string): string => {
    const known = key as 'action-sign-in';
    return t.has(known) ? t(known) : id;
  };
  return {
    action: ({ action }) => wordsOr(auditActionKey(action), action),
    object: ({ objectKind, objectName, objectId }) =>
      `${wordsOr(`kind-${objectKind}`, objectKind)} ${objectName ?? objectId}`,
  };
}
