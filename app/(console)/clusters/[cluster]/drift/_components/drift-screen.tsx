'use client';

import { useLocale, useTranslations } from 'use-intl';
import { ClusterScreen } from '@/components/status/cluster-screen';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { formatAgo } from '@/lib/base/format';
import { CIB_OBJECT } from '@/lib/live/baseline';
import { type ClusterDrift, clusterDrift } from '@/lib/protection/drift';
import { BetweenNodes } from './between-nodes';
import { ComparedTable } from './compared-table';
import type { DriftActions } from './drift-actions';
import { DriftItemSection } from './drift-item';
import { TemporarySection } from './temporary-section';

interface Props extends DriftActions {
  readonly clusterId: string;
}

/** What is not as it was adopted, applied or accepted: seen all the time, decided by a person. */
export function DriftScreen({ clusterId, ...actions }: Props) {
  const t = useTranslations('drift');
  return (
    <ClusterScreen clusterId={clusterId} title={t('title')}>
      {(live) => <Content live={live} actions={actions} />}
    </ClusterScreen>
  );
}

function Content({ live, actions }: { readonly live: LiveClusterView; readonly actions: DriftActions }) {
  const drift = clusterDrift(live.view, live.clock.now);
  const differing = drift.items.filter(({ state }) => state === 'differs');
  return (
    <div className="flex flex-col gap-5">
      <Summary drift={drift} now={live.clock.now} />
      {differing.map((item) => (
        <DriftItemSection
          key={`${item.object} ${item.seenSha256} ${item.baseline?.sha256}`}
          item={item}
          live={live}
          actions={actions}
        />
      ))}
      {drift.between
        .filter(({ isExplained }) => !isExplained)
        .map((difference) => (
          <BetweenNodes
            key={`${difference.path} ${difference.nodes.map(({ sha256 }) => sha256).join(' ')}`}
            difference={difference}
            drift={drift}
            live={live}
            actions={actions}
          />
        ))}
      <TemporarySection leftovers={drift.leftovers} />
      <ComparedTable items={drift.items} live={live} />
    </div>
  );
}

/** One sentence, and never a green one about what nobody has read. */
function Summary({ drift, now }: { readonly drift: ClusterDrift; readonly now: number }) {
  const t = useTranslations('drift');
  const locale = useLocale();
  const differing =
    drift.items.filter(({ state }) => state === 'differs').length +
    drift.between.filter(({ isAccepted, isExplained }) => !isAccepted && !isExplained).length;
  const unknown = drift.items.filter(({ state }) => state === 'unknown');
  const names = [
    ...new Set(
      unknown.map(({ object, node, isOnHafs }) =>
        object === CIB_OBJECT ? 'CIB' : isOnHafs ? 'HAFS' : (node ?? ''),
      ),
    ),
  ];
  const isBeginning = drift.items.some(({ state }) => state === 'no-baseline');
  const checked =
    drift.checkedAt === undefined ? null : (
      <span className="text-ink-3">{t('checked', { ago: formatAgo(drift.checkedAt, now, locale) })}</span>
    );
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 rounded-xl border border-line bg-surface px-5 py-4">
      {differing > 0 ? (
        <StatusMark state="warning">{t('differing', { count: differing })}</StatusMark>
      ) : unknown.length > 0 ? (
        <StatusMark state="unknown">{t('notAll', { names: names.join(', ') })}</StatusMark>
      ) : isBeginning ? (
        <StatusMark state="unknown">{t('waiting')}</StatusMark>
      ) : (
        <StatusMark state="ok">{t('same')}</StatusMark>
      )}
      {differing > 0 && unknown.length > 0 ? (
        <StatusMark state="unknown">{`${t('unknownTitle')}: ${names.join(', ')}`}</StatusMark>
      ) : null}
      {checked}
    </div>
  );
}
