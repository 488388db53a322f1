'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl';
import { formatMoment } from '@/lib/base/format';
import type { DirectoryCluster } from '@/lib/live/protocol';
import type { PacemakerReading } from '@/lib/pacemaker/types';
import { type HandsOff, handsOff } from '@/lib/protection/hands-off';
import { StatusMark } from './status-mark';

interface Props {
  readonly cluster: DirectoryCluster;
  readonly reading: PacemakerReading | undefined;
  readonly now: number;
  /** A wall leads nowhere. */
  readonly hasLinks?: boolean;
}

/** What nobody looks after, by whose wish, until when. Stays until it ends; a time that has passed only reminds. */
export function MaintenanceBanner({ cluster, reading, now, hasLinks = true }: Props) {
  const things = reading ? handsOff(cluster, reading, now) : [];
  if (things.length === 0) return null;
  return (
    <ul className="mb-5 flex flex-col gap-1 rounded-lg border border-warning-mark bg-warning-soft px-4 py-2.5">
      {things.map((thing) => (
        <Line key={`${thing.of} ${thing.id}`} thing={thing} hasLinks={hasLinks} />
      ))}
    </ul>
  );
}

function Line({ thing, hasLinks }: { readonly thing: HandsOff; readonly hasLinks: boolean }) {
  const t = useTranslations('ui');
  const locale = useLocale();
  const { of, id, note, isOverdue } = thing;
  const until = note?.until === undefined ? undefined : formatMoment(note.until, locale);
  return (
    <li className="flex flex-wrap items-baseline gap-x-3">
      <StatusMark state={isOverdue ? 'critical' : 'warning'}>{t(`maintenanceOf_${of}`, { id })}</StatusMark>
      {note ? null : <span>{t('maintenanceUnknown')}</span>}
      {note && until && isOverdue ? <span>{t('maintenanceOverdue', { until })}</span> : null}
      {note && until && !isOverdue ? (
        <span>
          {note.who ? t('maintenanceBy', { who: note.who, until }) : t('maintenanceUntil', { until })}
        </span>
      ) : null}
      {note?.why ? <q className="text-ink-2">{note.why}</q> : null}
      {note && hasLinks ? (
        <Link href={`/changes/${note.planId}`} className="underline underline-offset-4">
          {t('maintenancePlan')}
        </Link>
      ) : null}
    </li>
  );
}
