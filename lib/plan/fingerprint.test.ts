import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fc from '@/lib/base/property.testing';
import { canonicalJson } from './canonical';
import type { WorldFacts } from './facts';
import { driftBetween, fingerprintOf } from './fingerprint';
import type { ScenarioFile } from './testing/scenario';
import { readWorld } from './testing/world';

const folder = join(import.meta.dirname, 'scenarios/standby-healthy');
const file = JSON.parse(readFileSync(join(folder, 'input.json'), 'utf8')) as ScenarioFile;
const cibXml = readFileSync(join(folder, file.cib), 'utf8');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const worldOf = (changes: Partial<ScenarioFile> = {}, xml = cibXml): WorldFacts =>
  readWorld({ ...file, ...changes }, xml, sha256);
const base = fingerprintOf(worldOf(), sha256);
const drift = (world: WorldFacts) => driftBetween(base, fingerprintOf(world, sha256), world.cib);

describe('a fingerprint', () => {
  it('is the same for the same world, however it was written down', () => {
    expect(fingerprintOf(worldOf(), sha256)).toEqual(base);
    expect(
      drift(worldOf({}, cibXml.replace('num_updates="52"', 'num_updates="97"').replaceAll('\n', '\n  '))),
    ).toEqual([]);
  });

  it('does not change with the percent of a resync, and does with its end', () => {
    const at = (percent: string) =>
      worldOf({
        nodes: {
          ...file.nodes,
          node1: { drbd: [`hafs Primary UpToDate node2:Connected:SyncSource:Inconsistent:${percent}`] },
        },
      });
    expect(fingerprintOf(at('10.0'), sha256)).toEqual(fingerprintOf(at('90.0'), sha256));
    expect(drift(at('10.0'))).toContainEqual({
      fact: 'node1 drbd hafs to node2/0',
      was: 'Established UpToDate',
      is: 'SyncSource Inconsistent',
    });
  });

  it('tells a changed configuration even when its version was set back', () => {
    const world = worldOf({}, cibXml.replace('value="200"', 'value="201"'));
    expect(drift(world)[0]).toEqual({ fact: 'configuration', was: '0.24', is: '0.24' });
  });

  it('tells a node that left, a restart and a resource that moved', () => {
    const resources = file.status.resources.map((line) =>
      line.replace(
        'vip_10g | ocf:heartbeat:IPaddr2 | Started | node2',
        'vip_10g | ocf:heartbeat:IPaddr2 | Started | node1',
      ),
    );
    const nodes = ['node1 online', 'node2 offline, unclean'];
    const found = drift(worldOf({ status: { ...file.status, resources, nodes } }));
    expect(found).toContainEqual({ fact: 'resource vip_10g Started', was: 'node2', is: 'node1' });
    expect(found).toContainEqual({ fact: 'node2 membership', was: 'online', is: 'offline unclean' });
  });
});

describe('canonical JSON', () => {
  it('is one text for one value, in whatever order its keys came back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(text);
      }),
    );
    expect(canonicalJson({ b: 1, a: { d: [1, undefined], c: undefined } })).toBe(
      '{"a":{"d":[1,null]},"b":1}',
    );
  });
});
