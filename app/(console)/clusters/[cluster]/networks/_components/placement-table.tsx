'use client';

import { useLocale, useTranslations } from 'use-intl';
import { usePlanWords } from '@/components/changes/use-plan-words';
import { StatusMark } from '@/components/status/status-mark';
import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { type Column, DataTable } from '@/components/ui/table';
import { formatSpeed } from '@/lib/base/format';
import type { NetworkRole } from '@/lib/network/roles';
import {
  type NodePlacement,
  type VipPlacement,
  vipPlacement,
  type WantedVip,
} from '@/lib/network/vip-placement';

/** What every node of the cluster says to a VIP, by what was read of its network last and still counts. */
export function placementOf(
  live: LiveClusterView,
  wanted: Omit<WantedVip, 'role'>,
  role: NetworkRole | undefined,
): VipPlacement {
  const nodes = live.view.nodes.map((node) => {
    const reading = node.read('network').value;
    return { node: node.node.name, ...(reading ? { reading } : {}) };
  });
  return vipPlacement({ ...wanted, ...(role ? { role } : {}) }, nodes, live.cluster.networks);
}

const MARK = { fits: 'ok', refused: 'critical', unknown: 'unknown' } as const;

/** One line a node: its NIC, and whether the VIP may be there. The plan asks the same again, and the wire besides. */
export function PlacementTable({
  placement,
  address,
}: {
  readonly placement: VipPlacement;
  readonly address: string;
}) {
  const t = useTranslations('services');
  const words = usePlanWords();
  const locale = useLocale();
  const said = (one: NodePlacement): string => {
    const { node, nic = '–', expected = '–', speedMbps, reason, verdict } = one;
    if (verdict === 'fits')
      return speedMbps === undefined ? t('fits') : t('fitsAt', { speed: formatSpeed(speedMbps, locale) });
    return words.sentence({ id: `vip-${reason}`, params: { vip: address, address, node, nic, expected } });
  };
  const columns: readonly Column<NodePlacement>[] = [
    { id: 'node', header: t('colNode'), rowHeader: true, cell: (one) => one.node },
    { id: 'nic', header: t('colNic'), cell: (one) => <code>{one.nic ?? '–'}</code> },
    {
      id: 'verdict',
      header: t('colVerdict'),
      cell: (one) => <StatusMark state={MARK[one.verdict]}>{said(one)}</StatusMark>,
    },
  ];
  return (
    <div aria-live="polite">
      <DataTable caption={t('onNodes')} columns={columns} rows={placement.nodes} rowKey={(one) => one.node} />
    </div>
  );
}
