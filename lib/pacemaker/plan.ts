/**
 * What a person asks of the cluster, as ordered edits of the CIB: standby, online, move. Pure and without opinion
 * on whether it is wise: guards and the cluster's own simulation judge that. Refuses what cannot be expressed.
 */
import { err, ok, type Result } from '@/lib/base/result';
import { attr, child, children, descend, parseXml, walk, type XmlElement } from '@/lib/base/xml';
import { parseCib } from './cib';
import {
  editConstraintAway,
  editLocationConstraint,
  editNodeAttribute,
  editNodeAttributeAway,
} from './cib-edits';
import { applyCibChanges, type CibChange, type CibChangeError } from './cib-patch';
import { findResource } from './cib-queries';
import { isNodeName, isResourceName } from './names';
import type { CibReading, SimulationReading } from './types';
import { parseCrmBoolean } from './values';

export type CibStep =
  | { readonly kind: 'patch'; readonly changes: readonly CibChange[] }
  /** Until the cluster has carried out the step before; the next one would otherwise undo it half-way. */
  | { readonly kind: 'wait-settled' };

export type CibPlan =
  | { readonly kind: 'steps'; readonly steps: readonly CibStep[] }
  | { readonly kind: 'nothing-to-do'; readonly reason: 'already-standby' | 'already-online' };

export type CibPlanRefusal =
  | { readonly kind: 'invalid-name'; readonly name: string }
  | { readonly kind: 'no-such-node'; readonly node: string }
  | { readonly kind: 'no-such-resource'; readonly resource: string }
  /** A clone or bundle runs in several places at once; there is no "the place" to move it to. */
  | {
      readonly kind: 'not-movable';
      readonly resource: string;
      readonly because: 'clone' | 'bundle' | 'fence-device';
    }
  | { readonly kind: 'node-in-standby'; readonly node: string }
  /** Set for this run of the node only (`crm_standby -l reboot`): not in the configuration, so no edit removes it. */
  | { readonly kind: 'standby-until-reboot'; readonly node: string }
  /** An earlier move was not finished: its constraint still stands. */
  | { readonly kind: 'move-unfinished'; readonly constraint: string }
  | { readonly kind: 'cib'; readonly error: CibChangeError };

type Planned = Result<CibPlan, CibPlanRefusal>;

/** Puts a node into standby for good: everything leaves it, and DRBD goes down on it (reference 2.4). */
export function planStandby(cibXml: string, node: string): Planned {
  const known = checkNode(cibXml, node);
  if (!known.ok) return known;
  if (isStandbyIn(known.value, node)) return ok({ kind: 'nothing-to-do', reason: 'already-standby' });
  return steps(editNodeAttribute(cibXml, node, 'standby', 'on'));
}

/** Ends a node's standby. */
export function planOnline(cibXml: string, node: string): Planned {
  const known = checkNode(cibXml, node);
  if (!known.ok) return known;
  if (isStandbyUntilReboot(cibXml, node)) return err({ kind: 'standby-until-reboot', node });
  if (!isStandbyIn(known.value, node)) return ok({ kind: 'nothing-to-do', reason: 'already-online' });
  return steps(editNodeAttributeAway(cibXml, node, 'standby'));
}

/** Id of the constraint that a move sets and takes away again. */
export const moveConstraintId = (resource: string): string => `haven-move-${resource}`;

/**
 * Moves a resource, a group, or the promoted role of a promotable clone: a location constraint, a wait, and its
 * removal. A member of a group moves the group. Nothing of it stays in the CIB, so stickiness must hold it there:
 * whether it does is what `checkMove` reads from two simulations.
 */
export function planMove(cibXml: string, resource: string, node: string): Planned {
  if (!isResourceName(resource)) return err({ kind: 'invalid-name', name: resource });
  const known = checkNode(cibXml, node);
  if (!known.ok) return known;
  if (isStandbyIn(known.value, node) || isStandbyUntilReboot(cibXml, node))
    return err({ kind: 'node-in-standby', node });
  const handle = movable(known.value, resource);
  if (!handle.ok) return handle;
  const id = moveConstraintId(handle.value.id);
  if (known.value.constraints.some((constraint) => constraint.id === id)) {
    return err({ kind: 'move-unfinished', constraint: id });
  }
  const { id: rsc, role } = handle.value;
  const set = editLocationConstraint(cibXml, {
    id,
    resource: rsc,
    node,
    score: 'INFINITY',
    ...(role ? { role } : {}),
  });
  if (!set.ok) return err({ kind: 'cib', error: set.error });
  const during = applyCibChanges(cibXml, set.value);
  if (!during.ok) return err({ kind: 'cib', error: during.error });
  const away = editConstraintAway(during.value, id);
  if (!away.ok) return err({ kind: 'cib', error: away.error });
  return ok({
    kind: 'steps',
    steps: [
      { kind: 'patch', changes: set.value },
      { kind: 'wait-settled' },
      { kind: 'patch', changes: away.value },
      { kind: 'wait-settled' },
    ],
  });
}

