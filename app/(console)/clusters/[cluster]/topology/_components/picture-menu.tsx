'use client';

import { clsx } from 'clsx';
import { ContextMenu as Radix } from 'radix-ui';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { type Proposal, useProposal } from '@/components/changes/propose-menu';
import { usePlanWords } from '@/components/changes/use-plan-words';
import { usePreviewing } from '@/components/preview/preview-provider';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import type { Picked } from '@/components/topology/topology-view';
import { menuItemLook, menuLook } from '@/components/ui/menu';
import { proposalsFor } from './picked-proposals';

interface Props {
  readonly live: LiveClusterView;
  readonly propose: ChangeActions['propose'];
  readonly pickedOf: (id: string) => Picked | undefined;
  readonly children: ReactNode;
}

/**
 * The changes of an element, on the picture itself: a right click or the menu key opens them beside it, and the entry
 * that is pointed at shows in the picture what it would do.
 */
export function PictureMenu({ live, propose, pickedOf, children }: Props) {
  const t = useTranslations('topology');
  const words = usePlanWords();
  const { error, ask } = useProposal({ clusterId: live.cluster.id, propose });
  const previewing = usePreviewing();
  const [proposals, setProposals] = useState<readonly Proposal[]>([]);

  const choose = (event: MouseEvent<HTMLElement>): void => {
    const id =
      event.target instanceof Element ? event.target.closest('[data-nav]')?.getAttribute('data-nav') : null;
    const picked = id ? pickedOf(id) : undefined;
    const found = picked ? proposalsFor(live, picked, words) : [];
    setProposals(found);
    // Where nothing can be proposed, the browser's own menu stays.
    if (found.length === 0) event.stopPropagation();
  };
  return (
    // Not modal: what a preview says must reach screen readers while the menu is open.
    <Radix.Root modal={false} onOpenChange={(isOpen) => (isOpen ? undefined : previewing?.end())}>
      <Radix.Trigger asChild>
        <div>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: what is inside are buttons; this only hears of them */}
          <div onContextMenu={choose}>{children}</div>
        </div>
      </Radix.Trigger>
      <p role="alert" className="text-[0.8667rem] text-critical empty:hidden">
        {error}
      </p>
      <Radix.Portal>
        <Radix.Content className={menuLook} aria-label={t('changesMenu')} collisionPadding={8}>
          {proposals.map(({ id, label, intent, isDangerous }) => (
            <Radix.Item
              key={id}
              className={clsx(menuItemLook, isDangerous && 'text-critical')}
              onSelect={() => ask(intent)}
              onFocus={() => previewing?.begin(intent)}
              onBlur={() => previewing?.end()}
            >
              {label}
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
