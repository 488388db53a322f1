import { describe, expect, it } from 'vitest';
import { type SampleName, sampleState } from '@/e2e/preview/sample-state';
import type { LiveState } from '@/lib/live/protocol';
import type { NodeReadings } from '@/lib/live/readings';
import { messages } from './messages';
import { protectionOf } from './protection-of';
import { besidesSentence } from './sentence';
import type { ClusterProtection } from './types';

function judge(
  name: SampleName,
  change: (state: LiveState) => LiveState = (state) => state,
): ClusterProtection {
  const { state, clock } = sampleState(name);
  const changed = change(state);
  const cluster = changed.clusters['cl-main'];
  if (!cluster) throw new Error('the sample has no cluster');
  return protectionOf(cluster, changed, clock);
}

/** The sample with every node's Pacemaker telling something else. */
function withPacemaker(
  state: LiveState,
  change: {
    readonly failed?: boolean;
    readonly stoppedLater?: number;
    readonly unclean?: string;
    readonly stillOn?: string;
  },
): LiveState {
  const items = Object.entries(state.items).map(([key, item]) => {
    if (item.reading !== 'pacemaker' || item.observation.state !== 'known') return [key, item] as const;
    const value = item.observation.value as NodeReadings['pacemaker'];
    const resources = value.resources.map((each) => {
      if (each.role !== 'Stopped') return each;
      if (change.failed) return { ...each, failed: true };
      return change.stillOn
        ? { ...each, role: 'Started' as const, active: true, nodes: [change.stillOn] }
        : each;
    });
    const nodes = value.nodes.map((each) =>
      each.name === change.unclean ? { ...each, online: false, unclean: true } : each,
    );
    const since = Object.fromEntries(
      Object.entries(item.since).map(([fact, told]) => [
        fact,
        fact.startsWith('resource:') ? { ...told, at: told.at + (change.stoppedLater ?? 0) } : told,
      ]),
    );
    const observation = { ...item.observation, value: { ...value, resources, nodes } };
    return [key, { ...item, observation, since }] as const;
  });
  return { ...state, items: Object.fromEntries(items) as LiveState['items'] };
}

const keysOf = (result: ClusterProtection) => result.findings.map((finding) => finding.key);
const levelsOf = (result: ClusterProtection) => new Set(result.services.map((service) => service.level));

