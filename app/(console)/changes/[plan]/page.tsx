import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ChangeScreen } from '@/components/changes/change-screen';
import { requireActor } from '@/lib/auth/session';
import { getTranslations } from '@/lib/i18n/server';
import { getChange } from '@/lib/views/plans';
import {
  approveAction,
  cancelAction,
  decideAction,
  proposeAction,
  proposeAgainAction,
  undoAction,
  withdrawAction,
} from '../actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('plan'))('list-title') };
}

const ACTIONS = {
  propose: proposeAction,
  proposeAgain: proposeAgainAction,
  approve: approveAction,
  withdraw: withdrawAction,
  cancel: cancelAction,
  decide: decideAction,
  undo: undoAction,
};

/** One change from proposal to outcome: reviewed, approved, watched and looked back on at the same address. */
export default async function ChangePage({
  params,
}: {
  readonly params: Promise<{ readonly plan: string }>;
}) {
  const actor = await requireActor('plan.view');
  const view = await getChange(actor, (await params).plan);
  if (!view) notFound();
  return <ChangeScreen key={view.plan.id} initial={view} actions={ACTIONS} />;
}
