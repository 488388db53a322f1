'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'use-intl';
import { useAction } from '@/components/changes/use-action';
import { EvidenceButton } from '@/components/status/evidence-button';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { Copyable } from '@/components/ui/copyable';
import { Section } from '@/components/ui/section';
import { formatClock } from '@/lib/base/format';
import { COROSYNC_CONF } from '@/lib/host/config-files';
import { type DriftDetail, handCommands } from '@/lib/plan/drift-return';
import type { DriftItem } from '@/lib/protection/drift';
import { AcceptButton } from './accept-button';
import { BaselineLine } from './baseline-line';
import { type DriftActions, type Shown, shownOf } from './drift-actions';
import { DriftText } from './drift-text';
import { useDrift } from './use-drift';

interface Props {
  readonly item: DriftItem;
  readonly live: LiveClusterView;
  readonly actions: DriftActions;
}

/** One thing that differs: since when, what exactly, what it is held against, and what a person can do about it. */
export function DriftItemSection({ item, live, actions }: Props) {
  const t = useTranslations('drift');
  const locale = useLocale();
  const { node, path, since } = item;
  const title = path === undefined ? t('cib') : t('fileOn', { path, node: node ?? '' });
  const place = {
    object: item.object,
    before: item.baseline?.sha256 ?? null,
    after: item.seenSha256 ?? null,
  };
  const { detail, again } = useDrift(live.cluster.id, place);
  const shown = shownOf(live.cluster.id, item);
  const source = live.cluster.nodes.find(({ name }) => name === item.from);
  return (
    <Section
      title={title}
      note={
        since === undefined
          ? t('sinceUnknown')
          : t('since', { clock: formatClock(since, live.clock.now, locale) })
      }
      actions={
        source ? (
          <EvidenceButton
            clusterId={live.cluster.id}
            node={source}
            reading={path === undefined ? 'cib' : 'configFiles'}
            title={title}
          />
        ) : null
      }
    >
      <p className="mb-3 text-[0.9333rem] text-ink-2">
        {t('colBaseline')}: <BaselineLine note={item.baseline} now={live.clock.now} />
      </p>
      <DriftText
        place={place}
        detail={detail}
        again={again}
        labels={{ before: t('rawBaseline'), after: t('rawSeen') }}
      />
      {shown && typeof detail === 'object' ? (
        <Decisions detail={detail} shown={shown} title={title} item={item} actions={actions} />
      ) : null}
    </Section>
  );
}

function Decisions({
  detail,
  shown,
  title,
  item,
  actions: { accept, giveBack },
}: {
  readonly detail: DriftDetail;
  readonly shown: Shown;
  readonly title: string;
  readonly item: DriftItem;
  readonly actions: DriftActions;
}) {
  const t = useTranslations('drift');
  const { byHand } = detail;
  const node = item.node ?? item.from ?? '';
  return (
    <div className="mt-4 flex flex-col gap-3 border-t border-line pt-4">
      {byHand === undefined ? null : <p className="max-w-[80ch]">{t(`hand-${byHand}`, { node })}</p>}
      {byHand !== undefined && item.path !== undefined ? (
        <div>
          <p className="mb-1 text-[0.8667rem] text-ink-3">{t('byHand', { node })}</p>
          {item.path === COROSYNC_CONF ? <p className="mb-1">{t('handCorosync')}</p> : null}
          <ol className="flex flex-col gap-1">
            {handCommands(item.path).map((line) => (
              <li key={line}>
                <Copyable text={line} wrap />
              </li>
            ))}
          </ol>
        </div>
      ) : null}
      <div className="flex flex-wrap items-start gap-3">
        {giveBack && byHand === undefined ? <ReturnButton shown={shown} giveBack={giveBack} /> : null}
        {accept ? <AcceptButton shown={shown} title={title} accept={accept} label={t('accept')} /> : null}
      </div>
    </div>
  );
}

function ReturnButton({
  shown,
  giveBack,
}: {
  readonly shown: Shown;
  readonly giveBack: NonNullable<DriftActions['giveBack']>;
}) {
  const t = useTranslations('drift');
  const router = useRouter();
  const { isBusy, error, run } = useAction();
  return (
    <span className="inline-flex flex-col items-start gap-1">
      <Button
        look="primary"
        busy={isBusy}
        onClick={() =>
          run(
            () => giveBack(shown),
            (planId) => router.push(`/changes/${planId}`),
          )
        }
      >
        {isBusy ? t('giveBackBusy') : t('giveBack')}
      </Button>
      <span role="status" className="text-[0.8667rem] text-critical empty:hidden">
        {error}
      </span>
    </span>
  );
}
