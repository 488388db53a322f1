'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import { ConfigDrawer } from './config-drawer';
import { NodeForm } from './node-form';

interface Props {
  readonly live: LiveClusterView;
  readonly propose: ChangeActions['propose'];
  /** Absent: a menu of the cluster's nodes. */
  readonly node?: string;
}

/** A node joins or leaves services in one step. */
export function NodeBackendButton({ live, propose, node }: Props) {
  const t = useTranslations('haproxy');
  const [open, setOpen] = useState<string>();
  return (
    <>
      {node === undefined ? (
        <Menu
          label={t('nodePick')}
          trigger={<Button>{t('nodeServices')}</Button>}
          items={live.cluster.nodes.map(({ name }) => ({
            id: name,
            label: name,
            onSelect: () => setOpen(name),
          }))}
        />
      ) : (
        <Button onClick={() => setOpen(node)}>{t('nodeServices')}</Button>
      )}
      {open === undefined ? null : (
        <ConfigDrawer
          live={live}
          propose={propose}
          title={t('nodeServicesTitle', { node: open })}
          description={t('nodeServicesText')}
          onClose={() => setOpen(undefined)}
        >
          {(form) => <NodeForm {...form} node={open} />}
        </ConfigDrawer>
      )}
    </>
  );
}
