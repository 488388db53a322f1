/**
 * One thing worth saying about what was observed, as data: words live in each folder's `messages.ts`, so that
 * a finding can be stored, compared and shown in either language. Findings never carry secrets or free text
 * from a node beyond names and short tool words.
 */

export type Severity = 'ok' | 'info' | 'warning' | 'critical' | 'unknown';

/** What a finding is about. `id` is unique within `kind` (and node, where one is named). */
export interface FindingObject {
  readonly kind: string;
  readonly id: string;
  readonly node?: string;
}

export interface Finding<K extends string = string> {
  readonly severity: Severity;
  /** Message id; the folder's `messages.ts` has its words in every language. */
  readonly key: K;
  /** Values for the message's ICU parameters. */
  readonly params: Readonly<Record<string, string | number>>;
  readonly object: FindingObject;
  /** Since when it is so, in milliseconds since the epoch, where the source says it. */
  readonly since?: number;
}

/** Message id of a finding's next safe step. */
export type NextStep<K extends string> = `${K}-next`;

/** Words for every message id in every language: a missing translation is a type error. */
export interface Messages<K extends string> {
  readonly en: Readonly<Record<K, string>>;
  readonly ko: Readonly<Record<K, string>>;
}

/** From harmless to alarming. Unknown stands above warning: what cannot be seen may be worse than what can. */
const SEVERITY_RANK: Readonly<Record<Severity, number>> = {
  ok: 0,
  info: 1,
  warning: 2,
  unknown: 3,
  critical: 4,
};

export const severityRank = (severity: Severity): number => SEVERITY_RANK[severity];

/** The most alarming severity; `ok` for none, so only call it on findings of something that was really read. */
export function worstSeverity(severities: Iterable<Severity>): Severity {
  let worst: Severity = 'ok';
  for (const severity of severities) {
    if (SEVERITY_RANK[severity] > SEVERITY_RANK[worst]) worst = severity;
  }
  return worst;
}
