'use client';

import { useTranslations } from 'use-intl';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { HAPROXY_CFG } from '@/lib/host/config-files';
import { fileObject } from '@/lib/live/baseline';
import type { ClusterDrift, NodeDifference } from '@/lib/protection/drift';
import { AcceptButton } from './accept-button';
import { type DriftActions, shownOf } from './drift-actions';
import { DriftText } from './drift-text';
import { useDrift } from './use-drift';

interface Props {
  readonly difference: NodeDifference;
  readonly drift: ClusterDrift;
  readonly live: LiveClusterView;
  readonly actions: DriftActions;
}

/** A file that is another one on another node: the first node's text against each other one's. */
export function BetweenNodes({ difference, drift, live, actions }: Props) {
  const t = useTranslations('drift');
  const { path, nodes, isAccepted } = difference;
  const [first, ...others] = nodes;
  if (!first) return null;
  const differing = others.filter(({ sha256 }) => sha256 !== first.sha256);
  const names = nodes.map(({ node }) => node).join(', ');
  return (
    <Section
      title={t('between')}
      note={isAccepted ? t('betweenAccepted') : t('betweenNote')}
      actions={
        path === HAPROXY_CFG ? (
          <LinkButton href={`/clusters/${live.cluster.id}/haproxy`} size="sm">
            {t('betweenHaproxy')}
          </LinkButton>
        ) : null
      }
    >
      <StatusMark state={isAccepted ? 'info' : 'warning'}>
        {t('betweenOf', { path, nodes: names })}
      </StatusMark>
      {differing.map((other) => (
        <Pair key={other.node} path={path} first={first} other={other} clusterId={live.cluster.id} />
      ))}
      {isAccepted || !actions.accept ? null : (
        <div className="mt-4 flex flex-wrap gap-3">
          {drift.items
            .filter(
              (item) => item.path === path && item.state === 'same' && item.baseline?.origin !== 'accepted',
            )
            .map((item) => {
              const shown = shownOf(live.cluster.id, item);
              const title = t('fileOn', { path, node: item.node ?? '' });
              return shown && actions.accept ? (
                <AcceptButton
                  key={item.object}
                  shown={shown}
                  title={title}
                  label={`${t('acceptDifference')} (${item.node})`}
                  accept={actions.accept}
                />
              ) : null;
            })}
        </div>
      )}
    </Section>
  );
}

function Pair({
  path,
  first,
  other,
  clusterId,
}: {
  readonly path: string;
  readonly first: NodeDifference['nodes'][number];
  readonly other: NodeDifference['nodes'][number];
  readonly clusterId: string;
}) {
  const place = { object: fileObject(other.node, path), before: first.sha256, after: other.sha256 };
  const { detail, again } = useDrift(clusterId, place);
  return (
    <div className="mt-3">
      <h3 className="mb-2 font-medium">
        <span className="text-critical">− {first.node}</span> <span className="text-ok">+ {other.node}</span>
      </h3>
      <DriftText
        place={place}
        detail={detail}
        again={again}
        labels={{ before: first.node, after: other.node }}
      />
    </div>
  );
}
