/**
 * What differs between two configurations, as data that a page can word in any language: for reviewing a change, and
 * for drift. Objects are recognised by what they are to a person (a parameter of a resource by its name, an
 * operation by name and interval, a constraint by id), not by the ids of pairs, which tools choose as they like.
 * Values of secret names are replaced; that they changed is still said. Leaves out the status and the CIB's counters.
 */
import type { ParseError } from '@/lib/base/probe';
import { err, ok, type Result } from '@/lib/base/result';
import { type CibObject, type FlatObject, flattenCib } from './cib-objects';
import { applyCibChanges, type CibChange, type CibChangeError } from './cib-patch';
import { isSecretName, REDACTED } from './redact';

export interface AttributeDifference {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
  /** The values are not shown. */
  readonly isSecret: boolean;
}

export interface CibDifference {
  /** `moved`: the same object elsewhere, in another collection or at another place in its order. */
  readonly change: 'added' | 'removed' | 'changed' | 'moved';
  readonly object: CibObject;
  /** Every attribute of what came or went; only the different ones of what changed. */
  readonly attributes: readonly AttributeDifference[];
  /** For a move: where it was and is, by owner and 0-based place. */
  readonly from?: { readonly owner?: string; readonly index: number };
  readonly to?: { readonly owner?: string; readonly index: number };
}

/** What a list of edits does to a CIB, object by object. */
export function describeChanges(
  cibXml: string,
  changes: readonly CibChange[],
): Result<CibDifference[], CibChangeError> {
  const after = applyCibChanges(cibXml, changes);
  if (!after.ok) return after;
  const found = compareCibs(cibXml, after.value);
  return found.ok ? found : err({ kind: 'unreadable', error: found.error });
}

/** What is different in `after`. Two configurations that mean the same, in other words or other ids of pairs, give nothing. */
export function compareCibs(before: string, after: string): Result<CibDifference[], ParseError> {
  const [old, now] = [flattenCib(before), flattenCib(after)];
  if (!old.ok) return old;
  if (!now.ok) return now;
  const differences: CibDifference[] = [];
  for (const [key, was] of old.value) {
    const is = now.value.get(key);
    if (!is) differences.push(whole('removed', was));
  }
  const moved = movedKeys(old.value, now.value);
  for (const [key, is] of now.value) {
    const was = old.value.get(key);
    if (!was) {
      differences.push(whole('added', is));
      continue;
    }
    const changed = differing(was.values, is.values, is.object);
    if (changed.length > 0) differences.push({ change: 'changed', object: is.object, attributes: changed });
    if (was.owner !== is.owner || moved.has(key)) differences.push(move(was, is));
  }
  return ok(differences);
}

const place = ({ owner, index }: FlatObject) => ({
  ...(owner === undefined ? {} : { owner }),
  index: index ?? 0,
});
const move = (was: FlatObject, is: FlatObject): CibDifference => ({
  change: 'moved',
  object: is.object,
  attributes: [],
  from: place(was),
  to: place(is),
});

function whole(change: 'added' | 'removed', { object, values }: FlatObject): CibDifference {
  const side = change === 'added' ? 'after' : 'before';
  const shown = Object.entries(values).map(([name, value]) => {
    const isSecret = hides(object, name);
    return { name, [side]: isSecret ? REDACTED : value, isSecret };
  });
  return { change, object, attributes: shown };
}

function differing(
  was: Readonly<Record<string, string>>,
  is: Readonly<Record<string, string>>,
  object: CibObject,
): AttributeDifference[] {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names
    .filter((name) => was[name] !== is[name])
    .map((name) => {
      const isSecret = hides(object, name);
      const shown = (value: string) => (isSecret ? REDACTED : value);
      const [before, after] = [was[name], is[name]];
      return {
        name,
        ...(before === undefined ? {} : { before: shown(before) }),
        ...(after === undefined ? {} : { after: shown(after) }),
        isSecret,
      };
    });
}

/** `value` of a pair with a secret name, or an attribute that has one itself. */
const hides = (object: CibObject, name: string): boolean =>
  (name === 'value' && isSecretName(object.name)) || isSecretName(name);

/** Of those that stayed with their owner, the ones whose order among each other is another now. */
function movedKeys(old: ReadonlyMap<string, FlatObject>, now: ReadonlyMap<string, FlatObject>): Set<string> {
  const byOwner = new Map<string, string[]>();
  for (const [key, is] of now) {
    const was = old.get(key);
    if (is.index === undefined || !was || was.owner !== is.owner) continue;
    const group = `${is.object.kind}\0${is.owner ?? ''}`;
    byOwner.set(group, [...(byOwner.get(group) ?? []), key]);
  }
  const moved = new Set<string>();
  for (const keys of byOwner.values()) {
    const before = [...keys].sort((a, b) => (old.get(a)?.index ?? 0) - (old.get(b)?.index ?? 0));
    for (const [at, key] of keys.entries()) if (before[at] !== key) moved.add(key);
  }
  return moved;
}
