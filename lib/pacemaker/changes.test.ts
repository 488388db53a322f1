import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { descend, parseXml } from '@/lib/base/xml';
import { parseAgentMetadata } from './agent-metadata';
import { banResource, unbanResource } from './ban';
import { canonicalText } from './canonical';
import type { BuiltChange } from './change-refusal';
import { apply, BASES, HAFS, must, RICH, roundTrip } from './changes.testing';
import { parseCib } from './cib';
import { inverse, renderCibPatch } from './cib-patch';
import { newProblems, parseVerify, type VerifyVerdict } from './commands';
import { addConstraint, editConstraint, removeConstraint } from './constraint-edits';
import { createFenceDevice, deleteFenceDevice, editFenceDevice, editFencingLevels } from './fence-devices';
import stateful from './fixtures/agent-stateful.json';
import {
  setClusterMaintenance,
  setNodeMaintenance,
  setResourceEnabled,
  setResourceMaintenance,
  setResourceManaged,
} from './maintenance';
import { editOptions } from './option-edits';
import { createPrimitive, editResource, type NewPrimitive } from './resource-edits';
import {
  cloneResource,
  createGroup,
  deleteResource,
  moveIntoGroup,
  moveOutOfGroup,
  reorderGroup,
  uncloneResource,
} from './resource-structure';
import { spreadVips } from './vip-spread';

const dummy = (id: string, more: Partial<NewPrimitive> = {}): NewPrimitive => ({
  id,
  agent: { class: 'ocf', provider: 'pacemaker', type: 'Stateful' },
  params: { state: '/run/x' },
  metadata: must(parseAgentMetadata(stateful.output)),
  place: { kind: 'alone' },
  ...more,
});
const device = {
  id: 'fence_new',
  agent: 'fence_ipmilan',
  params: { ip: '10.0.9.13', username: 'ha', password_script: '/etc/ha/p3' },
  victims: { kind: 'list', nodes: ['node2'] },
} as const;
const remove = { removeEmptied: true };

