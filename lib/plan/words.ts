/**
 * Plan data → sentences, for screens and for the golden text. A key that came from a database and is unknown to
 * this version is shown as it is rather than hidden.
 */
import type { PlanMessageKey } from './messages';
import type { Check, GuardResult, Intent, Plan, PlanProblem, PlanStep } from './types';

export type Say = (key: PlanMessageKey, params?: Readonly<Record<string, string | number>>) => string;

export interface PlanWords {
  readonly say: Say;
  readonly intent: (intent: Intent) => string;
  /** What the guard asks for. */
  readonly guard: (guard: GuardResult) => string;
  /** What is wrong, or not known; empty when it holds. */
  readonly objection: (guard: GuardResult) => string;
  readonly step: (step: PlanStep) => string;
  readonly check: (check: Check) => string;
  readonly problem: (problem: PlanProblem) => string;
  readonly nothing: (plan: Plan) => string;
  /** Words of a status, answer, verdict, level: `dynamic('job', 'queued')`. */
  readonly dynamic: (family: string, id: string) => string;
}

const MAX_OBJECTS = 12;

/**
 * @param say a translator of the area `plan`: the server's, or a page's, which has only its own language
 * @param isKey whether it has a message of that name
 */
export function wordsWith(say: Say, isKey: (key: string) => key is PlanMessageKey): PlanWords {
  const dynamic = (
    family: string,
    id: string,
    params?: Readonly<Record<string, string | number>>,
  ): string => {
    const key = `${family}-${id}`;
    return isKey(key) ? say(key, params) : id;
  };
  const list = (objects: readonly string[]): string =>
    objects.length > MAX_OBJECTS
      ? `${objects.slice(0, MAX_OBJECTS).join(', ')} +${objects.length - MAX_OBJECTS}`
      : objects.join(', ');
  return {
    say,
    dynamic: (family, id) => dynamic(family, id),
    intent: (intent) => dynamic('intent', intent.kind, { ...intent }),
    guard: (guard) => dynamic('guard', guard.id),
    objection: (guard) => {
      if (guard.verdict === 'pass') return '';
      const objects = list(guard.objects);
      if (guard.id === 'expressible') return dynamic('refusal', String(guard.params.reason), { objects });
      return guard.verdict === 'unknown'
        ? say('guard-unknown', { objects })
        : dynamic('guard', `${guard.id}-fail`, { ...guard.params, objects });
    },
    step: (step) => (isKey(step.title) ? say(step.title, step.params) : step.title),
    check: (check) => checkWords(check, dynamic),
    problem: (problem) => {
      const { guard, objects = '' } = problem.params;
      if (guard === undefined) return dynamic('problem', problem.id, problem.params);
      return dynamic('problem', problem.id, {
        guard: dynamic('guard', `${guard}-fail`, { base: '', objects }),
      });
    },
    nothing: (plan) =>
      plan.nothingToDo ? dynamic('nothing', plan.nothingToDo.reason, plan.nothingToDo.params) : '',
  };
}

function checkWords(
  check: Check,
  dynamic: (family: string, id: string, params: Readonly<Record<string, string>>) => string,
): string {
  if (check.kind === 'node-attribute') {
    const { node, name, value } = check;
    return dynamic('check', value === null ? 'node-attribute-none' : check.kind, {
      node,
      name,
      value: value ?? '',
    });
  }
  if (check.kind === 'node-standby')
    return dynamic('check', check.standby ? 'node-standby' : 'node-online', { node: check.node });
  const { kind, ...params } = check;
  return dynamic('check', kind, params);
}
