/** One server of a backend in or out of service, on every node whose HAProxy knows it. */
import { setServerStateCommand } from '@/lib/haproxy/commands';
import { settableStateOf } from '@/lib/haproxy/server-status';
import { value } from '../facts';
import { type Draft, type DraftStep, type Planner, refused } from '../planner';
import type { Intent } from '../types';

/** HAProxy answers at once; a busy node does not. */
const VERIFY_TIMEOUT_MS = 30_000;

export const haproxyServerPlanner: Planner<Extract<Intent, { kind: 'haproxy-server' }>> = {
  confirm: (intent) => intent.server,
  readsHaproxy: true,
  draft: ({ intent, world }): Draft => {
    const { backend, server, state } = intent;
    const found = world.nodes.flatMap((node) => {
      const reading = node.haproxy && value(node.haproxy);
      const one = reading?.backends
        .find((candidate) => candidate.name === backend)
        ?.servers.find((candidate) => candidate.name === server);
      return one ? [{ node: node.name, state: settableStateOf(one.status) }] : [];
    });
    if (found.length === 0) return refused('no-such-server', `${backend}/${server}`);
    const changed = found.filter((one) => one.state !== state);
    if (changed.length === 0) return { kind: 'nothing-to-do', reason: `server-${state}` };
    const states = new Set(changed.map((one) => one.state));
    const [was] = states;
    return {
      kind: 'steps',
      params: { backend, server },
      ...(states.size === 1 && was ? { reverse: { ...intent, state: was } } : {}),
      steps: changed.map(({ node }): DraftStep => {
        const { argv, timeoutMs, stdin } = setServerStateCommand({ backend, server }, state);
        return {
          node,
          title: `step-server-${state}`,
          params: { node },
          action: { kind: 'run', argv, timeoutMs, ...(stdin === undefined ? {} : { stdin }) },
          verify: [{ kind: 'haproxy-server', node, backend, server, states: [state] }],
          verifyTimeoutMs: VERIFY_TIMEOUT_MS,
          risk: state === 'ready' ? 'safe' : 'disruptive',
        };
      }),
    };
  },
};
