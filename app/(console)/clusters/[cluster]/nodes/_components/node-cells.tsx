'use client';

import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useLink, useReading } from '@/components/live/live-provider';
import { FreshnessNote } from '@/components/status/freshness-note';
import { NodeHeart } from '@/components/status/node-heart';
import { NodeState } from '@/components/status/node-state';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { useFindingWords } from '@/components/status/use-finding-words';
import { type Severity, worstSeverity } from '@/lib/base/finding';
import { formatDuration, formatOffset, formatPercent } from '@/lib/base/format';
import { lastValue } from '@/lib/base/observation';
import type { DrbdResource } from '@/lib/drbd/types';
import type { NodeReadings, ReadingName } from '@/lib/live/readings';
import { storageName } from '@/lib/protection/view';
import type { NodeRow } from './node-rows';

interface CellProps {
  readonly live: LiveClusterView;
  readonly row: NodeRow;
}

interface ReadProps<K extends ReadingName> extends CellProps {
  readonly reading: K;
  /** The second of its cell: says nothing while there is nothing, since the first says why. */
  readonly isSecond?: boolean;
  readonly children: (value: NodeReadings[K], isCurrent: boolean) => ReactNode;
}

/** A reading in a cell with its truth: what was last known is hatched, and why, unless the row's state says it already. */
function Read<K extends ReadingName>({ live, row, reading, isSecond = false, children }: ReadProps<K>) {
  const t = useTranslations('ui');
  const { item, freshness } = useReading(live.cluster.id, row.node.node.id, reading);
  const value = lastValue(item?.observation);
  if (freshness.state === 'current' && value !== undefined) return children(value, true);
  const isTold = row.node.link !== 'live' || live.view.havenSilent;
  if (value === undefined && isSecond) return null;
  if (value === undefined && isTold) return <StatusMark state="unknown" shapeOnly />;
  return (
    <>
      {value === undefined ? null : (
        <div className="stale rounded">
          <span className="sr-only">{t('lastKnown')}: </span>
          {children(value, false)}
        </div>
      )}
      {isTold || isSecond ? null : (
        <FreshnessNote
          freshness={freshness}
          node={row.name}
          now={live.clock.now}
          className="block text-left whitespace-normal"
        />
      )}
    </>
  );
}

/** Haven's own line to the node, and what the cluster holds of it: two different things. */
export function StateCell({ live, row }: CellProps) {
  const link = useLink(row.node.node.id);
  return (
    <>
      <NodeHeart link={link} clock={live.clock}>
        SSH
      </NodeHeart>
      <div className="mt-0.5">
        {live.view.crm(row.name) ? (
          <NodeState view={live.view} node={row.name} always />
        ) : (
          <StatusMark state="unknown">Pacemaker</StatusMark>
        )}
      </div>
    </>
  );
}

/** The worst in words, the others by number: the row's page says them all. */
export function ProblemCell({ row: { problems, isComplete } }: { readonly row: NodeRow }) {
  const t = useTranslations('screens');
  const ui = useTranslations('ui');
  const words = useFindingWords();
  const [first, ...rest] = problems;
  if (!first)
    return isComplete ? (
      <StatusMark state="ok">{t('noProblems')}</StatusMark>
    ) : (
      <StatusMark state="unknown">{t('notAllRead')}</StatusMark>
    );
  const { tool, finding } = first;
  return (
    <>
      <StatusMark state={finding.severity}>
        <span className="line-clamp-3">{words(tool, finding.key, finding.params).text}</span>
      </StatusMark>
      {rest.length > 0 ? (
        <div className="mt-0.5 pl-[1.4em] text-[0.8667rem] text-ink-3">
          {ui('more', { count: rest.length })}
        </div>
      ) : null}
    </>
  );
}

const DISK_SEVERITY: Readonly<Record<string, Severity>> = {
  UpToDate: 'ok',
  Diskless: 'critical',
  Failed: 'critical',
};

const severityOf = ({ devices }: DrbdResource): Severity =>
  worstSeverity(devices.map(({ disk }) => DISK_SEVERITY[disk] ?? 'warning'));

/** The node's part in replication, and whether its file system is mounted here. */
export function StorageCell(props: CellProps) {
  const t = useTranslations('screens');
  const locale = useLocale();
  return (
    <>
      <Read {...props} reading="drbd">
        {({ resources }, isCurrent) =>
          resources.length === 0 ? (
            <span className="text-ink-3">–</span>
          ) : (
            resources.map((resource) => (
              <div key={resource.name} className="whitespace-nowrap">
                <StatusMark state={isCurrent ? severityOf(resource) : 'unknown'}>
                  {storageName(resource.name)} {resource.role}
                </StatusMark>
                <div className="pl-[1.4em] text-[0.8667rem] text-ink-3">
                  {resource.devices.find(({ disk }) => disk !== 'UpToDate')?.disk ?? 'UpToDate'}
                </div>
              </div>
            ))
          )
        }
      </Read>
      <Read {...props} reading="mounts" isSecond>
        {({ mounts }) =>
          mounts
            .filter(({ source }) => source.startsWith('/dev/drbd'))
            .map(({ target, sizeBytes, usedBytes }) => (
              <div key={target} className="pl-[1.4em] text-[0.8667rem] whitespace-nowrap text-ink-2">
                {sizeBytes && usedBytes !== undefined
                  ? t('mountedFull', { percent: formatPercent((usedBytes / sizeBytes) * 100, locale) })
                  : t('mounted')}
              </div>
            ))
        }
      </Read>
    </>
  );
}

export function LoadCell(props: CellProps) {
  const t = useTranslations('screens');
  const locale = useLocale();
  return (
    <Read {...props} reading="host">
      {({ load1, cpuCount, memoryTotalKiB, memoryAvailableKiB }) => {
        const used = (1 - memoryAvailableKiB / Math.max(1, memoryTotalKiB)) * 100;
        return (
          <>
            <div>
              {load1.toFixed(2)} <span className="text-ink-3">/ {cpuCount} CPU</span>
            </div>
            <div className="text-[0.8667rem] text-ink-3">
              {t('memoryUsed', { percent: formatPercent(used, locale) })}
            </div>
          </>
        );
      }}
    </Read>
  );
}

export function ClockCell(props: CellProps) {
  const locale = useLocale();
  return (
    <>
      <Read {...props} reading="host">
        {({ uptimeSeconds }) => <div>{formatDuration(uptimeSeconds * 1000, locale)}</div>}
      </Read>
      <Read {...props} reading="clock" isSecond>
        {({ offsetMs }) => (
          <div className="text-[0.8667rem] text-ink-3">{formatOffset(offsetMs, locale)}</div>
        )}
      </Read>
    </>
  );
}

/** The versions that decide what a node can do together with its peers. */
export function SystemCell(props: CellProps) {
  return (
    <Read {...props} reading="host">
      {({ versions, kernel }) => (
        <ul className="max-w-34 text-[0.8rem] leading-snug text-ink-3">
          {[
            versions.pacemaker ? `Pacemaker ${versions.pacemaker}` : '',
            versions.drbdKernel ? `DRBD ${versions.drbdKernel}` : '',
            `Linux ${kernel}`,
          ]
            .filter(Boolean)
            .map((line) => (
              <li key={line} className="truncate" title={line}>
                {line}
              </li>
            ))}
        </ul>
      )}
    </Read>
  );
}
