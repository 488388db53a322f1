'use client';

import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import type { DirectoryCluster } from '@/lib/live/protocol';
import { ForgetDialog } from './forget-dialog';

/** What an administrator may do with a cluster as a whole. Only one thing so far, and not one for a bare button. */
export function ClusterMenu({ cluster }: { readonly cluster: DirectoryCluster }) {
  const t = useTranslations('forget');
  const [isForgetting, setForgetting] = useState(false);
  const label = t('menu', { cluster: cluster.name });
  return (
    <>
      <Menu
        label={label}
        trigger={
          <Button look="secondary" size="icon" aria-label={label}>
            <Ellipsis aria-hidden className="size-4.5" />
          </Button>
        }
        items={[{ id: 'forget', label: t('open'), danger: true, onSelect: () => setForgetting(true) }]}
      />
      {isForgetting ? <ForgetDialog cluster={cluster} onClose={() => setForgetting(false)} /> : null}
    </>
  );
}