/** Every builder on a CIB that has what it needs. */
const CASES: readonly (readonly [string, (xml: string) => BuiltChange])[] = [
  ['a primitive', (xml) => createPrimitive(xml, dummy('new'))],
  [
    'a promotable clone',
    (xml) =>
      createPrimitive(
        xml,
        dummy('new', { place: { kind: 'clone', isPromotable: true, meta: { notify: 'true' } } }),
      ),
  ],
  [
    'a group with it',
    (xml) => createPrimitive(xml, dummy('new', { place: { kind: 'new-group', group: 'g_new' } })),
  ],
  [
    'a member at the end',
    (xml) =>
      createPrimitive(xml, dummy('new', { place: { kind: 'in-group', group: 'g_two', place: 'last' } })),
  ],
  [
    'a member before another',
    (xml) =>
      createPrimitive(
        xml,
        dummy('new', { place: { kind: 'in-group', group: 'g_two', place: { before: 'two_b' } } }),
      ),
  ],
  [
    'parameters',
    (xml) => editResource(xml, 'vip_10g', { params: { nic: null, cidr_netmask: '25', iflabel: 'v' } }),
  ],
  [
    'every parameter away',
    (xml) => editResource(xml, 'vip_10g', { params: { nic: null, cidr_netmask: null, ip: null } }),
  ],
  [
    'meta where there was none',
    (xml) => editResource(xml, 'vip_10g', { meta: { priority: '5' }, description: 'ten' }),
  ],
  [
    'operations',
    (xml) =>
      editResource(xml, 'vip_10g', {
        operations: {
          add: [{ name: 'monitor', interval: '30s' }],
          change: [{ name: 'start', set: { timeout: null, 'on-fail': 'stop' } }],
          remove: [{ name: 'stop' }],
        },
      }),
  ],
  ['a template user', (xml) => editResource(xml, 'from-tpl', { meta: { priority: '9' } })],
  ['beside a rule', (xml) => editResource(xml, 'ruled', { params: { fake2: 'y', fake3: 'z' } })],
  ['a resource away', (xml) => deleteResource(xml, 'vip_10g')],
  ['a group away', (xml) => deleteResource(xml, 'g_hafs')],
  ['a clone away', (xml) => deleteResource(xml, 'drbd_hafs', remove)],
  ['the last member away', (xml) => deleteResource(xml, 'one', remove)],
  ['a set member away', (xml) => deleteResource(xml, 'ruled')],
  ['into a group', (xml) => moveIntoGroup(xml, 'from-tpl', 'g_two', { after: 'two_a' })],
  ['out of a group', (xml) => moveOutOfGroup(xml, 'two_b')],
  ['a new group', (xml) => createGroup(xml, 'g_vips', ['vip_1g', 'vip_10g'])],
  ['a group turned round', (xml) => reorderGroup(xml, 'g_two', ['two_c', 'two_b', 'two_a'])],
  ['a group rotated', (xml) => reorderGroup(xml, 'g_two', ['two_c', 'two_a', 'two_b'])],
  ['cloned', (xml) => cloneResource(xml, 'ruled', { isPromotable: false, meta: { interleave: 'true' } })],
  ['a cloned group', (xml) => cloneResource(xml, 'g_hafs', { isPromotable: false })],
  ['uncloned', (xml) => uncloneResource(xml, 'haproxy-clone')],
  [
    'a location',
    (xml) => addConstraint(xml, { kind: 'location', resource: 'vip_1g', node: 'node2', score: '-50' }),
  ],
  [
    'a role location',
    (xml) =>
      addConstraint(xml, {
        kind: 'location',
        resource: 'drbd_hafs-clone',
        node: 'node2',
        score: '100',
        role: 'Promoted',
      }),
  ],
  [
    'a colocation',
    (xml) =>
      addConstraint(xml, {
        kind: 'colocation',
        resource: 'ruled',
        with: 'drbd_hafs-clone',
        withRole: 'Promoted',
        score: 'INFINITY',
      }),
  ],
  [
    'an order',
    (xml) =>
      addConstraint(xml, {
        kind: 'order',
        first: 'g_hafs',
        second: 'vip_10g',
        strength: 'Optional',
        isSymmetrical: false,
      }),
  ],
  [
    'a changed order',
    (xml) =>
      editConstraint(xml, 'order-g_hafs-vip_1g-mandatory', {
        kind: 'order',
        first: 'g_hafs',
        second: 'vip_1g',
        strength: 'Optional',
      }),
  ],
  ['a constraint away', (xml) => removeConstraint(xml, 'set-col')],
  ['spread', (xml) => spreadVips(xml, 'vip_10g', 'vip_1g')],
  [
    'a property',
    (xml) =>
      editOptions(xml, 'cluster', {
        'no-quorum-policy': 'freeze',
        'stonith-timeout': '90s',
        'stonith-enabled': null,
      }),
  ],
  [
    'resource defaults',
    (xml) =>
      editOptions(xml, 'resource-defaults', { 'resource-stickiness': '300', 'migration-threshold': '2' }),
  ],
  [
    'operation defaults',
    (xml) => editOptions(xml, 'operation-defaults', { timeout: '77s', 'on-fail': 'restart' }),
  ],
  ['cluster maintenance', (xml) => setClusterMaintenance(xml, true)],
  ['node maintenance', (xml) => setNodeMaintenance(xml, 'node1', true)],
  ['resource maintenance', (xml) => setResourceMaintenance(xml, 'g_hafs', true)],
  ['unmanaged', (xml) => setResourceManaged(xml, 'drbd_hafs-clone', false)],
  ['disabled', (xml) => setResourceEnabled(xml, 'glance', false)],
  ['a ban', (xml) => banResource(xml, 'g_hafs', 'node2')],
  ['a fence device', (xml) => createFenceDevice(xml, { ...device, delayBase: '5s', delayMax: '3s' })],
  [
    'a mapped fence device',
    (xml) =>
      createFenceDevice(xml, { ...device, victims: { kind: 'map', plugs: { node1: '1', node2: '2' } } }),
  ],
  [
    'other victims',
    (xml) =>
      editFenceDevice(xml, 'fence_n1', {
        victims: { kind: 'list', nodes: ['node2'] },
        params: { pcmk_delay_base: null },
      }),
  ],
  ['a device away', (xml) => deleteFenceDevice(xml, 'fence_n2', { acceptUnfenced: true, ...remove })],
  [
    'levels',
    (xml) => editFencingLevels(xml, 'node1', [['fence_n2'], ['fence_n1'], ['fence_n1', 'fence_n2']]),
  ],
  ['levels of another node', (xml) => editFencingLevels(xml, 'node2', [['fence_n1']])],
  ['no levels', (xml) => editFencingLevels(xml, 'node1', [])],
];

