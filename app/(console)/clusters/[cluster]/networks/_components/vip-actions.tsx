'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { ProposeAny } from '@/components/changes/propose-menu';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { NewVipDialog } from './new-vip-dialog';

interface Props {
  readonly live: LiveClusterView;
  readonly propose: ChangeActions['propose'];
}

/** A new VIP, and whether programs may bind one that is elsewhere. */
export function VipActions({ live, propose }: Props) {
  const t = useTranslations('services');
  const [isOpen, setOpen] = useState(false);
  const nodes = live.cluster.nodes.map((node) => node.name);
  return (
    <>
      <ProposeAny
        clusterId={live.cluster.id}
        propose={propose}
        size="sm"
        label={t('nonlocalMenu')}
        proposals={[true, false].map((isOn) => ({
          id: `${isOn}`,
          label: t(isOn ? 'nonlocalOn' : 'nonlocalOff'),
          intent: { kind: 'nonlocal-bind', nodes, isOn },
        }))}
      >
        {t('nonlocal')}
      </ProposeAny>
      <Button size="sm" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-4" />
        {t('newVip')}
      </Button>
      {isOpen ? <NewVipDialog live={live} propose={propose} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
