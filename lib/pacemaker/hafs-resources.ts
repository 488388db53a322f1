/**
 * What Pacemaker has of one HAFS (reference 2.2): a promotable clone of `ocf:linbit:drbd`, the file system on its promoted
 * copy, and the two rules between them. Separate resources and not a group, so that one failure restarts no neighbour.
 * Everything comes in one patch: half of it would mount where nothing is promoted.
 */
import { ok } from '@/lib/base/result';
import { type BuiltChange, cibRefusal } from './change-refusal';
import { onDraft } from './cib-draft';
import { applyCibChanges } from './cib-patch';
import { drbdResources, filesystemResources } from './cib-queries';
import { addConstraintOn } from './constraint-edits';
import { primitivesDependingOn } from './dependencies';
import { setResourceEnabled } from './maintenance';
import type { Operation } from './operations';
import type { BuiltSteps } from './removal-plan';
import { addPrimitive, type NewPrimitive } from './resource-edits';
import { deleteResourceOn } from './resource-structure';
import type { CibReading } from './types';

export interface HafsPart {
  readonly resource: string;
  /** Nodes with a copy; on others the clone may never run. */
  readonly copies: readonly string[];
  readonly others: readonly string[];
  readonly directory: string;
  readonly type: 'ext4' | 'xfs';
}

export const hafsIds = (resource: string) => ({
  drbd: `drbd_${resource}`,
  clone: `drbd_${resource}-clone`,
  filesystem: `fs_${resource}`,
});

const operation = (name: string, timeout: string, more: Partial<Operation> = {}): Operation => ({
  name,
  interval: '0s',
  timeout,
  ...more,
});

/** As the agent advises. The two monitors of a promotable clone must differ in their interval. */
const DRBD_OPERATIONS: readonly Operation[] = [
  operation('start', '240s'),
  operation('stop', '100s'),
  operation('promote', '90s'),
  operation('demote', '90s'),
  operation('notify', '90s'),
  operation('monitor', '20s', { interval: '29s', role: 'Promoted' }),
  operation('monitor', '20s', { interval: '31s', role: 'Unpromoted' }),
];
const FILESYSTEM_OPERATIONS: readonly Operation[] = [
  operation('start', '60s'),
  operation('stop', '60s'),
  operation('monitor', '40s', { interval: '20s' }),
];

export function addHafs(cibXml: string, part: HafsPart): BuiltChange {
  const { resource, copies, others } = part;
  const ids = hafsIds(resource);
  const primitives: readonly NewPrimitive[] = [
    {
      id: ids.drbd,
      agent: { class: 'ocf', provider: 'linbit', type: 'drbd' },
      params: { drbd_resource: resource },
      operations: DRBD_OPERATIONS,
      place: {
        kind: 'clone',
        cloneId: ids.clone,
        isPromotable: true,
        meta: {
          'promoted-max': '1',
          'promoted-node-max': '1',
          'clone-max': `${copies.length}`,
          'clone-node-max': '1',
          notify: 'true',
        },
      },
    },
    {
      id: ids.filesystem,
      agent: { class: 'ocf', provider: 'heartbeat', type: 'Filesystem' },
      params: {
        device: `/dev/drbd/by-res/${resource}/0`,
        directory: part.directory,
        fstype: part.type,
        options: 'noatime',
      },
      operations: FILESYSTEM_OPERATIONS,
      place: { kind: 'alone' },
    },
  ];
  return onDraft(cibXml, (draft) => {
    for (const primitive of primitives) {
      const refusal = addPrimitive(draft, primitive);
      if (refusal) return refusal;
    }
    for (const node of others) {
      const refusal = addConstraintOn(draft, {
        kind: 'location',
        resource: ids.clone,
        node,
        score: '-INFINITY',
      });
      if (refusal) return refusal;
    }
    return (
      addConstraintOn(draft, {
        kind: 'colocation',
        resource: ids.filesystem,
        with: ids.clone,
        withRole: 'Promoted',
        score: 'INFINITY',
      }) ??
      addConstraintOn(draft, {
        kind: 'order',
        first: ids.clone,
        firstAction: 'promote',
        second: ids.filesystem,
        secondAction: 'start',
        strength: 'Mandatory',
      })
    );
  });
}

/** What Pacemaker has of a DRBD resource, by whatever names; undefined when it manages none of it. */
export function hafsInCib(cib: CibReading, resource: string, minor: number | undefined) {
  const drbd = drbdResources(cib).find((one) => one.drbdResource === resource);
  if (!drbd) return undefined;
  const devices = [`/dev/drbd/by-res/${resource}/0`, ...(minor === undefined ? [] : [`/dev/drbd${minor}`])];
  const filesystem = filesystemResources(cib).find((one) => devices.includes(one.device));
  const own = new Set([drbd.id, ...(filesystem ? [filesystem.id] : [])]);
  const users = primitivesDependingOn(cib, drbd.cloneId ?? drbd.id).filter((id) => !own.has(id));
  return {
    clone: drbd.cloneId ?? drbd.id,
    ...(filesystem ? { filesystem: filesystem.id, directory: filesystem.directory } : {}),
    /** Everything that needs it directly or through others, and would stop or lose its data. */
    users,
  };
}

/** Brings both to rest, waits, and takes them out with every mention of them, in one patch; a group of its own goes too. */
export function planHafsRemoval(
  cibXml: string,
  { clone, filesystem }: { readonly clone: string; readonly filesystem?: string },
): BuiltSteps {
  const rest = setResourceEnabled(cibXml, clone, false);
  if (!rest.ok) return rest;
  const resting = applyCibChanges(cibXml, rest.value);
  if (!resting.ok) return cibRefusal(resting.error);
  const out = onDraft(resting.value, (draft) => {
    const refusal =
      filesystem === undefined ? undefined : deleteResourceOn(draft, filesystem, { removeEmptied: true });
    return refusal ?? deleteResourceOn(draft, clone, {});
  });
  if (!out.ok) return out;
  return ok([
    ...(rest.value.length === 0
      ? []
      : ([{ kind: 'patch', changes: rest.value }, { kind: 'wait-settled' }] as const)),
    { kind: 'patch', changes: out.value },
    { kind: 'wait-settled' },
  ]);
}
