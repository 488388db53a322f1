'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import { GrowDialog } from './grow-dialog';
import { OptionsDialog } from './options-dialog';
import { RemoveDialog } from './remove-dialog';

const DIALOGS = { grow: GrowDialog, options: OptionsDialog, remove: RemoveDialog } as const;
const LABELS = { grow: 'growItem', options: 'optionsItem', remove: 'removeItem' } as const;
type Form = keyof typeof DIALOGS;

/** Growing, options, removal: each asks what it must know, and makes a plan. */
export function HafsMenu({
  name,
  live,
  propose,
}: Required<MayPropose> & { readonly name: string; readonly live: LiveClusterView }) {
  const t = useTranslations('hafs');
  const [form, setForm] = useState<Form | undefined>(undefined);
  const Open = form && DIALOGS[form];
  return (
    <>
      <Menu
        label={t('menu', { name })}
        items={(Object.keys(DIALOGS) as Form[]).map((id) => ({
          id,
          label: t(LABELS[id]),
          onSelect: () => setForm(id),
        }))}
        trigger={
          <Button size="sm" aria-label={t('menu', { name })}>
            {t('menuButton')}
          </Button>
        }
      />
      {Open ? (
        <Open
          name={name}
          live={live}
          clusterId={live.cluster.id}
          propose={propose}
          onClose={() => setForm(undefined)}
        />
      ) : null}
    </>
  );
}
