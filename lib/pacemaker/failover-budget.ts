/**
 * How long the parts of a failover take, in seconds, low and high, as long as nothing was measured in this cluster
 * (reference 10.5, fencing by IPMI 2.3.3). One table for the picture's "if this node is lost" and for a plan's prediction.
 */
export interface SecondsBudget {
  readonly low: number;
  readonly high: number;
}

export const FAILOVER_BUDGET = {
  /** Corosync's token and consensus, until the loss is known. */
  detect: { low: 5, high: 7 },
  /** A node is cut off; nothing is recovered before that is over. */
  fence: { low: 5, high: 40 },
  promote: { low: 1, high: 3 },
  /** With the replay of a journal. */
  mount: { low: 1, high: 20 },
  /** A service's program. */
  start: { low: 3, high: 15 },
  /** A VIP and its announcement. */
  address: { low: 0.3, high: 1 },
  /** HAProxy's checks need `inter 2s rise 2` to believe in the new active one. */
  balancer: { low: 0, high: 4 },
} as const satisfies Record<string, SecondsBudget>;

/** What has to happen one after the other, in seconds, to a tenth. */
export function sumOfBudgets(parts: readonly SecondsBudget[]): SecondsBudget {
  const sum = (of: (part: SecondsBudget) => number): number =>
    Math.round(parts.reduce((all, part) => all + of(part), 0) * 10) / 10;
  return { low: sum((part) => part.low), high: sum((part) => part.high) };
}
