/** Which preconditions belong to which action, and whether they let it through. */

import type { Precondition, Readings } from './precondition';
import * as check from './preconditions';

export type HafsAction =
  | {
      readonly kind: 'create';
      readonly generation: '8.4' | '9';
      readonly minors: readonly number[];
      readonly blank: Parameters<typeof check.devicesBlank>[0];
    }
  | { readonly kind: 'first-sync' }
  | { readonly kind: 'skip-first-sync' }
  | {
      readonly kind: 'grow';
      readonly sizes: Readonly<Record<string, number | undefined>>;
      readonly wantedBytes: number;
    }
  /** Before the backing devices grow: their size is not asked yet. */
  | { readonly kind: 'grow-backing' }
  | { readonly kind: 'adjust'; readonly generation: '8.4' | '9' }
  | {
      readonly kind: 'verify';
      readonly algorithms: Readonly<Record<string, string | null | undefined>>;
    }
  | { readonly kind: 'repair'; readonly victim: string }
  | { readonly kind: 'invalidate'; readonly victim: string }
  | { readonly kind: 'disconnect'; readonly node: string }
  | { readonly kind: 'connect' }
  | { readonly kind: 'pause-sync' }
  | { readonly kind: 'resume-sync' }
  | { readonly kind: 'down'; readonly node: string }
  | { readonly kind: 'remove'; readonly keep: string };

export type HafsActionKind = HafsAction['kind'];

/** Every precondition of an action, in the order people read them. */
export function preconditionsOf(
  action: HafsAction,
  readings: Readings,
  resource: string,
): readonly Precondition[] {
  const known = check.readingsKnown(readings);
  const onePrimary = check.countPrimaries(readings, resource, 'at-most-one-primary');
  const connected = check.connected(readings, resource);
  const noResync = check.noResync(readings, resource);
  const upToDate = check.allUpToDate(readings, resource);
  switch (action.kind) {
    case 'create':
      return [
        known,
        check.oneGeneration(readings, action.generation),
        check.nameAndMinorFree(readings, resource, action.minors),
        check.devicesBlank(action.blank),
      ];
    case 'first-sync':
    case 'skip-first-sync':
      return [
        known,
        check.countPrimaries(readings, resource, 'no-primary'),
        connected,
        noResync,
        check.allInconsistent(readings, resource),
      ];
    case 'grow-backing':
      return [known, check.countPrimaries(readings, resource, 'one-primary'), connected, noResync, upToDate];
    case 'grow':
      return [
        known,
        check.countPrimaries(readings, resource, 'one-primary'),
        connected,
        noResync,
        upToDate,
        check.backingGrown(action.sizes, action.wantedBytes),
      ];
    case 'adjust':
      return [known, onePrimary, check.oneGeneration(readings, action.generation), noResync];
    case 'verify':
      return [known, onePrimary, connected, noResync, upToDate, check.verifyAlgorithmSet(action.algorithms)];
    case 'repair':
      return [
        known,
        onePrimary,
        connected,
        noResync,
        check.victimNotPrimary(readings, resource, action.victim),
        check.otherCopyUpToDate(readings, resource, action.victim),
        check.differs(readings, resource),
      ];
    case 'invalidate':
      return [
        known,
        onePrimary,
        connected,
        noResync,
        check.victimNotPrimary(readings, resource, action.victim),
        check.otherCopyUpToDate(readings, resource, action.victim),
      ];
    case 'disconnect':
      return [known, onePrimary, noResync, check.otherCopyUpToDate(readings, resource, action.node)];
    case 'connect':
      // Two Primaries that meet are a split-brain at once; anything else the kernel sorts out by generation.
      return [known, onePrimary];
    case 'pause-sync':
    case 'resume-sync':
      return [known, check.resyncRuns(readings, resource)];
    case 'down':
      return [
        known,
        check.victimNotPrimary(readings, resource, action.node),
        noResync,
        check.otherCopyUpToDate(readings, resource, action.node),
      ];
    case 'remove':
      return [known, noResync, check.keptCopyUpToDate(readings, resource, action.keep)];
  }
}

/**
 * What neither loses data nor stops anything may go on when something is merely not known. `connect` is not among it: a
 * split-brain policy may throw a copy's changes away the moment both meet.
 */
const HARMLESS: ReadonlySet<HafsActionKind> = new Set(['resume-sync']);

/** What stands in the way: every failure, and for all but the harmless actions everything unknown. */
export const blocking = (
  kind: HafsActionKind,
  preconditions: readonly Precondition[],
): readonly Precondition[] =>
  preconditions.filter(({ verdict }) => verdict === 'fail' || (verdict === 'unknown' && !HARMLESS.has(kind)));
