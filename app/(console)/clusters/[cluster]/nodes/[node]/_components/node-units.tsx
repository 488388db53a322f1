'use client';

import { useLocale, useTranslations } from 'use-intl';
import { ReadingActions } from '@/components/status/reading-actions';
import { ReadingBoundary } from '@/components/status/reading-boundary';
import { StatusMark } from '@/components/status/status-mark';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { type Column, DataTable } from '@/components/ui/table';
import type { Severity } from '@/lib/base/finding';
import { formatBytes } from '@/lib/base/format';
import type { SystemdUnit } from '@/lib/systemd/types';
import type { NodePartProps } from './node-screen';

const STATE: Readonly<Record<string, Severity>> = {
  active: 'ok',
  failed: 'critical',
  activating: 'info',
  deactivating: 'info',
  reloading: 'info',
  inactive: 'info',
};

export function NodeUnits({ live, node }: NodePartProps) {
  const t = useTranslations('screens');
  return (
    <Section
      title={t('units')}
      actions={
        <ReadingActions
          clusterId={live.cluster.id}
          node={node.node}
          reading="units"
          title={t('layerOn', { layer: t('units'), node: node.node.name })}
        />
      }
    >
      <ReadingBoundary clusterId={live.cluster.id} node={node.node} reading="units" onlyTrouble>
        {({ value, current, now }) => (
          <Units
            units={value.units.filter((unit) => unit.loadState !== 'not-found')}
            current={current}
            now={now}
          />
        )}
      </ReadingBoundary>
    </Section>
  );
}

function Units({
  units,
  current,
  now,
}: {
  readonly units: readonly SystemdUnit[];
  readonly current: boolean;
  readonly now: number;
}) {
  const t = useTranslations('screens');
  const locale = useLocale();
  const columns: readonly Column<SystemdUnit>[] = [
    {
      id: 'unit',
      header: t('col_unit'),
      rowHeader: true,
      sortValue: (unit) => unit.id,
      cell: (unit) => <code>{unit.id.replace(/\.service$/, '')}</code>,
    },
    {
      id: 'state',
      header: t('col_state'),
      sortValue: (unit) => unit.activeState,
      cell: (unit) => (
        <StatusMark
          state={current ? (STATE[unit.activeState] ?? 'unknown') : 'unknown'}
        >{`${unit.activeState} (${unit.subState})`}</StatusMark>
      ),
    },
    {
      id: 'boot',
      header: t('col_atBoot'),
      cell: (unit) => <span className="text-ink-3">{unit.unitFileState || '–'}</span>,
    },
    {
      id: 'since',
      header: t('col_changed'),
      sortValue: (unit) => unit.changedAt,
      cell: (unit) => (unit.changedAt ? <RelativeTime at={unit.changedAt} now={now} /> : '–'),
    },
    {
      id: 'memory',
      header: t('col_memory'),
      align: 'end',
      sortValue: (unit) => unit.memoryBytes,
      cell: (unit) => (unit.memoryBytes === undefined ? '–' : formatBytes(unit.memoryBytes, locale)),
    },
  ];
  return <DataTable caption={t('units')} columns={columns} rows={units} rowKey={(unit) => unit.id} />;
}
