/**
 * Our patches and simulations against Pacemaker's own programs, on a file (`CIB_file`), no cluster needed. Where
 * `pacemaker-cli-utils` is not installed these tests skip and say so.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command, Outcome } from '@/lib/base/command';
import { parseXml } from '@/lib/base/xml';
import { canonicalText } from './canonical';
import { parseCib } from './cib';
import { editClusterProperty, editLocationConstraint, editNodeAttribute } from './cib-edits';
import { applyCibChanges, type CibChange, inverse, renderCibPatch } from './cib-patch';
import { applyPatchCommand, parseVerify, patchOutcome, simulateCommand, verifyCibCommand } from './commands';
import { parseCrmMon } from './crm-mon';
import hafs from './fixtures/cib-hafs.json';
import { changesOf, checkMove, planMove, planStandby } from './plan';
import { parseSimulation, parseSimulationBefore, stoppedBy } from './simulation';

const isInstalled = spawnSync('crm_simulate', ['--version']).status === 0;
if (!isInstalled)
  console.warn('SKIPPED: pacemaker-cli-utils is not installed, patches were not checked against cibadmin');

const base = hafs.output;
const source = { adminEpoch: 0, epoch: 24, numUpdates: 52 };
const constraints = '/cib/configuration/constraints';
const resources = '/cib/configuration/resources';

function must<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
/** The configuration alone; tools add history and versions elsewhere. */
const configurationOf = (xml: string): string => must(parseCib(xml)).configurationText;