describe('every builder', () => {
  it.each(CASES)('%s: parses, says what it changed, and is taken back exactly', (_what, build) => {
    roundTrip(RICH, build(RICH));
  });

  it.each(BASES)('on %s: is refused in words or taken back exactly', (_name, xml) => {
    let done = 0;
    for (const [, build] of CASES) {
      const built = build(xml);
      if (!built.ok) continue;
      roundTrip(xml, built);
      done += 1;
    }
    expect(done).toBeGreaterThan(15);
  });

  it('has nothing to do when it is so already', () => {
    for (const build of [
      (xml: string) => editResource(xml, 'vip_1g', { params: { nic: 'eno1', none: null } }),
      (xml: string) => setClusterMaintenance(xml, false),
      (xml: string) => setNodeMaintenance(xml, 'node1', false),
      (xml: string) => setResourceEnabled(xml, 'vip_1g', true),
      (xml: string) => editOptions(xml, 'cluster', { 'stonith-enabled': 'true' }),
      (xml: string) => unbanResource(xml, 'g_hafs'),
      (xml: string) => reorderGroup(xml, 'g_hafs', ['fs_hafs', 'glance', 'apache']),
    ]) {
      expect(must(build(HAFS))).toEqual([]);
    }
  });
});

const hasTools = spawnSync('cibadmin', ['--version']).status === 0;
if (!hasTools) console.warn('SKIPPED: pacemaker-cli-utils is not installed, cibadmin was not asked');

describe.skipIf(!hasTools)('cibadmin', () => {
  const folder = mkdtempSync(join(tmpdir(), 'haven-changes-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'cib.xml');
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC', CIB_file: file };
  const configuration = (xml: string) => {
    const found = descend(must(parseXml(xml)).root, 'configuration');
    return found ? canonicalText(found) : '';
  };
  function patched(xml: string, patch: string): string {
    writeFileSync(file, xml);
    const run = spawnSync('cibadmin', ['--patch', '--xml-text', patch], { env, encoding: 'utf8' });
    expect(run.status, run.stderr.slice(-600)).toBe(0);
    return readFileSync(file, 'utf8');
  }

  /** Of the configuration alone: with the status, what runs and is configured no more is an error (`planRemoval`). */
  function verdict(xml: string): VerifyVerdict {
    const input = xml.replace(/<status>[\s\S]*<\/status>/, '');
    const run = spawnSync('crm_verify', ['--xml-pipe', '-V'], { input, encoding: 'utf8' });
    const { stdout, stderr, status } = run;
    const outcome = {
      kind: 'exited',
      exitCode: status ?? -1,
      stdout,
      stderr,
      truncated: false,
      durationMs: 0,
    } as const;
    return parseVerify(outcome) ?? { errors: ['no verdict'], warnings: [] };
  }

  it.each(CASES)('makes the same of %s, and of taking it back', (_what, build) => {
    const changes = must(build(RICH));
    const patch = must(renderCibPatch(changes, must(parseCib(RICH)).version));
    const after = patched(RICH, patch);
    expect(configuration(after)).toBe(configuration(apply(RICH, changes)));
    const { errors } = newProblems(verdict(RICH), verdict(after));
    expect(errors.filter((line) => !/Warnings found/.test(line))).toEqual([]);
    const undo = must(inverse(changes, RICH));
    const back = patched(after, must(renderCibPatch(undo, must(parseCib(after)).version)));
    expect(configuration(back)).toBe(configuration(RICH));
  });
});
