/**
 * A service under protection in one plan: systemd lets go of it, Pacemaker gets it in one patch, HAProxy sends clients to
 * it, and at the end somebody asks it through the VIP. Its undo takes the same way back.
 */
import { DEFAULT_HAPROXY_CONFIG } from '@/lib/haproxy/probes';
import { answerCommand } from '@/lib/network/answer-probe';
import type { Sha256 } from '../canonical';
import { composeDrafts } from '../compose';
import type { WorldFacts } from '../facts';
import { type Ask, type Draft, type DraftStep, type Planner, READ_BACK_TIMEOUT_MS } from '../planner';
import { dropInPath } from '../protect-edits';
import { protectParts } from '../protect-parts';
import { type ProtectService, unitFile } from '../service-intents';
import type { Check, Intent } from '../types';
import { runAction, waitForStep } from './drbd-steps';
import { runsOn } from './put-out';

/** Guards ask for the parts and not for their texts: which they are does not depend on what they hash to. */
const UNHASHED: Sha256 = (text) => `unhashed ${text.length}`;
/** `inter 3s rise 2` and a slow node. */
const CHECKED_MS = 90_000;

export const protectServicePlanner = (draftOf: (ask: Ask<Intent>) => Draft): Planner<ProtectService> => ({
  confirm: (intent) => intent.name,
  parts: (intent, world) => {
    const parts = protectParts(intent, world, UNHASHED);
    return parts.ok ? parts.value : [];
  },
  files: (intent, nodes) => [
    ...nodes.map((node) => ({ node, path: DEFAULT_HAPROXY_CONFIG })),
    ...(intent.filesystem === undefined
      ? []
      : intent.nodes.map((node) => ({ node, path: dropInPath(intent.unit), mayBeAbsent: true }))),
  ],
  readsHaproxy: true,
  readsHaproxyHost: true,
  addresses: (intent) => (intent.entrance.newVip ? [intent.entrance.address] : []),
  units: (intent) => [unitFile(intent.unit)],
  draft: (ask): Draft => {
    const { intent, world } = ask;
    const parts = protectParts(intent, world, ask.sha256);
    if (!parts.ok) return { kind: 'refused', refusal: parts.error };
    const draft = composeDrafts(ask, { of: intent.name, parts: parts.value, draftOf });
    if (draft.kind !== 'steps') return draft;
    const isBack = (step: DraftStep): boolean => step.recovers !== undefined;
    return {
      ...draft,
      params: { ...draft.params, unit: unitFile(intent.unit) },
      steps: [
        ...draft.steps.filter((step) => !isBack(step)),
        ...proofSteps(intent, world),
        ...draft.steps.filter(isBack),
      ],
    };
  },
});

/** Every HAProxy that runs sees a server; then a request goes the way of a client. */
function proofSteps(
  { name, entrance, nodes, shape }: ProtectService,
  world: WorldFacts,
): readonly DraftStep[] {
  const [first = ''] = nodes;
  // One at a time: on the others the check has to fail.
  const servers = shape === 'active-active' ? nodes : [];
  const up = world.nodes
    .filter((node) => runsOn(world, node.name))
    .map((node): Check => ({ kind: 'backend-up', node: node.name, backend: name, servers }));
  const { address, port, mode } = entrance;
  const answer: DraftStep = {
    title: 'step-answers',
    node: first,
    params: { address, port: `${port}`, node: first },
    action: { ...runAction(answerCommand({ address, port, isHttp: mode === 'http' })), isReadOnly: true },
    verify: [],
    verifyTimeoutMs: READ_BACK_TIMEOUT_MS,
    risk: 'safe',
  };
  return [{ ...waitForStep('step-backend-up', first, up, CHECKED_MS), params: { backend: name } }, answer];
}
