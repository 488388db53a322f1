/** The connection of a HAFS by hand: made, broken, its resync paused and resumed. */
import { BY_NEXT_STEP, CONNECT_MS, runStep, waitStep } from './hafs-build';
import type { HafsPlan, HafsStep } from './hafs-steps';
import * as drbd from './lifecycle';
import { isDrbdHostName } from './names';

export type ConnectionChange = 'connect' | 'disconnect' | 'pause-sync' | 'resume-sync';

export const planConnection = (node: string, resource: string, change: ConnectionChange): HafsPlan => ({
  title: `plan-${change}`,
  object: resource,
  node,
  resource,
  steps: connectionSteps(node, resource, change),
  confirm: [],
});

/** One change and, where a connection is made, the wait for it. */
export function connectionSteps(
  node: string,
  resource: string,
  change: ConnectionChange,
): readonly HafsStep[] {
  if (!isDrbdHostName(node)) throw new RangeError('not a host name');
  const shape = { node, object: resource, name: change, title: `step-${change}` } as const;
  const undo = (command: drbd.DrbdCommand) => ({ kind: 'run', command: command.command }) as const;
  const connected = (yes: boolean) => ({ kind: 'drbd-connected', resource, connected: yes }) as const;
  switch (change) {
    case 'connect':
      return [
        runStep(
          {
            ...shape,
            goal: { kind: 'drbd-present', resource, present: true },
            undo: undo(drbd.disconnect(resource)),
          },
          drbd.connect(resource),
        ),
        waitStep(
          {
            node: 'cluster',
            name: 'connected',
            title: 'step-wait-connected',
            object: resource,
            goal: connected(true),
          },
          CONNECT_MS,
        ),
      ];
    case 'disconnect':
      return [
        runStep(
          { ...shape, goal: connected(false), undo: undo(drbd.connect(resource)) },
          drbd.disconnect(resource),
        ),
      ];
    case 'pause-sync':
      return [
        runStep(
          {
            ...shape,
            goal: { kind: 'drbd-paused', resource, paused: true },
            undo: undo(drbd.resumeSync(resource)),
          },
          drbd.pauseSync(resource),
        ),
      ];
    case 'resume-sync':
      return [
        runStep(
          { ...shape, goal: { kind: 'drbd-paused', resource, paused: false }, undo: BY_NEXT_STEP },
          drbd.resumeSync(resource),
        ),
      ];
  }
}
