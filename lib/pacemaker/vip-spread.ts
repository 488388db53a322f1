/** Addresses that shall be on different nodes ("bound alternately on nodes"). */
import { attr } from '@/lib/base/xml';
import type { BuiltChange } from './change-refusal';
import { findResourceElement, onDraft, resourceKind } from './cib-draft';
import { addConstraintOn, checkWish } from './constraint-edits';
import type { ConstraintWish } from './constraint-wish';
import { INFINITY_SCORE } from './values';

/** How strongly two addresses avoid each other; more than stickiness times a handful of colocated services. */
export const SPREAD_SCORE = -1000;

/**
 * Two addresses that shall be on different nodes while there are two (reference 2.2.5): a finite negative
 * colocation. Never −INFINITY, which would stop one of them when one node is left.
 */
export function spreadVips(
  cibXml: string,
  vip: string,
  apartFrom: string,
  score = SPREAD_SCORE,
): BuiltChange {
  return onDraft(cibXml, (draft) => {
    if (!Number.isSafeInteger(score) || score >= 0) return { kind: 'invalid-value', name: 'score' };
    if (score <= -INFINITY_SCORE) return { kind: 'would-stop-on-last-node', resource: vip };
    for (const resource of [vip, apartFrom]) {
      const element = findResourceElement(draft, resource);
      if (!element) return { kind: 'no-such-resource', resource };
      const is = resourceKind(element) ?? 'primitive';
      const isVip = VIP_AGENTS.includes(attr(element, 'type') ?? '');
      if (!isVip) return { kind: 'wrong-kind', resource, is, needed: 'vip' };
    }
    const text = `${score}`;
    const mirrored: ConstraintWish = { kind: 'colocation', resource: apartFrom, with: vip, score: text };
    // Said the other way round it is said already.
    return (
      checkWish(draft, mirrored, undefined) ??
      addConstraintOn(draft, { kind: 'colocation', resource: vip, with: apartFrom, score: text })
    );
  });
}

const VIP_AGENTS = ['IPaddr2', 'IPaddr', 'IPv6addr'];
