import type { LiveClusterView } from '@/components/status/use-cluster-view';
import { isInCidr } from '@/lib/base/address';
import type { ConfigContext, ConfigProblem } from '@/lib/haproxy/check-types';
import { checkConfig, newProblems } from '@/lib/haproxy/config-check';
import { parseHaproxyConfig } from '@/lib/haproxy/config-file';
import { publicSections } from '@/lib/plan/haproxy-context';

/** What a browser knows of the nodes: addresses, VIPs and networks. The plan reads the rest afresh. */
export function liveContext(live: LiveClusterView, text: string): ConfigContext {
  const { vips, networks, services } = live.cluster;
  return {
    nodes: live.view.nodes.map((node) => {
      const network = node.read('network').value;
      const addresses = network?.interfaces.flatMap((nic) => nic.addresses.map(({ address }) => address));
      return { node: node.node.name, ...(addresses ? { addresses } : {}) };
    }),
    vips: vips.map(({ address, networkRole }) => ({ address, role: networkRole })),
    networks,
    publicSections: publicSections({ services, vips }, text),
  };
}

/** Problems a new text has and the old one had not; what only the plan can know is left to it. */
export function freshProblems(
  live: LiveClusterView,
  before: string,
  after: string,
): readonly ConfigProblem[] {
  const context = liveContext(live, before);
  const judge = (text: string) => checkConfig(parseHaproxyConfig(text), context);
  const seen = new Set<string>();
  return newProblems(judge(before), judge(after)).filter(({ id, level, line, what }) => {
    const key = `${id} ${line} ${what}`;
    if (level === 'unknown' || level === 'info' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The node's own address on the network that carries requests: 10G where there is one. */
export function requestAddress(live: LiveClusterView, nodeName: string): string | undefined {
  const network = live.view.node(nodeName)?.read('network').last;
  const vips = new Set(live.cluster.vips.map(({ address }) => address));
  const own = (network?.interfaces ?? []).flatMap((nic) =>
    nic.addresses.filter(({ address, family }) => family === 'inet' && !vips.has(address)),
  );
  const ranked = ['10g', '1g', 'management', 'other'] as const;
  for (const role of ranked) {
    const cidr = live.cluster.networks.find((one) => one.role === role)?.cidr;
    const found = cidr === undefined ? undefined : own.find(({ address }) => isInCidr(cidr, address));
    if (found) return found.address;
  }
  return undefined;
}
