import { describe, expect, it } from 'vitest';
import { command } from '@/lib/base/command';
import { TURN_PLACEHOLDER } from './node-lock';
import { attemptOf } from './progress';
import {
  cleanUnitCommands,
  essenceOf,
  parseBootId,
  parseUnitState,
  startUnitCommand,
  startUnitText,
  unitName,
} from './transient-unit';

const show = (...lines: string[]): string => `${lines.join('\n')}\n`;
const state = (text: string) => {
  const parsed = parseUnitState(text);
  return parsed.ok ? parsed.value : parsed.error.what;
};

describe('the unit of an attempt', () => {
  it('is named after job, step and attempt, and tells the attempt again', () => {
    expect(unitName('cm123', 0, 1)).toBe('haven-cm123-1');
    expect(unitName('cm123', 2, 3)).toBe('haven-cm123-3-3');
    expect([undefined, 'haven-cm123-1', 'haven-cm123-3-3', 'haven-cm123-12-5'].map(attemptOf)).toEqual([
      0, 1, 3, 5,
    ]);
  });

  it('is refused on any other machine, bounded in time, and keeps its output to root', () => {
    const start = startUnitCommand(
      'haven-cm1-1',
      'node1',
      command(['cibadmin', '--patch'], { timeoutMs: 45_000 }),
    );
    expect(start.argv).toContain('--property=AssertHost=node1');
    expect(start.argv).toContain('--property=RuntimeMaxSec=60');
    expect(start.argv).toContain('--property=UMask=0077');
    expect(start.argv.slice(-3)).toEqual(['--', 'cibadmin', '--patch']);
    expect(start.asRoot).toBe(true);
  });

  it('comes down to the command that a person wants to read', () => {
    const said = command(['sh', '-c', 'echo "$0" -- haven'], { asRoot: true, timeoutMs: 1_000 });
    for (const turn of [undefined, TURN_PLACEHOLDER]) {
      const text = startUnitText(unitName('cm123', 0, 1), 'node1', said, turn);
      expect(essenceOf(text)).toBe(`sh -c 'echo "$0" -- haven'`);
    }
    expect(essenceOf('crm_resource --wait')).toBe('crm_resource --wait');
  });

  it('never holds what systemd would expand, or a name that is none', () => {
    // Two dollars are one, so that it stays the text it is.
    expect(startUnitCommand('haven-cm1-1', 'node1', command(['echo', '$HOME'])).argv.at(-1)).toBe('$$HOME');
    expect(() => startUnitCommand('sshd', 'node1', command(['true']))).toThrow(RangeError);
    expect(() => startUnitCommand('haven-cm1-1', 'node1;reboot', command(['true']))).toThrow(RangeError);
    expect(() => cleanUnitCommands('haven-../../x-1')).toThrow(RangeError);
  });

  it('reads as one literal line', () => {
    const patch = command(['cibadmin', '--xml-text', "<a b='c'/>"]);
    const text = startUnitText('haven-{{job}}-1', 'node1', patch, TURN_PLACEHOLDER);
    expect(text).toContain(`'--unit=haven-{{job}}-1'`);
    const end = ` 'haven-{{job}}-1' cibadmin --xml-text '<a b='\\''c'\\''/>'`;
    expect(text.endsWith(` '{{haven}}' '{{turn}}'${end}`)).toBe(true);
  });
});

describe('its state', () => {
  it.each([
    [
      'never started',
      show('LoadState=not-found', 'ActiveState=inactive', 'SubState=dead'),
      { kind: 'absent' },
    ],
    [
      'starting',
      show(
        'LoadState=loaded',
        'ActiveState=activating',
        'SubState=start',
        'ExecMainCode=0',
        'ExecMainStatus=0',
      ),
      { kind: 'running' },
    ],
    [
      'running',
      show(
        'LoadState=loaded',
        'ActiveState=active',
        'SubState=running',
        'ExecMainCode=0',
        'ExecMainStatus=0',
      ),
      { kind: 'running' },
    ],
    [
      'done',
      show(
        'LoadState=loaded',
        'ActiveState=active',
        'SubState=exited',
        'Result=success',
        'ExecMainCode=1',
        'ExecMainStatus=0',
      ),
      { kind: 'exited', exitCode: 0 },
    ],
    [
      'refused with 103',
      show(
        'LoadState=loaded',
        'ActiveState=failed',
        'SubState=failed',
        'Result=exit-code',
        'ExecMainCode=1',
        'ExecMainStatus=103',
      ),
      { kind: 'exited', exitCode: 103 },
    ],
    [
      'killed by its time limit',
      show(
        'LoadState=loaded',
        'ActiveState=failed',
        'SubState=failed',
        'Result=timeout',
        'ExecMainCode=2',
        'ExecMainStatus=15',
      ),
      { kind: 'killed', signal: '15' },
    ],
    [
      'without the program',
      show(
        'LoadState=loaded',
        'ActiveState=failed',
        'SubState=failed',
        'Result=exit-code',
        'ExecMainCode=1',
        'ExecMainStatus=203',
      ),
      { kind: 'not-run', result: 'exec 203' },
    ],
    [
      'refused by the lock of the node',
      show('LoadState=loaded', 'ActiveState=failed', 'ExecMainCode=1', 'ExecMainStatus=250'),
      { kind: 'not-run', result: 'exec 250', refusal: 'busy' },
    ],
    [
      'killed inside its shell',
      show('LoadState=loaded', 'ActiveState=failed', 'ExecMainCode=1', 'ExecMainStatus=139'),
      { kind: 'killed', signal: '11' },
    ],
    [
      'with a failed assertion',
      show(
        'LoadState=loaded',
        'ActiveState=inactive',
        'SubState=dead',
        'Result=success',
        'ExecMainCode=0',
        'ExecMainStatus=0',
      ),
      { kind: 'absent' },
    ],
    [
      'failed before any process',
      show(
        'LoadState=loaded',
        'ActiveState=failed',
        'SubState=failed',
        'Result=resources',
        'ExecMainCode=0',
        'ExecMainStatus=0',
      ),
      { kind: 'not-run', result: 'resources' },
    ],
  ])('%s', (_name, text, expected) => expect(state(text)).toEqual(expected));

  it.each(['', 'garbage', 'ActiveState=active\n', 'LoadState=masked\nActiveState=inactive\n'])(
    'of %j is an error, never an end',
    (text) => expect(typeof state(text)).toBe('string'),
  );

  it('knows a boot id from anything else', () => {
    expect(parseBootId('0f3c7d1e-1111-4222-8333-444455556666\n').ok).toBe(true);
    expect(['', 'cat: No such file', '0f3c7d1e'].map((text) => parseBootId(text).ok)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
