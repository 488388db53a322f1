'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import { machinesOf, sharedNetworks } from '@/lib/inventory/build-design';
import type { AdoptionView } from '@/lib/views/adoption';
import { acceptDesignAction, cancelAdoptionAction, readAgainAction } from '../../actions';
import { designDefaults, designOf } from './design-form';
import { FenceFields } from './fence-fields';
import { NetworkFields } from './network-fields';
import { NodeFindings } from './node-findings';
import { StorageFields } from './storage-fields';
import { useAnswer } from './use-answer';
import { VipFields } from './vip-fields';

/** The one form of a new cluster, proposed from what its machines say. Uncontrolled: nothing typed is lost to an error. */
export function DesignForm({
  view,
  onAnswered,
}: {
  readonly view: AdoptionView;
  readonly onAnswered: () => void;
}) {
  const t = useTranslations('adopt');
  const { state, id } = view;
  const { run, isPending, problem } = useAnswer(onAnswered);
  const machines = machinesOf(state);
  const networks = sharedNetworks(machines);
  // What is proposed is proposed once: a poll must not change what a person is looking at.
  const [defaults] = useState(() => designDefaults(state, machines, networks));
  const isBusy = isPending || state.phase === 'founding';
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const design = designOf(new FormData(event.currentTarget), machines);
    run(() => acceptDesignAction({ adoption: id, design }));
  };
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-5">
      <div>
        <h2 className="text-lg font-semibold">{t('designTitle')}</h2>
        <p className="mt-1 max-w-[72ch] text-ink-2">{t('designText')}</p>
      </div>
      <TextField
        label={t('clusterName')}
        name="clusterName"
        defaultValue={defaults.clusterName}
        required
        maxLength={63}
        pattern="[A-Za-z0-9][A-Za-z0-9_.\-]*"
        spellCheck={false}
        className="max-w-sm"
      />
      <Section title={t('netTitle')}>
        <NetworkFields networks={networks} defaults={defaults} />
      </Section>
      <Section title={t('fenceTitle')} note={t('fenceText')}>
        <FenceFields machines={machines} defaults={defaults} />
      </Section>
      <Section title={t('storageTitle')}>
        <StorageFields machines={machines} defaults={defaults} />
      </Section>
      <Section title={t('vipTitle')}>
        <VipFields defaults={defaults} />
      </Section>
      <NodeFindings nodes={state.nodes} />
      <p role="alert" className="text-critical empty:hidden">
        {problem}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" busy={isBusy}>
          {state.phase === 'founding' ? t('founding') : t('makePlan')}
        </Button>
        {state.phase === 'design' ? (
          <>
            <Button busy={isBusy} onClick={() => run(() => readAgainAction({ adoption: id }))}>
              {t('readAgain')}
            </Button>
            <Button
              look="quiet"
              busy={isBusy}
              onClick={() => run(() => cancelAdoptionAction({ adoption: id }))}
            >
              {t('buildCancel')}
            </Button>
          </>
        ) : null}
      </div>
    </form>
  );
}
