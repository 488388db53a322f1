/** Refusals of DRBD's and Pacemaker's builders as those of a plan. */
import type { DescriptionRefusal } from '@/lib/drbd/res-description';
import type { ChangeRefusal } from '@/lib/pacemaker/change-refusal';
import { type Draft, refused } from '../planner';

/** Values of a refusal but for its own name; a secret is never among them. */
const objectsOf = (values: readonly unknown[]): readonly string[] =>
  values.flatMap((one) => (Array.isArray(one) ? one.map(String) : [String(one)]));

export function refusalsOfDescription([first]: readonly DescriptionRefusal[]): Draft {
  if (!first) return refused('res-unreadable');
  const { code, ...rest } = first;
  return refused(`res-${code}`, objectsOf(Object.values(rest)).join(' '));
}

export function refusalOfChange(refusal: ChangeRefusal): Draft {
  if (refusal.kind === 'cib') return refused('cib', refusal.error.kind);
  const { kind, ...rest } = refusal;
  return refused(kind, ...objectsOf(Object.values(rest)));
}
