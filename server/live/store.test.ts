import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { itemKey, type LiveEvent, type LiveState, type Patch } from '@/lib/live/protocol';
import type { NodeReadings } from '@/lib/live/readings';
import { emptyLiveState, reducePatch } from '@/lib/live/reduce';
import { LiveStore } from './store';

const C = 'c1';
const KEY = itemKey(C, 'n1', 'units');

const units = (...states: readonly [id: string, active: string][]): NodeReadings['units'] => ({
  units: states.map(([id, activeState]) => ({
    id,
    loadState: 'loaded',
    activeState,
    subState: 'x',
    unitFileState: 'enabled',
  })),
});

let store: LiveStore;
let patches: Patch[];
let events: LiveEvent[];

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'Date', 'performance'],
  });
  store = new LiveStore('e1');
  patches = [];
  events = [];
  store.onPatch((patch) => patches.push(patch));
  store.listen({ onEvent: (event) => events.push(event) });
});

afterEach(() => {
  store.stop();
  vi.useRealTimers();
});

const settle = (): void => void vi.advanceTimersByTime(60);

describe('the live store', () => {
  it('sends the first change at once and what follows in batches 50 ms apart', () => {
    vi.advanceTimersByTime(1_000);
    store.setKnown(C, 'n1', 'units', units(['a', 'active']), []);
    vi.advanceTimersByTime(1);
    expect(patches).toHaveLength(1);
    for (let index = 0; index < 20; index += 1)
      store.setKnown(C, 'n1', 'units', units(['a', `state${index}`]), []);
    vi.advanceTimersByTime(40);
    expect(patches).toHaveLength(1);
    vi.advanceTimersByTime(20);
    expect(patches).toHaveLength(2);
    expect(patches[1]?.items?.[KEY]?.since['unit:a']).toMatchObject({
      value: 'state19',
    });
  });

  it('makes patches that follow each other and lead to its own state', () => {
    let state: LiveState = emptyLiveState('e1');
    store.onPatch((patch) => {
      const next = reducePatch(state, patch);
      if (next === 'gap') throw new Error('gap');
      state = next;
    });
    store.setLink('n1', { state: 'live', since: 1, streams: {} });
    store.setKnown(C, 'n1', 'units', units(['a', 'active']), []);
    settle();
    store.setKnown(C, 'n1', 'units', units(['a', 'active']), []);
    store.setUnknown(C, 'n2', 'units', 'timed-out');
    settle();
    store.removeNode(C, 'n2');
    settle();
    expect(state).toEqual(store.state());
    expect(Object.keys(state.items)).toEqual([KEY]);
  });

  it('only moves the time of what was read again and found equal', () => {
    store.setKnown(C, 'n1', 'units', units(['a', 'active']), []);
    settle();
    vi.advanceTimersByTime(1_000);
    store.setKnown(C, 'n1', 'units', units(['a', 'active']), []);
    settle();
    expect(patches.at(-1)).toMatchObject({ touched: { [KEY]: expect.any(Number) } });
    expect(patches.at(-1)?.items).toBeUndefined();
  });

  it('tells a change, not the first sight, and keeps since when', () => {
    store.setKnown(C, 'n1', 'units', units(['a', 'active'], ['b', 'active']), [], 1_000);
    expect(events).toEqual([]);
    store.setKnown(C, 'n1', 'units', units(['a', 'failed'], ['b', 'active']), [], 2_000);
    expect(events).toMatchObject([{ fact: 'unit:a', from: 'active', to: 'failed', at: 2_000, nodeId: 'n1' }]);
    expect(store.item(C, 'n1', 'units')?.since).toEqual({
      'unit:a': { value: 'failed', at: 2_000, how: 'changed' },
      'unit:b': { value: 'active', at: 1_000, how: 'first-seen' },
    });
  });

  it('keeps the last good value and since when it is unknown, and compares with it afterwards', () => {
    store.setKnown(C, 'n1', 'units', units(['a', 'active']), [], 1_000);
    store.setUnknown(C, 'n1', 'units', 'unreachable');
    expect(store.item(C, 'n1', 'units')?.observation).toMatchObject({
      state: 'unknown',
      reason: 'unreachable',
      last: { observedAt: 1_000 },
    });
    store.setKnown(C, 'n1', 'units', units(['a', 'inactive']), [], 9_000);
    expect(events).toMatchObject([{ fact: 'unit:a', from: 'active', to: 'inactive' }]);
  });

  it('does not begin an unknown anew while its reason stays', () => {
    store.setUnknown(C, 'n1', 'units', 'timed-out');
    const first = store.item(C, 'n1', 'units')?.observation;
    vi.advanceTimersByTime(5_000);
    store.setUnknown(C, 'n1', 'units', 'timed-out');
    expect(store.item(C, 'n1', 'units')?.observation).toEqual(first);
  });

  it('puts back what an earlier run saw as unknown, and goes on with its facts', () => {
    const item = {
      reading: 'units',
      observation: { state: 'known', value: units(['a', 'active']), observedAt: 500 },
      since: { 'unit:a': { value: 'active', at: 100, how: 'changed' } },
    } as const;
    store.seed(C, 'n1', item);
    expect(store.item(C, 'n1', 'units')?.observation).toMatchObject({
      state: 'unknown',
      reason: 'never-read',
      last: { observedAt: 500 },
    });
    store.setKnown(C, 'n1', 'units', units(['a', 'active']), []);
    expect(events).toEqual([]);
    expect(store.item(C, 'n1', 'units')?.since['unit:a']).toEqual({
      value: 'active',
      at: 100,
      how: 'changed',
    });
  });

  it('tells what every node sees of the cluster only once', () => {
    const crm = (standby: boolean): NodeReadings['pacemaker'] =>
      ({
        quorate: true,
        options: {},
        resources: [],
        failures: [],
        failCounts: [],
        fenceHistory: [],
        bans: [],
        nodeAttributes: {},
        nodes: [{ name: 'x', online: true, standby }],
      }) as unknown as NodeReadings['pacemaker'];
    for (const node of ['n1', 'n2']) store.setKnown(C, node, 'pacemaker', crm(false), []);
    for (const node of ['n1', 'n2']) store.setKnown(C, node, 'pacemaker', crm(true), []);
    expect(events).toMatchObject([{ fact: 'node:x', from: 'online', to: 'standby' }]);
  });

  it('keeps evidence out of patches', () => {
    store.setKnown(C, 'n1', 'units', units(['a', 'active']), [
      { command: 'x', at: 1, outcome: 'exit 0', stdout: 'secret', stderr: '' },
    ]);
    settle();
    expect(JSON.stringify(patches)).not.toContain('secret');
    expect(store.evidence(KEY)?.runs).toHaveLength(1);
  });
});
