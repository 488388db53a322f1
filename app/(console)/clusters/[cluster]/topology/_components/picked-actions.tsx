'use client';

import type { ChangeActions } from '@/components/changes/change-actions';
import { ProposeButton } from '@/components/changes/propose-menu';
import { usePlanWords } from '@/components/changes/use-plan-words';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import type { Picked } from '@/components/topology/topology-view';
import { proposalsFor } from './picked-proposals';

interface Props {
  readonly live: LiveClusterView;
  readonly picked: Picked;
  readonly propose: ChangeActions['propose'];
}

/** Buttons for everything that can be proposed for the element that was picked. */
export function PickedActions({ live, picked, propose }: Props) {
  const words = usePlanWords();
  return proposalsFor(live, picked, words).map(({ id, label, intent, isDangerous }) => (
    <ProposeButton
      key={id}
      clusterId={live.cluster.id}
      propose={propose}
      intent={intent}
      {...(isDangerous ? { look: 'danger' as const } : {})}
    >
      {label}
    </ProposeButton>
  ));
}
