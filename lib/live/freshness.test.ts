import { describe, expect, it } from 'vitest';
import { known } from '@/lib/base/observation';
import { freshnessOf, linkStateNow } from './freshness';
import type { LiveItem, NodeLink } from './protocol';
import { FRESH_FOR_MS } from './readings';

const T = 1_000_000;
const item: LiveItem<'drbd'> = {
  reading: 'drbd',
  observation: known({ version: { generation: '8.4' }, resources: [] }, T),
  since: {},
};
const link = (state: NodeLink['state'], lastHeardAt = T): NodeLink => ({
  state,
  lastHeardAt,
  since: T,
  streams: {},
});
const at = (now: number, heardAt = now) => ({ now, heardAt });

describe('freshnessOf', () => {
  it('is current only while the link is live, Haven speaks and the value is young', () => {
    expect(freshnessOf(item, link('live', T + 900), at(T + 1_000)).state).toBe('current');
  });

  it('is never current when the node is silent, even if no message said so', () => {
    for (const silentMs of [5_000, 6_000, 60_000, 3_600_000]) {
      expect(freshnessOf(item, link('live', T), at(T + silentMs))).toMatchObject({ state: 'stale' });
    }
  });

  it('is never current when Haven is silent', () => {
    expect(freshnessOf(item, link('live', T), at(T + 3_500, T))).toEqual({
      state: 'stale',
      why: 'haven-silent',
      lastTrueAt: T,
    });
  });

  it('is stale when its promise has passed although the link lives', () => {
    const now = T + FRESH_FOR_MS.drbd + 1;
    expect(freshnessOf(item, link('live', now), at(now))).toMatchObject({ state: 'stale', why: 'overdue' });
  });

  it('follows every link state but live into stale', () => {
    for (const state of [
      'connecting',
      'suspect',
      'unreachable',
      'auth-failed',
      'host-key-changed',
    ] as const) {
      expect(freshnessOf(item, link(state), at(T)).state).toBe('stale');
    }
  });

  it('keeps the reason and the last good time of an unknown', () => {
    const dead: LiveItem<'drbd'> = {
      ...item,
      observation: {
        state: 'unknown',
        reason: 'stream-dead',
        since: T + 5,
        last: { value: { version: { generation: '8.4' }, resources: [] }, observedAt: T },
      },
    };
    expect(freshnessOf(dead, link('live'), at(T + 10))).toEqual({
      state: 'unknown',
      reason: 'stream-dead',
      since: T + 5,
      lastTrueAt: T,
    });
  });

  it('knows nothing of what was never read', () => {
    expect(freshnessOf(undefined, undefined, at(T))).toMatchObject({
      state: 'unknown',
      reason: 'never-read',
    });
  });
});

describe('linkStateNow', () => {
  it('does not blame a node for the silence of Haven', () => {
    expect(linkStateNow(link('live', T), at(T + 60_000, T + 500))).toBe('live');
  });
  it('reaches suspect and unreachable by silence alone', () => {
    expect(linkStateNow(link('live', T), at(T + 3_000))).toBe('suspect');
    expect(linkStateNow(link('live', T), at(T + 4_500))).toBe('unreachable');
  });
});
