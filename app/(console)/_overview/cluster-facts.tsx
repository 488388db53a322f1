'use client';

import { useTranslations } from 'use-intl';
import { useLive } from '@/components/live/live-provider';
import { tellOnce } from '@/components/status/event-list';
import { NodeHeart } from '@/components/status/node-heart';
import { NodeState } from '@/components/status/node-state';
import { ReplicationLine } from '@/components/status/replication-line';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { VipHolder } from '@/components/status/vip-holder';
import { RelativeTime } from '@/components/ui/relative-time';
import { replicationsOf } from '@/lib/protection/replication';

/** More nodes than this are told by number, with the troubled ones by name. */
const NODES_NAMED = 4;

interface Props {
  readonly live: LiveClusterView;
  /** False where they are listed beside it. */
  readonly services?: boolean;
}

/** Nodes, replication, VIP holders and the last event, each with its own truth. */
export function ClusterFacts({ live, services = true }: Props) {
  const t = useTranslations('overview');
  const { view, cluster } = live;
  const replications = replicationsOf(view);
  return (
    <dl className="grid grid-cols-[max-content_1fr] content-start items-baseline gap-x-4 gap-y-1.5 text-[0.9rem]">
      <dt className="text-ink-3">{t('nodes')}</dt>
      <dd>
        <Nodes live={live} />
      </dd>
      {replications.length > 0 ? <dt className="text-ink-3">{t('replication')}</dt> : null}
      {replications.length > 0 ? (
        <dd className="flex flex-col gap-1">
          {replications.slice(0, 3).map((each) => (
            <ReplicationLine key={`${each.resource}/${each.volume}/${each.to.node}`} replication={each} />
          ))}
        </dd>
      ) : null}
      {cluster.vips.length > 0 ? <dt className="text-ink-3">VIP</dt> : null}
      {cluster.vips.length > 0 ? (
        <dd className="flex flex-col gap-1">
          {cluster.vips.map((vip) => (
            <VipHolder key={vip.id} vip={vip} live={live} />
          ))}
        </dd>
      ) : null}
      {services && cluster.services.length > 0 ? <dt className="text-ink-3">{t('services')}</dt> : null}
      {services && cluster.services.length > 0 ? (
        <dd>
          <Services live={live} />
        </dd>
      ) : null}
      <dt className="text-ink-3">{t('lastEvent')}</dt>
      <dd>
        <LastEvent live={live} />
      </dd>
    </dl>
  );
}

function Nodes({ live }: { readonly live: LiveClusterView }) {
  const t = useTranslations('overview');
  const links = useLive((state) => state.links);
  const { view, cluster, clock } = live;
  const crowded = cluster.nodes.length > NODES_NAMED;
  const shown = crowded
    ? view.nodes.filter((each) => each.link !== 'live' || view.crm(each.node.name)?.online === false)
    : view.nodes;
  const fine = view.nodes.length - shown.length;
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1">
      {crowded && fine > 0 ? (
        <li>
          <StatusMark state={view.havenSilent ? 'unknown' : 'ok'}>
            {t('nodesLive', { count: fine })}
          </StatusMark>
        </li>
      ) : null}
      {shown.map((each) => (
        <li key={each.node.id} className="flex flex-wrap items-baseline gap-x-2">
          <NodeHeart link={links[each.node.id]} clock={clock}>
            {each.node.name}
          </NodeHeart>
          <NodeState view={view} node={each.node.name} />
        </li>
      ))}
    </ul>
  );
}

/** By number while all is well, by name as soon as one is not. */
function Services({ live }: { readonly live: LiveClusterView }) {
  const t = useTranslations('overview');
  const { services } = live.protection;
  if (services.every((each) => each.level === 'protected')) {
    return <StatusMark state="protected">{t('servicesProtected', { count: services.length })}</StatusMark>;
  }
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {services.map((each) => (
        <li key={each.id}>
          <StatusMark state={each.level}>{each.name}</StatusMark>
        </li>
      ))}
    </ul>
  );
}

function LastEvent({ live }: { readonly live: LiveClusterView }) {
  const t = useTranslations('overview');
  const ui = useTranslations('ui');
  const events = useLive((state) => state.events);
  const own = events.filter((event) => event.clusterId === live.cluster.id);
  const [last] = tellOnce(own, { [live.cluster.id]: live.cluster });
  if (!last) return <span className="text-ink-3">{t('noEvent')}</span>;
  return (
    <span>
      {ui(last.words.key, last.words.params)}
      <RelativeTime
        at={last.event.at}
        now={live.clock.now}
        className="relative z-10 ml-2 text-[0.8667rem] text-ink-3"
      />
    </span>
  );
}
