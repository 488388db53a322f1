/**
 * Why a change cannot be built. One union for every builder, so that each reason is worded once in each language.
 * Refusals name ids and parameter names, never values: a value may be a secret.
 */
import { err, type Result } from '@/lib/base/result';
import type { CibChange, CibChangeError } from './cib-patch';

export type ChangeRefusal =
  | { readonly kind: 'cib'; readonly error: CibChangeError }
  /** Not a name that may enter the CIB (`names.ts`). */
  | { readonly kind: 'invalid-name'; readonly name: string }
  /** The value of that name cannot be written to XML as it is, or is none of what the name allows. */
  | { readonly kind: 'invalid-value'; readonly name: string }
  | { readonly kind: 'id-taken'; readonly id: string }
  | { readonly kind: 'no-such-resource'; readonly resource: string }
  | { readonly kind: 'no-such-node'; readonly node: string }
  | { readonly kind: 'no-such-constraint'; readonly constraint: string }
  | { readonly kind: 'no-such-operation'; readonly resource: string; readonly operation: string }
  /** What is asked for does not apply to this kind of resource. */
  | {
      readonly kind: 'wrong-kind';
      readonly resource: string;
      readonly is: ResourceKind;
      readonly needed: ResourceKind | 'vip' | 'fence-device' | 'top-level';
    }
  /** Two operations of one name and interval: Pacemaker keeps only one of them. */
  | {
      readonly kind: 'duplicate-operation';
      readonly resource: string;
      readonly operation: string;
      readonly interval: string;
    }
  /** The value stands under a rule, in a set that others share, or in several sets: which is meant is not clear. */
  | {
      readonly kind: 'ambiguous';
      readonly id: string;
      readonly because: 'rule' | 'shared' | 'several-sets' | 'old-form';
      readonly name?: string;
    }
  /** The removal would leave something empty that the schema or the reader does not expect empty. */
  | { readonly kind: 'would-leave-empty'; readonly what: EmptiedKind; readonly id: string }
  /** Something that stays refers to what would go, in a way that only a person can mend. */
  | { readonly kind: 'is-referenced'; readonly id: string; readonly by: string }
  /** A constraint with that meaning exists: change that one. */
  | { readonly kind: 'duplicate'; readonly id: string }
  | { readonly kind: 'self-reference'; readonly resource: string }
  /** A constraint must name the clone or bundle, not what is inside it. */
  | { readonly kind: 'inside-clone'; readonly resource: string; readonly use: string }
  /** The constraint has resource sets, rules or a lifetime: there is no one field to change. */
  | {
      readonly kind: 'not-plain';
      readonly constraint: string;
      readonly because: 'sets' | 'rule' | 'kind' | 'pattern';
    }
  /** Would outrank the data quality of DRBD's own promotion scores (reference 2.2.4, invariant 38). */
  | { readonly kind: 'score-outranks-data'; readonly resource: string }
  /** −INFINITY between two addresses stops one of them when one node is left (reference 2.2.5, invariant 21). */
  | { readonly kind: 'would-stop-on-last-node'; readonly resource: string }
  /** Both ways round at once: neither could ever start. */
  | { readonly kind: 'opposite-order'; readonly id: string }
  | { readonly kind: 'unknown-option'; readonly name: string }
  /** The cluster writes this option itself. */
  | { readonly kind: 'set-by-cluster'; readonly name: string }
  /** No node would be left on which it may run. */
  | { readonly kind: 'bans-last-node'; readonly resource: string; readonly node: string }
  | { readonly kind: 'not-a-leftover'; readonly constraint: string }
  /** DRBD set it while a peer's data is old; it takes it away itself (invariant 28). */
  | { readonly kind: 'held-by-drbd'; readonly constraint: string }
  /** These nodes would have no fence device, while fencing is on (invariant 4). */
  | { readonly kind: 'leaves-unfenced'; readonly nodes: readonly string[] }
  /** A fence device whose last victim list is gone decides by itself whom it can fence. */
  | { readonly kind: 'no-victims'; readonly resource: string };

export type ResourceKind = 'primitive' | 'group' | 'clone' | 'bundle';
export type EmptiedKind = 'group' | 'clone' | 'bundle' | 'set' | 'constraint' | 'tag' | 'fencing-level';

/** Edits, in an order that `applyCibChanges` and Pacemaker's own patching understand alike; empty when it is so already. */
export type BuiltChange = Result<CibChange[], ChangeRefusal>;

export const refuse = (refusal: ChangeRefusal) => err(refusal);
export const cibRefusal = (error: CibChangeError) => err({ kind: 'cib', error } as const);
