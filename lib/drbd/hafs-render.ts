/** A plan of HAFS as text that reads like a runbook: every command exactly as it would run, what must follow, the way back. */
import { quoteArgv } from '@/lib/base/command';
import { type HafsMessageId, hafsMessages } from './hafs-messages';
import type { HafsGoal, HafsPlan, HafsStep, HafsUndo } from './hafs-steps';

type Language = 'en' | 'ko';

const words = (id: HafsMessageId, language: Language, object = '', node = ''): string =>
  hafsMessages[language][id].replaceAll('{object}', object).replaceAll('{node}', node);

/** Lines of a resource file that authenticate nodes are not shown. */
const withoutSecrets = (text: string): string =>
  text.replace(/(\b(?:shared-secret|tls-privkey|tls-keyring)\s+)("(?:[^"\\\n]|\\.)*"|[^\s;]+)/g, '$1…');

export function renderHafsPlan(plan: HafsPlan, language: Language = 'en'): string {
  const head = [`PLAN  ${words(plan.title, language, plan.object, plan.node)}`];
  if (plan.confirm.length > 0)
    head.push(`TYPE  ${plan.confirm.join(', ')}  (the copy there is changed or lost)`);
  const steps = plan.steps.flatMap((step, at) => ['', ...stepLines(step, at + 1, language)]);
  return [...head, ...steps, ''].join('\n');
}

function stepLines(step: HafsStep, number: number, language: Language): readonly string[] {
  const indent = '    ';
  return [
    `${String(number).padStart(2)}. ${step.node}: ${words(step.title, language, step.object)}  (${step.risk})`,
    ...bodyLines(step).map((line) => (line === '' ? '' : `${indent}${line}`)),
    ...(step.danger ? [`${indent}careful: ${words(step.danger, language)}`] : []),
    `${indent}then: ${goalText(step.goal)}`,
    `${indent}back: ${undoText(step.undo)}`,
  ];
}

function bodyLines(step: HafsStep): readonly string[] {
  switch (step.kind) {
    case 'run':
      return [`$ ${quoteArgv(step.command.argv)}`];
    case 'wait':
      return [`wait at most ${step.timeoutMs / 1000} s`];
    case 'remove-file':
      return [`remove ${step.path}`];
    case 'write-file':
      return [
        `write ${step.path}  mode ${step.mode.toString(8)}${step.replaces === undefined ? '  (new)' : ''}`,
        `$ ${quoteArgv(step.check.argv)}`,
        ...(step.replaces === undefined
          ? withoutSecrets(step.content)
              .trimEnd()
              .split('\n')
              .map((line) => `| ${line}`)
          : changedLines(withoutSecrets(step.replaces), withoutSecrets(step.content))),
      ];
    case 'cib': {
      const { clone, nodes, filesystem } = step.part;
      const sign = step.change === 'add' ? '+' : '-';
      return [
        `${sign} clone ${clone}: ocf:linbit:drbd drbd_resource=${step.part.resource} on ${nodes.join(', ')}, one promoted, notify`,
        `${sign} ${filesystem.id}: ${filesystem.type} ${filesystem.device} on ${filesystem.directory} (${filesystem.options})`,
        `${sign} ${filesystem.id} with ${clone} Promoted; ${clone} promote, next ${filesystem.id} start`,
      ];
    }
  }
}

/** Lines that differ, without context: the stretch between what both files have in common at their ends. */
function changedLines(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  return [
    ...old.slice(start, old.length - end).map((line) => `- ${line}`),
    ...now.slice(start, now.length - end).map((line) => `+ ${line}`),
  ];
}

function goalText(goal: HafsGoal): string {
  switch (goal.kind) {
    case 'block-device':
      return `${goal.device} has at least ${goal.minBytes} bytes`;
    case 'no-block-device':
      return `${goal.device} is gone`;
    case 'physical-volume':
      return `${goal.device} is a physical volume`;
    case 'volume-group':
      return `the volume group ${goal.group} is there`;
    case 'blank':
      return `every witness says that ${goal.device} is blank`;
    case 'file':
      return `${goal.path} is what was written, byte for byte`;
    case 'no-file':
      return `${goal.path} is not there`;
    case 'drbd-metadata':
      return `${goal.found ? '' : 'no '}DRBD metadata on ${goal.device}`;
    case 'drbd-present':
      return `${goal.resource} is ${goal.present ? 'up' : 'down'}`;
    case 'drbd-connected':
      return `${goal.resource} is ${goal.connected ? 'Connected' : 'not connected'}`;
    case 'drbd-role':
      return `${goal.resource} is ${goal.role}`;
    case 'drbd-disk':
      return `every disk of ${goal.resource} is ${goal.states.join(' or ')}`;
    case 'drbd-in-sync':
      return `every copy of ${goal.resource} is UpToDate, 0 out of sync`;
    case 'drbd-syncing':
      return `${goal.resource} resyncs or is in sync`;
    case 'drbd-paused':
      return `the resync of ${goal.resource} is ${goal.paused ? 'suspended by the user' : 'not suspended by the user'}`;
    case 'drbd-size':
      return `${goal.resource}/${goal.volume} has at least ${goal.minBytes} bytes`;
    case 'dry-run':
      return goal.worst === 'nothing'
        ? `a dry run of adjust shows nothing to do`
        : `the dry run shows nothing worse than: ${goal.worst}`;
    case 'verify-running':
      return `${goal.resource}/${goal.volume} is VerifyS or VerifyT, or has ended`;
    case 'verify-ended':
      return `${goal.resource}/${goal.volume} is Established; the out-of-sync counters are the result`;
    case 'signature':
      return `${goal.device} carries ${goal.type}`;
    case 'filesystem-size':
      return `the file system on ${goal.mountPoint} has at least ${goal.minBytes} bytes`;
    case 'pacemaker':
      return goal.present
        ? 'the cluster has settled, one copy is Promoted, the file system is mounted there'
        : 'the cluster has settled without it';
  }
}

const REASONS: Readonly<Record<Extract<HafsUndo, { kind: 'none' }>['reason'], string>> = {
  'data-written': 'none: data was written',
  'data-gone': 'none: what is gone is gone',
  'size-only-grows': 'none: sizes only grow',
  'by-next-step': 'by the steps around it',
};

function undoText(undo: HafsUndo): string {
  switch (undo.kind) {
    case 'run':
      return `$ ${quoteArgv(undo.command.argv)}`;
    case 'write-file':
      return `the old ${undo.path}`;
    case 'remove-file':
      return `remove ${undo.path}`;
    case 'cib':
      return `${undo.change} the Pacemaker part`;
    case 'nothing-changed':
      return 'nothing was changed';
    case 'none':
      return REASONS[undo.reason];
  }
}