describe('what a cluster would survive now', () => {
  it('says that everything is protected only when every part is seen to be', () => {
    const result = judge('healthy');
    expect(result.findings).toEqual([]);
    expect(result.level).toBe('protected');
    expect(result.sentence).toEqual({ key: 'protected', params: {} });
    expect(levelsOf(result)).toEqual(new Set(['protected']));
  });

  it('is degraded on the last copy after a node was lost and fenced', () => {
    const result = judge('node2-dead');
    expect(result.level).toBe('degraded');
    expect(result.sentence.key).toBe('one-copy-node');
    expect(result.sentence.params).toMatchObject({ storage: 'HAFS', node: 'node2', good: 'node1' });
    expect(keysOf(result)).toContain('node-offline');
    expect(keysOf(result)).not.toContain('node-silent');
  });

  it('says since when by who says it, not by what the dead node last said of itself', () => {
    const at = sampleState('node2-dead').clock.now - 60_000;
    const result = judge('node2-dead', (state) => ({
      ...state,
      items: Object.fromEntries(
        Object.entries(state.items).map(([key, item]) => [
          key,
          item.reading === 'pacemaker'
            ? { ...item, since: { ...item.since, 'node:node2': { value: 'offline', at, how: 'changed' } } }
            : item,
        ]),
      ),
    }));
    expect(result.sentence).toMatchObject({ key: 'one-copy-node', since: at });
  });

  it('names the node that took the services down, while they are not yet running elsewhere', () => {
    const result = judge('taking-over');
    expect(result.level).toBe('down');
    expect(result.sentence).toMatchObject({
      key: 'services-not-moved',
      params: { node: 'node1', services: 'Horizon, Keystone, Glance' },
    });
    expect(result.sentence.since).toBeDefined();
  });

  it('names the silent node on which they were, before the cluster knows that it is off', () => {
    const change = { unclean: 'node1', stillOn: 'node1' };
    const result = judge('taking-over', (state) => withPacemaker(state, change));
    expect(result.sentence).toMatchObject({
      key: 'services-lost-with',
      params: { node: 'node1', services: expect.stringContaining('Keystone') },
    });
    const told = besidesSentence(result).map((finding) => finding.key);
    expect(told).toContain('node-unclean');
    expect(told).not.toContain('node-silent');
    // The same services on the node that is heard: it is not the silent one's doing.
    const elsewhere = judge('taking-over', (state) => withPacemaker(state, { ...change, stillOn: 'node2' }));
    expect(elsewhere.sentence.key).toMatch(/^services?-down$/);
  });

  it('tells nothing twice that its sentence tells', () => {
    const keys = (name: SampleName) => besidesSentence(judge(name)).map((finding) => finding.key);
    expect(keys('taking-over')).toContain('vip-missing');
    expect(keys('taking-over')).not.toContain('service-down');
    expect(keys('taking-over')).not.toContain('node-offline');
    expect(keys('node2-dead')).not.toContain('node-offline');
    expect(keys('node2-dead')).toContain('would-not-survive-alone');
    // One service that is down is named with its failure; another node's loss is its own news.
    expect(keys('failure')).toContain('service-failed');
    expect(
      besidesSentence({ ...judge('node2-dead'), sentence: judge('no-fencing').sentence }),
    ).toContainEqual(expect.objectContaining({ key: 'node-offline' }));
  });

  it('does not blame a lost node for what failed, or stopped long after it', () => {
    const failed = judge('taking-over', (state) => withPacemaker(state, { failed: true }));
    expect(failed.sentence.key).toBe('services-down');
    const later = judge('taking-over', (state) => withPacemaker(state, { stoppedLater: 10 * 60_000 }));
    expect(later.sentence.key).toBe('services-down');
  });

  it('says that no other node can take over, instead of sending people to look for fail counts', () => {
    const result = judge('node2-dead');
    expect(result.findings).toContainEqual(
      expect.objectContaining({
        key: 'would-not-survive-alone',
        params: expect.objectContaining({ node: 'node1', away: 'node2' }),
      }),
    );
    expect(keysOf(result)).not.toContain('would-not-survive');
  });

  it('puts the node that waits for its fencing before what cannot be seen because of it', () => {
    const { state } = sampleState('node2-silent');
    const result = judge('node2-silent', () => withPacemaker(state, { unclean: 'node2' }));
    expect(result.sentence).toMatchObject({ key: 'node-unclean', params: { node: 'node2' } });
  });

  it('is unknown when a node that should run is silent, however fine the rest looks', () => {
    const result = judge('node2-silent');
    expect(result.level).toBe('unknown');
    expect(result.sentence.key).toBe('node-silent');
    expect(result.sentence.since).toBeDefined();
    expect(levelsOf(result)).not.toContain('protected');
  });

  it('names the disk and since when', () => {
    const result = judge('diskless');
    expect(result.sentence).toMatchObject({
      key: 'one-copy-disk',
      params: { storage: 'HAFS', node: 'node2', state: 'Diskless' },
    });
    expect(result.sentence.since).toBeDefined();
    expect(result.level).toBe('degraded');
  });

  it('does not count a copy that is still being synced', () => {
    const result = judge('resyncing');
    expect(result.sentence).toMatchObject({
      key: 'one-copy-syncing',
      params: { percent: 63, node: 'node2' },
    });
    expect(result.level).toBe('degraded');
  });

  it('sees lost redundancy behind healthy services when only the replication link is cut', () => {
    const result = judge('link-cut');
    expect(result.sentence.key).toBe('one-copy-link');
    expect(result.level).toBe('degraded');
  });

  it('is exposed with one copy and no fencing', () => {
    expect(judge('no-fencing').level).toBe('exposed');
  });

  it('tells that a standby node leaves nowhere to go', () => {
    const result = judge('standby');
    expect(result.level).toBe('degraded');
    expect(keysOf(result)).toEqual(expect.arrayContaining(['node-standby', 'would-not-survive-alone']));
  });

  it('calls both sides alone a split and never counts two copies', () => {
    const result = judge('split-brain');
    expect(keysOf(result)).toContain('split-brain');
    expect(keysOf(result).filter((key) => key.startsWith('one-copy'))).toEqual([]);
    expect(result.level).toBe('exposed');
  });

  it('shows contradicting nodes instead of choosing one', () => {
    const keys = keysOf(judge('disagreement'));
    expect(keys).toEqual(
      expect.arrayContaining([
        'dc-view-differs',
        'member-view-differs',
        'vip-duplicate',
        'ring-view-differs',
      ]),
    );
  });

  it('is down when a resource failed, naming the service', () => {
    const result = judge('failure');
    expect(result.level).toBe('down');
    expect(result.sentence).toMatchObject({ key: 'service-down', params: { service: 'Glance' } });
    expect(keysOf(result)).toContain('backend-one-server');
  });

  it('judges sixteen nodes', () => {
    expect(judge('sixteen-nodes').level).toBe('protected');
    expect(judge('three-nodes').level).toBe('protected');
  });
});

