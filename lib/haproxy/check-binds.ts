/**
 * Where HAProxy would listen, against VIPs, nodes and what listens already. `haproxy -c` binds nothing and says nothing
 * about any of this (reference 3.3); a node would find out when it reloads.
 */

import { isInCidr, parseIp } from '@/lib/base/address';
import { optional } from '@/lib/base/optional';
import { isSameHost } from './address';
import type { CheckedNode, ConfigContext, ConfigProblem } from './check-types';
import { type ConfigSectionRange, configSections, type HaproxyConfigFile } from './config-file';
import { splitBindAddress, takesValue } from './config-view';
import { serverLines } from './server-lines';

/** One address of one `bind` line. */
export interface BoundAddress {
  /** 0-based. */
  readonly index: number;
  readonly section: ConfigSectionRange;
  /** `*` for all of IPv4, `::` for all of IPv6. */
  readonly address: string;
  readonly low: number;
  readonly high: number;
  readonly isTransparent: boolean;
}

/** Sockets, inherited descriptors and variables bind no address that could be judged. */
const NOT_AN_ADDRESS = /^\/|^(unix|abns|abnsz|fd|sockpair|rhttp|rev)@|\$|%/;

export function boundAddresses(file: HaproxyConfigFile): {
  readonly bound: readonly BoundAddress[];
  readonly problems: readonly ConfigProblem[];
} {
  const bound: BoundAddress[] = [];
  const problems: ConfigProblem[] = [];
  for (const section of configSections(file)) {
    if (section.kind !== 'frontend' && section.kind !== 'listen') continue;
    for (let index = section.start + 1; index < section.end; index += 1) {
      const words = file.lines[index]?.words.map((word) => word.value) ?? [];
      if (words[0] !== 'bind') continue;
      const flags = words.slice(2).filter((_, at) => !takesValue(words[at + 1] ?? ''));
      for (const text of (words[1] ?? '').split(',')) {
        if (NOT_AN_ADDRESS.test(text) || text.startsWith('udp') || text.startsWith('quic')) continue;
        const place = readBound(text);
        if (place) bound.push({ index, section, ...place, isTransparent: flags.includes('transparent') });
        else
          problems.push({
            id: 'bad-bind',
            level: 'error',
            line: index + 1,
            what: text.slice(0, 100),
            ...optional('section', section.name),
          });
      }
    }
  }
  return { bound, problems };
}

function readBound(text: string): Pick<BoundAddress, 'address' | 'low' | 'high'> | undefined {
  const { address, port = '' } = splitBindAddress(text);
  const range = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(port);
  if (!range) return undefined;
  const low = Number(range[1]);
  const high = Number(range[2] ?? range[1]);
  if (low < 1 || high > 65_535 || high < low) return undefined;
  return { address: address === '0.0.0.0' ? '*' : address, low, high };
}

const isWildcard = (address: string): boolean => address === '*' || /^[0:.]*$/.test(address);

export function bindProblems(file: HaproxyConfigFile, context: ConfigContext): readonly ConfigProblem[] {
  const { bound, problems } = boundAddresses(file);
  return [
    ...problems,
    ...clashes(bound),
    ...bound.flatMap((bind) => placeProblems(bind, context)),
    ...bound.flatMap((bind) => roleProblems(file, bind, context)),
  ];
}

/** With SO_REUSEPORT the kernel lets one process bind twice and then spreads clients over both: nobody is told. */
function clashes(bound: readonly BoundAddress[]): readonly ConfigProblem[] {
  return bound.flatMap((bind, at) => {
    if (bind.section.isConditional) return [];
    const other = bound
      .slice(0, at)
      .find(
        (earlier) =>
          !earlier.section.isConditional &&
          earlier.low <= bind.high &&
          bind.low <= earlier.high &&
          overlap(earlier.address, bind.address),
      );
    if (!other) return [];
    const isSame = isSameHost(other.address, bind.address);
    return [
      {
        ...problemAt(bind),
        id: isSame ? ('bind-twice' as const) : ('bind-wildcard-clash' as const),
        level: isSame ? ('error' as const) : ('warning' as const),
        otherLine: other.index + 1,
      },
    ];
  });
}

function overlap(a: string, b: string): boolean {
  if (isSameHost(a, b)) return true;
  const family = (address: string) => (address.includes(':') ? 6 : 4);
  return (isWildcard(a) || isWildcard(b)) && family(a) === family(b);
}

