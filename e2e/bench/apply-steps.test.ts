import { expect, it } from 'vitest';
import { wrongCount } from './apply-steps';

it('is right only when every node is there exactly once', () => {
  const nodes = ['node1', 'node2'];
  expect(wrongCount('node2\nnode1\n', nodes)).toBeUndefined();
  expect(wrongCount('node1\n', nodes)).toBe('not exactly once on node2');
  expect(wrongCount('node1\nnode2\nnode2\n', nodes)).toBe('not exactly once on node2');
  expect(wrongCount('node1\nnode2\nnode3\n', nodes)).toBe('3 times on 2 nodes');
  expect(wrongCount('', nodes)).toBe('not exactly once on node1, node2');
});
