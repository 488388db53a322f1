/** What is done to one resource's replication on one node. Roles are Pacemaker's (invariant 25), never set here. */
import { nodeFacts, value } from '../facts';
import { type Draft, type DraftStep, type Planner, refused } from '../planner';
import type { Check, DrbdAction, Intent } from '../types';

type Action = Extract<Intent, { kind: 'drbd-action' }>;

/** `drbdadm` only tells the kernel, and gives up by itself after its own timeouts (reference 1.4). */
const COMMAND_TIMEOUT_MS = 60_000;
/** Connecting waits for the peer's next attempt, at most `connect-int` (10 s). */
const CONNECT_TIMEOUT_MS = 120_000;

const REVERSE: Readonly<Partial<Record<DrbdAction, DrbdAction>>> = {
  connect: 'disconnect',
  disconnect: 'connect',
  'pause-sync': 'resume-sync',
  'resume-sync': 'pause-sync',
};

export const drbdActionPlanner: Planner<Action> = {
  confirm: (intent) => intent.resource,
  draft: ({ intent, world }): Draft => {
    const { action, resource, node } = intent;
    const facts = nodeFacts(world, node);
    if (!facts) return refused('no-such-node', node);
    const reading = value(facts.drbd);
    const own = reading?.resources.find((one) => one.name === resource);
    if (reading && !own) return refused('no-such-drbd-resource', `${node}: ${resource}`);
    const states = own?.connections.map((one) => one.connection) ?? [];
    const isConnected = states.length > 0 && states.every((state) => state === 'Connected');
    if (action === 'connect' && isConnected) return { kind: 'nothing-to-do', reason: 'already-connected' };
    if (action === 'disconnect' && states.length > 0 && states.every((state) => state === 'StandAlone'))
      return { kind: 'nothing-to-do', reason: 'already-disconnected' };
    const suspended = own?.connections.flatMap((one) =>
      one.peerDevices.flatMap((device) => device.resyncSuspended),
    );
    const isPaused = suspended?.includes('user') ?? false;
    if (action === 'pause-sync' && isPaused) return { kind: 'nothing-to-do', reason: 'already-paused' };
    if (action === 'resume-sync' && own && !isPaused) return { kind: 'nothing-to-do', reason: 'not-paused' };
    const back = REVERSE[action];
    return {
      kind: 'steps',
      params: { resource, node },
      ...(back ? { reverse: { ...intent, action: back } } : {}),
      steps: stepsOf(intent),
    };
  },
};

function stepsOf({ action, resource, node }: Action): readonly DraftStep[] {
  const check = (field: Extract<Check, { kind: 'drbd' }>['field'], ...values: string[]): Check => ({
    kind: 'drbd',
    node,
    resource,
    field,
    values,
  });
  const run = (verify: readonly Check[], verifyTimeoutMs: number, risk: DraftStep['risk']): DraftStep => ({
    title: `step-drbd-${action}`,
    node,
    action: { kind: 'run', argv: ['drbdadm', action, resource], timeoutMs: COMMAND_TIMEOUT_MS },
    verify,
    verifyTimeoutMs,
    risk,
  });
  switch (action) {
    case 'connect':
      return [run([check('connection', 'Connected')], CONNECT_TIMEOUT_MS, 'safe')];
    case 'disconnect':
      return [run([check('connection', 'StandAlone')], COMMAND_TIMEOUT_MS, 'disruptive')];
    case 'pause-sync':
      return [run([check('suspended', 'user')], COMMAND_TIMEOUT_MS, 'safe')];
    case 'resume-sync':
      return [run([check('suspended', 'no')], COMMAND_TIMEOUT_MS, 'safe')];
  }
}
