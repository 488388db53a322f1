/**
 * What a person can ask of the configuration, as data, and the edits it comes to: the builders behind one door. Most
 * are one patch; taking out what runs is two with a wait in between, so that nothing is left running unmanaged.
 */
import { err, ok, type Result } from '@/lib/base/result';
import { banResource, removeResidue, unbanResource } from './ban';
import { type BuiltChange, type ChangeRefusal, cibRefusal } from './change-refusal';
import { parseCib } from './cib';
import { applyCibChanges, type CibChange } from './cib-patch';
import type { OptionScope } from './cluster-options';
import { addConstraint, editConstraint, removeConstraint } from './constraint-edits';
import type { ConstraintWish } from './constraint-wish';
import {
  createFenceDevice,
  editFenceDevice,
  editFencingLevels,
  type FenceDeviceEdit,
  type NewFenceDevice,
} from './fence-devices';
import {
  setClusterMaintenance,
  setNodeMaintenance,
  setResourceEnabled,
  setResourceMaintenance,
  setResourceManaged,
} from './maintenance';
import { editOptions } from './option-edits';
import { mergedPatches } from './patch-merge';
import type { CibStep } from './plan';
import { planChanges, planDeviceRemoval, planRemoval, planUnclone } from './removal-plan';
import {
  createPrimitive,
  editResource,
  type MemberPlace,
  type NewPrimitive,
  type ResourceEdit,
} from './resource-edits';
import {
  type CloneWish,
  cloneResource,
  createGroup,
  moveIntoGroup,
  moveOutOfGroup,
  reorderGroup,
} from './resource-structure';
import { spreadVips } from './vip-spread';

/** What is asked for in so many words: a form's answer. */
export type ConfigurationRequest =
  | SingleRequest
  /** One after the other, in one patch where Pacemaker can take them in one. `of` names the whole, for people. */
  | { readonly kind: 'several'; readonly of: string; readonly edits: readonly SingleRequest[] };

export type SingleRequest =
  | {
      readonly kind: 'options';
      readonly scope: OptionScope;
      /** Null removes one, so that its default holds again. */
      readonly values: Readonly<Record<string, string | null>>;
    }
  | { readonly kind: 'create-resource'; readonly resource: Omit<NewPrimitive, 'metadata'> }
  | { readonly kind: 'edit-resource'; readonly id: string; readonly edit: ResourceEdit }
  | { readonly kind: 'delete-resource'; readonly id: string }
  | { readonly kind: 'delete-fence-device'; readonly id: string }
  | { readonly kind: 'enable-resource'; readonly id: string; readonly isOn: boolean }
  | { readonly kind: 'manage-resource'; readonly id: string; readonly isOn: boolean }
  | {
      readonly kind: 'maintenance';
      readonly of: 'cluster' | 'node' | 'resource';
      /** Node or resource; empty for the cluster. */
      readonly id: string;
      readonly isOn: boolean;
      /** Until when it is meant to last (ms): Haven's record for people, no part of the configuration. */
      readonly until?: number;
    }
  | { readonly kind: 'add-constraint'; readonly wish: ConstraintWish }
  | { readonly kind: 'edit-constraint'; readonly id: string; readonly wish: ConstraintWish }
  | { readonly kind: 'remove-constraint'; readonly id: string }
  | { readonly kind: 'ban'; readonly resource: string; readonly node: string }
  | { readonly kind: 'unban'; readonly resource: string; readonly node: string }
  | { readonly kind: 'remove-leftovers'; readonly ids: readonly string[] }
  | { readonly kind: 'spread-vips'; readonly vip: string; readonly apartFrom: string }
  | { readonly kind: 'create-fence-device'; readonly device: Omit<NewFenceDevice, 'metadata'> }
  | { readonly kind: 'edit-fence-device'; readonly id: string; readonly edit: FenceDeviceEdit }
  /** Devices to try for a node, level after level; none takes its topology away. */
  | {
      readonly kind: 'fencing-levels';
      readonly node: string;
      readonly levels: readonly (readonly string[])[];
    }
  | { readonly kind: 'create-group'; readonly id: string; readonly members: readonly string[] }
  | { readonly kind: 'join-group'; readonly id: string; readonly group: string; readonly place: MemberPlace }
  | { readonly kind: 'leave-group'; readonly id: string }
  | { readonly kind: 'reorder-group'; readonly id: string; readonly order: readonly string[] }
  | ({ readonly kind: 'clone'; readonly id: string } & CloneWish)
  | { readonly kind: 'unclone'; readonly id: string };

export type ConfigurationEdit =
  | ConfigurationRequest
  /** Edits as they are: the undo of an earlier change. `of` names what it was, for people. */
  | { readonly kind: 'changes'; readonly changes: readonly CibChange[]; readonly of: string };

export interface ConfigurationRefusal {
  readonly reason: string;
  readonly objects: readonly string[];
}

/** @param cibXml full CIB, secrets included */
export function stepsOfEdit(
  cibXml: string,
  edit: ConfigurationEdit,
): Result<readonly CibStep[], ConfigurationRefusal> {
  const built = buildSteps(cibXml, edit);
  return built.ok ? built : err(worded(built.error));
}

