'use client';

import { useRouter } from 'next/navigation';
import type { ChangeActions } from '@/components/changes/change-actions';
import { useAction } from '@/components/changes/use-action';
import type { ConfigurationRequest } from '@/lib/pacemaker/configuration-edit';

/** Asks for an edit of the configuration; its plan is opened. What was typed stays when it could not be asked for. */
export function useProposal(clusterId: string, propose: ChangeActions['propose']) {
  const router = useRouter();
  const { isBusy, error, run } = useAction();
  const ask = (edit: ConfigurationRequest): void =>
    run(
      () => propose({ clusterId, intent: { kind: 'edit-configuration', edit } }),
      (planId) => router.push(`/changes/${planId}`),
    );
  return { isBusy, error, ask };
}
