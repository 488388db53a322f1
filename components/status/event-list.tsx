'use client';

import { useTranslations } from 'use-intl';
import { RelativeTime } from '@/components/ui/relative-time';
import type { DirectoryCluster, LiveEvent } from '@/lib/live/protocol';
import { type EventWords, eventWords } from './event-words';
import { StatusMark } from './status-mark';

interface Props {
  /** Oldest first, as the live state keeps them. */
  readonly events: readonly LiveEvent[];
  readonly clusters: Readonly<Record<string, DirectoryCluster>>;
  readonly now: number;
  readonly limit: number;
  /** Names the cluster of each line. */
  readonly withCluster?: boolean;
  readonly label: string;
}

/** What changed, newest first. A change that several nodes saw is told once. */
export function EventList({ events, clusters, now, limit, withCluster = false, label }: Props) {
  const t = useTranslations('ui');
  const told = tellOnce(events, clusters).slice(0, limit);
  if (told.length === 0) return <p className="text-[0.9333rem] text-ink-3">{t('eventsNone')}</p>;
  return (
    <ol aria-label={label} className="flex flex-col">
      {told.map(({ event, words }) => (
        <li
          key={event.id}
          className="grid grid-cols-[5.4rem_1fr] gap-3 border-b border-line py-1.5 text-[0.9333rem] last:border-b-0"
        >
          <RelativeTime at={event.at} now={now} className="text-[0.8667rem] leading-6 text-ink-3" />
          <span className="min-w-0">
            <StatusMark state={words.severity} className="text-ink">
              <span className="font-normal text-ink">{t(words.key, words.params)}</span>
            </StatusMark>
            {withCluster ? (
              <span className="ml-2 text-[0.8667rem] text-ink-3">{clusters[event.clusterId]?.name}</span>
            ) : null}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Nodes that see the same change within this time tell it once; a longer span would swallow a real repeat. */
const SAME_WITHIN_MS = 15_000;

export function tellOnce(
  events: readonly LiveEvent[],
  clusters: Props['clusters'],
): { readonly event: LiveEvent; readonly words: EventWords }[] {
  const told: { event: LiveEvent; words: EventWords }[] = [];
  const lastOf = new Map<string, number>();
  for (const event of events) {
    const words = eventWords(event, clusters[event.clusterId]);
    if (!words) continue;
    const id = [event.clusterId, words.key, ...Object.values(words.params)].join('/');
    const before = lastOf.get(id);
    lastOf.set(id, event.at);
    if (before !== undefined && event.at - before < SAME_WITHIN_MS) continue;
    told.push({ event, words });
  }
  return told.reverse();
}
