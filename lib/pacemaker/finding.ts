/** How a finding of Pacemaker's is made. */
import type { Finding, FindingObject, Severity } from '@/lib/base/finding';
import type { PacemakerFindingId } from './messages';

export type PacemakerFinding = Finding<PacemakerFindingId>;

/** For what concerns the cluster as a whole. */
export const CLUSTER: FindingObject = { kind: 'cluster', id: 'cluster' };

export function finding(
  severity: Severity,
  key: PacemakerFindingId,
  object: FindingObject,
  params: PacemakerFinding['params'] = {},
  since?: number,
): PacemakerFinding {
  return { severity, key, params, object, ...(since === undefined ? {} : { since }) };
}
