'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextAreaField, TextField } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import { answerOf } from '@/lib/plan/answer';
import { approvalsNeeded } from '@/lib/plan/approval';
import type { ChangeView } from '@/lib/plan/records';
import type { Plan } from '@/lib/plan/types';
import type { ChangeActions } from './change-actions';
import { useAction } from './use-action';
import { usePlanWords } from './use-plan-words';

interface Props {
  readonly view: ChangeView;
  readonly plan: Plan;
  readonly actions: ChangeActions;
  readonly onDone: () => void;
}

/** Approves the plan on screen by its hash. Where rules ask for it, the name is typed and a reason given. */
export function ApproveForm({ view, plan, actions, onDone }: Props) {
  const words = usePlanWords();
  const { isBusy, error, run } = useAction();
  const [typedText, setTypedText] = useState('');
  const [reason, setReason] = useState('');
  const name = view.confirmationText;
  const mustConfirm = answerOf(plan.guards) === 'confirm';
  const isReady = !mustConfirm || (typedText.trim() === name && reason.trim().length >= 3);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isReady) return;
    const approval = { planId: view.plan.id, planHash: view.plan.planHash ?? '', typedText, reason };
    run(() => actions.approve(approval), onDone);
  };
  return (
    <Section title={words.say('approve-title')} className="border-accent">
      <p className="mb-4 text-ink-2">{words.say('approve-note')}</p>
      {approvalsNeeded(plan) === 2 ? (
        <p className="mb-4 rounded-md bg-warning-soft px-3 py-2">
          {view.firstApprovedBy === undefined
            ? words.say('approve-two')
            : words.say('approve-second', { name: view.firstApprovedBy })}
        </p>
      ) : null}
      <form onSubmit={submit} className="flex max-w-xl flex-col gap-4">
        {mustConfirm ? (
          <>
            <TextField
              label={words.say('approve-type', { name })}
              value={typedText}
              onChange={(event) => setTypedText(event.target.value)}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
            <TextAreaField
              label={words.say('approve-reason')}
              hint={words.say('approve-reason-hint')}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              rows={2}
              maxLength={500}
            />
          </>
        ) : null}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" busy={isBusy} disabled={!isReady}>
            {words.say(mustConfirm ? 'approve-confirm' : 'approve-safe')}
          </Button>
          <p role="alert" className="text-critical empty:hidden">
            {error}
          </p>
        </div>
      </form>
    </Section>
  );
}
