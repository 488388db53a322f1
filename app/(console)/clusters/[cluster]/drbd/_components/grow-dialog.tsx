'use client';

import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { TextField } from '@/components/ui/field';
import { formatBytes } from '@/lib/base/format';
import type { StorageAnswer } from '@/lib/live/protocol';
import { type FormProps, PlanDialog } from './plan-dialog';
import { useStorage } from './use-storage';

const MIB = 1024 * 1024;

interface Props extends FormProps {
  readonly name: string;
  readonly live: LiveClusterView;
}

/** Proposes half of what is free; the plan itself rounds to whole extents and says what it comes to. */
export function GrowDialog({ name, live, ...form }: Props) {
  const t = useTranslations('hafs');
  const locale = useLocale();
  const storage = useStorage(live.cluster.id);
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const nowBytes = sizeOf(live, name);
  const freeBytes = storage && freeFor(storage, live, name);
  const least = Math.floor(nowBytes / MIB) + 1;
  const most = freeBytes === undefined ? undefined : Math.floor((nowBytes + freeBytes) / MIB) - 1;
  const proposed = most === undefined ? '' : `${Math.floor((least + most) / 2)}`;
  const value = typed ?? proposed;
  const mib = /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  const isRight = mib !== undefined && most !== undefined && mib >= least && mib <= most;
  return (
    <PlanDialog
      {...form}
      title={t('growTitle', { name })}
      description={t('growText')}
      intent={isRight ? { kind: 'hafs-grow', resource: name, sizeBytes: mib * MIB } : undefined}
    >
      <p className="text-ink-2">{t('growNow', { size: formatBytes(nowBytes, locale) })}</p>
      {storage === undefined ? <p role="status">{t('reading')}</p> : null}
      {storage !== undefined && freeBytes === undefined ? (
        <p role="status">{t('unread', { nodes: hostNames(live, name).join(', ') })}</p>
      ) : null}
      {most === undefined ? null : (
        <TextField
          label={t('sizeNew')}
          hint={t('sizeHint', { free: formatBytes(freeBytes ?? 0, locale) })}
          inputMode="numeric"
          value={value}
          onChange={(event) => setTyped(event.target.value)}
          error={isRight ? undefined : t('sizeError', { least, most })}
        />
      )}
    </PlanDialog>
  );
}

export const hostNames = (live: LiveClusterView, name: string): readonly string[] =>
  live.view.nodes
    .filter((node) => node.read('drbd').last?.resources.some((each) => each.name === name))
    .map((node) => node.node.name);

/** The smallest word of any node: nothing is proposed that one of them could not have. */
function sizeOf(live: LiveClusterView, name: string): number {
  const sizes = live.view.nodes.flatMap((node) =>
    (node.read('drbd').last?.resources ?? [])
      .filter((each) => each.name === name)
      .flatMap((each) => each.devices.flatMap((device) => device.sizeKiB ?? [])),
  );
  return sizes.length === 0 ? 0 : Math.min(...sizes) * 1024;
}

/** Free space of the group each copy lies in, smallest of all; undefined when one is not known. */
function freeFor(storage: StorageAnswer, live: LiveClusterView, name: string): number | undefined {
  const config = live.view.nodes
    .flatMap((node) => node.read('drbdConfig').last?.resources ?? [])
    .find((each) => each.name === name);
  const free = hostNames(live, name).map((node) => {
    const own = storage.nodes.find((one) => one.node === node);
    const disk = config?.hosts.find((host) => host.name === node)?.volumes[0]?.disk;
    const volume = own?.volumes?.find((one) => one.path === disk);
    const group = own?.groups?.find((one) => one.name === volume?.group);
    return group && group.freeExtents * group.extentBytes;
  });
  if (free.length === 0 || free.some((bytes) => bytes === undefined)) return undefined;
  return Math.min(...free.map((bytes) => bytes ?? 0));
}
