import { expect, it } from 'vitest';
import { SAMPLE_NAMES, sampleState } from '@/e2e/preview/sample-state';
import { sourceOf } from './finding-source';
import { protectionOf } from './protection-of';
import {
  corosyncFindings,
  drbdFindings,
  haproxyFindings,
  networkFindings,
  nodeFindings,
  pacemakerFindings,
} from './tool-findings';
import { type ClusterView, viewCluster } from './view';

function viewOf(name: (typeof SAMPLE_NAMES)[number]): ClusterView {
  const { state, clock } = sampleState(name);
  const cluster = Object.values(state.clusters)[0];
  if (!cluster) throw new Error('no cluster');
  return viewCluster(cluster, state, clock);
}

const named = SAMPLE_NAMES.filter((name) => name !== 'empty');

it.each(named)('%s: every finding but Haven’s own silence leads to a raw output', (name) => {
  const { state, clock } = sampleState(name);
  const view = viewOf(name);
  const items = [
    ...protectionOf(view.cluster, state, clock).findings.map((finding) => ({
      tool: 'protection' as const,
      finding,
    })),
    ...[drbdFindings, pacemakerFindings, haproxyFindings, networkFindings, corosyncFindings].flatMap(
      (find) => find(view).items,
    ),
    ...view.nodes.flatMap((node) => nodeFindings(view, node).items),
  ].filter(({ finding }) => finding.object.kind !== 'haven');
  const without = items.filter(({ tool, finding }) => !sourceOf(view, tool, finding));
  expect(without).toEqual([]);
});

it('what is said of a node comes from the node that says it, its silence from itself', () => {
  const view = viewOf('node2-silent');
  const about = (key: string, kind: string) => ({
    severity: 'warning' as const,
    key,
    params: {},
    object: { kind, id: 'node2', node: 'node2' },
  });
  expect(sourceOf(view, 'protection', about('node-silent', 'node'))).toMatchObject({
    node: { name: 'node2' },
    reading: 'pacemaker',
  });
  expect(sourceOf(view, 'protection', about('node-offline', 'node'))?.node.name).toBe('node1');
  expect(sourceOf(view, 'host', about('host.clock-off', 'clock'))).toMatchObject({
    node: { name: 'node2' },
    reading: 'clock',
  });
});
