import { describe, expect, it } from 'vitest';
import { cleanupCommand, refreshCommand } from './commands';
import {
  confirmFencedCommand,
  devicesForNodeCommand,
  fenceNodeCommand,
  queryDeviceCommand,
} from './fence-commands';

describe('fencing by hand', () => {
  it('is exact, waits longer than the tool, and does not kill twice', () => {
    expect(fenceNodeCommand('node1', 'off')).toMatchObject({
      argv: ['stonith_admin', '--fence=node1', '--timeout=180', '--tolerance=300'],
      timeoutMs: 195_000,
      asRoot: true,
    });
    expect(fenceNodeCommand('node1', 'reboot', { timeoutSeconds: 20, toleranceSeconds: 60 }).argv).toEqual([
      'stonith_admin',
      '--reboot=node1',
      '--timeout=20',
      '--tolerance=60',
    ]);
    expect(confirmFencedCommand('node1').argv).toEqual(['stonith_admin', '--confirm=node1']);
  });

  it('asks devices without harm', () => {
    expect(queryDeviceCommand('fence_n1').argv).toEqual(['stonith_admin', '--query=fence_n1']);
    expect(devicesForNodeCommand('node1').argv).toEqual(['stonith_admin', '--list=node1']);
  });

  it('takes no name that could be anything else, and no odd number', () => {
    for (const name of ['', '-x', 'a b', 'a;b', '../x', 'a\n'])
      for (const build of [
        queryDeviceCommand,
        devicesForNodeCommand,
        confirmFencedCommand,
        (node: string) => fenceNodeCommand(node, 'off'),
      ])
        expect(() => build(name)).toThrow(RangeError);
    for (const timeoutSeconds of [0, -1, 1.5, Number.NaN, 1e9])
      expect(() => fenceNodeCommand('node1', 'off', { timeoutSeconds })).toThrow(RangeError);
  });
});

describe('forgetting failures', () => {
  it('is of one resource, one node, both, or all', () => {
    const argv = (command: { argv: readonly string[] }) => command.argv.slice(1).join(' ');
    expect(argv(cleanupCommand({ resource: 'r', node: 'n' }))).toBe('--cleanup --resource=r --node=n');
    expect(argv(cleanupCommand({ node: 'n' }))).toBe('--cleanup --node=n');
    expect(argv(cleanupCommand({ resource: 'r' }))).toBe('--cleanup --resource=r');
    expect(argv(cleanupCommand({}))).toBe('--cleanup');
    expect(argv(refreshCommand({ resource: 'r' }))).toBe('--refresh --resource=r');
    expect(() => cleanupCommand({ resource: '--all' })).toThrow(RangeError);
  });
});
