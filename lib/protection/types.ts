import type { Finding } from '@/lib/base/finding';
import type { ProtectionKey } from './messages';

/**
 * What a service, and so a cluster, would survive right now (reference 6.1). `protected`: serving, and a second copy,
 * a node to move to, fencing and quorum are all verified by sources that are not silent. `degraded`: serving, but the
 * next failure may stop it. `exposed`: one copy or one node left, and no fencing or quorum to keep it safe. `unknown`:
 * whatever is seen is fine, but something that must be seen is silent.
 */
export type ProtectionLevel = 'protected' | 'degraded' | 'exposed' | 'down' | 'unknown';

export type ProtectionFinding = Finding<ProtectionKey>;

/** One sentence as a message with parameters; `since` is told by the reader's own clock, so it is no parameter. */
export interface ProtectionSentence {
  readonly key: ProtectionKey;
  readonly params: Readonly<Record<string, string | number>>;
  readonly since?: number;
}

export interface ServiceProtection {
  readonly id: string;
  readonly name: string;
  readonly level: ProtectionLevel;
  /** Nodes on which it is seen to serve now, by name, from sources that are current. */
  readonly servingOn: readonly string[];
  /** Why it is not `protected`, worst first; empty when it is. */
  readonly reasons: readonly ProtectionFinding[];
}

export interface ClusterProtection {
  readonly level: ProtectionLevel;
  readonly sentence: ProtectionSentence;
  /** In the order of the inventory. */
  readonly services: readonly ServiceProtection[];
  /** Everything wrong or unseen across the cluster, each once, worst first, disagreements between nodes included. */
  readonly findings: readonly ProtectionFinding[];
}

const LEVEL_RANK: Readonly<Record<ProtectionLevel, number>> = {
  protected: 0,
  degraded: 1,
  unknown: 2,
  exposed: 3,
  down: 4,
};

/** From calm to alarming. Unknown stands above degraded: what cannot be seen may be worse than what can. */
export const levelRank = (level: ProtectionLevel): number => LEVEL_RANK[level];

export function worstLevel(levels: Iterable<ProtectionLevel>): ProtectionLevel {
  let worst: ProtectionLevel = 'protected';
  for (const level of levels) if (LEVEL_RANK[level] > LEVEL_RANK[worst]) worst = level;
  return worst;
}
