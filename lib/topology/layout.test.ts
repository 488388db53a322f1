import { describe, expect, it } from 'vitest';
import { buildTopology } from './build';
import type { Box, TopologyLayout } from './geometry';
import { layoutTopology } from './layout';
import { createLayouter } from './layouter';
import { previewGhosts } from './preview';
import { healthySample, type Sample, withReading } from './sample-cluster';
import { SITUATIONS, type SituationName } from './sample-situations';
import { threadPath } from './thread-path';
import type { TopologyModel } from './types';

const modelOf = (sample: Sample): TopologyModel => buildTopology(sample.cluster, sample.state, sample.clock);
const of = (name: SituationName): TopologyModel => modelOf(SITUATIONS[name]());
/** What is left of the window beside the navigation. */
const WIDTHS = [1008, 1648, 3568];
const NAMES = Object.keys(SITUATIONS) as SituationName[];
const overlap = (a: Box, b: Box): boolean =>
  a.x + 0.5 < b.x + b.w && b.x + 0.5 < a.x + a.w && a.y + 0.5 < b.y + b.h && b.y + 0.5 < a.y + a.h;

describe.each(WIDTHS)('at %i pixels', (width) => {
  it.each(NAMES)('places everything of "%s" once, inside its column, without overlap', (name) => {
    const model = of(name);
    const layout = layoutTopology(model, { width });
    for (const column of model.columns) {
      const frame = layout.columns.find((one) => one.nodeId === column.nodeId);
      const cells = Object.values(column.slots).flat();
      const boxes = cells.map((cell) => layout.cells.get(cell.id));
      expect(boxes.every((box) => box !== undefined)).toBe(true);
      for (const [index, box] of boxes.entries()) {
        if (!box || !frame) continue;
        expect(box.x).toBeGreaterThanOrEqual(frame.x - 0.5);
        expect(box.x + box.w).toBeLessThanOrEqual(frame.x + frame.w + 0.5);
        expect(box.y + box.h).toBeLessThanOrEqual(frame.y + frame.h + 0.5);
        for (const other of boxes.slice(index + 1))
          if (other) expect(overlap(box, other), `${box.id} and ${other.id}`).toBe(false);
      }
    }
  });

  it.each(NAMES)('lines up the rows of "%s" across its columns', (name) => {
    const layout = layoutTopology(of(name), { width });
    for (const [index, row] of layout.rows.entries()) {
      const next = layout.rows[index + 1];
      if (next) expect(row.y + row.h).toBeCloseTo(next.y, 5);
    }
  });

  it('does not need more width than there is, up to sixteen nodes', () => {
    expect(layoutTopology(of('healthy'), { width }).width).toBe(width);
    expect(layoutTopology(of('three'), { width }).width).toBe(width);
    expect(layoutTopology(of('sixteen'), { width }).width).toBeLessThanOrEqual(width);
  });
});

describe('many nodes', () => {
  const wide = (layout: TopologyLayout): readonly string[] =>
    layout.columns.filter((column) => column.mode === 'wide').map((column) => column.nodeId);

  it('gives words to the columns in trouble and signs to the rest', () => {
    expect(wide(layoutTopology(of('sixteen'), { width: 1008 }))).toEqual(['n6']);
    expect(wide(layoutTopology(of('sixteen'), { width: 1648 }))).toEqual(
      expect.arrayContaining(['n6', 'n11']),
    );
  });

  it('grows to the right and scrolls when even signs have no room', () => {
    const model = modelOf(healthySample({ nodes: 40, active: 1 }));
    const layout = layoutTopology(model, { width: 1008 });
    expect(layout.columns).toHaveLength(40);
    expect(layout.width).toBeGreaterThan(1008);
  });
});

describe('a wall', () => {
  it('folds rows in which everything is calm, and unfolds them in trouble', () => {
    const rows = (name: SituationName): readonly string[] =>
      layoutTopology(of(name), { width: 1800, still: true, fold: ['resources', 'nvme'] }).rows.map(
        (row) => row.layer,
      );
    expect(rows('healthy')).toEqual(['services', 'haproxy', 'hafs', 'drbd']);
    expect(rows('diskLost')).toContain('nvme');
    expect(rows('vipNowhere')).toContain('resources');
  });
});

