'use client';

import { useLocale, useTranslations } from 'use-intl';
import { ChartPanel } from '@/components/charts/chart-panel';
import { ReadingActions } from '@/components/status/reading-actions';
import { ReadingBoundary } from '@/components/status/reading-boundary';
import { StatusMark } from '@/components/status/status-mark';
import { Badge } from '@/components/ui/badge';
import { Copyable } from '@/components/ui/copyable';
import { Section } from '@/components/ui/section';
import { formatBitRate, formatBytes, formatCount, formatSpeed } from '@/lib/base/format';
import type { NetworkInterface } from '@/lib/network/types';
import { nicsOf } from '@/lib/protection/tool-findings';
import type { NodePartProps } from './node-screen';

/** NICs with their network, link, addresses and counters, and the throughput of those the cluster uses. */
export function NodeNetwork(part: NodePartProps) {
  const t = useTranslations('screens');
  const { live, node } = part;
  const roles = new Map(
    [...nicsOf(live.view, node)].map(([cidr, nic]) => [
      nic,
      live.cluster.networks.find((network) => network.cidr === cidr)?.role,
    ]),
  );
  const used = [...roles.keys()];
  const vips = new Set(live.cluster.vips.map((vip) => vip.address));
  return (
    <Section
      title={t('interfaces')}
      actions={
        <ReadingActions
          clusterId={live.cluster.id}
          node={node.node}
          reading="network"
          title={t('layerOn', { layer: t('interfaces'), node: node.node.name })}
        />
      }
    >
      <ReadingBoundary clusterId={live.cluster.id} node={node.node} reading="network" onlyTrouble>
        {({ value, current }) => (
          <ul className="flex flex-col">
            {value.interfaces
              .filter((nic) => nic.name !== 'lo')
              .toSorted((a, b) => used.indexOf(b.name) - used.indexOf(a.name))
              .map((nic) => (
                <Nic key={nic.name} nic={nic} role={roles.get(nic.name)} vips={vips} current={current} />
              ))}
          </ul>
        )}
      </ReadingBoundary>
      {used.map((nic) => (
        <ChartPanel
          key={nic}
          className="mt-4"
          clusterId={live.cluster.id}
          prefix={`net:${node.node.id}:${nic}:`}
          title={t('throughputOf', { nic })}
          now={live.clock.now}
          write={(value, locale) => formatBitRate(value * 8, locale)}
          series={[
            { id: `net:${node.node.id}:${nic}:rx`, label: t('rx'), color: 'var(--rail-10g)' },
            { id: `net:${node.node.id}:${nic}:tx`, label: t('tx'), color: 'var(--rail-1g)', dash: '5 3' },
          ]}
        />
      ))}
    </Section>
  );
}

interface NicProps {
  readonly nic: NetworkInterface;
  readonly role: string | undefined;
  readonly vips: ReadonlySet<string>;
  readonly current: boolean;
}

function Nic({ nic, role, vips, current }: NicProps) {
  const t = useTranslations('screens');
  const locale = useLocale();
  const { counters } = nic;
  const up = nic.carrier !== false && nic.operState !== 'DOWN';
  const troubles = counters
    ? counters.rxErrors + counters.txErrors + counters.rxDropped + counters.txDropped
    : 0;
  return (
    <li className="border-b border-line py-2 last:border-b-0">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <StatusMark state={!current ? 'unknown' : up ? 'ok' : role ? 'critical' : 'info'}>
          <code className="font-semibold">{nic.name}</code>
        </StatusMark>
        {role ? <Badge tone="outline">{role.toUpperCase()}</Badge> : null}
        <span className="text-[0.8667rem] text-ink-3">
          {[
            nic.operState,
            nic.speedMbps ? formatSpeed(nic.speedMbps, locale) : t('speedUnknown'),
            nic.mtu ? `MTU ${nic.mtu}` : undefined,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <div className="mt-0.5 flex flex-wrap gap-x-4 pl-5 text-[0.9rem]">
        {nic.addresses
          .filter((own) => own.scope !== 'link')
          .map((own) => (
            <span key={own.address} className="inline-flex items-baseline gap-1">
              <Copyable text={own.address} label={`${own.address}/${own.prefixLength}`} />
              {vips.has(own.address) ? <Badge tone="accent">VIP</Badge> : null}
            </span>
          ))}
      </div>
      {counters ? (
        <p className="num pl-5 text-[0.8rem] text-ink-3">
          {t('rx')} {formatBytes(counters.rxBytes, locale)} · {t('tx')}{' '}
          {formatBytes(counters.txBytes, locale)}
          {troubles > 0 ? (
            <span className="text-ink-2">
              {' · '}
              {t('nicTroubles', {
                errors: formatCount(counters.rxErrors + counters.txErrors, locale),
                dropped: formatCount(counters.rxDropped + counters.txDropped, locale),
              })}
            </span>
          ) : null}
        </p>
      ) : null}
    </li>
  );
}
