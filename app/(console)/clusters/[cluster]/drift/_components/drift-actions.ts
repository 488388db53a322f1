import type { ChangeFailure } from '@/components/changes/change-actions';
import type { Result } from '@/lib/base/result';
import type { DriftItem } from '@/lib/protection/drift';

/** What stands on the screen: both are refused when it is something else by now. */
export interface Shown {
  readonly clusterId: string;
  readonly object: string;
  /** Where a file was seen: one on HAFS is planned back where HAFS is. */
  readonly node?: string;
  readonly baselineSha256?: string | null;
  readonly seenSha256: string | null;
}

type Answer<T> = Promise<Result<T, ChangeFailure>>;

/** For people who may. */
export interface DriftActions {
  readonly accept?: (input: Shown & { readonly reason: string }) => Answer<null>;
  /** @returns id of the plan */
  readonly giveBack?: (input: Shown) => Answer<string>;
}

/** Undefined while nobody can say what is there. */
export function shownOf(
  clusterId: string,
  { object, node, baseline, seenSha256 }: DriftItem,
): Shown | undefined {
  if (seenSha256 === undefined) return undefined;
  // A file that came later has no row: what is on record of it is nothing.
  const isRecorded = baseline !== undefined && baseline.at > 0;
  const place = { clusterId, object, ...(node === undefined ? {} : { node }) };
  return { ...place, seenSha256, ...(isRecorded ? { baselineSha256: baseline.sha256 } : {}) };
}