export type MoveVerdict =
  | { readonly kind: 'stays' }
  /** With the constraint it would not even get there. */
  | { readonly kind: 'does-not-arrive'; readonly resources: readonly string[] }
  /** It would leave again when the constraint is removed. */
  | { readonly kind: 'moves-back'; readonly resources: readonly string[] };

/**
 * Whether a move would hold.
 * @param primitives ids that must be on the node (all of a group's members)
 * @param during simulation of the CIB with the constraint
 * @param afterwards simulation of what that one leaves behind (`--save-output`), with the constraint taken out
 * @param isPromoted the promoted role must be there, not just any instance
 */
export function checkMove(
  primitives: readonly string[],
  node: string,
  during: SimulationReading,
  afterwards: SimulationReading,
  isPromoted = false,
): MoveVerdict {
  const isThere = (simulation: SimulationReading, id: string): boolean =>
    simulation.after.some(
      (resource) =>
        resource.id.replace(/:\d+$/, '') === id &&
        resource.active &&
        resource.nodes.length === 1 &&
        resource.nodes.includes(node) &&
        (!isPromoted || resource.role === 'Promoted'),
    );
  const missing = primitives.filter((id) => !isThere(during, id));
  if (missing.length > 0 || primitives.length === 0) return { kind: 'does-not-arrive', resources: missing };
  const back = primitives.filter((id) => !isThere(afterwards, id));
  return back.length > 0 ? { kind: 'moves-back', resources: back } : { kind: 'stays' };
}

/** All edits of a plan in order, for simulating or fingerprinting its end. */
export const changesOf = (plan: CibPlan): CibChange[] =>
  plan.kind === 'steps' ? plan.steps.flatMap((step) => (step.kind === 'patch' ? step.changes : [])) : [];

function steps(edits: Result<CibChange[], CibChangeError>): Planned {
  if (!edits.ok) return err({ kind: 'cib', error: edits.error });
  return ok({ kind: 'steps', steps: [{ kind: 'patch', changes: edits.value }, { kind: 'wait-settled' }] });
}

function checkNode(cibXml: string, node: string): Result<CibReading, CibPlanRefusal> {
  if (!isNodeName(node)) return err({ kind: 'invalid-name', name: node });
  const cib = parseCib(cibXml);
  if (!cib.ok) return err({ kind: 'cib', error: { kind: 'unreadable', error: cib.error } });
  return cib.value.nodes.some((known) => known.name === node) ? cib : err({ kind: 'no-such-node', node });
}

const isStandbyIn = (cib: CibReading, node: string): boolean =>
  parseCrmBoolean(cib.nodes.find((known) => known.name === node)?.attributes.standby) === true;

/** `status/node_state/transient_attributes` of that node holds a true `standby`. */
function isStandbyUntilReboot(cibXml: string, node: string): boolean {
  const parsed = parseXml(cibXml, ['cib']);
  const status = parsed.ok ? descend(parsed.value.root, 'status') : undefined;
  const state =
    status && children(status, 'node_state').find((candidate) => attr(candidate, 'uname') === node);
  const transient: XmlElement | undefined = state && child(state, 'transient_attributes');
  if (!transient) return false;
  for (const element of walk(transient)) {
    if (attr(element, 'name') === 'standby' && parseCrmBoolean(attr(element, 'value')) === true) return true;
  }
  return false;
}

/** What to constrain so that `resource` moves as a person means it. */
function movable(
  cib: CibReading,
  resource: string,
): Result<{ id: string; role?: 'Promoted' | 'Master' }, CibPlanRefusal> {
  const found = findResource(cib, resource);
  if (!found) return err({ kind: 'no-such-resource', resource });
  const top = found.within[0] ?? found.resource;
  switch (top.kind) {
    case 'bundle':
      return err({ kind: 'not-movable', resource, because: 'bundle' });
    case 'clone':
      if (!top.promotable) return err({ kind: 'not-movable', resource, because: 'clone' });
      return ok({ id: top.id, role: promotedName(cib) });
    case 'primitive':
      if (top.class === 'stonith') return err({ kind: 'not-movable', resource, because: 'fence-device' });
      return ok({ id: top.id });
    case 'group':
      return ok({ id: top.id });
  }
}

/** Schema 3.7 (Pacemaker 2.1.0) knows "Promoted"; before it the role is called "Master" (reference 2.1). */
function promotedName(cib: CibReading): 'Promoted' | 'Master' {
  const [, major = '0', minor = '0'] = /^pacemaker-(\d+)\.(\d+)$/.exec(cib.validateWith ?? '') ?? [];
  return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 7) ? 'Promoted' : 'Master';
}
