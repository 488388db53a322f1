/** What a plain constraint can say, as an administrator wishes it, as it is written, and read back. */
import { attr, children, parseXml, type XmlElement } from '@/lib/base/xml';
import { type CibDraft, roleNames } from './cib-draft';
import type { CibConstraint } from './types';
import { parseScore } from './values';

export type ConstraintRole = 'Started' | 'Promoted' | 'Unpromoted' | 'Stopped';
export type OrderAction = 'start' | 'promote' | 'demote' | 'stop';

export interface LocationWish {
  readonly kind: 'location';
  readonly resource: string;
  readonly node: string;
  /** An integer, `INFINITY` or `-INFINITY`. */
  readonly score: string;
  readonly role?: ConstraintRole;
}
export interface ColocationWish {
  readonly kind: 'colocation';
  /** The one that follows. */
  readonly resource: string;
  /** The one whose place decides. */
  readonly with: string;
  readonly score: string;
  readonly role?: ConstraintRole;
  readonly withRole?: ConstraintRole;
}
export interface OrderWish {
  readonly kind: 'order';
  readonly first: string;
  readonly second: string;
  readonly firstAction?: OrderAction;
  readonly secondAction?: OrderAction;
  readonly strength: 'Mandatory' | 'Optional' | 'Serialize';
  /** Stops in the opposite order; the default. */
  readonly isSymmetrical?: boolean;
}
export type ConstraintWish = LocationWish | ColocationWish | OrderWish;

export const CONSTRAINT_TAGS = {
  location: 'rsc_location',
  colocation: 'rsc_colocation',
  order: 'rsc_order',
} as const;

/** As pcs names them. */
export function defaultConstraintId(wish: ConstraintWish): string {
  switch (wish.kind) {
    case 'location':
      return `location-${wish.resource}-${wish.node}-${wish.score}`;
    case 'colocation':
      return `colocation-${wish.resource}-${wish.with}-${wish.score}`;
    case 'order':
      return `order-${wish.first}-${wish.second}-${wish.strength}`;
  }
}

export function constraintAttributes(
  draft: CibDraft,
  wish: ConstraintWish,
): Record<string, string | undefined> {
  const role = (name: ConstraintRole | undefined) => {
    if (name === 'Promoted') return roleNames(draft).promoted;
    return name === 'Unpromoted' ? roleNames(draft).unpromoted : name;
  };
  switch (wish.kind) {
    case 'location':
      return { rsc: wish.resource, role: role(wish.role), node: wish.node, score: wish.score };
    case 'colocation':
      return {
        rsc: wish.resource,
        'rsc-role': role(wish.role),
        'with-rsc': wish.with,
        'with-rsc-role': role(wish.withRole),
        score: wish.score,
      };
    case 'order':
      // As pairs: an object with a key `then` would look like a promise.
      return Object.fromEntries([
        ['first', wish.first],
        ['first-action', wish.firstAction],
        ['then', wish.second],
        ['then-action', wish.secondAction],
        ['kind', wish.strength],
        ['symmetrical', wish.isSymmetrical === undefined ? undefined : `${wish.isSymmetrical}`],
      ]);
  }
}

const plainRole = (role: string | undefined): string => {
  if (role === 'Master') return 'Promoted';
  if (role === 'Slave') return 'Unpromoted';
  return role ?? 'Started';
};
const action = (name: string | undefined, fallback: string): string => name ?? fallback;

/** What makes two plain constraints say the same thing about the same pair; strength does not count. */
export function meaningOf(element: XmlElement): string | undefined {
  const at = (name: string) => attr(element, name);
  if (children(element).length > 0) return undefined;
  switch (element.tagName) {
    case 'rsc_location':
      return at('node') && JSON.stringify(['location', at('rsc'), at('node'), plainRole(at('role'))]);
    case 'rsc_colocation':
      return JSON.stringify([
        'colocation',
        at('rsc'),
        at('with-rsc'),
        plainRole(at('rsc-role')),
        plainRole(at('with-rsc-role')),
        at('node-attribute') ?? '#uname',
      ]);
    case 'rsc_order': {
      const first = action(at('first-action'), 'start');
      return JSON.stringify(['order', at('first'), first, at('then'), action(at('then-action'), first)]);
    }
    default:
      return undefined;
  }
}

/** What a plain constraint says, as a wish to start an edit from; undefined for sets, rules and tickets. */
export function wishOf({ kind, xml, attributes: values }: CibConstraint): ConstraintWish | undefined {
  const parsed = parseXml(xml);
  if (!parsed.ok || children(parsed.value.root).length > 0) return undefined;
  const role = (name: string | undefined) =>
    name === undefined ? undefined : (plainRole(name) as ConstraintRole);
  const given = <K extends string, V>(key: K, value: V | undefined) =>
    (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
  if (kind === 'location' && values.rsc && values.node)
    return {
      kind,
      resource: values.rsc,
      node: values.node,
      score: values.score ?? '0',
      ...given('role', role(values.role)),
    };
  if (kind === 'colocation' && values.rsc && values['with-rsc'])
    return {
      kind,
      resource: values.rsc,
      with: values['with-rsc'],
      score: values.score ?? '0',
      ...given('role', role(values['rsc-role'])),
      ...given('withRole', role(values['with-rsc-role'])),
    };
  if (kind !== 'order' || !values.first || !values.then) return undefined;
  return {
    kind,
    first: values.first,
    second: values.then,
    strength: strengthOf(values),
    ...given('firstAction', values['first-action'] as OrderAction | undefined),
    ...given('secondAction', values['then-action'] as OrderAction | undefined),
    ...given('isSymmetrical', values.symmetrical === undefined ? undefined : values.symmetrical === 'true'),
  };
}

/** Before `kind` there was a score, and 0 meant "only if both". */
function strengthOf(values: Readonly<Record<string, string>>): OrderWish['strength'] {
  if (values.kind === 'Optional' || values.kind === 'Serialize') return values.kind;
  return values.kind === undefined && parseScore(values.score) === 0 ? 'Optional' : 'Mandatory';
}
