/** What a haproxy.cfg is held against on one node, read afresh and only for changes of that file. */
import { serversStateProbe } from '@/lib/haproxy/probes';
import { listenersProbe, nonlocalBindProbe } from '@/lib/network/vip-probes';
import type { HaproxyHostFacts } from '@/lib/plan/facts';
import type { ClusterAccess } from '../access';
import { readProbe } from './read-probe';

export async function readHaproxyHost(
  access: ClusterAccess,
  clusterId: string,
  node: string,
  now: () => number,
): Promise<HaproxyHostFacts> {
  const [network, nonlocalBind, listeners, servers] = await Promise.all([
    access.read(clusterId, node, 'network'),
    readProbe(access, clusterId, node, nonlocalBindProbe, now),
    readProbe(access, clusterId, node, listenersProbe, now),
    readProbe(access, clusterId, node, serversStateProbe(), now),
  ]);
  return { network, nonlocalBind, listeners, servers };
}
