import { describe, expect, it } from 'vitest';
import { buildTopology } from './build';
import { type ForecastInput, forecastGhosts, secondsText } from './forecast';
import { layoutTopology } from './layout';
import { SITUATIONS } from './sample-situations';

const sample = SITUATIONS.healthy();
const model = buildTopology(sample.cluster, sample.state, sample.clock);
const layout = layoutTopology(model, { width: 1_000 });
const [node1, node2] = model.columns.map((column) => column.name) as [string, string];
const [id1, id2] = model.columns.map((column) => column.nodeId) as [string, string];
const service = sample.cluster.services.find((one) => one.resourceId !== undefined);
const bead = model.rails.flatMap((rail) => rail.beads).find((one) => one.holderIds.includes(id1));

const ghosts = (input: Partial<ForecastInput>) =>
  forecastGhosts({ moves: [], interruptions: [], nodes: {}, ...input }, sample.cluster, model, layout);
const away = (resource: string) => ({ resource, role: 'Started', from: [node1], to: [node2] }) as const;

describe('what would happen, in the picture', () => {
  it('is nothing where nothing moves', () => {
    const none = ghosts({});
    expect([none.chips, none.beads, none.arrows, none.leaves, none.wakes]).toEqual([[], [], [], [], []]);
  });

  it('shows a service leaving, arriving with how long it blinks, and one arrow for its row', () => {
    if (!service?.resourceId) throw new Error('the sample has no such service');
    const seen = ghosts({
      moves: [away(service.resourceId)],
      interruptions: [{ service: service.name, lowSeconds: 5, highSeconds: 38 }],
    });
    expect(seen.chips.filter((chip) => chip.layer === 'services')).toMatchObject([
      { label: service.name, seconds: '5–38 s' },
    ]);
    const chip = seen.chips[0];
    const heir = layout.columns.find((column) => column.nodeId === id2);
    expect(chip && heir && chip.x > heir.x && chip.x + chip.w <= heir.x + heir.w).toBe(true);
    expect(seen.leaves.length).toBeGreaterThan(0);
    expect(seen.arrows.filter(({ id }) => id.startsWith('services:'))).toHaveLength(1);
  });

  it('slides a VIP along its rail to where it would be', () => {
    if (!bead) throw new Error('the sample has no VIP on the first node');
    const seen = ghosts({
      moves: [away(bead.resourceId)],
      interruptions: [{ service: bead.address, lowSeconds: 1, highSeconds: 1 }],
    });
    expect(seen.beads).toMatchObject([{ id: bead.id, seconds: '1 s' }]);
    expect(seen.leaves).toContain(bead.id);
    expect(seen.arrows.map(({ id }) => id)).toContain(`bead:${bead.id}`);
  });

  it('marks what blinks where it stands, and never what moves as well', () => {
    if (!bead) throw new Error('the sample has no VIP on the first node');
    const interruptions = [{ service: bead.address, lowSeconds: 0.3, highSeconds: 1 }];
    expect(ghosts({ interruptions }).blinks.get(bead.id)).toBe('0.3–1 s');
    expect(ghosts({ interruptions, moves: [away(bead.resourceId)] }).blinks.has(bead.id)).toBe(false);
  });

  it('promotes one copy and demotes the other; a copy that goes is not also demoted', () => {
    const [resource] = model.structure.drbdResources.keys();
    if (!resource) throw new Error('the sample has no DRBD');
    const promoted = { resource, role: 'Promoted', from: [node1], to: [node2] } as const;
    const switched = ghosts({ moves: [promoted] });
    expect(switched.wakes).toHaveLength(1);
    expect(switched.demotes).toHaveLength(1);
    const gone = { resource, role: 'Started', from: [node1, node2], to: [node2] } as const;
    const stopped = ghosts({ moves: [promoted, gone] });
    expect(stopped.demotes).toEqual([]);
    expect(stopped.leaves.length).toBeGreaterThan(0);
  });

  it('draws a fenced node as gone and one in standby as it is', () => {
    expect(ghosts({ nodes: { [node1]: 'fenced' } }).lostIds).toEqual([id1]);
    const standby = ghosts({ nodes: { [node1]: 'standby' } });
    expect(standby.lostIds).toEqual([]);
    expect(standby.nodes.get(id1)).toBe('standby');
  });

  it('keeps every ghost inside its row, whatever the number', () => {
    const crowd = SITUATIONS.healthy();
    const services = Array.from({ length: 12 }, (_, index) => ({
      id: `s${index}`,
      name: `service-number-${index}`,
      mode: 'active-standby' as const,
      resourceId: `r${index}`,
      usesHafs: false,
    }));
    const seen = forecastGhosts(
      { moves: services.map((one) => away(one.resourceId)), interruptions: [], nodes: {} },
      { ...crowd.cluster, services },
      model,
      layout,
    );
    const row = layout.rows.find((one) => one.layer === 'services');
    const chips = seen.chips.filter((chip) => chip.layer === 'services');
    for (const chip of chips) expect(chip.y + chip.h).toBeLessThanOrEqual((row?.y ?? 0) + (row?.h ?? 0) + 3);
    expect(chips.at(-1)?.label).toMatch(/^\+\d+$/);
  });

  it('writes one figure where low and high are the same', () => {
    expect([secondsText(1, 1), secondsText(0.3, 1)]).toEqual(['1 s', '0.3–1 s']);
  });
});
