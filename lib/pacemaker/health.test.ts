import { describe, expect, it } from 'vitest';
import { parseCib } from './cib';
import { parseCrmMon } from './crm-mon';
import hafs from './fixtures/cib-hafs.json';
import healthyCase from './fixtures/crm-mon-healthy.json';
import { checkCib, checkPacemaker, type HealthContext } from './health';
import { pacemakerMessages } from './messages';
import type { CrmResource, PacemakerReading } from './types';

const parsed = parseCrmMon(healthyCase.output);
if (!parsed.ok) throw new Error(parsed.error.what);
const healthy: PacemakerReading = parsed.value;

const keys = (reading: PacemakerReading, context?: HealthContext): string[] =>
  checkPacemaker(reading, context).map(({ severity, key }) => `${severity} ${key}`);
const withOptions = (options: Partial<PacemakerReading['options']>) => ({
  ...healthy,
  options: { ...healthy.options, ...options },
});
const withNode2 = (change: Partial<PacemakerReading['nodes'][number]>) => ({
  ...healthy,
  nodes: healthy.nodes.map((node) => (node.name === 'node2' ? { ...node, ...change } : node)),
});
const withResource = (id: string, change: Partial<CrmResource>, role?: string) => ({
  ...healthy,
  resources: healthy.resources.map((resource) =>
    resource.id === id && (role === undefined || resource.role === role)
      ? { ...resource, ...change }
      : resource,
  ),
});

describe('the cluster', () => {
  it('has nothing to say about a healthy one', () => expect(keys(healthy)).toEqual([]));
  it('alarms when fencing is off', () =>
    expect(keys(withOptions({ stonithEnabled: false }))).toEqual(['critical fencing-disabled']));
  it('names maintenance, stop-all and ignored quorum', () => {
    expect(keys(withOptions({ maintenanceMode: true }))).toEqual(['warning maintenance-mode']);
    expect(keys(withOptions({ stopAll: true }))).toEqual(['critical stop-all']);
    expect(keys(withOptions({ noQuorumPolicy: 'ignore' }))).toEqual(['warning quorum-ignored']);
  });
  it('alarms without quorum', () => {
    expect(keys({ ...healthy, quorate: false })).toEqual(['critical no-quorum']);
  });
  it('gives a cluster without DC a minute, and no longer', () => {
    const { dc: _dc, ...without } = healthy;
    expect(keys(without)).toEqual(['critical no-dc']);
    expect(keys(without, { dcAbsentForMs: 59_000 })).toEqual(['warning no-dc']);
    expect(keys(without, { dcAbsentForMs: 60_000 })).toEqual(['critical no-dc']);
    expect(keys({ ...without, daemonState: 'init' })).toEqual(['unknown starting', 'warning no-dc']);
  });
});

describe('nodes', () => {
  it.each([
    [{ online: false, unclean: true }, 'critical node-unclean'],
    [{ standbyOnFail: true, standby: true }, 'critical node-standby-on-fail'],
    [{ maintenance: true }, 'warning node-maintenance'],
    [{ health: 'red' }, 'critical node-health'],
    [{ shutdown: true }, 'info node-leaving'],
  ] as const)('%j', (change, expected) => expect(keys(withNode2(change))).toContain(expected));
});

describe('resources', () => {
  it('alarms when one that should run is stopped, and not when it was asked to stop', () => {
    const stopped = { role: 'Stopped', active: false, nodes: [] } as const;
    expect(keys(withResource('apache', stopped))).toEqual(['critical resource-stopped']);
    expect(keys(withResource('apache', { ...stopped, targetRole: 'Stopped' }))).toEqual([
      'info resource-disabled',
    ]);
    expect(keys(withResource('fence_n1', stopped))).toEqual(['warning resource-stopped']);
  });
  it('alarms when a primitive runs twice', () => {
    expect(keys(withResource('vip_1g', { nodes: ['node1', 'node2'] }))).toEqual([
      'critical resource-on-several-nodes',
    ]);
  });
  it('names failed, blocked, orphaned, unmanaged and unknown ones', () => {
    expect(keys(withResource('apache', { failed: true }))).toEqual(['critical resource-failed']);
    expect(keys(withResource('apache', { failed: true, failureIgnored: true }))).toEqual([
      'warning resource-failure-ignored',
    ]);
    expect(keys(withResource('apache', { failed: true, blocked: true }))).toEqual([
      'critical resource-blocked',
    ]);
    expect(keys(withResource('apache', { orphaned: true }))).toEqual(['warning resource-orphaned']);
    expect(keys(withResource('apache', { managed: false }))).toEqual(['warning resource-unmanaged']);
    expect(keys(withResource('apache', { role: 'unknown' }))).toEqual(['unknown resource-role-unknown']);
  });
  it('does not repeat maintenance for every resource', () => {
    const all = {
      ...withOptions({ maintenanceMode: true }),
      resources: healthy.resources.map((r) => ({ ...r, managed: false })),
    };
    expect(keys(all)).toEqual(['warning maintenance-mode']);
  });
  it('alarms when a promotable clone has nothing promoted, or two', () => {
    expect(keys(withResource('st', { role: 'Unpromoted' }))).toEqual(['critical nothing-promoted']);
    expect(keys(withResource('st', { role: 'Promoted' }))).toEqual(['critical several-promoted']);
    expect(keys(withResource('st', { role: 'Unpromoted', pending: 'Promoting' }))).toEqual([]);
  });
  it('warns when a clone is missing on a healthy node, and alarms when it runs nowhere', () => {
    const stopped = { role: 'Stopped', active: false, nodes: [] } as const;
    expect(keys(withResource('st', stopped, 'Unpromoted'))).toEqual(['warning clone-missing-on-node']);
    expect(keys(withResource('st', stopped))).toEqual(['critical resource-stopped']);
  });
});

