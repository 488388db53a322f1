/** What a configuration is checked against, from the readings of the moment: what was not read stays unknown. */
import { optional } from '@/lib/base/optional';
import type { CheckedNode, ConfigContext } from '@/lib/haproxy/check-types';
import { parseHaproxyConfig } from '@/lib/haproxy/config-file';
import { describeService } from '@/lib/haproxy/service-shape';
import { nodeFacts, value, type WorldFacts } from './facts';

/**
 * @param nodes that get the file
 * @param text as it is now: tells which frontends lead to services people reach on the 1G VIP
 */
export function configContext(world: WorldFacts, nodes: readonly string[], text: string): ConfigContext {
  return {
    nodes: nodes.map((node) => checkedNode(world, node)),
    vips: world.vips.map(({ address, networkRole }) => ({ address, role: networkRole })),
    networks: world.networks ?? [],
    publicSections: publicSections(world, text),
  };
}

function checkedNode(world: WorldFacts, node: string): CheckedNode {
  const host = nodeFacts(world, node)?.haproxyHost;
  const network = host && value(host.network);
  return {
    node,
    ...optional(
      'addresses',
      network?.interfaces.flatMap((nic) => nic.addresses.map(({ address }) => address)),
    ),
    ...optional('nonlocalBind', host && value(host.nonlocalBind)),
    ...optional('listeners', host && value(host.listeners)),
  };
}

/** Services of a 1G VIP are on it on purpose: Horizon is (reference 3.1). */
export function publicSections(
  { services, vips }: Pick<WorldFacts, 'services' | 'vips'>,
  text: string,
): ReadonlySet<string> {
  const file = parseHaproxyConfig(text);
  const people = new Set(vips.filter((vip) => vip.networkRole === '1g').map((vip) => vip.id));
  const backends = services.flatMap((service) =>
    service.backend !== undefined && service.vipId !== undefined && people.has(service.vipId)
      ? [service.backend]
      : [],
  );
  const entrances = backends.flatMap((name) =>
    (['backend', 'listen'] as const).flatMap((kind) => {
      const found = describeService(file, { kind, name });
      return found.ok ? found.value.entrances.flatMap((place) => place.name ?? []) : [];
    }),
  );
  return new Set([...backends, ...entrances]);
}
