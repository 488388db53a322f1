'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Copyable } from '@/components/ui/copyable';
import { Section } from '@/components/ui/section';
import type { AdoptionNode, AdoptionState } from '@/lib/inventory/adoption';
import { nodeTitle, useProblemWords } from '../../_components/use-adopt-words';
import { confirmNodeAction, retryNodeAction } from '../../actions';
import { ChangeNodeForm } from './change-node-form';
import { Findings } from './findings';
import { useAnswer } from './use-answer';

interface Props {
  readonly adoption: string;
  readonly node: AdoptionNode;
  readonly index: number;
  readonly state: AdoptionState;
  readonly onAnswered: () => void;
}

/** One node of an adoption: what Haven does there, what it asks, what went wrong. */
export function NodeCard(props: Props) {
  const t = useTranslations('adopt');
  const { node, index, state } = props;
  const note = `${node.login}@${node.host}:${node.port}`;
  const isMachine = state.purpose === 'build';
  const title =
    node.name ??
    (isMachine
      ? t('machine', { number: index + 1 })
      : index === 0
        ? t('firstNode')
        : t('peer', { number: index + 1 }));
  return (
    <Section title={title} note={<code>{note}</code>}>
      <p className="flex items-baseline gap-2">
        <span aria-hidden className={node.phase === 'failed' ? 'text-critical' : 'text-accent'}>
          {MARKS[node.phase]}
        </span>
        <span>{t(stateKey(node, index, state))}</span>
        {node.hostKeyConfirmed ? <span className="text-[0.8667rem] text-ink-3">{t('keyPinned')}</span> : null}
      </p>
      {node.phase === 'host-key' ? <HostKeyQuestion {...props} /> : null}
      {node.phase === 'failed' ? <Problem {...props} /> : null}
      {node.phase === 'read' ? <Findings findings={node.findings ?? []} /> : null}
    </Section>
  );
}

const MARKS = {
  unknown: '○',
  'host-key': '?',
  'signing-in': '◐',
  reading: '◐',
  read: '●',
  failed: '◆',
} as const;

function stateKey(node: AdoptionNode, index: number, state: AdoptionState) {
  const waits = index > 0 && state.purpose !== 'build' && state.nodes[0]?.phase !== 'read';
  if (node.phase === 'unknown' && waits) return 'stateWaiting';
  const keys = {
    unknown: 'stateUnknown',
    'host-key': 'stateHostKey',
    'signing-in': 'stateSigningIn',
    reading: 'stateReading',
    read: 'stateRead',
    failed: 'stateFailed',
  } as const;
  return keys[node.phase];
}

/** `ssh-ed25519` → the file the node keeps it in. */
const keyFileOf = (type: string): string =>
  `/etc/ssh/ssh_host_${type.includes('ed25519') ? 'ed25519' : type.includes('ecdsa') ? 'ecdsa' : 'rsa'}_key.pub`;

function HostKeyQuestion({ adoption, node, index, onAnswered }: Props) {
  const t = useTranslations('adopt');
  const { run, isPending, problem } = useAnswer(onAnswered);
  const { hostKey } = node;
  if (!hostKey) return null;
  return (
    <div className="mt-4 flex flex-col items-start gap-3">
      <div>
        <p className="text-[0.8667rem] text-ink-2">{t('fingerprint', { type: hostKey.type })}</p>
        <p className="mt-1 text-lg">
          <Copyable text={hostKey.sha256} wrap />
        </p>
      </div>
      <div className="text-[0.9333rem] text-ink-2">
        <p>{t('fingerprintHow')}</p>
        <p className="mt-1">
          <Copyable text={`ssh-keygen -lf ${keyFileOf(hostKey.type)}`} wrap />
        </p>
      </div>
      <Button
        look="primary"
        busy={isPending}
        onClick={() => run(() => confirmNodeAction({ adoption, node: index, sha256: hostKey.sha256 }))}
      >
        {t('confirm')}
      </Button>
      <p role="alert" className="text-critical empty:hidden">
        {problem}
      </p>
    </div>
  );
}

function Problem(props: Props) {
  const { adoption, node, index, onAnswered } = props;
  const t = useTranslations('adopt');
  const words = useProblemWords();
  const { run, isPending, problem } = useAnswer(onAnswered);
  const [isChanging, setChanging] = useState(false);
  if (!node.problem) return null;
  const { what, next } = words(node.problem.kind, nodeTitle(node));
  return (
    <div role="alert" className="mt-3 flex flex-col items-start gap-3 rounded-lg bg-critical-soft px-4 py-3">
      <p className="font-semibold text-critical">{what}</p>
      <p className="text-[0.9333rem]">
        <span className="font-medium">{t('whatNow')}:</span> {next}
      </p>
      {node.problem.detail ? (
        <p className="text-[0.8667rem] text-ink-2">
          {t('said')}: <code className="break-all">{node.problem.detail}</code>
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          busy={isPending}
          onClick={() => run(() => retryNodeAction({ adoption, node: index }))}
        >
          {t('retry')}
        </Button>
        <Button size="sm" look="quiet" aria-expanded={isChanging} onClick={() => setChanging(!isChanging)}>
          {t('changeNode')}
        </Button>
      </div>
      {problem ? <p className="text-critical">{problem}</p> : null}
      {isChanging ? (
        <ChangeNodeForm adoption={adoption} node={node} index={index} onAnswered={onAnswered} />
      ) : null}
    </div>
  );
}
