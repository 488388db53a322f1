import { describe, expect, it } from 'vitest';
import { known } from '@/lib/base/observation';
import { itemKey, type LiveItem, type LiveState, type Patch } from './protocol';
import { emptyLiveState, reducePatch } from './reduce';

const clock = (at: number): LiveItem<'clock'> => ({
  reading: 'clock',
  observation: known({ offsetMs: 1, uncertaintyMs: 1 }, at),
  since: {},
});
const key = itemKey('c', 'n', 'clock');
const applied = (patch: Partial<Patch>, state: LiveState = emptyLiveState('e')) =>
  reducePatch(state, { epoch: 'e', from: state.revision, to: state.revision + 1, ...patch });

describe('reducePatch', () => {
  it('asks for a snapshot after a missed revision or a restart of Haven', () => {
    expect(applied({ from: 3, to: 4 })).toBe('gap');
    expect(applied({ epoch: 'other' })).toBe('gap');
  });

  it('ignores a patch it already contains', () => {
    const state = { ...emptyLiveState('e'), revision: 7 };
    expect(reducePatch(state, { epoch: 'e', from: 5, to: 6 })).toBe(state);
  });

  it('replaces, removes and touches items without changing its input', () => {
    const first = applied({ items: { [key]: clock(10) } });
    if (first === 'gap') throw new Error('unexpected gap');
    const touched = applied({ touched: { [key]: 20 } }, first);
    if (touched === 'gap') throw new Error('unexpected gap');
    expect(touched.items[key]?.observation).toMatchObject({ state: 'known', observedAt: 20 });
    expect(first.items[key]?.observation).toMatchObject({ observedAt: 10 });
    const removed = applied({ items: { [key]: null } }, touched);
    expect(removed === 'gap' ? undefined : removed.items[key]).toBeUndefined();
  });

  it('never makes an unknown item current by a touch', () => {
    const item: LiveItem = {
      reading: 'clock',
      observation: { state: 'unknown', reason: 'timed-out', since: 1 },
      since: {},
    };
    const first = applied({ items: { [key]: item } });
    const next = first === 'gap' ? first : applied({ touched: { [key]: 99 } }, first);
    expect(next === 'gap' ? undefined : next.items[key]).toEqual(item);
  });

  it('keeps each event once and a bounded number of them', () => {
    const event = (id: number) => ({ id: String(id), clusterId: 'c', fact: 'link', at: id });
    let state = emptyLiveState('e');
    for (let batch = 0; batch < 10; batch += 1) {
      const events = Array.from({ length: 60 }, (_, index) => event(batch * 50 + index));
      const next = applied({ events }, state);
      if (next === 'gap') throw new Error('unexpected gap');
      state = next;
    }
    expect(state.events.length).toBeLessThanOrEqual(400);
    expect(new Set(state.events.map((entry) => entry.id)).size).toBe(state.events.length);
    expect(state.events.at(-1)?.id).toBe('509');
  });
});
