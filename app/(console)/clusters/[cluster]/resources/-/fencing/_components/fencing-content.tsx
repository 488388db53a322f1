'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { fenceDevices, isFencingEnabled } from '@/lib/pacemaker/cib-queries';
import { CibNote, type CibSource, sourceOf } from '../../../_components/cib-source';
import { FencingHistory } from '../../../_components/failure-list';
import { DeviceTable } from './device-table';
import { FencingByHand } from './fencing-by-hand';
import { FencingLevels } from './fencing-levels';

interface Props extends MayPropose {
  readonly live: LiveClusterView;
  readonly source: CibSource;
}

export function FencingContent({ live, source, propose }: Props) {
  const t = useTranslations('pacemaker');
  const screens = useTranslations('screens');
  const { cib, current } = source;
  const status = sourceOf(live);
  const devices = fenceDevices(cib);
  const uncovered = cib.nodes
    .map(({ name }) => name)
    .filter((node) => !devices.some(({ targets }) => targets.length === 0 || targets.includes(node)));
  const isOn = isFencingEnabled(cib);
  return (
    <div className="flex flex-col gap-5">
      <div className={current ? '' : 'stale'}>
        <StatusMark state={!isOn || uncovered.length > 0 ? 'critical' : 'ok'}>
          {isOn
            ? uncovered.length > 0
              ? t('fencingUncovered', { nodes: uncovered.join(', ') })
              : t('fencingCovered')
            : t('fencingOff')}
        </StatusMark>
      </div>
      <Section
        title={t('devices')}
        note={<CibNote live={live} source={source} />}
        actions={
          propose ? (
            <LinkButton size="sm" href={`/clusters/${live.cluster.id}/resources/-/fencing/new`}>
              <Plus aria-hidden className="size-4" />
              {t('newDevice')}
            </LinkButton>
          ) : null
        }
      >
        <div className={current ? '' : 'stale'}>
          <DeviceTable
            clusterId={live.cluster.id}
            cib={cib}
            now={live.clock.now}
            {...(live.cluster.fenceTests ? { tests: live.cluster.fenceTests } : {})}
            {...(status ? { status } : {})}
            {...(propose ? { propose } : {})}
          />
        </div>
        <p className="mt-3 max-w-[80ch] text-[0.8667rem] text-ink-3">{t('deviceProof')}</p>
      </Section>
      {propose ? (
        <Section title={t('byHand')} note={t('byHandNote')}>
          <FencingByHand live={live} propose={propose} />
        </Section>
      ) : null}
      <Section title={t('levels')} note={t('levelsNote')}>
        <ul className="flex flex-col gap-4">
          {cib.nodes.map(({ name }) => (
            <li key={name}>
              <FencingLevels
                clusterId={live.cluster.id}
                node={name}
                cib={cib}
                {...(propose ? { propose } : {})}
              />
            </li>
          ))}
        </ul>
      </Section>
      {status ? (
        <Section title={screens('fencingHistory')}>
          <div className={status.current ? '' : 'stale'}>
            <FencingHistory reading={status.reading} now={live.clock.now} />
          </div>
        </Section>
      ) : null}
    </div>
  );
}
