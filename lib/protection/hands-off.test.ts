import { describe, expect, it } from 'vitest';
import type { MaintenanceNote } from '@/lib/live/protocol';
import type { CrmNode, CrmResource, PacemakerReading } from '@/lib/pacemaker/types';
import { handsOff } from './hands-off';

const note = (of: MaintenanceNote['of'], id: string, until: number): MaintenanceNote => ({
  of,
  id,
  planId: 'p',
  at: 0,
  until,
  who: 'Kim',
  why: 'new disk',
});
const reading = (
  maintenanceMode: boolean,
  nodes: readonly Partial<CrmNode>[],
  resources: readonly Partial<CrmResource>[],
) => ({ options: { maintenanceMode }, nodes, resources }) as unknown as PacemakerReading;

describe('hands off', () => {
  it('says nothing where the cluster says nothing, whatever was noted', () => {
    expect(handsOff({ maintenance: [note('cluster', '', 5)] }, reading(false, [], []), 1)).toEqual([]);
  });

  it('names whoever asked, and that it lasts longer than it was meant to', () => {
    const maintenance = [note('cluster', '', 5)];
    const [early] = handsOff({ maintenance }, reading(true, [], []), 4);
    expect(early).toMatchObject({ of: 'cluster', isOverdue: false, note: { who: 'Kim' } });
    expect(handsOff({ maintenance }, reading(true, [], []), 5)[0]?.isOverdue).toBe(true);
  });

  it('shows what was set past Haven without a name', () => {
    expect(handsOff({}, reading(true, [], []), 1)).toEqual([{ of: 'cluster', id: '', isOverdue: false }]);
  });

  it('names a node once, not each of its resources, and a group once, not each of its members', () => {
    const inGroup = { maintenance: true, nodes: ['n2'], within: [{ kind: 'group', id: 'g' }] } as const;
    const seen = reading(
      false,
      [{ name: 'n1', maintenance: true }],
      [
        { id: 'a', maintenance: true, nodes: ['n1'], within: [] },
        { id: 'b', ...inGroup },
        { id: 'c', ...inGroup },
      ],
    );
    const things = handsOff({ maintenance: [note('resource', 'g', 9)] }, seen, 1);
    expect(things.map(({ of, id }) => `${of} ${id}`)).toEqual(['node n1', 'resource g']);
  });
});
