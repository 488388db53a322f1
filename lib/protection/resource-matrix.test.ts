import { describe, expect, it } from 'vitest';
import { samplePacemaker } from '@/e2e/preview/sample-pacemaker';
import { sampleWorld } from '@/e2e/preview/sample-state';
import { filterMatrix, resourceMatrix } from './resource-matrix';

const rowsOf = (name: Parameters<typeof sampleWorld>[0]) =>
  resourceMatrix(samplePacemaker(sampleWorld(name), 'node1'));

describe('the resource matrix', () => {
  it('nests a group and folds a clone of one primitive into one row', () => {
    const rows = rowsOf('healthy');
    expect(rows.map((row) => `${'  '.repeat(row.depth)}${row.id}`)).toEqual([
      'drbd_hafs-clone',
      'g_hafs',
      '  fs_hafs',
      '  keystone',
      '  glance',
      '  apache',
      'vip_1g',
      'vip_10g',
      'haproxy-clone',
      'fence_node1',
      'fence_node2',
    ]);
    expect(rows[0]?.child).toBe('drbd_hafs');
    expect(rows[0]?.cells.get('node1')?.[0]?.instance.role).toBe('Promoted');
    expect(rows.every((row) => !row.troubled)).toBe(true);
  });

  it('shows bans and failures where they act', () => {
    const dead = rowsOf('node2-dead').find((row) => row.id === 'drbd_hafs-clone');
    expect(dead?.bans.get('node2')?.[0]?.id).toContain('drbd-fence-by-handler');
    const failed = rowsOf('failure').find((row) => row.id === 'glance');
    expect(failed?.cells.get('node1')?.[0]?.failCount).toBe(2);
    expect(failed?.failures[0]?.exitReason).toContain('already in use');
  });

  it('keeps the group of a hit', () => {
    const rows = filterMatrix(rowsOf('healthy'), 'glance', false);
    expect(rows.map((row) => row.id)).toEqual(['g_hafs', 'glance']);
    expect(filterMatrix(rowsOf('failure'), '', true).map((row) => row.id)).toEqual(['g_hafs', 'glance']);
  });
});
