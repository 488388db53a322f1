'use client';

import { useTranslations } from 'use-intl';
import { useReading } from '@/components/live/live-provider';
import { EvidenceButton } from '@/components/status/evidence-button';
import { FreshnessNote } from '@/components/status/freshness-note';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Quantity } from '@/components/ui/quantity';
import { RelativeTime } from '@/components/ui/relative-time';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { lastValue } from '@/lib/base/observation';
import type { NodeView } from '@/lib/protection/view';
import { diskSeverity } from './replication-flow';

interface Props {
  readonly name: string;
  readonly live: LiveClusterView;
}

/** What each node itself says of one resource, side by side, each with its age and evidence. */
export function DrbdNodeTable({ name, live }: Props) {
  const t = useTranslations('screens');
  const hosts = live.view.nodes.filter((node) =>
    node.read('drbd').last?.resources.some((each) => each.name === name),
  );
  const heads = [
    'node',
    'role',
    'disk',
    'backing',
    'size',
    'peer',
    'peerDisk',
    'sent',
    'received',
    'outOfSync',
    'age',
  ] as const;
  return (
    <ScrollRegion label={t('byNode')} className="overflow-x-auto">
      <table className="w-full border-collapse text-[0.9rem] whitespace-nowrap">
        <caption className="sr-only">{t('byNode')}</caption>
        <thead>
          <tr className="text-left text-[0.8rem] text-ink-3">
            {heads.map((head) => (
              <th
                key={head}
                scope="col"
                className="border-b border-line px-2 py-1.5 font-medium whitespace-nowrap"
              >
                {t(`col_${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hosts.map((node) => (
            <NodeRow key={node.node.id} name={name} node={node} live={live} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** DRBD 8.4 does not say what lies under a device; its configuration, as the node has it, does. */
const configuredDisk = (node: NodeView, resource: string, volume: number): string | undefined =>
  node
    .read('drbdConfig')
    .last?.resources.find((each) => each.name === resource)
    ?.hosts.find((host) => host.name === node.node.name)
    ?.volumes.find((each) => each.volume === volume)?.disk;

function NodeRow({ name, node, live }: Props & { readonly node: NodeView }) {
  const t = useTranslations('screens');
  const { cluster, clock } = live;
  const { item, freshness } = useReading(cluster.id, node.node.id, 'drbd');
  const current = freshness.state === 'current';
  const resource = lastValue(item?.observation)?.resources.find((each) => each.name === name);
  if (!resource) return null;
  const [device] = resource.devices;
  const diskSince = item?.since[`drbd:${name}/${device?.volume ?? 0}:disk`];
  const backing = device && (device.backingDevice ?? configuredDisk(node, name, device.volume));
  const cell = 'px-2 py-2 align-top';
  const connections = resource.connections;
  const devices = connections.flatMap((each) => each.peerDevices);
  return (
    <tr className={`border-b border-line last:border-b-0 ${current ? '' : 'stale'}`}>
      <th scope="row" className={`${cell} text-left font-semibold`}>
        {node.node.name}
      </th>
      <td className={cell}>{resource.role}</td>
      <td className={cell}>
        {resource.devices.map((each) => (
          <StatusMark key={each.volume} state={diskSeverity(each.disk, current)}>
            {each.disk}
          </StatusMark>
        ))}
        {diskSince?.how === 'changed' && clock ? (
          <RelativeTime at={diskSince.at} now={clock.now} className="ml-2 text-[0.8rem] text-ink-3" />
        ) : null}
      </td>
      <td className={cell}>{backing ? <code>{backing}</code> : '–'}</td>
      <td className={cell}>
        <Quantity as="bytes" value={device?.sizeKiB === undefined ? undefined : device.sizeKiB * 1024} />
      </td>
      <td className={cell}>
        {connections.map((each) => `${each.peerRole} · ${each.connection}`).join(', ') || '–'}
      </td>
      <td className={cell}>{devices.map((each) => each.peerDisk).join(', ') || '–'}</td>
      <td className={cell}>
        <Quantity as="bytes" value={kib(devices.map((each) => each.sentKiB))} />
      </td>
      <td className={cell}>
        <Quantity as="bytes" value={kib(devices.map((each) => each.receivedKiB))} />
      </td>
      <td className={cell}>
        <Quantity as="bytes" value={kib(devices.map((each) => each.outOfSyncKiB))} />
      </td>
      <td className={`${cell} min-w-40 whitespace-normal`}>
        <span className="inline-flex items-center gap-1">
          <FreshnessNote freshness={freshness} node={node.node.name} now={clock.now} />
          <EvidenceButton
            clusterId={cluster.id}
            node={node.node}
            reading="drbd"
            title={t('drbdOn', { node: node.node.name })}
          />
        </span>
      </td>
    </tr>
  );
}

/** Sum in bytes; undefined when no peer says it. */
function kib(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value): value is number => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) * 1024;
}
