import type { ProtectionKey } from './messages';
import { takenDownWith } from './take-over';
import type {
  ClusterProtection,
  ProtectionFinding,
  ProtectionLevel,
  ProtectionSentence,
  ServiceProtection,
} from './types';
import type { ClusterView } from './view';

/** The one sentence of a cluster: the finding that a person must hear first. */

/** Loudest first: what is down, then what may destroy data, then what is left of redundancy, then what is unseen. */
const ORDER: readonly ProtectionKey[] = [
  'two-primaries',
  'split-brain',
  'vip-duplicate',
  'service-split',
  'no-copy',
  'no-quorum',
  'node-unclean',
  'hafs-not-mounted',
  'dc-view-differs',
  'member-view-differs',
  'one-copy-disk',
  'one-copy-link',
  'one-copy-node',
  'one-copy-syncing',
  'copy-missing',
  'fence-failed',
  'fencing-off',
  'no-fence-device',
  'maintenance-mode',
  'node-offline',
  'node-standby',
  'would-not-survive',
  'would-not-survive-alone',
  'service-one-node',
  'backend-one-server',
  'service-failed',
  'vip-view-differs',
  'ring-view-differs',
  'role-view-differs',
  'node-silent',
  'pacemaker-unseen',
  'copy-unseen',
  'vip-unseen',
  'backend-unseen',
  'service-unseen',
  'source-unseen',
  'survival-unseen',
];
/** What is not seen, and before it the node that waits to be fenced: because of it the rest is not. */
const UNSEEN_FIRST: ReadonlySet<ProtectionKey> = new Set([
  'node-unclean',
  ...ORDER.slice(ORDER.indexOf('node-silent')),
]);

export function sentenceOf(
  view: ClusterView,
  level: ProtectionLevel,
  services: readonly ServiceProtection[],
  findings: readonly ProtectionFinding[],
): ProtectionSentence {
  if (level === 'protected') return { key: services.length > 0 ? 'protected' : 'no-services', params: {} };
  const nothingRead = view.nodes.every((node) => node.read('pacemaker').last === undefined);
  if (nothingRead) return { key: 'nothing-known', params: { cluster: view.cluster.name } };
  const dead = services.filter((service) => service.level === 'down');
  const names = dead.map((each) => each.name).join(', ');
  const lost = takenDownWith(view, dead);
  if (lost) {
    const key = lost.isOffline ? 'services-not-moved' : 'services-lost-with';
    return { key, params: { node: lost.node, services: names }, since: lost.since };
  }
  const [first] = dead;
  if (dead.length > 1) return { key: 'services-down', params: { count: dead.length, services: names } };
  if (first) return { key: 'service-down', params: { service: first.name } };
  const finding = loudest(level, findings);
  if (!finding) return { key: 'nothing-known', params: { cluster: view.cluster.name } };
  return {
    key: finding.key,
    params: finding.params,
    ...(finding.since === undefined ? {} : { since: finding.since }),
  };
}

/** While the verdict is `unknown`, what is not seen comes first: it is the reason for the verdict. */
function loudest(
  level: ProtectionLevel,
  findings: readonly ProtectionFinding[],
): ProtectionFinding | undefined {
  const rank = (finding: ProtectionFinding): number => {
    const place = ORDER.indexOf(finding.key);
    const base = place < 0 ? ORDER.length : place;
    return level === 'unknown' && UNSEEN_FIRST.has(finding.key) ? base - ORDER.length : base;
  };
  return [...findings].sort((a, b) => rank(a) - rank(b))[0];
}

/**
 * What is wrong besides what the cluster's sentence says: the services and the node that it names are not told again,
 * and before the first reading whatever is unseen is so for one reason, which it gives.
 */
export function besidesSentence({
  sentence,
  findings,
}: Pick<ClusterProtection, 'sentence' | 'findings'>): readonly ProtectionFinding[] {
  const { key, params } = sentence;
  const said = JSON.stringify(params);
  return findings.filter((finding) => {
    if (finding.key === key && JSON.stringify(finding.params) === said) return false;
    if (finding.key.endsWith('-unseen')) return key !== 'nothing-known';
    const isTold = TELLS_OF[key]?.includes(finding.key) ?? false;
    return !isTold || (finding.key !== 'service-down' && finding.params.node !== params.node);
  });
}

/** Findings that a sentence tells of too: all services that are down, and what is said of the node that it names. */
const TELLS_OF: Readonly<Partial<Record<ProtectionKey, readonly ProtectionKey[]>>> = {
  'services-down': ['service-down'],
  'services-not-moved': ['service-down', 'node-offline'],
  'services-lost-with': ['service-down', 'node-silent'],
  'one-copy-node': ['node-offline'],
};
