'use client';

import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { ProposeButton } from '@/components/changes/propose-menu';
import { VerifyWords } from '@/components/changes/verified-result';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { RelativeTime } from '@/components/ui/relative-time';
import { verifyStateOf } from '@/lib/drbd/verify-result';
import type { JobResult } from '@/lib/plan/types';

export type LastVerified = NonNullable<JobResult['verified']>;

interface Props extends MayPropose {
  readonly name: string;
  readonly live: LiveClusterView;
  readonly last: LastVerified | undefined;
}

/** Whether the copies are equal, as far as anybody knows: what the nodes count now, and when they were last compared. */
export function CopiesRow({ name, live, last, propose }: Props) {
  const t = useTranslations('hafs');
  const { nodes } = live.view;
  const readings = Object.fromEntries(nodes.map((node) => [node.node.name, node.read('drbd').value]));
  const state = verifyStateOf(readings, name);
  const secondary = nodes.find((node) =>
    node.read('drbd').last?.resources.some((each) => each.name === name && each.role === 'Secondary'),
  )?.node.name;
  const target = { clusterId: live.cluster.id, resource: name };
  return (
    <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2">
      <span className="text-ink-3">{t('copies')}</span>
      <VerifyWords state={state} />
      <span className="text-[0.8667rem] text-ink-3">
        {last ? (
          <span className="inline-flex flex-wrap items-baseline gap-x-2">
            {t('lastCompared')} <RelativeTime at={last.at} /> <VerifyWords state={last.state} />
          </span>
        ) : (
          t('neverCompared')
        )}
      </span>
      {propose && secondary !== undefined ? (
        <>
          <ProposeButton
            clusterId={target.clusterId}
            propose={propose}
            size="sm"
            intent={{ kind: 'drbd-verify', resource: name, node: secondary }}
          >
            {t('compareItem')}
          </ProposeButton>
          {state.kind === 'differs' ? (
            <ProposeButton
              clusterId={target.clusterId}
              propose={propose}
              size="sm"
              intent={{ kind: 'drbd-repair', resource: name, node: secondary }}
            >
              {t('repairItem', { node: secondary })}
            </ProposeButton>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