describe.skipIf(!isInstalled)("Pacemaker's own programs", () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'haven-cib-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run({ argv, stdin }: Command, cibFile?: string): Outcome & { kind: 'exited' } {
    const [program, ...rest] = argv;
    const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC', ...(cibFile ? { CIB_file: cibFile } : {}) };
    const result = spawnSync(program, rest, {
      input: stdin ?? '',
      encoding: 'utf8',
      env: environment,
      maxBuffer: 1e8,
    });
    const { stdout, stderr } = result;
    return { kind: 'exited', exitCode: result.status ?? -1, stdout, stderr, truncated: false, durationMs: 0 };
  }
  function patched(changes: readonly CibChange[], from = source, xml = base) {
    const file = join(folder, `cib-${Math.random().toString(36).slice(2)}.xml`);
    writeFileSync(file, xml);
    const outcome = patchOutcome(run(applyPatchCommand(must(renderCibPatch(changes, from))), file));
    return { outcome, xml: readFileSync(file, 'utf8') };
  }

  const cases: readonly (readonly [string, CibChange[]])[] = [
    ['standby', must(editNodeAttribute(base, 'node1', 'standby', 'on'))],
    ['a changed property', must(editClusterProperty(base, 'no-quorum-policy', 'freeze'))],
    ['a new property with characters to escape', must(editClusterProperty(base, 'x-note', `<a & "b" 'c'>`))],
    [
      'a location',
      must(editLocationConstraint(base, { id: 'l9', resource: 'vip_1g', node: 'node2', score: '-INFINITY' })),
    ],
    [
      'a deleted constraint',
      [{ op: 'delete', path: `${constraints}/rsc_location[@id='location-vip_10g-node2-100']` }],
    ],
    [
      'a new group member at its place',
      [
        {
          op: 'create',
          parent: `${resources}/group[@id='g_hafs']`,
          xml: '<primitive id="n" class="ocf" provider="pacemaker" type="Dummy"/>',
          position: 1,
        },
      ],
    ],
    [
      'an attribute taken away',
      [
        {
          op: 'modify',
          path: `${resources}/group[@id='g_hafs']/primitive[@id='fs_hafs']/operations/op[@id='fs_hafs-start-interval-0s']`,
          tag: 'op',
          before: { name: 'start', timeout: '60s', interval: '0s', id: 'fs_hafs-start-interval-0s' },
          after: { name: 'start', interval: '0s', id: 'fs_hafs-start-interval-0s' },
        },
      ],
    ],
  ];

  it.each(cases)('cibadmin makes the same of %s as applyCibChanges, and of its inverse', (_what, changes) => {
    const { outcome, xml } = patched(changes);
    expect(outcome).toEqual({ kind: 'applied' });
    expect(configurationOf(xml)).toBe(configurationOf(must(applyCibChanges(base, changes))));
    const { version } = must(parseCib(xml));
    expect(version.epoch).toBe(25);
    const undone = patched(must(inverse(changes, base)), version, xml);
    expect(undone.outcome).toEqual({ kind: 'applied' });
    expect(configurationOf(undone.xml)).toBe(configurationOf(base));
  });

  it('applies all edits of one patch together', () => {
    const changes = cases.flatMap(([, list]) => list);
    const { outcome, xml } = patched(changes);
    expect(outcome).toEqual({ kind: 'applied' });
    expect(configurationOf(xml)).toBe(configurationOf(must(applyCibChanges(base, changes))));
  });

  it('cibadmin refuses a patch for another version and changes nothing', () => {
    const [, changes] = cases[0] ?? ['', []];
    for (const stale of [
      { ...source, epoch: 23 },
      { ...source, numUpdates: 51 },
      { ...source, epoch: 25 },
      { ...source, adminEpoch: 1 },
    ]) {
      const { outcome, xml } = patched(changes, stale);
      expect(outcome.kind === 'stale' || outcome.kind === 'refused').toBe(true);
      expect(xml).toBe(base);
    }
    expect(patched(changes, { ...source, epoch: 23 }).outcome).toEqual({ kind: 'stale' });
    expect(patched(changes, { ...source, numUpdates: 51 }).outcome).toEqual({ kind: 'stale' });
  });

  it('says why a patch that breaks the schema is refused, without the CIB that the tool prints', () => {
    const { outcome, xml } = patched([{ op: 'delete', path: `${resources}/primitive[@id='vip_1g']` }]);
    if (outcome.kind !== 'refused') throw new Error(outcome.kind);
    expect(outcome.reason).toBe('invalid-configuration');
    expect(outcome.message).toContain('schema');
    expect(outcome.message).not.toContain('<');
    expect(xml).toBe(base);
  });

  it('crm_verify passes the CIB and an edited one, and names what is wrong with a broken one', () => {
    const verdict = (xml: string) => parseVerify(run(verifyCibCommand(xml)));
    expect(verdict(base)).toEqual({ errors: [], warnings: [] });
    const [, changes] = cases[0] ?? ['', []];
    expect(verdict(must(applyCibChanges(base, changes)))).toEqual({ errors: [], warnings: [] });
    expect(verdict(base.replace('rsc="vip_1g"', 'rsc="nosuch"'))?.errors.join(' ')).toContain('nosuch');
  });

  it('simulates standby: everything moves, only the fence device of the other node stops', () => {
    const xml = must(applyCibChanges(base, changesOf(must(planStandby(base, 'node1')))));
    const { stdout } = run(simulateCommand(xml));
    const [before, simulation] = [must(parseSimulationBefore(stdout)), must(parseSimulation(stdout))];
    expect(simulation.actions.map(({ action, resource }) => `${action} ${resource}`)).toContain(
      'move fs_hafs',
    );
    expect(simulation.fencing).toEqual([]);
    expect(stoppedBy(before.resources, simulation.after)).toEqual(['fence_n2']);
  });

  it('simulates the loss of each node', () => {
    for (const node of ['node1', 'node2']) {
      const simulation = must(parseSimulation(run(simulateCommand(base, { nodeFail: node })).stdout));
      expect(simulation.fencing).toEqual([{ target: node, task: 'reboot' }]);
    }
  });

  it('shows that a move holds after its constraint is gone', () => {
    const plan = must(planMove(base, 'g_hafs', 'node2'));
    const [pin, , unpin] = plan.kind === 'steps' ? plan.steps : [];
    if (pin?.kind !== 'patch' || unpin?.kind !== 'patch') throw new Error('no patches');
    const command = simulateCommand(must(applyCibChanges(base, pin.changes)));
    const saved = join(folder, 'after.xml');
    const during = run({ ...command, argv: [...command.argv, `--save-output=${saved}`] });
    const afterwards = run(
      simulateCommand(must(applyCibChanges(readFileSync(saved, 'utf8'), unpin.changes))),
    );
    const verdict = checkMove(
      ['fs_hafs', 'glance', 'apache'],
      'node2',
      must(parseSimulation(during.stdout)),
      must(parseSimulation(afterwards.stdout)),
    );
    expect(verdict).toEqual({ kind: 'stays' });
  });

  it('reads crm_mon of every edited CIB', () => {
    for (const [, changes] of cases) {
      const file = join(folder, 'mon.xml');
      writeFileSync(file, must(applyCibChanges(base, changes)));
      const { stdout } = run(
        { argv: ['crm_mon', '--output-as=xml', '-1'], timeoutMs: 0, maxOutputBytes: 0, asRoot: false },
        file,
      );
      expect(must(parseCrmMon(stdout)).nodes).toHaveLength(2);
    }
  });

  it('changes a text only where it says so, byte for byte of meaning', () => {
    const whole = (xml: string) => canonicalText(must(parseXml(xml)).root);
    const [, changes] = cases[1] ?? ['', []];
    expect(whole(must(applyCibChanges(base, changes))).replace('value="freeze"', 'value="stop"')).toBe(
      whole(base),
    );
  });
});
