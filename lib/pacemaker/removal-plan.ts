/**
 * Taking a running resource out of the configuration in two patches. In one, its running copies would be nobody's:
 * `crm_verify` then reports orphans, or too many copies, as errors (measured, 2.1.5), and a stop that fails has no
 * configuration left to be repaired by. So it is first brought to rest, waited for, and then taken out.
 */
import { ok, type Result } from '@/lib/base/result';
import { type BuiltChange, type ChangeRefusal, cibRefusal } from './change-refusal';
import { parseCib } from './cib';
import { applyCibChanges, type CibChange, inverse } from './cib-patch';
import { findResource, listIds } from './cib-queries';
import { type DeviceRemovalOptions, deleteFenceDevice } from './fence-devices';
import { setResourceEnabled } from './maintenance';
import type { CibStep } from './plan';
import type { RemovalOptions } from './references';
import { deleteResource, uncloneResource } from './resource-structure';
import type { CibReading } from './types';

export type BuiltSteps = Result<readonly CibStep[], ChangeRefusal>;

/** Stops a resource, waits, and removes it with every mention of it (`deleteResource`). */
export const planRemoval = (cibXml: string, resource: string, options: RemovalOptions = {}): BuiltSteps =>
  inTwoSteps(
    cibXml,
    (xml) => setResourceEnabled(xml, resource, false),
    (xml) => deleteResource(xml, resource, options),
  );

/** The same for a fence device (`deleteFenceDevice`). */
export const planDeviceRemoval = (
  cibXml: string,
  device: string,
  options: DeviceRemovalOptions = {},
): BuiltSteps =>
  inTwoSteps(
    cibXml,
    (xml) => setResourceEnabled(xml, device, false),
    (xml) => deleteFenceDevice(xml, device, options),
  );

/**
 * Stops a clone, waits, and takes the clone away (`uncloneResource`); the one copy that is left then starts where the
 * cluster wants it. Bringing it down to one copy instead would interrupt less, but `crm_verify` calls the other
 * copies active orphans from the first patch on (measured, 2.1.5), and no plan passes that.
 */
export const planUnclone = (cibXml: string, clone: string): BuiltSteps =>
  inTwoSteps(
    cibXml,
    (xml) => (isClone(xml, clone) ? setResourceEnabled(xml, clone, false) : ok([])),
    (xml) => uncloneResource(xml, clone),
  );

/**
 * Edits as they are (an undo), with what they take away brought to rest first; what a resource looks like at rest is
 * then what its removal expects.
 */
export function planChanges(cibXml: string, changes: readonly CibChange[]): BuiltSteps {
  const applied = applyCibChanges(cibXml, changes);
  const before = parseCib(cibXml);
  const after = applied.ok ? parseCib(applied.value) : undefined;
  const gone = before.ok && after?.ok ? resourcesGone(before.value, after.value) : [];
  // Also what does not fit: whether it is there already, or somebody was faster, is the planner's to say.
  if (gone.length === 0) return ok([{ kind: 'patch', changes }, { kind: 'wait-settled' }]);
  return inTwoSteps(
    cibXml,
    (xml) => allAtRest(xml, gone),
    (xml) => expecting(xml, changes),
  );
}

/** Ids of resources that are in the first configuration only; of one within another that goes too, the outer one. */
function resourcesGone(before: CibReading, after: CibReading): readonly string[] {
  const left = new Set(listIds(after));
  return listIds(before).filter(
    (id) => !left.has(id) && (findResource(before, id)?.within ?? []).every((outer) => left.has(outer.id)),
  );
}

function allAtRest(cibXml: string, resources: readonly string[]): BuiltChange {
  const all: CibChange[] = [];
  let xml = cibXml;
  for (const resource of resources) {
    const one = setResourceEnabled(xml, resource, false);
    if (!one.ok) return one;
    const applied = applyCibChanges(xml, one.value);
    if (!applied.ok) return cibRefusal(applied.error);
    all.push(...one.value);
    xml = applied.value;
  }
  return ok(all);
}

/** The same edits, each removal expecting the element as it is in `cibXml` or as the edits before it leave it. */
function expecting(cibXml: string, changes: readonly CibChange[]): BuiltChange {
  const open = changes.map((change) =>
    change.op === 'delete' ? { op: change.op, path: change.path } : change,
  );
  const applied = applyCibChanges(cibXml, open);
  if (!applied.ok) return cibRefusal(applied.error);
  const back = inverse(open, cibXml);
  const again = back.ok ? inverse(back.value, applied.value) : back;
  return ok(again.ok ? again.value : open);
}

function isClone(xml: string, id: string): boolean {
  const cib = parseCib(xml);
  return cib.ok && findResource(cib.value, id)?.resource.kind === 'clone';
}

/** Whether the second step can be made is known before the first one is shown. */
function inTwoSteps(
  cibXml: string,
  first: (xml: string) => BuiltChange,
  second: (xml: string) => BuiltChange,
): BuiltSteps {
  const rest = first(cibXml);
  if (!rest.ok) return rest;
  const resting = applyCibChanges(cibXml, rest.value);
  if (!resting.ok) return cibRefusal(resting.error);
  const out = second(resting.value);
  if (!out.ok) return out;
  const step = (changes: readonly CibChange[]): CibStep[] =>
    changes.length === 0 ? [] : [{ kind: 'patch', changes }, { kind: 'wait-settled' }];
  return ok([...step(rest.value), ...step(out.value)]);
}
