'use client';

import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { useLiveClient } from '@/components/live/live-provider';
import { CommandPalette, type PaletteEntry } from '@/components/ui/command-palette';
import type { DirectoryCluster, LiveState } from '@/lib/live/protocol';
import { viewCluster } from '@/lib/protection/view';

/** The command palette over everything Haven knows: screens, nodes, resources, VIPs and services of every cluster. */
export function LivePalette() {
  const t = useTranslations('ui');
  const client = useLiveClient();
  const entries = useCallback(() => {
    const state = client.state();
    const words: Words = {
      screens: t('paletteScreens'),
      nodes: t('paletteNodes'),
      resources: t('paletteResources'),
      services: t('paletteServices'),
      screenNames: {
        topology: t('screenTopology'),
        nodes: t('screenNodes'),
        drbd: 'DRBD',
        resources: t('screenResources'),
        haproxy: 'HAProxy',
        networks: t('screenNetworks'),
        drift: t('screenDrift'),
      },
    };
    const overview = { id: 'overview', group: words.screens, label: t('screenOverview'), href: '/' };
    const clusters = Object.values(state.clusters);
    return [
      overview,
      ...clusters.flatMap((cluster) => clusterEntries(cluster, state, client.clock(), words)),
    ];
  }, [client, t]);
  return <CommandPalette entries={entries} />;
}

interface Words {
  readonly screens: string;
  readonly nodes: string;
  readonly resources: string;
  readonly services: string;
  readonly screenNames: Readonly<Record<string, string>>;
}

function clusterEntries(
  cluster: DirectoryCluster,
  state: LiveState,
  clock: Parameters<typeof viewCluster>[2],
  words: Words,
): readonly PaletteEntry[] {
  const base = `/clusters/${cluster.id}`;
  const view = viewCluster(cluster, state, clock);
  const entry = (
    kind: string,
    group: string,
    label: string,
    href: string,
    keywords: readonly string[] = [],
  ) => ({
    id: `${cluster.id}/${kind}/${label}`,
    group,
    label,
    detail: cluster.name,
    keywords,
    href: `${base}${href}`,
  });
  const pacemaker = view.nodes
    .map((node) => node.read('pacemaker').last)
    .find((reading) => reading !== undefined);
  const ids = new Set(
    pacemaker?.resources.flatMap((each) => [...each.within.map((around) => around.id), each.id]),
  );
  return [
    ...Object.entries(words.screenNames).map(([page, label]) =>
      entry('screen', words.screens, label, `/${page}`),
    ),
    ...cluster.nodes.map((node) =>
      entry('node', words.nodes, node.name, `/nodes/${encodeURIComponent(node.name)}`),
    ),
    ...[...ids].map((id) => entry('resource', words.resources, id, `/resources?q=${encodeURIComponent(id)}`)),
    ...cluster.vips.map((vip) =>
      entry('vip', 'VIP', vip.address, '/networks', [vip.resourceId, vip.networkRole]),
    ),
    ...cluster.services.map((service) =>
      entry(
        'service',
        words.services,
        service.name,
        `/resources?q=${encodeURIComponent(service.resourceId ?? service.name)}`,
      ),
    ),
  ];
}
