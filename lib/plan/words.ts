/**
 * Plan data → sentences, for screens and for the golden text. A key that came from a database and is unknown to
 * this version is shown as it is rather than hidden.
 */

import { formatBytes } from '@/lib/base/format';
import type { Sentence } from '@/lib/base/sentence';
import { editLabel as configEditLabel } from '@/lib/haproxy/config-words';
import type { ConfigurationEdit } from '@/lib/pacemaker/configuration-edit';
import { editLabel } from '@/lib/pacemaker/edit-label';
import type { PlanMessageKey } from './messages';
import { ruleText } from './rule-text';
import { unitFile } from './service-intents';
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
  /** What is dangerous about a step's command. */
  readonly careful: (id: string) => string;
  readonly problem: (problem: PlanProblem) => string;
  readonly nothing: (plan: Plan) => string;
  /** How it is taken back, or that it cannot be, and why. */
  readonly undo: (plan: Plan) => string;
  /** A sentence that carries its own key. */
  readonly sentence: (sentence: Sentence) => string;
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
  const sentence = ({ id, params }: Sentence): string =>
    isKey(id) ? say(id, params) : [id, ...Object.values(params)].join(' ');
  return {
    say,
    sentence,
    dynamic: (family, id) => dynamic(family, id),
    intent: (intent) => intentWords(intent, dynamic),
    guard: (guard) => dynamic('guard', guard.id),
    objection: (guard) => {
      if (guard.verdict === 'pass') return '';
      const objects = list(guard.objects);
      if (guard.id === 'expressible') return dynamic('refusal', String(guard.params.reason), { objects });
      const details = (guard.details ?? []).slice(0, MAX_OBJECTS).map(sentence);
      const first =
        guard.verdict === 'unknown'
          ? say('guard-unknown', { objects })
          : dynamic('guard', `${guard.id}-fail`, { ...guard.params, objects });
      return [first, ...details].join(' ');
    },
    step: (step) => (isKey(step.title) ? say(step.title, step.params) : step.title),
    check: (check) => checkWords(check, dynamic),
    careful: (id) => (isKey(id) ? say(id) : id),
    problem: (problem) => {
      const { guard, objects = '' } = problem.params;
      if (guard === undefined) return dynamic('problem', problem.id, problem.params);
      return dynamic('problem', problem.id, {
        guard: dynamic('guard', `${guard}-fail`, { base: '', objects }),
      });
    },
    nothing: (plan) =>
      plan.nothingToDo ? dynamic('nothing', plan.nothingToDo.reason, plan.nothingToDo.params) : '',
    undo: ({ reverse, intent: { kind } }) =>
      reverse
        ? say('undo-how', { intent: intentWords(reverse, dynamic) })
        : isKey(`no-undo-${kind}`)
          ? dynamic('no-undo', kind)
          : say('no-undo'),
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
  if (check.kind === 'no-failures') {
    const { resource = '–', on = '–' } = check;
    return dynamic('check', 'no-failures', { resource, node: on });
  }
  if (check.kind === 'listens')
    return dynamic('check', check.isOn ? 'listens' : 'listens-no-more', {
      node: check.node,
      place: `${check.address}:${check.port}`,
    });
  const { kind, ...rest } = check;
  const params = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? typeof value[0] === 'string'
          ? value.join(', ')
          : `${value.length}`
        : String(value),
    ]),
  );
  return dynamic(
    'check',
    kind === 'drbd' ? `drbd-${check.kind === 'drbd' ? check.field : ''}` : kind,
    params,
  );
}

type Dynamic = (family: string, id: string, params: Readonly<Record<string, string>>) => string;

