import { describe, expect, it } from 'vitest';
import { parseCorosyncConf } from './config';
import { type NewCorosyncConfig, renderCorosyncConf } from './config-render';

const config = (count: number): NewCorosyncConfig => ({
  clusterName: 'alpha',
  tokenMs: 3_000,
  nodes: Array.from({ length: count }, (_, index) => ({
    name: `node${index + 1}`,
    nodeId: index + 1,
    addresses: [`10.10.0.${index + 1}`, `192.168.1.${index + 11}`],
  })),
});

describe('a new corosync.conf', () => {
  it.each([2, 3])('of %i nodes reads back as it was meant', (count) => {
    const text = renderCorosyncConf(config(count));
    if (!text.ok) throw new Error(text.error.reason);
    const read = parseCorosyncConf(text.value);
    if (!read.ok) throw new Error(read.error.what);
    expect(read.value).toMatchObject({
      clusterName: 'alpha',
      transport: 'knet',
      tokenMs: 3_000,
      configVersion: 1,
      twoNode: count === 2,
      nodelist: config(count).nodes,
    });
    expect(read.value.file.root.sections[0]?.statements).toContainEqual(
      expect.objectContaining({ key: 'crypto_cipher', value: 'aes256' }),
    );
  });

  const first = config(2).nodes[0];
  const second = config(2).nodes[1];
  if (!first || !second) throw new Error('no nodes');
  it.each<[string, Partial<NewCorosyncConfig>]>([
    ['cluster-name', { clusterName: 'a\n}' }],
    ['node-count', { nodes: [first] }],
    ['token', { tokenMs: 10 }],
    ['node-name', { nodes: [first, { ...second, name: 'node1' }] }],
    ['node-id', { nodes: [first, { ...second, nodeId: 1 }] }],
    ['addresses', { nodes: [first, { ...second, addresses: ['10.10.0.2'] }] }],
    ['addresses', { nodes: [first, { ...second, addresses: ['10.10.0.1', '192.168.1.12'] }] }],
    ['addresses', { nodes: [first, { ...second, addresses: ['10.10.0.2 }', '192.168.1.12'] }] }],
  ])('is refused for its %s', (reason, change) => {
    const text = renderCorosyncConf({ ...config(2), ...change });
    expect(text).toMatchObject({ ok: false, error: { reason } });
  });
});
