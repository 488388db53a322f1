/** A rule between resources as one line. */
import type { ConstraintWish } from '@/lib/pacemaker/constraint-wish';

/** In the field's own notation: short, and the same in every language. */
export function ruleText(wish: ConstraintWish): string {
  switch (wish.kind) {
    case 'location':
      return `${wish.resource} @ ${wish.node}: ${wish.score}`;
    case 'colocation':
      return `${wish.resource} + ${wish.with}: ${wish.score}`;
    case 'order':
      return `${wish.first} → ${wish.second} (${wish.strength})`;
  }
}
