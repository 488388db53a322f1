'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl';
import { useReading } from '@/components/live/live-provider';
import { FreshnessNote } from '@/components/status/freshness-note';
import { ReadingActions } from '@/components/status/reading-actions';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { VipHolder } from '@/components/status/vip-holder';
import { Badge } from '@/components/ui/badge';
import { Copyable } from '@/components/ui/copyable';
import { Section } from '@/components/ui/section';
import { formatBytes, formatSpeed } from '@/lib/base/format';
import type { DirectoryNetwork } from '@/lib/live/protocol';
import { nicsOf } from '@/lib/protection/tool-findings';
import type { NodeView } from '@/lib/protection/view';
import { vipsOf } from './vips-of';

interface Props {
  readonly live: LiveClusterView;
  readonly network: DirectoryNetwork;
}

const RAIL: Readonly<Record<DirectoryNetwork['role'], string>> = {
  '1g': 'var(--rail-1g)',
  '10g': 'var(--rail-10g)',
  management: 'var(--line-strong)',
  other: 'var(--line-strong)',
};

/** One network drawn as the rail that it is in the big picture, with every node's interface hanging on it. */
export function NetworkRail({ live, network }: Props) {
  const t = useTranslations('screens');
  const vips = vipsOf(live).filter((vip) => vip.networkRole === network.role);
  return (
    <Section
      title={
        <>
          {network.role === 'other' || network.role === 'management'
            ? network.name
            : network.role.toUpperCase()}
          <span className="ml-3 font-normal">
            <Copyable text={network.cidr} />
          </span>
        </>
      }
      note={t(`role_${network.role}`)}
      actions={vips.map((vip) => <VipHolder key={vip.id} vip={vip} live={live} withAddress />)}
    >
      <div aria-hidden className="mb-0 h-1.5 rounded-full" style={{ background: RAIL[network.role] }} />
      <ul className="grid grid-cols-[repeat(auto-fit,minmax(13rem,1fr))] gap-x-4">
        {live.view.nodes.map((node) => (
          <li
            key={node.node.id}
            className="border-l-2 pt-2.5 pb-1 pl-3"
            style={{ borderColor: RAIL[network.role] }}
          >
            <Port live={live} node={node} network={network} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Port({ live, node, network }: Props & { readonly node: NodeView }) {
  const t = useTranslations('screens');
  const locale = useLocale();
  const seen = node.read('network');
  const current = seen.value !== undefined;
  const name = nicsOf(live.view, node).get(network.cidr);
  const nic = seen.last?.interfaces.find((each) => each.name === name);
  const head = <PortHead live={live} node={node} />;
  if (!nic) {
    return (
      <>
        {head}
        <p>
          <StatusMark state={current ? 'critical' : 'unknown'}>
            {current ? t('noAddressHere') : t('notSeen')}
          </StatusMark>
        </p>
      </>
    );
  }
  const up = nic.carrier !== false && nic.operState !== 'DOWN';
  const vips = new Set(vipsOf(live).map((vip) => vip.address));
  const own = nic.addresses.find((each) => !vips.has(each.address) && each.scope !== 'link');
  return (
    <div className={current ? '' : 'stale'}>
      {head}
      <p>
        <StatusMark state={!current ? 'unknown' : up ? 'ok' : 'critical'}>
          <code>{nic.name}</code>
          <span className="ml-2 font-normal text-ink-3">
            {[nic.operState, nic.speedMbps ? formatSpeed(nic.speedMbps, locale) : undefined]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </StatusMark>
      </p>
      {own ? <Copyable text={own.address} className="text-[0.9rem]" /> : null}
      {nic.addresses
        .filter((each) => vips.has(each.address))
        .map((each) => (
          <p key={each.address}>
            <Badge tone={current ? 'accent' : 'unknown'}>
              VIP <code>{each.address}</code>
            </Badge>
          </p>
        ))}
      {nic.counters ? (
        <p className="num text-[0.8rem] text-ink-3">
          {t('rx')} {formatBytes(nic.counters.rxBytes, locale)} · {t('tx')}{' '}
          {formatBytes(nic.counters.txBytes, locale)}
        </p>
      ) : null}
    </div>
  );
}

/** Whose word it is, how old, and the raw output; what is not current says why. */
function PortHead({ live, node }: Omit<Props, 'network'> & { readonly node: NodeView }) {
  const t = useTranslations('screens');
  const { freshness } = useReading(live.cluster.id, node.node.id, 'network');
  const { name } = node.node;
  return (
    <>
      <div className="flex items-center gap-2">
        <Link
          href={`/clusters/${live.cluster.id}/nodes/${encodeURIComponent(name)}`}
          className="mr-auto font-semibold hover:underline"
        >
          {name}
        </Link>
        <ReadingActions
          clusterId={live.cluster.id}
          node={node.node}
          reading="network"
          title={t('layerOn', { layer: t('interfaces'), node: name })}
          size="sm"
        />
      </div>
      <FreshnessNote freshness={freshness} node={name} now={live.clock.now} onlyTrouble className="block" />
    </>
  );
}
