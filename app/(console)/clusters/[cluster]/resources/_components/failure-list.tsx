'use client';

import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { ProposeButton } from '@/components/changes/propose-menu';
import { StatusMark } from '@/components/status/status-mark';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Severity } from '@/lib/base/finding';
import type { PacemakerReading } from '@/lib/pacemaker/types';

interface Props {
  readonly reading: PacemakerReading;
  readonly now: number;
}

/** Failed operations with the agent's own reason; they stay until somebody cleans them up. */
export function FailureList({
  reading,
  now,
  clusterId,
  propose,
}: Props & MayPropose & { readonly clusterId: string }) {
  const t = useTranslations('screens');
  if (reading.failures.length === 0) return <p className="text-[0.9333rem] text-ink-3">{t('noFailures')}</p>;
  return (
    <ul className="flex flex-col gap-2.5">
      {reading.failures.map((failure) => (
        <li key={`${failure.key}/${failure.node}`} className="border-l-2 border-warning-mark pl-3">
          <p>
            <code className="font-semibold">{failure.resource ?? failure.key}</code> {failure.task} ·{' '}
            {failure.node} · {failure.exitStatus ?? failure.status ?? '–'}
            {failure.at ? (
              <RelativeTime at={failure.at} now={now} className="ml-2 text-[0.8667rem] text-ink-3" />
            ) : null}
          </p>
          {failure.exitReason ? <p className="text-[0.9rem] text-ink-2">{failure.exitReason}</p> : null}
          {propose && failure.resource ? (
            <ProposeButton
              clusterId={clusterId}
              propose={propose}
              intent={{
                kind: 'clean-up',
                resource: failure.resource.replace(/:\d+$/, ''),
                node: failure.node,
              }}
              look="quiet"
              size="sm"
            >
              {t('cleanUp')}
            </ProposeButton>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

const FENCE_STATE: Readonly<Record<string, Severity>> = {
  success: 'ok',
  failed: 'critical',
  pending: 'warning',
  unknown: 'unknown',
};

export function FencingHistory({ reading, now }: Props) {
  const t = useTranslations('screens');
  if (reading.fenceHistory.length === 0)
    return <p className="text-[0.9333rem] text-ink-3">{t('noFencing')}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {reading.fenceHistory.map((event) => (
        <li key={`${event.target}/${event.action}/${event.completedAt ?? event.status}`}>
          <StatusMark state={FENCE_STATE[event.status] ?? 'unknown'}>
            {t('fenceEvent', {
              action: event.action,
              target: event.target,
              by: event.delegate ?? event.origin ?? '–',
            })}
            <span className="ml-2 font-normal text-ink-3">{t(`fence_${event.status}`)}</span>
            {event.completedAt ? (
              <RelativeTime
                at={event.completedAt}
                now={now}
                className="ml-2 text-[0.8667rem] font-normal text-ink-3"
              />
            ) : null}
          </StatusMark>
          {event.exitReason ? <p className="pl-5 text-[0.9rem] text-ink-2">{event.exitReason}</p> : null}
        </li>
      ))}
    </ul>
  );
}
