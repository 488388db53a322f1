'use client';

import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import type { AdoptionView } from '@/lib/views/adoption';
import { acceptAdoptionAction, cancelAdoptionAction, readAgainAction } from '../../actions';
import { NetworkTable } from './network-table';
import { NodeFindings } from './node-findings';
import { DrbdList, ServiceTable, VipList } from './review-lists';
import { useAnswer } from './use-answer';

type Role = '1g' | '10g' | 'management' | 'other';

/** What was found, with the one question a person must answer: which network is which. */
export function Review({
  view,
  onAnswered,
}: {
  readonly view: AdoptionView;
  readonly onAnswered: () => void;
}) {
  const t = useTranslations('adopt');
  const { state, id } = view;
  const { run, isPending, problem } = useAnswer(onAnswered);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const proposal = state.proposal;
  if (!proposal) return null;
  const isBusy = isPending || state.phase === 'adopting';
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const networks = proposal.networks.map(({ cidr }) => ({
      cidr,
      role: String(form.get(`role ${cidr}`)) as Role,
      name: String(form.get(`name ${cidr}`)),
    }));
    const clusterName = String(form.get('clusterName'));
    run(() => acceptAdoptionAction({ adoption: id, clusterName, networks, withoutServices: [...left] }));
  };
  const toggle = (service: string) => {
    const next = new Set(left);
    if (!next.delete(service)) next.add(service);
    setLeft(next);
  };
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-5">
      <div>
        <h2 className="text-lg font-semibold">{t('reviewTitle')}</h2>
        <p className="mt-1 text-ink-2">{t('reviewText')}</p>
      </div>
      <TextField
        label={t('clusterName')}
        name="clusterName"
        defaultValue={state.clusterName}
        required
        maxLength={80}
        className="max-w-sm"
      />
      <Section title={t('networks')}>
        <NetworkTable networks={proposal.networks} />
      </Section>
      <Section title={t('services')}>
        <ServiceTable services={proposal.services} left={left} onToggle={toggle} />
      </Section>
      <div className="grid gap-5 lg:grid-cols-2">
        <Section title={t('vips')}>
          <VipList vips={proposal.vips} />
        </Section>
        <Section title={t('drbd')}>
          <DrbdList resources={proposal.drbd} />
        </Section>
      </div>
      <NodeFindings nodes={state.nodes} />
      <p role="alert" className="text-critical empty:hidden">
        {problem}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" busy={isBusy}>
          {state.phase === 'adopting' ? t('adopting') : t('accept')}
        </Button>
        <Button busy={isBusy} onClick={() => run(() => readAgainAction({ adoption: id }))}>
          {t('readAgain')}
        </Button>
        <Button look="quiet" busy={isBusy} onClick={() => run(() => cancelAdoptionAction({ adoption: id }))}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
