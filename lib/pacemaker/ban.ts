/**
 * Keeping a resource off a node for good, and what tools left behind. A ban by Haven is a plain location constraint
 * whose id says what it is; a move leaves none (`planMove`). Leftovers are shown always and removed only when asked
 * (invariant 28).
 */
import { attr, child, children, type XmlElement } from '@/lib/base/xml';
import { type BuiltChange, refuse } from './change-refusal';
import { type CibDraft, findResourceElement, freeId, nodeNames, onDraft } from './cib-draft';
import { type LeftoverKind, leftoverConstraints } from './cib-queries';
import { addConstraintOn } from './constraint-edits';
import { removeWithReferences } from './references';
import type { CibConstraint, CibReading } from './types';
import { INFINITY_SCORE, parseScore } from './values';

export const banConstraintId = (resource: string, node: string): string => `haven-ban-${resource}-${node}`;

/** @param role bans only that role: a promotable clone may stay, unpromoted */
export function banResource(cibXml: string, resource: string, node: string, role?: 'Promoted'): BuiltChange {
  return onDraft(cibXml, (draft) => {
    if (!findResourceElement(draft, resource)) return { kind: 'no-such-resource', resource };
    const nodes = nodeNames(draft);
    if (!nodes.includes(node)) return { kind: 'no-such-node', node };
    const banned = bannedNodes(draft, resource, role);
    if (nodes.every((name) => name === node || banned.includes(name)))
      return { kind: 'bans-last-node', resource, node };
    return addConstraintOn(
      draft,
      { kind: 'location', resource, node, score: '-INFINITY', ...(role ? { role } : {}) },
      freeId(draft, banConstraintId(resource, node)),
    );
  });
}

/** Nodes from which plain constraints keep a resource already, in that role or in every one. */
function bannedNodes(draft: CibDraft, resource: string, role: string | undefined): string[] {
  return locationsOf(draft, resource).flatMap((constraint) => {
    const ofRole = attr(constraint, 'role');
    const isThatRole = ofRole === undefined || ofRole === 'Started' || ofRole === role;
    const isBan = (parseScore(attr(constraint, 'score')) ?? 0) <= -INFINITY_SCORE;
    const node = attr(constraint, 'node');
    return isBan && isThatRole && node !== undefined ? [node] : [];
  });
}

const locationsOf = (draft: CibDraft, resource: string): XmlElement[] => {
  const section = child(draft.configuration, 'constraints');
  return (section ? children(section, 'rsc_location') : []).filter(
    (constraint) => attr(constraint, 'rsc') === resource && children(constraint).length === 0,
  );
};

/** Takes Haven's own bans of a resource away, on one node or on all. Nothing to do when there is none. */
export function unbanResource(cibXml: string, resource: string, node?: string): BuiltChange {
  return onDraft(cibXml, (draft) => {
    if (!findResourceElement(draft, resource)) return { kind: 'no-such-resource', resource };
    const bans = locationsOf(draft, resource).filter(
      (constraint) =>
        isHavenBan(attr(constraint, 'id') ?? '') && (node === undefined || attr(constraint, 'node') === node),
    );
    return removeWithReferences(draft, bans);
  });
}

const isHavenBan = (id: string): boolean => id.startsWith('haven-ban-');

export interface Residue {
  readonly kind: LeftoverKind | 'haven-ban';
  readonly constraint: CibConstraint;
  readonly resource?: string;
  readonly node?: string;
  /** Somebody meant it to last; the others are what a command left behind. */
  readonly isMeantToLast: boolean;
  /** Only DRBD may say when it is no longer needed. */
  readonly isHeldByDrbd: boolean;
}

/** Every constraint that a tool set in passing (`cli-…`, `haven-…`, DRBD's handler), and Haven's lasting bans. */
export function listResidue(cib: Pick<CibReading, 'constraints'>): Residue[] {
  const leftovers = leftoverConstraints(cib).map(({ kind, constraint }) => ({ kind, constraint }));
  const bans = cib.constraints
    .filter(({ id }) => isHavenBan(id))
    .map((constraint) => ({ kind: 'haven-ban' as const, constraint }));
  return [...leftovers, ...bans].map(({ kind, constraint }) => {
    const { rsc, node } = constraint.attributes;
    return {
      kind,
      constraint,
      ...(rsc === undefined ? {} : { resource: rsc }),
      ...(node === undefined ? {} : { node }),
      isMeantToLast: kind === 'haven-ban',
      isHeldByDrbd: kind === 'drbd-fence',
    };
  });
}

/**
 * Removes leftovers by id, and nothing else.
 * @param drbdIsHealthy the peer's disk is UpToDate again, by an observation of now: only then may DRBD's own
 *   constraint be taken away by hand (a handler that could not reach the cluster leaves it)
 */
export function removeResidue(
  cibXml: string,
  cib: Pick<CibReading, 'constraints'>,
  ids: readonly string[],
  drbdIsHealthy = false,
): BuiltChange {
  const residue = listResidue(cib);
  for (const id of ids) {
    const found = residue.find(({ constraint }) => constraint.id === id);
    if (!found) return refuse({ kind: 'not-a-leftover', constraint: id });
    if (found.isHeldByDrbd && !drbdIsHealthy) return refuse({ kind: 'held-by-drbd', constraint: id });
  }
  return onDraft(cibXml, (draft) => {
    const section = child(draft.configuration, 'constraints');
    const elements = section ? children(section).filter((one) => ids.includes(attr(one, 'id') ?? '')) : [];
    return removeWithReferences(draft, elements);
  });
}
