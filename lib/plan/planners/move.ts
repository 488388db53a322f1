/** A resource, group or promoted role to another node, with nothing left behind that keeps it there. */
import type { CibChange } from '@/lib/pacemaker/cib-patch';
import { vipResources } from '@/lib/pacemaker/cib-queries';
import { planMove } from '@/lib/pacemaker/plan';
import { decidingView, type WorldFacts } from '../facts';
import { instancesOf, placedOn } from '../placement';
import { type Draft, type Planner, waitStep } from '../planner';
import type { Check, Intent } from '../types';
import { patchStep, refusalOf } from './cib-steps';

type Move = Extract<Intent, { kind: 'move-resource' }>;

export const movePlanner: Planner<Move> = {
  confirm: (intent) => intent.resource,
  draft: ({ intent, world, cibXml, handle = intent.resource }): Draft => {
    const { resource, node } = intent;
    const at = placedOn(decidingView(world)?.resources ?? [], resource);
    if (at.length === 1 && at[0] === node) return { kind: 'nothing-to-do', reason: 'already-there' };
    const planned = planMove(cibXml, handle, node);
    if (!planned.ok) return refusalOf(planned.error);
    if (planned.value.kind === 'nothing-to-do') return planned.value;
    const [prefer = [], release = []] = planned.value.steps.flatMap((step) =>
      step.kind === 'patch' ? [step.changes] : [],
    );
    const from = at.find((one) => one !== node);
    const arrived = movedTo(resource, node, world);
    return {
      kind: 'steps',
      params: { ...intent, handle },
      handle,
      ...(from === undefined ? {} : { reverse: { ...intent, node: from } }),
      steps: [
        patchStep('step-prefer', prefer, written(prefer, 'constraint'), 'disruptive'),
        waitStep('step-wait', arrived),
        patchStep('step-release', release, written(release, 'no-constraint'), 'safe', true),
        waitStep('step-wait-stay', arrived),
      ],
    };
  },
};

/** What the configuration itself must say after a patch, read from every node's own copy. */
const written = (changes: readonly CibChange[], kind: 'constraint' | 'no-constraint'): readonly Check[] =>
  constraintIds(changes).map((id) => ({ kind, id }));

const ID = /(?:^<[^>]*\sid="|@id='|@id=")([^"']+)["']/;
const constraintIds = (changes: readonly CibChange[]): readonly string[] =>
  changes.flatMap(
    (change) =>
      ID.exec(change.op === 'create' ? change.xml : change.path.slice(change.path.lastIndexOf('/')))?.[1] ??
      [],
  );

function movedTo(resource: string, node: string, world: WorldFacts): readonly Check[] {
  const inside = new Set(instancesOf(decidingView(world)?.resources ?? [], resource).map((one) => one.id));
  const addresses = vipResources(world.cib).filter((vip) => inside.has(vip.id));
  return [
    { kind: 'resource-on', resource, node },
    ...addresses.map((vip): Check => ({ kind: 'address-only-on', address: vip.ip, node })),
  ];
}