function buildSteps(cibXml: string, edit: ConfigurationEdit): Result<readonly CibStep[], ChangeRefusal> {
  if (edit.kind === 'delete-resource') return planRemoval(cibXml, edit.id);
  if (edit.kind === 'delete-fence-device') return planDeviceRemoval(cibXml, edit.id);
  if (edit.kind === 'unclone') return planUnclone(cibXml, edit.id);
  if (edit.kind === 'changes') return planChanges(cibXml, edit.changes);
  if (edit.kind === 'several') return buildSeveral(cibXml, edit.edits);
  const changes = buildChanges(cibXml, edit);
  if (!changes.ok) return changes;
  if (changes.value.length === 0) return ok([]);
  return ok([{ kind: 'patch', changes: changes.value }, { kind: 'wait-settled' }]);
}

/** Each is built on what the ones before it leave; those that stop something first keep their own waits. */
function buildSeveral(
  cibXml: string,
  edits: readonly SingleRequest[],
): Result<readonly CibStep[], ChangeRefusal> {
  const runs: (readonly CibChange[])[][] = [[]];
  let xml = cibXml;
  for (const edit of edits) {
    const built = buildSteps(xml, edit);
    if (!built.ok) return built;
    for (const step of built.value) {
      if (step.kind !== 'patch') continue;
      const applied = applyCibChanges(xml, step.changes);
      if (!applied.ok) return cibRefusal(applied.error);
      xml = applied.value;
    }
    const patches = built.value.flatMap((step) => (step.kind === 'patch' ? [step.changes] : []));
    const isWaiting = patches.length > 1;
    if (isWaiting) runs.push(...patches.map((patch) => [patch]), []);
    else runs.at(-1)?.push(...patches);
  }
  return ok(
    runs
      .flatMap(mergedPatches)
      .flatMap((changes): readonly CibStep[] => [{ kind: 'patch', changes }, { kind: 'wait-settled' }]),
  );
}

type OnePatch = Exclude<
  ConfigurationEdit,
  { kind: 'delete-resource' | 'delete-fence-device' | 'unclone' | 'several' | 'changes' }
>;

function buildChanges(cibXml: string, edit: OnePatch): BuiltChange {
  switch (edit.kind) {
    case 'options':
      return editOptions(cibXml, edit.scope, edit.values);
    case 'create-resource':
      return createPrimitive(cibXml, edit.resource);
    case 'edit-resource':
      return editResource(cibXml, edit.id, edit.edit);
    case 'enable-resource':
      return setResourceEnabled(cibXml, edit.id, edit.isOn);
    case 'manage-resource':
      return setResourceManaged(cibXml, edit.id, edit.isOn);
    case 'maintenance':
      if (edit.of === 'cluster') return setClusterMaintenance(cibXml, edit.isOn);
      return edit.of === 'node'
        ? setNodeMaintenance(cibXml, edit.id, edit.isOn)
        : setResourceMaintenance(cibXml, edit.id, edit.isOn);
    case 'add-constraint':
      return addConstraint(cibXml, edit.wish);
    case 'edit-constraint':
      return editConstraint(cibXml, edit.id, edit.wish);
    case 'remove-constraint':
      return removeConstraint(cibXml, edit.id);
    case 'ban':
      return banResource(cibXml, edit.resource, edit.node);
    case 'unban':
      return unbanResource(cibXml, edit.resource, edit.node);
    case 'remove-leftovers': {
      const cib = parseCib(cibXml);
      if (!cib.ok) return err({ kind: 'cib', error: { kind: 'unreadable', error: cib.error } });
      return removeResidue(cibXml, cib.value, edit.ids);
    }
    case 'spread-vips':
      return spreadVips(cibXml, edit.vip, edit.apartFrom);
    default:
      return buildStructure(cibXml, edit);
  }
}

type Structural = Extract<
  OnePatch,
  {
    kind:
      | `${'create' | 'edit'}-fence-device`
      | 'fencing-levels'
      | `${'create' | 'join' | 'leave' | 'reorder'}-group`
      | 'clone';
  }
>;

/** Fence devices, groups and clones. */
function buildStructure(cibXml: string, edit: Structural): BuiltChange {
  switch (edit.kind) {
    case 'create-fence-device':
      return createFenceDevice(cibXml, edit.device);
    case 'edit-fence-device':
      return editFenceDevice(cibXml, edit.id, edit.edit);
    case 'fencing-levels':
      return editFencingLevels(cibXml, edit.node, edit.levels);
    case 'create-group':
      return createGroup(cibXml, edit.id, edit.members);
    case 'join-group':
      return moveIntoGroup(cibXml, edit.id, edit.group, edit.place);
    case 'leave-group':
      return moveOutOfGroup(cibXml, edit.id);
    case 'reorder-group':
      return reorderGroup(cibXml, edit.id, edit.order);
    case 'clone':
      return cloneResource(cibXml, edit.id, edit);
  }
}

/** The refusal's key, for its words, and what it names. */
function worded(refusal: ChangeRefusal): ConfigurationRefusal {
  if (refusal.kind === 'cib') return { reason: 'cib', objects: [refusal.error.kind] };
  const { kind, ...rest } = refusal;
  const objects = Object.values(rest).flatMap((value) => (Array.isArray(value) ? value : [String(value)]));
  return { reason: kind, objects };
}
