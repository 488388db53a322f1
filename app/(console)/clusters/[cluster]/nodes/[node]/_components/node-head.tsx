'use client';

import { useTranslations } from 'use-intl';
import { useLink } from '@/components/live/live-provider';
import { NodeHeart } from '@/components/status/node-heart';
import { NodeState } from '@/components/status/node-state';
import { StatusMark } from '@/components/status/status-mark';
import { Badge } from '@/components/ui/badge';
import type { NodePartProps } from './node-screen';

const STREAM_STATE = { running: 'ok', starting: 'info', dead: 'unknown', absent: 'info' } as const;

/** Heard or not, and what Pacemaker holds of it: two different things that must not be mixed. */
export function NodeHead({ live, node }: NodePartProps) {
  const t = useTranslations('screens');
  const { view, clock } = live;
  const link = useLink(node.node.id);
  const crm = view.crm(node.node.name);
  const streams = Object.entries(link?.streams ?? {}).filter(([, state]) => state !== 'absent');
  return (
    <dl className="mb-6 flex flex-wrap gap-x-10 gap-y-3 text-[0.9333rem] [&_dt]:text-[0.8rem] [&_dt]:text-ink-3">
      <div>
        <dt>{t('connection')}</dt>
        <dd>
          <NodeHeart link={link} clock={clock}>
            SSH
          </NodeHeart>
        </dd>
      </div>
      <div>
        <dt>{t('inPacemaker', { node: view.authority?.from.node.name ?? '–' })}</dt>
        <dd className="flex gap-2">
          {crm ? <NodeState view={view} node={node.node.name} always /> : <StatusMark state="unknown" />}
          {crm?.isDc ? <Badge>DC</Badge> : null}
        </dd>
      </div>
      <div>
        <dt>{t('streams')}</dt>
        <dd className="flex flex-wrap gap-x-4">
          {streams.map(([name, state]) => (
            <StatusMark key={name} state={node.link === 'live' ? STREAM_STATE[state] : 'unknown'}>
              {name}
            </StatusMark>
          ))}
          {streams.length === 0 ? '–' : null}
        </dd>
      </div>
    </dl>
  );
}
