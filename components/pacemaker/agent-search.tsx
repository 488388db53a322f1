'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { TextField } from '@/components/ui/field';
import { Skeleton } from '@/components/ui/skeleton';
import { findAgents } from '@/lib/pacemaker/agent-catalogue';
import { useAgents } from './use-agents';
import { usePacemakerWords } from './use-pacemaker-words';

interface Props {
  readonly clusterId: string;
  readonly node: string;
  readonly kind: 'resource' | 'fence-device';
  readonly onChoose: (spec: string) => void;
}

/** What an agent is for, where its name alone does not say it. */
const ABOUT = {
  'ocf:heartbeat:IPaddr2': 'about_ip',
  'ocf:heartbeat:Filesystem': 'about_fs',
  'ocf:linbit:drbd': 'about_drbd',
  'systemd:haproxy': 'about_unit',
  'systemd:apache2': 'about_unit',
  'systemd:glance-api': 'about_unit',
  'systemd:keystone': 'about_unit',
  'ocf:heartbeat:apache': 'about_apache',
  'ocf:heartbeat:Dummy': 'about_dummy',
  'ocf:pacemaker:Dummy': 'about_dummy',
  'ocf:pacemaker:ping': 'about_ping',
  'stonith:fence_ipmilan': 'about_ipmi',
  'stonith:fence_redfish': 'about_redfish',
  'stonith:fence_virsh': 'about_virsh',
} as const;
const aboutOf = (spec: string) =>
  Object.hasOwn(ABOUT, spec) ? ABOUT[spec as keyof typeof ABOUT] : undefined;

/** The agents that the node really has: those such clusters are made of first, then all of them by a few letters. */
export function AgentSearch({ clusterId, node, kind, onChoose }: Props) {
  const t = useTranslations('pacemaker');
  const words = usePacemakerWords();
  const [text, setText] = useState('');
  const { answer, again } = useAgents(clusterId, node);
  if (answer === undefined) return <Skeleton lines={5} className="h-10" />;
  if ('error' in answer)
    return (
      <ErrorState
        title={t('agentsUnread', { node })}
        next={words.error(answer.error)}
        actions={<Button onClick={again}>{t('askAgain')}</Button>}
      />
    );
  const { common, groups, more } = findAgents(answer.groups, text, kind);
  const isNothing = common.length === 0 && groups.length === 0;
  return (
    <div className="flex flex-col gap-5">
      <TextField
        type="search"
        label={t('searchAgent')}
        hint={t('searchAgentHint', { node })}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => setText(target.value)}
      />
      {answer.unread.length > 0 ? (
        <p role="status" className="rounded-md bg-warning-soft px-3 py-2 text-[0.9rem]">
          {t('agentsPartly', { specs: answer.unread.join(', ') })}
        </p>
      ) : null}
      {common.length > 0 ? (
        <AgentList title={t('commonAgents')} specs={common} onChoose={onChoose} isLarge />
      ) : null}
      {groups.map(({ spec, agents }) => (
        <AgentList key={spec} title={<code>{spec}</code>} specs={agents} onChoose={onChoose} />
      ))}
      <p role="status" className="text-[0.9rem] text-ink-3 empty:hidden">
        {isNothing ? t('noAgent') : more > 0 ? t('moreAgents', { count: more }) : ''}
      </p>
    </div>
  );
}

function AgentList({
  title,
  specs,
  onChoose,
  isLarge = false,
}: {
  readonly title: React.ReactNode;
  readonly specs: readonly string[];
  readonly onChoose: (spec: string) => void;
  readonly isLarge?: boolean;
}) {
  const t = useTranslations('pacemaker');
  return (
    <section>
      <h3 className="mb-2 text-[0.8667rem] font-semibold text-ink-2">{title}</h3>
      <ul className={isLarge ? 'grid gap-2 sm:grid-cols-2 xl:grid-cols-3' : 'flex flex-wrap gap-1.5'}>
        {specs.map((spec) => {
          const about = aboutOf(spec);
          return (
            <li key={spec}>
              <button
                type="button"
                onClick={() => onChoose(spec)}
                className={
                  isLarge
                    ? 'flex h-full w-full cursor-pointer flex-col rounded-lg border border-line-strong bg-surface px-3.5 py-2.5 text-left hover:border-accent hover:bg-accent-soft'
                    : 'min-h-7 cursor-pointer rounded-md border border-line px-2 text-[0.8667rem] hover:border-accent hover:bg-accent-soft'
                }
              >
                <code className={isLarge ? 'font-semibold' : ''}>
                  {isLarge ? spec : spec.split(':').at(-1)}
                </code>
                {isLarge && about ? <span className="text-[0.8667rem] text-ink-3">{t(about)}</span> : null}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
