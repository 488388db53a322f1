'use client';

import { useLocale, useTranslations } from 'use-intl';
import { ReadingActions } from '@/components/status/reading-actions';
import { ReadingBoundary } from '@/components/status/reading-boundary';
import { Copyable } from '@/components/ui/copyable';
import { KeyValues } from '@/components/ui/key-values';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { formatDuration, formatKiB, formatOffset, formatPercent } from '@/lib/base/format';
import type { HostReading } from '@/lib/host/types';
import type { NodePartProps } from './node-screen';

/** Identity, load, clock and the versions that decide what this node can do. */
export function NodeMachine({ live, node }: NodePartProps) {
  const t = useTranslations('screens');
  const locale = useLocale();
  const place = { clusterId: live.cluster.id, node: node.node };
  return (
    <Section
      title={t('machine')}
      actions={
        <ReadingActions
          {...place}
          reading="host"
          title={t('layerOn', { layer: t('machine'), node: node.node.name })}
        />
      }
    >
      <ReadingBoundary {...place} reading="clock" onlyTrouble>
        {({ value }) => (
          <KeyValues
            className="mb-1.5"
            items={[
              {
                key: 'clock',
                label: t('clockSkew'),
                value: (
                  <span className="num">
                    {formatOffset(value.offsetMs, locale)}
                    <span className="ml-2 text-ink-3">
                      ± {formatOffset(value.uncertaintyMs, locale).slice(1)}
                    </span>
                  </span>
                ),
              },
            ]}
          />
        )}
      </ReadingBoundary>
      <ReadingBoundary {...place} reading="host" onlyTrouble>
        {({ value, now }) => <Host host={value} now={now} />}
      </ReadingBoundary>
    </Section>
  );
}

function Host({ host, now }: { readonly host: HostReading; readonly now: number }) {
  const t = useTranslations('screens');
  const locale = useLocale();
  const used = host.memoryTotalKiB - host.memoryAvailableKiB;
  return (
    <div className="flex flex-col gap-4">
      <KeyValues
        items={[
          {
            key: 'up',
            label: t('bootedAt'),
            value: (
              <span className="num">
                {formatDuration(host.uptimeSeconds * 1000, locale)} ·{' '}
                <RelativeTime at={now - host.uptimeSeconds * 1000} now={now} as="clock" />
              </span>
            ),
          },
          {
            key: 'load',
            label: t('load'),
            value: (
              <span className="num">{t('loadOf', { load: host.load1.toFixed(2), cpus: host.cpuCount })}</span>
            ),
          },
          {
            key: 'memory',
            label: t('memory'),
            value: (
              <span className="num">
                {formatPercent((used / Math.max(1, host.memoryTotalKiB)) * 100, locale)} ·{' '}
                {formatKiB(used, locale)} / {formatKiB(host.memoryTotalKiB, locale)}
              </span>
            ),
          },
          { key: 'os', label: t('os'), value: host.os },
          { key: 'kernel', label: t('kernel'), value: <code>{host.kernel}</code> },
          { key: 'machine', label: t('machineId'), value: <Copyable text={host.machineId} /> },
        ]}
      />
      <div>
        <h3 className="mb-1 text-[0.8667rem] font-medium text-ink-2">{t('versions')}</h3>
        <KeyValues
          items={Object.entries(host.versions).map(([name, version]) => ({
            key: name,
            label: name,
            value: <code>{version}</code>,
          }))}
        />
      </div>
    </div>
  );
}
