'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { EvidenceButton } from '@/components/status/evidence-button';
import { ReadingBoundary } from '@/components/status/reading-boundary';
import { resourceSeverity } from '@/components/status/resource-state';
import { StatusMark } from '@/components/status/status-mark';
import { Quantity } from '@/components/ui/quantity';
import { Section } from '@/components/ui/section';
import type { Severity } from '@/lib/base/finding';
import type { ReadingName } from '@/lib/live/readings';
import type { CrmResource } from '@/lib/pacemaker/types';
import { storageName } from '@/lib/protection/view';
import type { NodePartProps } from './node-screen';

/** The chain of this node, from what people use down to the disk; each layer by this node's own reading. */
export function NodeChain(part: NodePartProps) {
  const t = useTranslations('screens');
  return (
    <Section title={t('chain')} note={t('chainNote')}>
      <dl className="flex flex-col">
        <Services {...part} />
        <Layer {...part} name="HAProxy" reading="haproxy">
          <HaproxyLayer {...part} />
        </Layer>
        <Layer {...part} name={t('resourcesHere')} reading="pacemaker">
          <ResourcesHere {...part} />
        </Layer>
        <Layer {...part} name="HAFS" reading="mounts">
          <HafsLayer {...part} />
        </Layer>
        <Layer {...part} name="DRBD" reading="drbd">
          <DrbdLayer {...part} />
        </Layer>
        <Layer {...part} name="NVMe" reading="disks">
          <NvmeLayer {...part} />
        </Layer>
      </dl>
    </Section>
  );
}

interface LayerProps extends NodePartProps {
  readonly name: string;
  readonly reading: ReadingName;
  readonly children: ReactNode;
}

function Layer({ live, node, name, reading, children }: LayerProps) {
  const t = useTranslations('screens');
  return (
    <div className="grid grid-cols-[6.5rem_1fr] items-start gap-x-3 border-b border-line py-2 last:border-b-0">
      <dt className="pt-0.5 text-[0.9rem] text-ink-3">{name}</dt>
      <dd className="flex min-w-0 items-start gap-3">
        <div className="min-w-0 flex-1">{children}</div>
        <EvidenceButton
          clusterId={live.cluster.id}
          node={node.node}
          reading={reading}
          title={t('layerOn', { layer: name, node: node.node.name })}
        />
      </dd>
    </div>
  );
}

/** Services are judged over the cluster: those seen to serve here. */
function Services({ live, node }: NodePartProps) {
  const t = useTranslations('screens');
  const here = live.protection.services.filter((service) => service.servingOn.includes(node.node.name));
  return (
    <div className="grid grid-cols-[6.5rem_1fr] items-start gap-x-3 border-b border-line py-2">
      <dt className="pt-0.5 text-[0.9rem] text-ink-3">{t('services')}</dt>
      <dd className="flex flex-wrap gap-x-4 gap-y-1">
        {here.map((service) => (
          <StatusMark key={service.id} state={service.level}>
            {service.name}
          </StatusMark>
        ))}
        {here.length === 0 ? <span className="text-ink-3">–</span> : null}
      </dd>
    </div>
  );
}

function HaproxyLayer({ live, node }: NodePartProps) {
  const t = useTranslations('screens');
  return (
    <ReadingBoundary clusterId={live.cluster.id} node={node.node} reading="haproxy" onlyTrouble>
      {({ value, current }) => {
        const down = value.backends.filter(
          (backend) => backend.status !== 'UP' && backend.servers.length > 0,
        );
        const state: Severity = !current ? 'unknown' : down.length > 0 ? 'critical' : 'ok';
        return (
          <StatusMark state={state}>
            {down.length > 0
              ? t('backendsDown', { names: down.map((backend) => backend.name).join(', ') })
              : t('backendsUp', { count: value.backends.length })}
            <span className="ml-2 font-normal text-ink-3">
              {t('sessions')} <Quantity as="count" value={value.currentConnections} />
            </span>
          </StatusMark>
        );
      }}
    </ReadingBoundary>
  );
}

