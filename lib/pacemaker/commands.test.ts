import { describe, expect, it } from 'vitest';
import type { Outcome } from '@/lib/base/command';
import {
  afterStale,
  applyPatchCommand,
  cleanupCommand,
  newProblems,
  parseControllerState,
  parseVerify,
  patchOutcome,
  readSimulationFileCommand,
  settledOutcome,
  simulateCommand,
  waitSettledCommand,
} from './commands';
import { nodeLossProbe } from './probes';

const exited = (exitCode: number, stderr = ''): Outcome => ({
  kind: 'exited',
  exitCode,
  stdout: '',
  stderr,
  truncated: false,
  durationMs: 1,
});

describe('patchOutcome', () => {
  it('is applied only on exit 0, stale only on 103', () => {
    expect(patchOutcome(exited(0))).toEqual({ kind: 'applied' });
    expect(patchOutcome(exited(103))).toEqual({ kind: 'stale' });
  });
  it.each([
    [4, 'no-privileges'],
    [77, 'no-privileges'],
    [78, 'invalid-configuration'],
    [102, 'not-connected'],
    [105, 'no-such-object'],
    [106, 'no-quorum'],
    [1, 'other'],
  ])('names exit %i', (code, reason) => {
    expect(patchOutcome(exited(code, 'Call failed: x'))).toEqual({
      kind: 'refused',
      code,
      reason,
      message: 'Call failed: x',
    });
  });
  it('claims nothing when no exit code is known, or the tool gave up waiting', () => {
    for (const outcome of [
      exited(124),
      { kind: 'timed-out', stdout: '', stderr: '', timeoutMs: 1 },
      { kind: 'killed', signal: 'KILL', stdout: '', stderr: '', durationMs: 1 },
      { kind: 'unreachable', message: 'x' },
    ] as const) {
      expect(patchOutcome(outcome).kind).toBe('unknown');
    }
  });
});

describe('crm_verify', () => {
  it('tells errors from warnings, and only new ones count', () => {
    const before = parseVerify(
      exited(
        78,
        '(unpack_config)  \twarning: Fencing disabled\nErrors found during check: config not valid\n',
      ),
    );
    const after = parseVerify(exited(78, 'warning: Fencing disabled\nerror: Resource start-up disabled\n'));
    if (!before || !after) throw new Error('no verdict');
    expect(newProblems(before, after)).toEqual({
      errors: ['error: Resource start-up disabled'],
      warnings: [],
    });
  });
  it('has no verdict when the tool did not finish', () => {
    expect(parseVerify(exited(70))).toBeUndefined();
    expect(parseVerify({ kind: 'unreachable', message: 'x' })).toBeUndefined();
  });
  it('takes a refusal without words as an error', () => {
    expect(parseVerify(exited(78))?.errors).toEqual(['invalid configuration']);
  });
});

describe('commands', () => {
  it('refuse names that could be options or other files', () => {
    expect(() => simulateCommand('<cib/>', { nodeFail: '--in-place' })).toThrow();
    expect(() => nodeLossProbe('a b')).toThrow();
    expect(() => cleanupCommand({ resource: '-r', node: 'node1' })).toThrow();
    expect(() => readSimulationFileCommand('/etc/shadow')).toThrow();
    expect(() => simulateCommand('<cib/>', { saveTo: '/run/haven-simulation-../../x.xml' })).toThrow();
    expect(() => applyPatchCommand('x'.repeat(200_000))).toThrow();
  });
  it('simulate a given CIB from standard input and never the live one in place', () => {
    const { argv, stdin } = simulateCommand('<cib/>', {
      nodeFail: 'node1',
      quorate: true,
      saveTo: '/run/haven-simulation-0123456789.xml',
    });
    expect(argv).toEqual([
      'crm_simulate',
      '--xml-pipe',
      '--simulate',
      '--output-as=xml',
      '--node-fail=node1',
      '--quorum=1',
      '--save-output=/run/haven-simulation-0123456789.xml',
    ]);
    expect(stdin).toBe('<cib/>');
  });
  it('wait a little longer than the tool itself does', () => {
    expect(waitSettledCommand(1500)).toMatchObject({
      argv: ['crm_resource', '--wait', '--timeout=2'],
      timeoutMs: 17_000,
    });
  });
});

it('reads the controller state', () => {
  expect(parseControllerState('Controller on node1 in state S_IDLE: ok\n')).toBe('S_IDLE');
  expect(parseControllerState('error: Command failed')).toBeUndefined();
});

it('renders anew after a moved status, and plans anew after a changed configuration', () => {
  const planned = { adminEpoch: 0, epoch: 5, numUpdates: 1 };
  expect(afterStale(planned, { ...planned, numUpdates: 9 })).toBe('render-anew');
  expect(afterStale(planned, { ...planned, epoch: 6, numUpdates: 0 })).toBe('plan-anew');
  expect(afterStale(planned, { ...planned, adminEpoch: 1 })).toBe('plan-anew');
});

it('calls the cluster settled only when the tool says so', () => {
  expect([exited(0), exited(124), exited(102)].map(settledOutcome)).toEqual([
    'settled',
    'still-moving',
    'unknown',
  ]);
  expect(settledOutcome({ kind: 'unreachable', message: 'x' })).toBe('unknown');
});

it('does not wait for a recurring monitor that the controller has forgotten', () => {
  const pending = (...actions: string[]) =>
    settledOutcome({ ...exited(124), stdout: ['Pending actions:', ...actions, ''].join('\n') } as Outcome);
  const haproxy = '\tAction 2: haproxy:0_monitor_15000\ton node2';
  const drbd = '\tAction 1: drbd_hafs:0_monitor_31000\ton node2';
  expect(pending(haproxy, drbd)).toBe('settled');
  expect(pending(haproxy, '\tAction 3: fs_hafs_start_0\ton node1')).toBe('still-moving');
  // A probe: what runs there is not known yet.
  expect(pending('\tAction 4: fs_hafs_monitor_0\ton node1')).toBe('still-moving');
  expect(pending()).toBe('still-moving');
});
