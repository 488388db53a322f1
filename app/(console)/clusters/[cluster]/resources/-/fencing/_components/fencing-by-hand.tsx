'use client';

import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChangeActions } from '@/components/changes/change-actions';
import { ProposeButton, useProposal } from '@/components/changes/propose-menu';
import { usePlanWords } from '@/components/changes/use-plan-words';
import { NodeState } from '@/components/status/node-state';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { fencingOf } from '../../../../topology/_components/picked-proposals';

interface Props {
  readonly live: LiveClusterView;
  readonly propose: ChangeActions['propose'];
}

/** Every node with what kills it, and, where the cluster waits in vain for a fencing, the word of a person. */
export function FencingByHand({ live, propose }: Props) {
  const words = usePlanWords();
  const clusterId = live.cluster.id;
  return (
    <ul className="flex flex-col divide-y divide-line">
      {live.cluster.nodes.map(({ name }) => (
        <li key={name} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5">
          <span className="min-w-32 font-medium">{name}</span>
          <NodeState view={live.view} node={name} />
          <span className="ml-auto inline-flex flex-wrap gap-2">
            {fencingOf(name, words).map(({ id, label, intent }) => (
              <ProposeButton
                key={id}
                clusterId={clusterId}
                propose={propose}
                intent={intent}
                look="danger"
                size="sm"
              >
                {label}
                <span className="sr-only">{name}</span>
              </ProposeButton>
            ))}
          </span>
          {live.view.crm(name)?.unclean ? (
            <ConfirmDead clusterId={clusterId} node={name} propose={propose} />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** Shorter than this says nothing; the intent's own shape asks for the same. */
const SHORTEST = 10;

function ConfirmDead({
  clusterId,
  node,
  propose,
}: {
  readonly clusterId: string;
  readonly node: string;
  readonly propose: ChangeActions['propose'];
}) {
  const t = useTranslations('pacemaker');
  const id = useId();
  const [statement, setStatement] = useState('');
  const { isBusy, error, ask } = useProposal({ clusterId, propose });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    ask({ kind: 'fence-confirm', node, statement: statement.trim() });
  };
  return (
    <form onSubmit={submit} className="grid w-full gap-1.5 rounded-lg bg-critical-soft p-4">
      <label htmlFor={id} className="font-medium">
        {t('confirmDead', { node })}
      </label>
      <p id={`${id}-hint`} className="text-[0.9rem] text-ink-2">
        {t('confirmDeadHint')}
      </p>
      <span className="flex flex-wrap gap-2">
        <Input
          id={id}
          aria-describedby={`${id}-hint`}
          value={statement}
          maxLength={500}
          onChange={(event) => setStatement(event.target.value)}
          className="min-w-64 flex-1"
        />
        <Button type="submit" look="danger" busy={isBusy} disabled={statement.trim().length < SHORTEST}>
          {t('confirmDeadSubmit')}
        </Button>
      </span>
      <span role="status" className="text-[0.8667rem] text-critical empty:hidden">
        {error}
      </span>
    </form>
  );
}
