/**
 * Taking a running resource out of the configuration in two patches. In one, its running copies would be nobody's:
 * `crm_verify` then reports orphans, or too many copies, as errors (measured, 2.1.5), and a stop that fails has no
 * configuration left to be repaired by. So it is first brought to rest, waited for, and then taken out.
 */
import { ok, type Result } from '@/lib/base/result';
import { type BuiltChange, type ChangeRefusal, cibRefusal } from './change-refusal';
import { parseCib } from './cib';
import { applyCibChanges, type CibChange } from './cib-patch';
import { findResource } from './cib-queries';
import { type DeviceRemovalOptions, deleteFenceDevice } from './fence-devices';
import { setResourceEnabled } from './maintenance';
import type { CibStep } from './plan';
import type { RemovalOptions } from './references';
import { deleteResource, uncloneResource } from './resource-structure';

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