describe('network', () => {
  it('hangs a bead over the sign column of its holder and lets an unheld one float', () => {
    const layout = layoutTopology(of('vipNowhere'), { width: 1648 });
    const held = layout.beads.find((bead) => bead.id === 'v10');
    expect(held?.anchor.x).toBe(layout.columns.find((column) => column.nodeId === 'n1')?.spineX);
    expect(layout.beads.find((bead) => bead.id === 'v1')?.nodeId).toBeUndefined();
  });

  it('draws a duplicate address at every holder', () => {
    expect(
      layoutTopology(of('partition'), { width: 1648 })
        .beads.filter((bead) => bead.id === 'v10')
        .map((bead) => bead.nodeId),
    ).toEqual(['n1', 'n2']);
  });

  it('leads replication past columns in between along the row’s edge', () => {
    const layout = layoutTopology(modelOf(healthySample({ nodes: 3, active: 1, replicas: [1, 3] })), {
      width: 1648,
    });
    expect(layout.flows[0]).toMatchObject({ way: 'lane', fromId: 'n1', toId: 'n3' });
  });
});

describe('threads', () => {
  const pathOf = (name: SituationName, service: string) => {
    const model = of(name);
    const layout = layoutTopology(model, { width: 1648 });
    const thread = model.threads.find((one) => one.name === service);
    if (!thread) throw new Error(service);
    return threadPath(thread, model, layout);
  };

  it('connects every layer of a whole chain', () => {
    const path = pathOf('healthy', 'Keystone');
    // VIP → HAProxy → service → resource → HAFS → DRBD → disk, the flow, and the copy's disk.
    expect(path.pieces).toHaveLength(8);
    expect(path.breakAt).toBeUndefined();
    expect(
      path.pieces.every((piece) => /^M-?[\d.]+ -?[\d.]+/.test(piece.d) && !piece.d.includes('NaN')),
    ).toBe(true);
  });

  it('names a break where it is', () => expect(pathOf('vipNowhere', 'Horizon').breakAt).toBeDefined());
});

describe('keeping a layout', () => {
  it('keeps it while only numbers change, and makes a new one when something takes room', () => {
    const layOut = createLayouter(layoutTopology);
    const first = layOut(of('healthy'), { width: 1648 });
    const warmer = withReading(healthySample(), 1, 'disks', (value) => ({
      ...value,
      nvme: value.nvme.map((one) => ({ ...one, temperatureCelsius: 51 })),
    }));
    expect(layOut(modelOf(warmer), { width: 1648 })).toBe(first);
    expect(layOut(of('cut'), { width: 1648 })).not.toBe(first);
    const second = layOut(of('healthy'), { width: 1200 });
    expect(second.width).toBe(1200);
  });

  it('never keeps one that would look different', () => {
    const layOut = createLayouter(layoutTopology);
    for (const name of [...NAMES, ...NAMES])
      expect(layOut(of(name), { width: 1648 })).toEqual(layoutTopology(of(name), { width: 1648 }));
  });
});

describe('preview of a loss', () => {
  it('puts what would arrive beside what is there, inside the heir’s column', () => {
    const model = of('healthy');
    const layout = layoutTopology(model, { width: 1008 });
    const future = model.futures.find((one) => one.nodeId === 'n1');
    if (!future) throw new Error('future');
    const ghosts = previewGhosts(future, model, layout);
    const heir = layout.columns.find((column) => column.nodeId === 'n2');
    const here = (model.columns[1]?.slots.services ?? []).flatMap((cell) => layout.cells.get(cell.id) ?? []);
    expect(ghosts.chips.map((chip) => chip.label)).toEqual(['Horizon', 'Keystone', 'Glance']);
    for (const chip of ghosts.chips) {
      expect(chip.x).toBeGreaterThan(heir?.x ?? 0);
      for (const box of here) expect(overlap({ ...chip, w: chip.w - 14 }, box)).toBe(false);
    }
    expect(ghosts.beads.map((bead) => bead.id).sort()).toEqual(['v1', 'v10']);
    expect(ghosts.wakes).toEqual(['n2:hafs:fs_hafs', 'n2:drbd:hafs']);
    expect(ghosts.leaves).toContain('n1:hafs:fs_hafs');
  });
});
