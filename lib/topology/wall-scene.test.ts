import { describe, expect, it } from 'vitest';
import { CYCLE_MS, clusterAt, daylightAt, shiftAt, withoutAddresses } from './wall-scene';

describe('which cluster a wall shows', () => {
  const calm = [
    { id: 'a', isTroubled: false },
    { id: 'b', isTroubled: false },
    { id: 'c', isTroubled: false },
  ];

  it('takes turns while everything is well', () => {
    expect([0, 1, 2, 3].map((turn) => clusterAt(calm, turn * CYCLE_MS))).toEqual(['a', 'b', 'c', 'a']);
  });

  it('stays with the clusters in trouble', () => {
    const some = [...calm, { id: 'd', isTroubled: true }, { id: 'e', isTroubled: true }];
    expect(new Set(Array.from({ length: 20 }, (_, turn) => clusterAt(some, turn * CYCLE_MS)))).toEqual(
      new Set(['d', 'e']),
    );
  });

  it('shows nothing when there is nothing', () => expect(clusterAt([], 5)).toBeUndefined());
});

describe('pixel shift', () => {
  it('moves by at most one pixel a minute and comes back', () => {
    const minutes = Array.from({ length: 49 }, (_, minute) => shiftAt(minute * 60_000));
    for (const [index, here] of minutes.entries()) {
      const next = minutes[index + 1];
      if (next) expect(Math.abs(next.x - here.x) + Math.abs(next.y - here.y)).toBe(1);
    }
    expect(minutes[48]).toEqual(minutes[0]);
    expect(Math.max(...minutes.map((one) => Math.abs(one.x)))).toBe(6);
  });
});

it('dims by the hour', () => {
  expect([3, 6, 9, 18, 20, 23].map(daylightAt)).toEqual([
    'night',
    'evening',
    'day',
    'day',
    'evening',
    'night',
  ]);
});

it('never lets an address through, hidden or not', () => {
  const labels = new Map([['address-00ab12', 'VIP-1G']]);
  expect(withoutAddresses('No node holds the VIP address-00ab12', labels)).toBe('No node holds the VIP-1G');
  expect(withoutAddresses('10.10.0.7 and address-ffffff', labels)).toBe('• and •');
});
