/** Failures forgotten, so that the scheduler may try again. */
import { cleanupCommand } from '@/lib/pacemaker/commands';
import { decidingView } from '../facts';
import { type Draft, type Planner, refused, waitStep } from '../planner';
import type { Check, Intent } from '../types';

/** `crm_resource --cleanup` waits for the cluster to probe again, a resource and node at a time. */
const CLEAN_UP_TIMEOUT_MS = 120_000;

export const cleanUpPlanner: Planner<Extract<Intent, { kind: 'clean-up' }>> = {
  confirm: (intent) => intent.resource ?? intent.node ?? 'all',
  draft: ({ intent, world }): Draft => {
    const view = decidingView(world);
    if (!view) return refused('no-controller', world.clusterName);
    const { resource, node } = intent;
    const counts = view.failCounts.filter(
      (one) =>
        (resource === undefined || one.resource.replace(/:\d+$/, '') === resource) &&
        (node === undefined || one.node === node),
    );
    const failures = view.failures.filter((one) => node === undefined || one.node === node);
    if (counts.length === 0 && failures.length === 0) return { kind: 'nothing-to-do', reason: 'no-failures' };
    const check: Check = {
      kind: 'no-failures',
      ...(resource === undefined ? {} : { resource }),
      ...(node === undefined ? {} : { on: node }),
    };
    return {
      kind: 'steps',
      params: { resource: resource ?? '–', node: node ?? '–' },
      steps: [
        {
          title: resource === undefined ? 'step-clean-up-all' : 'step-clean-up',
          action: {
            kind: 'run',
            argv: cleanupCommand({
              ...(resource === undefined ? {} : { resource }),
              ...(node === undefined ? {} : { node }),
            }).argv,
            timeoutMs: CLEAN_UP_TIMEOUT_MS,
          },
          verify: [],
          verifyTimeoutMs: CLEAN_UP_TIMEOUT_MS,
          risk: 'disruptive',
        },
        waitStep('step-wait', [check]),
      ],
    };
  },
};