describe('silence', () => {
  it('is never protected while Haven itself is silent', () => {
    const result = judge('haven-silent');
    expect(result.level).toBe('unknown');
    expect(result.sentence.key).toBe('haven-silent');
    expect(levelsOf(result)).toEqual(new Set(['unknown']));
  });

  it('says once that no node answers, since the last one was heard', () => {
    const result = judge('healthy', (state) => ({
      ...state,
      links: Object.fromEntries(
        Object.entries(state.links).map(([id, link]) => [id, { ...link, state: 'unreachable' as const }]),
      ),
    }));
    expect(result.sentence.key).toBe('all-silent');
    expect(result.findings).toHaveLength(1);
    expect(levelsOf(result)).toEqual(new Set(['unknown']));
  });

  it('is unknown before anything was read', () => {
    const result = judge('never-read');
    expect(result.level).toBe('unknown');
    expect(result.sentence.key).toBe('nothing-known');
  });

  it.each(['pacemaker', 'drbd', 'network', 'survival', 'mounts', 'haproxy'] as const)(
    'is not protected once %s is overdue on every node',
    (reading) => {
      const result = judge('healthy', (state) => ({
        ...state,
        items: Object.fromEntries(
          Object.entries(state.items).map(([key, item]) => {
            if (item.reading !== reading || item.observation.state !== 'known') return [key, item];
            return [key, { ...item, observation: { ...item.observation, observedAt: 0 } }];
          }),
        ),
      }));
      expect(result.level).not.toBe('protected');
    },
  );

  it('keeps every level short of protected for any single silent node', () => {
    for (const name of ['healthy', 'three-nodes', 'sixteen-nodes'] as const) {
      const { state } = sampleState(name);
      for (const nodeId of Object.keys(state.links)) {
        const result = judge(name, (whole) => {
          const link = whole.links[nodeId];
          return link
            ? { ...whole, links: { ...whole.links, [nodeId]: { ...link, lastHeardAt: 0 } } }
            : whole;
        });
        expect(result.level, `${name} without ${nodeId}`).not.toBe('protected');
      }
    }
  });
});

describe('words', () => {
  it('has the same parameters in both languages', () => {
    const names = (text: string) =>
      [...text.matchAll(/\{(\w+)/g)]
        .map((match) => match[1])
        .filter((name) => name !== 'is')
        .sort();
    for (const key of Object.keys(messages.en) as (keyof typeof messages.en)[]) {
      expect(new Set(names(messages.ko[key])), key).toEqual(
        new Set(names(messages.en[key]).filter((n) => !/^#/.test(n ?? ''))),
      );
    }
  });
});
