/** What nobody looks after right now by somebody's wish, and whose: the cluster's word, with Haven's note to it. */
import type { DirectoryCluster, MaintenanceNote } from '@/lib/live/protocol';
import type { PacemakerReading } from '@/lib/pacemaker/types';

export interface HandsOff {
  readonly of: MaintenanceNote['of'];
  /** Empty for the cluster. */
  readonly id: string;
  /** Absent when it was not asked for through Haven. */
  readonly note?: MaintenanceNote;
  /** Later than it was meant to last. Nothing ends by itself. */
  readonly isOverdue: boolean;
}

/** @param now Haven's clock, ms */
export function handsOff(
  { maintenance = [] }: Pick<DirectoryCluster, 'maintenance'>,
  reading: Pick<PacemakerReading, 'options' | 'nodes' | 'resources'>,
  now: number,
): readonly HandsOff[] {
  const thing = (of: HandsOff['of'], id: string): HandsOff => {
    const note = maintenance.find((one) => one.of === of && one.id === id);
    return { of, id, ...(note ? { note } : {}), isOverdue: note?.until !== undefined && note.until <= now };
  };
  // Inside a larger one the smaller says nothing of its own.
  if (reading.options.maintenanceMode) return [thing('cluster', '')];
  const nodes = reading.nodes.filter((node) => node.maintenance).map((node) => node.name);
  const resources = reading.resources
    .filter((one) => one.maintenance && !one.nodes.some((node) => nodes.includes(node)))
    .map((one) => namedIn(maintenance, one) ?? one.id);
  return [
    ...nodes.map((name) => thing('node', name)),
    ...[...new Set(resources)].map((id) => thing('resource', id)),
  ];
}

/** A group or clone in maintenance shows on each of its members: named once, as it was asked for. */
const namedIn = (
  notes: readonly MaintenanceNote[],
  { id, within }: PacemakerReading['resources'][number],
): string | undefined =>
  [id, ...within.map((around) => around.id)].find((name) =>
    notes.some((note) => note.of === 'resource' && note.id === name),
  );
