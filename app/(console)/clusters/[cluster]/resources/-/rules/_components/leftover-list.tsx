'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { ProposeButton } from '@/components/changes/propose-menu';
import { Checkbox } from '@/components/ui/checkbox';
import { Section } from '@/components/ui/section';
import type { Residue } from '@/lib/pacemaker/ban';
import { RuleSentence } from './rules-content';

interface Props extends MayPropose {
  readonly clusterId: string;
  readonly leftovers: readonly Residue[];
}

/** What a command left behind still steers resources. Shown always, removed only when asked (invariant 28). */
export function LeftoverList({ clusterId, leftovers, propose }: Props) {
  const t = useTranslations('pacemaker');
  const removable = leftovers
    .filter(({ isHeldByDrbd }) => !isHeldByDrbd)
    .map(({ constraint }) => constraint.id);
  const [chosen, setChosen] = useState<readonly string[]>(removable);
  const ids = chosen.filter((id) => removable.includes(id));
  return (
    <Section title={t('leftovers')} className="border-warning-mark" note={t('leftoversNote')}>
      <ul className="flex flex-col gap-1">
        {leftovers.map(({ constraint, isHeldByDrbd, kind }) => {
          const text = (
            <>
              <RuleSentence constraint={constraint} />{' '}
              <code className="text-[0.8667rem] text-ink-3">{constraint.id}</code>
              <span className="block text-[0.8667rem] text-ink-3">{t(`leftover_${kind}`)}</span>
            </>
          );
          return (
            <li key={constraint.id}>
              {propose && !isHeldByDrbd ? (
                <Checkbox
                  label={text}
                  checked={ids.includes(constraint.id)}
                  onChange={({ target }) =>
                    setChosen((before) =>
                      target.checked
                        ? [...before, constraint.id]
                        : before.filter((id) => id !== constraint.id),
                    )
                  }
                />
              ) : (
                <div className="py-1">{text}</div>
              )}
            </li>
          );
        })}
      </ul>
      {propose && ids.length > 0 ? (
        <ProposeButton
          clusterId={clusterId}
          propose={propose}
          intent={{ kind: 'edit-configuration', edit: { kind: 'remove-leftovers', ids } }}
          size="sm"
        >
          {t('removeLeftovers', { count: ids.length })}
        </ProposeButton>
      ) : null}
    </Section>
  );
}
