'use client';

import Link from 'next/link';
import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { ProposeButton } from '@/components/changes/propose-menu';
import { usePlanWords } from '@/components/changes/use-plan-words';
import { resourceSeverity } from '@/components/status/resource-state';
import { StatusMark } from '@/components/status/status-mark';
import { Badge } from '@/components/ui/badge';
import { LinkButton } from '@/components/ui/link-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { type Column, DataTable } from '@/components/ui/table';
import type { FenceTestNote } from '@/lib/live/protocol';
import { type FenceDevice, fenceDevices, listPrimitives } from '@/lib/pacemaker/cib-queries';
import type { CibReading } from '@/lib/pacemaker/types';
import { FENCE_TEST_MAX_AGE_MS } from '@/lib/plan/guards-fencing';
import type { StatusSource } from '../../../_components/cib-source';

interface Props extends MayPropose {
  readonly clusterId: string;
  readonly cib: CibReading;
  readonly status?: StatusSource;
  /** Absent: not looked up. */
  readonly tests?: readonly FenceTestNote[];
  /** Haven's clock, ms. */
  readonly now: number;
}

/** By Haven's own record; a test that is too long ago is as good as none (invariant 4). */
function LastTest({
  at,
  isKnown,
  now,
}: {
  readonly at: number | undefined;
  readonly isKnown: boolean;
  readonly now: number;
}) {
  const t = useTranslations('pacemaker');
  if (!isKnown) return <StatusMark state="unknown">–</StatusMark>;
  if (at === undefined) return <StatusMark state="warning">{t('neverTested')}</StatusMark>;
  return (
    <StatusMark state={now - at > FENCE_TEST_MAX_AGE_MS ? 'warning' : 'ok'}>
      <RelativeTime at={at} />
    </StatusMark>
  );
}

/** Devices with whom they can fence, by which plug, after which delay, and whether they answer now. */
export function DeviceTable({ clusterId, cib, status, tests, now, propose }: Props) {
  const plan = usePlanWords();
  const t = useTranslations('pacemaker');
  const screens = useTranslations('screens');
  const base = `/clusters/${clusterId}/resources`;
  const params = (id: string) =>
    listPrimitives(cib).find(({ primitive }) => primitive.id === id)?.primitive.params ?? {};
  const columns: readonly Column<FenceDevice>[] = [
    {
      id: 'device',
      header: t('device'),
      rowHeader: true,
      sortValue: ({ id }) => id,
      cell: ({ id, agent }) => (
        <span className="inline-flex flex-col">
          <Link href={`${base}/${encodeURIComponent(id)}`} className="hover:underline">
            <code>{id}</code>
          </Link>
          <code className="text-[0.8667rem] font-normal text-ink-3">{agent}</code>
        </span>
      ),
    },
    {
      id: 'victims',
      header: t('victims'),
      cell: ({ targets, ports }) =>
        targets.length === 0 ? (
          <Badge>{t('victimsDynamic')}</Badge>
        ) : (
          targets.map((node) => (
            <span key={node} className="mr-3 whitespace-nowrap">
              {node}
              {ports[node] === undefined ? null : <code className="text-ink-3"> → {ports[node]}</code>}
            </span>
          ))
        ),
    },
    {
      id: 'delay',
      header: t('delay'),
      cell: ({ id }) => {
        const { pcmk_delay_base: base, pcmk_delay_max: max } = params(id);
        return (
          <code>{[base, max === undefined ? undefined : `≤ ${max}`].filter(Boolean).join(' ') || '–'}</code>
        );
      },
    },
    {
      id: 'state',
      header: screens('col_state'),
      cell: ({ id }) =>
        (status?.reading.resources ?? [])
          .filter((one) => one.id === id)
          .map((one) => (
            <StatusMark key={one.role} state={status?.current ? resourceSeverity(one) : 'unknown'}>
              {one.role} {one.nodes.join(', ')}
            </StatusMark>
          )),
    },
  ];
  const tested: Column<FenceDevice> = {
    id: 'tested',
    header: t('lastTest'),
    sortValue: ({ id }) => tests?.find((one) => one.device === id)?.at ?? 0,
    cell: ({ id }) => (
      <LastTest at={tests?.find((one) => one.device === id)?.at} isKnown={tests !== undefined} now={now} />
    ),
  };
  const actions: Column<FenceDevice> = {
    id: 'actions',
    header: <span className="sr-only">{t('actions')}</span>,
    align: 'end',
    cell: ({ id }) => (
      <span className="inline-flex gap-1">
        {propose ? (
          <ProposeButton
            clusterId={clusterId}
            propose={propose}
            intent={{ kind: 'fence-test', device: id }}
            look="quiet"
            size="sm"
          >
            {plan.say('propose-fence-test')}
            <span className="sr-only">{id}</span>
          </ProposeButton>
        ) : null}
        <LinkButton
          look="quiet"
          size="sm"
          href={`${base}/${encodeURIComponent(id)}/edit`}
          aria-label={t('editThing', { id })}
        >
          {t('edit')}
        </LinkButton>
        {propose ? (
          <ProposeButton
            clusterId={clusterId}
            propose={propose}
            intent={{ kind: 'edit-configuration', edit: { kind: 'delete-fence-device', id } }}
            look="quiet"
            size="sm"
          >
            {t('deleteEllipsis')}
            <span className="sr-only">{id}</span>
          </ProposeButton>
        ) : null}
      </span>
    ),
  };
  return (
    <DataTable
      caption={t('devices')}
      columns={propose ? [...columns, tested, actions] : [...columns, tested]}
      rows={fenceDevices(cib)}
      rowKey={({ id }) => id}
      empty={<p className="text-ink-3">{t('noDevices')}</p>}
    />
  );
}
