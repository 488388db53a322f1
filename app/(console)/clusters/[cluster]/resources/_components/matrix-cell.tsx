'use client';

import { useTranslations } from 'use-intl';
import type { MayPropose } from '@/components/changes/change-actions';
import { ProposeMove } from '@/components/changes/propose-menu';
import { usePreview } from '@/components/preview/preview-provider';
import { resourceSeverity } from '@/components/status/resource-state';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { Badge } from '@/components/ui/badge';
import type { CrmBan, CrmResource } from '@/lib/pacemaker/types';
import type { MatrixRow } from '@/lib/protection/resource-matrix';

interface Props extends MayPropose {
  readonly row: MatrixRow;
  /** `null`: the column of what runs nowhere. */
  readonly node: string | null;
  readonly live: LiveClusterView;
  readonly current: boolean;
}

/** What the action under the pointer would change in this cell, beside what is so now. */
function Would({ row, node }: { readonly row: MatrixRow; readonly node: string | null }) {
  const t = useTranslations('screens');
  const preview = usePreview();
  if (preview?.state !== 'shown' || node === null) return null;
  const ids = [row.id, row.child];
  const kinds = preview.plan.prediction.moves
    .filter(({ resource }) => ids.includes(resource))
    .flatMap(({ role, from, to }) => {
      const [was, is] = [from.includes(node), to.includes(node)];
      if (was === is) return [];
      if (role === 'Promoted') return [is ? 'wouldPromote' : 'wouldDemote'] as const;
      return [is ? 'wouldRun' : 'wouldLeave'] as const;
    });
  // An instance that goes altogether is not also demoted.
  const shown = kinds.includes('wouldLeave') ? (['wouldLeave'] as const) : kinds;
  return shown.map((kind) => (
    <span
      key={kind}
      className="rounded border border-dashed border-info bg-info-soft px-1.5 text-[0.8rem] font-semibold text-info"
    >
      {t(kind)}
    </span>
  ));
}

/** One resource on one node: its role, what is wrong with it, what keeps it away. An empty cell rightly has nothing. */
export function MatrixCellView(props: Props) {
  const { row, node, current } = props;
  const t = useTranslations('screens');
  const cells = node === null ? row.stopped : (row.cells.get(node) ?? []);
  const bans = node === null ? [] : (row.bans.get(node) ?? []);
  const held = node === null ? undefined : row.held?.running.get(node);
  if (held && row.held) {
    return (
      <span className="num text-[0.8667rem] text-ink-3">
        {t('heldHere', { running: held, total: row.held.total })}
        <Move {...props} />
        <Would row={row} node={node} />
      </span>
    );
  }
  if (cells.length === 0 && bans.length === 0) {
    return (
      <span className="text-ink-3">
        <span aria-hidden>·</span>
        <span className="sr-only">{t('notHere')}</span> <Would row={row} node={node} />
      </span>
    );
  }
  return (
    <div className="flex flex-col items-start gap-0.5">
      {cells.map(({ instance, failCount }, index) => (
        <span
          key={`${instance.id}/${instance.role}`}
          className="inline-flex flex-wrap items-baseline gap-x-1.5"
        >
          <StatusMark
            state={current ? resourceSeverity(instance) : 'unknown'}
            soft={current && (instance.failed || instance.blocked)}
          >
            <Words instance={instance} />
          </StatusMark>
          {failCount > 0 ? (
            <Badge tone="warning">
              {t('failCount', { count: failCount >= 1_000_000 ? '∞' : String(failCount) })}
            </Badge>
          ) : null}
          {row.depth === 0 ? <Move {...props} /> : null}
          {index === 0 ? <Would row={row} node={node} /> : null}
        </span>
      ))}
      {cells.length === 0 ? <Would row={row} node={node} /> : null}
      {bans.map((ban) => (
        <BanBadge key={ban.id} ban={ban} />
      ))}
    </div>
  );
}

/** Groups and single resources can be moved; a clone runs where it may, and fence devices are nobody's errand. */
function Move({ row, node, live, current, propose }: Props) {
  const isMovable = row.depth === 0 && (row.kind === 'group' || row.kind === 'primitive');
  if (!propose || !current || node === null || !isMovable || row.agent?.startsWith('stonith:')) return null;
  // Only where it could run now; the plan's own guards decide the rest.
  const targets = live.view.nodes
    .map((each) => each.node.name)
    .filter((name) => {
      const crm = live.view.crm(name);
      return name !== node && crm?.online && !crm.standby && !crm.unclean && !crm.maintenance;
    });
  return (
    <span className="ml-1">
      <ProposeMove
        clusterId={live.cluster.id}
        resource={row.id}
        nodes={targets}
        look="quiet"
        size="sm"
        propose={propose}
      />
    </span>
  );
}

function Words({ instance }: { readonly instance: CrmResource }) {
  const t = useTranslations('screens');
  const flags = [
    instance.failed ? t('flag_failed') : undefined,
    instance.blocked ? t('flag_blocked') : undefined,
    instance.orphaned ? t('flag_orphaned') : undefined,
    instance.maintenance ? t('flag_maintenance') : !instance.managed ? t('flag_unmanaged') : undefined,
    instance.pending,
  ].filter((flag) => flag !== undefined);
  return (
    <>
      {instance.role}
      {flags.length > 0 ? <span className="ml-1 font-semibold">{flags.join(', ')}</span> : null}
    </>
  );
}

/** Who set the ban decides what a person may do with it. */
function BanBadge({ ban }: { readonly ban: CrmBan }) {
  const t = useTranslations('screens');
  const origin = ban.id.startsWith('cli-')
    ? 'ban_cli'
    : ban.id.startsWith('drbd-fence-by-handler')
      ? 'ban_drbd'
      : 'ban_config';
  return (
    <Badge tone={origin === 'ban_config' ? 'neutral' : 'warning'} title={ban.id}>
      {t(ban.promotedOnly ? 'bannedPromoted' : 'banned')} · {t(origin)}
    </Badge>
  );
}