/** By the authoritative view: the node's own may be of a partition. */
function ResourcesHere({ live, node }: NodePartProps) {
  const t = useTranslations('screens');
  const here = live.view.authority?.reading.resources.filter((each) => each.nodes.includes(node.node.name));
  if (!here) return <StatusMark state="unknown" />;
  if (here.length === 0) return <span className="text-ink-3">{t('nothingHere')}</span>;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {here.map((resource) => (
        <li key={`${resource.id}/${resource.within.map((around) => around.id).join('/')}`}>
          <ResourceWord resource={resource} />
        </li>
      ))}
    </ul>
  );
}

function ResourceWord({ resource }: { readonly resource: CrmResource }) {
  return (
    <StatusMark state={resourceSeverity(resource)}>
      {resource.id}
      {resource.role === 'Started' ? null : (
        <span className="ml-1 font-normal text-ink-3">{resource.role}</span>
      )}
    </StatusMark>
  );
}

function HafsLayer({ live, node }: NodePartProps) {
  const t = useTranslations('screens');
  return (
    <ReadingBoundary clusterId={live.cluster.id} node={node.node} reading="mounts" onlyTrouble>
      {({ value, current }) => {
        const mounts = value.mounts.filter((mount) => mount.source.startsWith('/dev/drbd'));
        if (mounts.length === 0) return <span className="text-ink-3">{t('notMounted')}</span>;
        return mounts.map((mount) => {
          const share =
            mount.sizeBytes && mount.usedBytes !== undefined
              ? (mount.usedBytes / mount.sizeBytes) * 100
              : undefined;
          return (
            <StatusMark key={mount.target} state={current ? 'ok' : 'unknown'}>
              {t('mountedAt')} <code>{mount.target}</code>
              <span className="ml-2 font-normal text-ink-3">
                <Quantity as="percent" value={share} />
              </span>
            </StatusMark>
          );
        });
      }}
    </ReadingBoundary>
  );
}

function DrbdLayer({ live, node }: NodePartProps) {
  const t = useTranslations('screens');
  return (
    <ReadingBoundary clusterId={live.cluster.id} node={node.node} reading="drbd" onlyTrouble>
      {({ value, current }) => {
        if (value.resources.length === 0) return <span className="text-ink-3">{t('drbdNoneHere')}</span>;
        return value.resources.map((resource) => {
          const disk = resource.devices.find((device) => device.disk !== 'UpToDate')?.disk ?? 'UpToDate';
          return (
            <StatusMark
              key={resource.name}
              state={
                !current
                  ? 'unknown'
                  : disk === 'UpToDate'
                    ? 'ok'
                    : disk === 'Diskless' || disk === 'Failed'
                      ? 'critical'
                      : 'warning'
              }
            >
              {storageName(resource.name)} {resource.role} · {disk}
            </StatusMark>
          );
        });
      }}
    </ReadingBoundary>
  );
}

function NvmeLayer({ live, node }: NodePartProps) {
  const t = useTranslations('screens');
  return (
    <ReadingBoundary clusterId={live.cluster.id} node={node.node} reading="disks" onlyTrouble>
      {({ value, current }) => {
        if (value.nvme.length === 0) return <span className="text-ink-3">{t('noNvmeHealth')}</span>;
        return value.nvme.map((disk) => {
          const bad = (disk.criticalWarning ?? 0) !== 0 || (disk.mediaErrors ?? 0) > 0;
          return (
            <StatusMark key={disk.device} state={!current ? 'unknown' : bad ? 'critical' : 'ok'}>
              <code>{disk.device}</code>
              <span className="num ml-2 font-normal text-ink-2">
                {[
                  disk.percentUsed === undefined ? undefined : t('worn', { percent: disk.percentUsed }),
                  disk.temperatureCelsius === undefined ? undefined : `${disk.temperatureCelsius} °C`,
                  disk.mediaErrors ? t('mediaErrors', { count: disk.mediaErrors }) : undefined,
                ]
                  .filter((part) => part !== undefined)
                  .join(' · ')}
              </span>
            </StatusMark>
          );
        });
      }}
    </ReadingBoundary>
  );
}
