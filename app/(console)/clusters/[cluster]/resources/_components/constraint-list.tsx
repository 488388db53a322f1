'use client';

import { useTranslations } from 'use-intl';
import { useReading } from '@/components/live/live-provider';
import { EvidenceButton } from '@/components/status/evidence-button';
import { FreshnessNote } from '@/components/status/freshness-note';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Badge } from '@/components/ui/badge';
import { Section } from '@/components/ui/section';
import { type Column, DataTable } from '@/components/ui/table';
import type { CibConstraint, CibReading } from '@/lib/pacemaker/types';
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

/** Constraints in words, those that a tool left behind marked as such. */
export function ConstraintList({ live }: { readonly live: LiveClusterView }) {
  const t = useTranslations('screens');
  const source = cibOf(live);
  if (!source) return null;
  const columns: readonly Column<CibConstraint>[] = [
    {
      id: 'kind',
      header: t('col_kind'),
      sortValue: (each) => each.kind,
      cell: (each) => t(`constraint_${each.kind}`),
    },
    { id: 'what', header: t('col_rule'), cell: (each) => <Rule constraint={each} /> },
    {
      id: 'id',
      header: t('col_id'),
      rowHeader: true,
      sortValue: (each) => each.id,
      cell: (each) => (
        <span className="inline-flex flex-wrap items-baseline gap-x-2 font-normal">
          <code>{each.id}</code>
          <Origin id={each.id} />
        </span>
      ),
    },
  ];
  return (
    <Section title={t('constraints')} note={<CibNote live={live} source={source} />}>
      <div className={source.current ? '' : 'stale'}>
        <DataTable
          caption={t('constraints')}
          columns={columns}
          rows={source.cib.constraints.toSorted(
            (a, b) => Number(isLeftOver(b.id)) - Number(isLeftOver(a.id)),
          )}
          rowKey={(each) => each.id}
          empty={<p className="text-ink-3">{t('noConstraints')}</p>}
        />
      </div>
    </Section>
  );
}

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

const isLeftOver = (id: string): boolean => id.startsWith('cli-') || id.startsWith('drbd-fence-by-handler');

function Origin({ id }: { readonly id: string }) {
  const t = useTranslations('screens');
  if (id.startsWith('cli-')) return <Badge tone="warning">{t('leftByMove')}</Badge>;
  if (id.startsWith('drbd-fence-by-handler')) return <Badge tone="warning">{t('setByDrbd')}</Badge>;
  return null;
}

/** The usual forms in words; sets and rules as they are written. */
function Rule({ constraint }: { readonly constraint: CibConstraint }) {
  const t = useTranslations('screens');
  const { attributes: own, kind } = constraint;
  const score = own.score ?? own.kind ?? 'INFINITY';
  const role = own.role ?? own['rsc-role'];
  if (kind === 'location' && own.rsc && own.node) {
    const params = { rsc: role ? `${own.rsc} (${role})` : own.rsc, node: own.node, score };
    return t(score.startsWith('-') ? 'rule_avoids' : 'rule_prefers', params);
  }
  if (kind === 'colocation' && own.rsc && own['with-rsc']) {
    const withRole = own['with-rsc-role'];
    const params = {
      rsc: role ? `${own.rsc} (${role})` : own.rsc,
      other: withRole ? `${own['with-rsc']} (${withRole})` : own['with-rsc'],
      score,
    };
    return t(score.startsWith('-') ? 'rule_apart' : 'rule_together', params);
  }
  if (kind === 'order' && own.first && own.then) {
    return t('rule_order', {
      first: `${own['first-action'] ?? 'start'} ${own.first}`,
      second: `${own['then-action'] ?? own['first-action'] ?? 'start'} ${own.then}`,
      kind: own.kind ?? 'Mandatory',
    });
  }
  return <code className="block whitespace-pre-wrap break-words">{constraint.xml}</code>;
}