const problemAt = (bind: BoundAddress) => ({
  line: bind.index + 1,
  ...optional('section', bind.section.name),
  what: `${bind.address}:${bind.low === bind.high ? bind.low : `${bind.low}-${bind.high}`}`,
});

function placeProblems(bind: BoundAddress, context: ConfigContext): readonly ConfigProblem[] {
  return context.nodes.flatMap((node) => [
    ...listenerProblems(bind, node),
    ...(isWildcard(bind.address) || isLoopback(bind.address) ? [] : ownerProblems(bind, node, context)),
  ]);
}

const isLoopback = (address: string): boolean =>
  isInCidr('127.0.0.0/8', address) || isSameHost('::1', address);

/** Whether the node could bind the address now, and whether it still could when the VIP has moved away. */
function ownerProblems(
  bind: BoundAddress,
  node: CheckedNode,
  context: ConfigContext,
): readonly ConfigProblem[] {
  const at = { ...problemAt(bind), node: node.node };
  if (!parseIp(bind.address)) return [];
  const isVip = context.vips.some((vip) => isSameHost(vip.address, bind.address));
  const holds = node.addresses?.some((address) => isSameHost(address, bind.address));
  // A VIP that is here now will not always be; a node's own address is here for good.
  if (holds && !isVip) return [];
  const family = bind.address.includes(':') ? 'inet6' : 'inet';
  const mayBind = bind.isTransparent ? true : node.nonlocalBind?.[family];
  const owner = context.nodes.find((other) =>
    other.addresses?.some((address) => isSameHost(address, bind.address)),
  );
  if (!isVip && node.addresses === undefined)
    return [{ ...at, id: 'bind-unknown-address', level: 'unknown' }];
  if (!isVip && !owner) return [{ ...at, id: 'bind-unknown-address', level: mayBind ? 'warning' : 'error' }];
  if (!isVip) return [{ ...at, id: 'bind-foreign-address', level: mayBind ? 'warning' : 'error' }];
  if (mayBind === false) return [{ ...at, id: 'bind-needs-nonlocal', level: holds ? 'warning' : 'error' }];
  return mayBind === undefined ? [{ ...at, id: 'bind-nonlocal-unknown', level: 'unknown' }] : [];
}

/** Another program on the same port: `Address already in use` when HAProxy reloads (reference 3.3, invariant 41). */
function listenerProblems(bind: BoundAddress, node: CheckedNode): readonly ConfigProblem[] {
  const taken = node.listeners?.find(
    (listener) =>
      listener.process !== 'haproxy' &&
      listener.port >= bind.low &&
      listener.port <= bind.high &&
      (overlap(listener.address, bind.address) ||
        // `[::]:port` without IPV6_V6ONLY takes the port of IPv4 as well; `*` is how `ss` writes it.
        listener.address === '*' ||
        listener.address === '::'),
  );
  if (!taken) return [];
  const level = taken.process === undefined ? 'unknown' : 'error';
  const what = `${taken.address}:${taken.port}${taken.process === undefined ? '' : ` ${taken.process}`}`;
  return [{ ...problemAt(bind), id: 'port-taken', level, node: node.node, what }];
}

/** An internal service offered on the 1G VIP: its traffic would leave the internal network (reference 4.1). */
function roleProblems(
  file: HaproxyConfigFile,
  bind: BoundAddress,
  context: ConfigContext,
): readonly ConfigProblem[] {
  const vip = context.vips.find(({ address }) => isSameHost(address, bind.address));
  const name = bind.section.name ?? '';
  if (vip?.role !== '1g' || context.publicSections?.has(name)) return [];
  const hosts = sectionsBehind(file, bind.section).flatMap((section) =>
    serverLines(file, section).map((server) => server.host),
  );
  const isInternal = hosts.some((host) =>
    context.networks.some(({ cidr, role }) => role === '10g' && isInCidr(cidr, host)),
  );
  return isInternal ? [{ ...problemAt(bind), id: 'internal-on-1g-vip', level: 'warning' }] : [];
}

/** The sections whose servers answer for a frontend, by fixed names. */
function sectionsBehind(file: HaproxyConfigFile, section: ConfigSectionRange): readonly ConfigSectionRange[] {
  const names = new Set<string>();
  for (const line of file.lines.slice(section.start + 1, section.end)) {
    const [keyword, name] = line.words.map((word) => word.value);
    if ((keyword === 'default_backend' || keyword === 'use_backend') && name !== undefined) names.add(name);
  }
  return configSections(file).filter(
    (other) =>
      other.start === section.start ||
      ((other.kind === 'backend' || other.kind === 'listen') && names.has(other.name ?? '')),
  );
}
