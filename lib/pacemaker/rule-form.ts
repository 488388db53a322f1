/** Rules as a form asks for them: what can be named in one, how strong it is, and when it is said whole. */

import { findResource } from './cib-queries';
import type { ConstraintRole, ConstraintWish } from './constraint-wish';
import type { CibConstraint, CibReading, CibResource } from './types';
import { isScoreText } from './values';

/** What a rule may name: collections, and what stands alone or in a group; never what is inside a clone. */
export function namedInRules(cib: Pick<CibReading, 'resources'>): string[] {
  const names = (resource: CibResource): string[] =>
    resource.kind === 'group' ? [resource.id, ...resource.members.map(({ id }) => id)] : [resource.id];
  return cib.resources.flatMap(names);
}

/** Roles that make a difference: only a promotable clone has any. */
export function rolesOf(cib: Pick<CibReading, 'resources'>, id: string): readonly ConstraintRole[] {
  const resource = findResource(cib, id)?.resource;
  return resource?.kind === 'clone' && resource.promotable ? ['Promoted', 'Unpromoted'] : [];
}

/** How strongly, as a choice; a score of one's own for those who need it. */
export const STRENGTHS = {
  location: ['INFINITY', '100', '-100', '-INFINITY'],
  colocation: ['INFINITY', '1000', '-1000', '-INFINITY'],
} as const;

/** Another kind of rule about the same resources. */
export function wishOfKind(kind: ConstraintWish['kind'], from: ConstraintWish): ConstraintWish {
  if (kind === from.kind) return from;
  const [one, other] =
    from.kind === 'order'
      ? [from.second, from.first]
      : [from.resource, from.kind === 'colocation' ? from.with : ''];
  switch (kind) {
    case 'location':
      return { kind, resource: one, node: '', score: '100' };
    case 'colocation':
      return { kind, resource: one, with: other, score: 'INFINITY' };
    case 'order':
      return { kind, first: other, second: one, strength: 'Mandatory' };
  }
}

/** Whether nothing is missing; whether it makes sense is the plan's to say. */
export function isWholeWish(wish: ConstraintWish): boolean {
  switch (wish.kind) {
    case 'location':
      return wish.resource !== '' && wish.node !== '' && isScoreText(wish.score);
    case 'colocation':
      return (
        wish.resource !== '' && wish.with !== '' && wish.resource !== wish.with && isScoreText(wish.score)
      );
    case 'order':
      return wish.first !== '' && wish.second !== '' && wish.first !== wish.second;
  }
}

/** Constraints that name any of these, in an attribute, a set or a rule. */
export const constraintsAbout = (
  { constraints }: Pick<CibReading, 'constraints'>,
  ids: readonly string[],
): CibConstraint[] =>
  constraints.filter(({ xml }) =>
    [...xml.matchAll(/\b(?:rsc|with-rsc|first|then|id)="([^"]*)"/g)].some(([, name = '']) =>
      ids.includes(name),
    ),
  );