describe('failures and fencing', () => {
  it('tells a fail count that blocks from one that does not', () => {
    const count = (count: number, migrationThreshold?: number) =>
      keys({ ...healthy, failCounts: [{ resource: 'fs', node: 'node1', count, migrationThreshold }] });
    expect(count(1_000_000)).toEqual(['warning fail-count-blocks']);
    expect(count(3, 3)).toEqual(['warning fail-count-blocks']);
    expect(count(2, 3)).toEqual(['warning fail-count']);
    expect(count(2, 0)).toEqual(['warning fail-count']);
    expect(count(2)).toEqual(['warning fail-count']);
  });
  it('takes the newest word about each fenced node', () => {
    const event = (status: 'success' | 'failed' | 'pending') => ({
      action: 'reboot',
      target: 'node2',
      status,
    });
    expect(keys({ ...healthy, fenceHistory: [event('success'), event('failed')] })).toEqual([]);
    expect(keys({ ...healthy, fenceHistory: [event('failed'), event('success')] })).toEqual([
      'warning fencing-failed',
    ]);
    expect(
      keys({ ...withNode2({ online: false, unclean: true }), fenceHistory: [event('failed')] }),
    ).toContain('critical fencing-failed');
  });
  it('shows bans of old commands and not ordinary ones', () => {
    const ban = (id: string) => ({
      id,
      resource: 'fs',
      node: 'node2',
      weight: -1_000_000,
      promotedOnly: false,
    });
    expect(keys({ ...healthy, bans: [ban('cli-ban-fs-on-node2'), ban('location-x')] })).toEqual([
      'warning ban-left-over',
    ]);
  });
});

describe('the configuration', () => {
  const said = (xml: string) => {
    const cib = parseCib(xml);
    if (!cib.ok) throw new Error(cib.error.what);
    return checkCib(cib.value).map(({ severity, key, object }) => `${severity} ${key} ${object.id}`);
  };
  it('is fine as recorded', () => expect(said(hafs.output)).toEqual([]));
  it('alarms for a node that no fence device names, and for no device at all', () => {
    expect(
      said(hafs.output.replace('name="pcmk_host_list" value="node2"', 'name="pcmk_host_list" value="node3"')),
    ).toEqual(['critical node-without-fence-device node2']);
    expect(
      said(hafs.output.replaceAll('class="stonith" type="fence_ipmilan"', 'class="ocf" type="Dummy"')),
    ).toEqual(['critical no-fence-device cluster']);
  });
  it('shows the constraint of DRBD’s fence handler, of old commands and of an unfinished move', () => {
    const left = ['drbd-fence-by-handler-hafs-drbd_hafs-clone', 'cli-prefer-vip_1g', 'haven-move-g_hafs']
      .map((id) => `<rsc_location id="${id}" rsc="vip_1g" node="node1" score="1"/>`)
      .join('');
    expect(said(hafs.output.replace('</constraints>', `${left}</constraints>`))).toEqual([
      'warning drbd-fence-ban drbd-fence-by-handler-hafs-drbd_hafs-clone',
      'warning preference-left-over cli-prefer-vip_1g',
      'warning move-unfinished haven-move-g_hafs',
    ]);
  });
});

it('uses the same ICU parameters in both languages', () => {
  const params = (text: string) =>
    [...new Set([...text.matchAll(/\{(\w+)(?=[},])/g)].map((match) => match[1]))].sort();
  for (const [key, text] of Object.entries(pacemakerMessages.en)) {
    expect(params(pacemakerMessages.ko[key as keyof typeof pacemakerMessages.ko]), key).toEqual(params(text));
  }
});
