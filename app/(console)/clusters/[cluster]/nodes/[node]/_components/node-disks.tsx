'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl';
import { ReadingActions } from '@/components/status/reading-actions';
import { ReadingBoundary } from '@/components/status/reading-boundary';
import { Section } from '@/components/ui/section';
import { formatBytes, formatPercent } from '@/lib/base/format';
import type { BlockDevice, MountedFilesystem } from '@/lib/host/types';
import type { NodePartProps } from './node-screen';

/** Disks and what lies on them, then the mounted file systems and how full they are. */
export function NodeDisks({ live, node }: NodePartProps) {
  const t = useTranslations('screens');
  const hafs = useTranslations('hafs');
  return (
    <Section
      title={t('disks')}
      actions={
        <ReadingActions
          clusterId={live.cluster.id}
          node={node.node}
          reading="disks"
          title={t('layerOn', { layer: t('disks'), node: node.node.name })}
        />
      }
    >
      <ReadingBoundary clusterId={live.cluster.id} node={node.node} reading="disks" onlyTrouble>
        {({ value }) => (
          <ul className="mb-4 flex flex-col gap-1 text-[0.9rem]">
            {value.devices.map((device) => (
              <Device key={device.path} device={device} />
            ))}
          </ul>
        )}
      </ReadingBoundary>
      <h3 className="mb-1 text-[0.8667rem] font-medium text-ink-2">{t('mounts')}</h3>
      <ReadingBoundary clusterId={live.cluster.id} node={node.node} reading="mounts" onlyTrouble>
        {({ value }) => (
          <ul className="flex flex-col gap-2">
            {value.mounts
              .filter((mount) => mount.source.startsWith('/dev/'))
              .map((mount) => (
                <Mount key={mount.target} mount={mount} />
              ))}
          </ul>
        )}
      </ReadingBoundary>
      <p className="mt-3">
        <Link href={`/clusters/${live.cluster.id}/drbd`} className="underline underline-offset-4">
          {hafs('storageLink')}
        </Link>
      </p>
    </Section>
  );
}

function Device({ device }: { readonly device: BlockDevice }) {
  const locale = useLocale();
  return (
    <li>
      <div className="flex flex-wrap items-baseline gap-x-3">
        <code>{device.path}</code>
        <span className="num text-ink-2">{formatBytes(device.sizeBytes, locale)}</span>
        <span className="text-[0.8667rem] text-ink-3">
          {[device.model, device.transport, device.fsType, ...device.mountpoints].filter(Boolean).join(' · ')}
        </span>
      </div>
      {device.children.length > 0 ? (
        <ul className="mt-1 ml-1 flex flex-col gap-1 border-l border-line pl-4">
          {device.children.map((child) => (
            <Device key={child.path} device={child} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** From here on a file system is worth a look, and then trouble; the findings say it in words. */
const FILLING_PERCENT = 85;
const FULL_PERCENT = 95;

function Mount({ mount }: { readonly mount: MountedFilesystem }) {
  const locale = useLocale();
  const known = mount.sizeBytes !== undefined && mount.usedBytes !== undefined && mount.sizeBytes > 0;
  const share = known ? ((mount.usedBytes ?? 0) / (mount.sizeBytes ?? 1)) * 100 : undefined;
  const color =
    share === undefined || share < FILLING_PERCENT
      ? 'bg-accent'
      : share < FULL_PERCENT
        ? 'bg-warning-mark'
        : 'bg-critical-mark';
  return (
    <li className="text-[0.9rem]">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span>
          <code>{mount.target}</code>{' '}
          <span className="text-[0.8667rem] text-ink-3">
            {mount.source} · {mount.fsType}
          </span>
        </span>
        <span className="num text-ink-2">
          {share === undefined
            ? '–'
            : `${formatPercent(share, locale)} · ${formatBytes(mount.usedBytes ?? 0, locale)} / ${formatBytes(mount.sizeBytes ?? 0, locale)}`}
        </span>
      </div>
      {share === undefined ? null : (
        <div aria-hidden className="mt-1 h-1.5 overflow-hidden rounded-full bg-sunken">
          <div className={`h-full ${color}`} style={{ width: `${share}%` }} />
        </div>
      )}
    </li>
  );
}
