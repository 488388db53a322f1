/**
 * A plan as text that an operator can read, paste into a ticket and compare with another: everything the review
 * page shows, the exact commands included. Times are UTC.
 */
import type { Locale } from '@/lib/i18n/define';
import { answerOf } from './answer';
import { changeLines } from './change-lines';
import { confirmationText, isOfBare } from './planners';
import type { GuardResult, Interruption, Move, Plan, PlanStep } from './types';
import type { PlanWords } from './words';
import { planWords } from './words-in';

export function renderPlan(plan: Plan, locale: Locale = 'en'): string {
  const words = planWords(locale);
  const sections = [head(plan, words)];
  if (plan.nothingToDo) return `${[...sections, words.nothing(plan)].join('\n\n')}\n`;
  sections.push(answer(plan, words), guards(plan.guards, words));
  if (plan.prediction.moves.length > 0) sections.push(prediction(plan));
  if (plan.steps.length > 0) sections.push(steps(plan.steps, words));
  if (plan.steps.length > 0)
    sections.push(`UNDO\n  ${plan.reverse ? words.intent(plan.reverse) : words.undo(plan)}`);
  return `${sections.join('\n\n')}\n`;
}

function head(plan: Plan, words: PlanWords): string {
  const { adminEpoch, epoch, configurationSha256 } = plan.base;
  return [
    `PLAN  ${words.intent(plan.intent)}`,
    `  cluster        ${plan.clusterName}`,
    `  made           ${new Date(plan.createdAt).toISOString()}`,
    // Machines without a cluster have none to be bound to.
    ...(isOfBare(plan.intent)
      ? []
      : [`  configuration  ${adminEpoch}.${epoch}  sha256 ${configurationSha256.slice(0, 16)}`]),
  ].join('\n');
}

function answer(plan: Plan, words: PlanWords): string {
  const kind = answerOf(plan.guards);
  const lines = [`ANSWER  ${words.dynamic('answer', kind)}`];
  if (kind === 'confirm') lines.push(`  type  ${confirmationText(plan.intent)}`);
  return lines.join('\n');
}

const MARKS = { pass: 'ok ', fail: 'NO ', unknown: '?  ' } as const;

/** What does not hold first, with its objection; then what holds, briefly. */
function guards(results: readonly GuardResult[], words: PlanWords): string {
  const open = results.filter((guard) => guard.verdict !== 'pass');
  const held = results.filter((guard) => guard.verdict === 'pass');
  const line = (guard: GuardResult): string =>
    `  ${MARKS[guard.verdict]} [${String(guard.invariant).padStart(2)}] ${words.guard(guard)}`;
  const objections = open.flatMap((guard) => [
    `${line(guard)}  (${words.dynamic('level', guard.level)})`,
    `          ${words.objection(guard)}`,
  ]);
  return ['CHECKS', ...objections, ...held.map(line)].join('\n');
}

function prediction({ prediction: { moves, interruptions, afterLoss } }: Plan): string {
  const lines = ['PREDICTED BY THE CLUSTER', ...table(moves.map(moveCells))];
  if (interruptions.length > 0)
    lines.push('', 'INTERRUPTION', ...table(interruptions.map(interruptionCells)));
  const losses = Object.entries(afterLoss).map(([node, stopped]) => {
    if (stopped === 'unknown') return [`loss of ${node}`, 'not known'];
    return [`loss of ${node}`, stopped.length === 0 ? 'everything goes on' : `stops ${stopped.join(', ')}`];
  });
  if (losses.length > 0) lines.push('', 'AFTERWARDS', ...table(losses));
  return lines.join('\n');
}

const place = (nodes: readonly string[]): string => (nodes.length === 0 ? '–' : nodes.join('+'));
const moveCells = (move: Move): readonly string[] => [
  move.resource,
  move.role,
  `${place(move.from)} → ${place(move.to)}`,
];
const interruptionCells = (one: Interruption): readonly string[] => [
  one.service,
  `${one.lowSeconds}–${one.highSeconds} s`,
  one.basis,
];

function steps(all: readonly PlanStep[], words: PlanWords): string {
  const blocks = all.map((step, index) => {
    const lines = [
      `  ${index + 1}. ${words.step(step)}  (${words.dynamic('risk', step.risk)})`,
      ...(step.action.kind === 'cib-patch' ? changeLines(step.action.changes) : []).map(
        ({ sign, text }) => `     ${sign} ${text}`,
      ),
      `     ${step.node}$ ${step.commandText}`,
      ...(step.careful === undefined ? [] : [`     careful: ${words.careful(step.careful)}`]),
      ...step.verify.map((check) => `     verify: ${words.check(check)}`),
    ];
    return lines.join('\n');
  });
  return ['STEPS', ...blocks].join('\n');
}

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}
