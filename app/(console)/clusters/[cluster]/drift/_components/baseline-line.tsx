'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl';
import { formatClock } from '@/lib/base/format';
import type { BaselineNote } from '@/lib/live/baseline';

/** What something is held against: who said so, when and why. */
export function BaselineLine({
  note,
  now,
}: {
  readonly note: BaselineNote | undefined;
  readonly now: number;
}) {
  const t = useTranslations('drift');
  const locale = useLocale();
  if (!note) return <span>–</span>;
  if (note.at === 0) return <span>{t('origin-none')}</span>;
  const values = { when: formatClock(note.at, now, locale), who: note.who ?? '–', why: note.why ?? '–' };
  return (
    <span>
      {t(`origin-${note.origin}`, values)}
      {note.planId ? (
        <Link href={`/changes/${note.planId}`} className="ml-2 text-accent underline">
          {t('thePlan')}
        </Link>
      ) : null}
    </span>
  );
}