function intentWords(intent: Intent, dynamic: Dynamic): string {
  switch (intent.kind) {
    case 'edit-configuration':
      return dynamic('intent', `edit-${editId(intent.edit)}`, editParams(intent.edit));
    case 'clean-up': {
      const { resource, node } = intent;
      const id = resource === undefined ? 'clean-up-all' : node === undefined ? 'clean-up' : 'clean-up-on';
      return dynamic('intent', id, { resource: resource ?? '', node: node ?? '' });
    }
    case 'drbd-action':
      return dynamic('intent', `drbd-${intent.action}`, { resource: intent.resource, node: intent.node });
    case 'fence-node':
      return dynamic('intent', `fence-node-${intent.action}`, { node: intent.node });
    case 'drbd-options':
      return dynamic('intent', intent.kind, {
        resource: intent.resource,
        values: Object.entries(intent.values)
          .map(([name, value]) => `${name} ${value ?? '–'}`)
          .join(', '),
      });
    case 'hafs-create':
      return dynamic('intent', intent.kind, {
        resource: intent.resource,
        size: formatBytes(intent.sizeBytes, 'en'),
        nodes: intent.places.map((place) => place.node).join(', '),
      });
    case 'hafs-remove':
      return dynamic('intent', intent.wipe.length === 0 ? intent.kind : 'hafs-remove-wipe', {
        resource: intent.resource,
        keep: intent.keep,
        wipe: intent.wipe.join(', '),
      });
    case 'hafs-grow':
      return dynamic('intent', intent.kind, {
        resource: intent.resource,
        size: formatBytes(intent.sizeBytes, 'en'),
      });
    case 'haproxy-server':
      return dynamic('intent', `server-${intent.state}`, { backend: intent.backend, server: intent.server });
    case 'edit-file':
      return dynamic('intent', 'edit-file', {
        path: [...new Set(intent.files.map((file) => file.path))].join(', '),
        nodes: [...new Set(intent.files.map((file) => file.node))].join(', '),
      });
    case 'protect-service':
      return dynamic('intent', `protect-${intent.shape}`, {
        name: intent.name,
        unit: unitFile(intent.unit),
        nodes: intent.nodes.join(', '),
        entrance: `${intent.entrance.address}:${intent.entrance.port}`,
      });
    case 'nonlocal-bind':
      return dynamic('intent', `nonlocal-bind-${intent.isOn ? 'on' : 'off'}`, {
        nodes: intent.nodes.join(', '),
      });
    case 'serve-apache':
      return dynamic('intent', intent.from === '*' ? 'serve-apache-every' : intent.kind, {
        from: intent.from,
        vip: intent.vip,
      });
    case 'unit-at-boot':
      return dynamic('intent', `unit-${intent.isOn ? 'enable' : 'disable'}`, {
        unit: unitFile(intent.unit),
        nodes: intent.nodes.join(', '),
      });
    case 'combined':
      return dynamic('intent', intent.kind, {
        of: intent.of,
        parts: intent.parts.map((part) => intentWords(part, dynamic)).join('; '),
      });
    case 'build-cluster':
      return dynamic('intent', intent.kind, {
        cluster: intent.clusterName,
        nodes: intent.nodes.map(({ name }) => name).join(', '),
      });
    case 'edit-haproxy':
      return dynamic('intent', 'edit-haproxy', {
        edits: intent.edits.map(configEditLabel).join(', '),
        nodes: intent.nodes.join(', '),
      });
    default:
      return dynamic('intent', intent.kind, { ...intent });
  }
}

/** Names in an edit, for a sentence. */
function editParams(edit: ConfigurationEdit): Readonly<Record<string, string>> {
  const shared = { of: editLabel(edit) };
  switch (edit.kind) {
    case 'options':
      return {
        ...shared,
        values: Object.entries(edit.values)
          .map(([name, value]) => `${name} = ${value ?? '–'}`)
          .join(', '),
      };
    case 'ban':
    case 'unban':
      return { ...shared, node: edit.node };
    case 'spread-vips':
      return { ...shared, other: edit.apartFrom };
    case 'join-group':
      return { ...shared, group: edit.group };
    case 'create-group':
      return { ...shared, members: edit.members.join(', ') };
    case 'reorder-group':
      return { ...shared, members: edit.order.join(' → ') };
    case 'fencing-levels':
      return { ...shared, levels: edit.levels.map((devices) => devices.join(' + ')).join(' → ') || '–' };
    case 'add-constraint':
    case 'edit-constraint':
      return { ...shared, rule: ruleText(edit.wish) };
    default:
      return shared;
  }
}

const isSwitch = (edit: ConfigurationEdit): edit is Extract<ConfigurationEdit, { isOn: boolean }> =>
  'isOn' in edit;
const editId = (edit: ConfigurationEdit): string => {
  const kind = edit.kind === 'maintenance' ? `maintenance-${edit.of}` : edit.kind;
  return isSwitch(edit) ? `${kind}-${edit.isOn ? 'on' : 'off'}` : kind;
};
