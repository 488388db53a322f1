'use client';

import { useTranslations } from 'use-intl';
import { useReading } from '@/components/live/live-provider';
import { EvidenceButton } from '@/components/status/evidence-button';
import { FreshnessNote } from '@/components/status/freshness-note';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import type { CibReading, PacemakerReading } from '@/lib/pacemaker/types';
import type { NodeView } from '@/lib/protection/view';

export interface CibSource {
  readonly node: NodeView;
  readonly cib: CibReading;
  readonly current: boolean;
}

/** The CIB as the authoritative node holds it, else any, else the last known. */
export function cibOf(live: LiveClusterView): CibSource | undefined {
  const { authority, nodes } = live.view;
  const order = authority ? [authority.from, ...nodes.filter((node) => node !== authority.from)] : nodes;
  for (const node of order) {
    const { value } = node.read('cib');
    if (value) return { node, cib: value, current: true };
  }
  for (const node of order) {
    const { last } = node.read('cib');
    if (last) return { node, cib: last, current: false };
  }
  return undefined;
}

export interface StatusSource {
  readonly node: NodeView;
  readonly reading: PacemakerReading;
  readonly current: boolean;
}

/** The authoritative view; when nobody speaks, the last one known, which is then drawn as such. */
export function sourceOf(live: LiveClusterView): StatusSource | undefined {
  const { authority, nodes } = live.view;
  if (authority) return { node: authority.from, reading: authority.reading, current: true };
  for (const node of nodes) {
    const { last } = node.read('pacemaker');
    if (last) return { node, reading: last, current: false };
  }
  return undefined;
}

/** The node to ask for agents: the one whose view counts, else the first. */
export const askedNode = (live: LiveClusterView): string =>
  (live.view.authority?.from ?? live.view.nodes[0])?.node.name ?? '';

export function CibNote({ live, source }: { readonly live: LiveClusterView; readonly source: CibSource }) {
  const t = useTranslations('screens');
  const { node } = source.node;
  const { freshness } = useReading(live.cluster.id, node.id, 'cib');
  const { adminEpoch, epoch, numUpdates } = source.cib.version;
  return (
    <span className="inline-flex items-center gap-2">
      <code>
        {adminEpoch}.{epoch}.{numUpdates}
      </code>
      <FreshnessNote freshness={freshness} node={node.name} now={live.clock.now} />
      <EvidenceButton
        clusterId={live.cluster.id}
        node={node}
        reading="cib"
        title={t('layerOn', { layer: 'CIB', node: node.name })}
      />
    </span>
  );
}
