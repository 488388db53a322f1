'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { usePacemakerWords } from '@/components/pacemaker/use-pacemaker-words';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { ConstraintWish } from '@/lib/pacemaker/constraint-wish';
import { isWholeWish, wishOfKind } from '@/lib/pacemaker/rule-form';
import type { CibReading } from '@/lib/pacemaker/types';
import { useProposal } from '../../../_components/use-proposal';
import { ColocationFields, LocationFields, OrderFields } from './rule-fields';

interface Props {
  readonly clusterId: string;
  readonly cib: CibReading;
  readonly begin: ConstraintWish;
  /** The rule that is changed; absent for a new one. */
  readonly id?: string;
  readonly propose: ChangeActions['propose'];
  readonly onClose: () => void;
}

const KINDS = ['colocation', 'order', 'location'] as const;

/** A rule in the words of what it does; below it the sentence that will hold. */
export function RuleDialog({ clusterId, cib, begin, id, propose, onClose }: Props) {
  const t = useTranslations('pacemaker');
  const words = usePacemakerWords();
  const [wish, setWish] = useState<ConstraintWish>(begin);
  const { isBusy, error, ask } = useProposal(clusterId, propose);
  const isWhole = isWholeWish(wish);
  const plan = () =>
    ask(id === undefined ? { kind: 'add-constraint', wish } : { kind: 'edit-constraint', id, wish });
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={id === undefined ? t('addRule') : t('editRuleOf', { id })}
      description={t('makePlanNote')}
      wide
      footer={
        <>
          <span role="alert" className="mr-auto text-critical empty:hidden">
            {error}
          </span>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" busy={isBusy} disabled={!isWhole} onClick={plan}>
            {t('makePlan')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {id === undefined ? (
          <fieldset className="grid gap-2 sm:grid-cols-3">
            <legend className="sr-only">{t('ruleKind')}</legend>
            {KINDS.map((kind) => (
              <label
                key={kind}
                className="flex cursor-pointer gap-2.5 rounded-lg border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
              >
                <input
                  type="radio"
                  name="kind"
                  className="mt-1 accent-accent"
                  checked={wish.kind === kind}
                  onChange={() => setWish(wishOfKind(kind, wish))}
                />
                <span>
                  <span className="block font-medium">{t(`kind_${kind}`)}</span>
                  <span className="block text-[0.8667rem] text-ink-2">{t(`kindHint_${kind}`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
        ) : null}
        {wish.kind === 'location' ? <LocationFields wish={wish} cib={cib} onChange={setWish} /> : null}
        {wish.kind === 'colocation' ? <ColocationFields wish={wish} cib={cib} onChange={setWish} /> : null}
        {wish.kind === 'order' ? <OrderFields wish={wish} cib={cib} onChange={setWish} /> : null}
        <p role="status" className="rounded-md bg-sunken px-4 py-3">
          {words.rule(wish)}
        </p>
      </div>
    </Dialog>
  );
}
