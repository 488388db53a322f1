import type { LiveClusterView } from '@/components/status/use-cluster-view';
import type { DirectoryVip } from '@/lib/live/protocol';
import { vipResources } from '@/lib/pacemaker/cib-queries';
import { allVips } from '@/lib/plan/vip-world';
import { cibOf } from '../../resources/_components/cib-source';

/** The VIPs the inventory was told of, and those that came into the configuration since. */
export function vipsOf(live: LiveClusterView): readonly DirectoryVip[] {
  const source = cibOf(live);
  return source ? allVips(live.cluster, vipResources(source.cib)) : live.cluster.vips;
}
