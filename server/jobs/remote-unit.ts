/** Starts, finds and clears the transient unit of one attempt on its node (see lib/plan/transient-unit). */
import type { Command, Outcome } from '@/lib/base/command';
import { lastErrorLines, redactMessage } from '@/lib/pacemaker/redact';
import { lockProblem, type Turn } from '@/lib/plan/node-lock';
import {
  bootIdCommand,
  cleanUnitCommands,
  parseBootId,
  parseUnitState,
  startUnitCommand,
  type UnitState,
  unitOutputCommand,
  unitStateCommand,
} from '@/lib/plan/transient-unit';
import type { PlanProblem } from '@/lib/plan/types';
import { type Engine, sleep, untilInterrupted } from './engine';

export interface UnitPlace {
  readonly clusterId: string;
  readonly node: string;
  readonly unit: string;
}

export type Started =
  | { readonly kind: 'started' }
  /** systemd said no. A unit of that name may be there all the same: somebody else's start came first. */
  | { readonly kind: 'refused'; readonly outcome: Outcome }
  /** No word came back. */
  | { readonly kind: 'unknown'; readonly outcome: Outcome };

export async function startUnit(
  { access }: Engine,
  place: UnitPlace,
  run: Command,
  signal: AbortSignal,
  turn?: Turn,
): Promise<Started> {
  const command = startUnitCommand(place.unit, place.node, run, turn);
  const outcome = await untilInterrupted(access.run(place.clusterId, place.node, command), signal);
  if (outcome.kind !== 'exited') return { kind: 'unknown', outcome };
  return outcome.exitCode === 0 ? { kind: 'started' } : { kind: 'refused', outcome };
}

export type Collected =
  | { readonly kind: 'finished'; readonly outcome: Outcome }
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'not-run';
      readonly detail: string;
      /** When it was the node's lock that refused it. */
      readonly problem?: PlanProblem;
    }
  /** The node has not said anything usable for too long. */
  | { readonly kind: 'no-answer'; readonly detail: string };

/** Waits for the unit to end. Its own time limit on the node bounds this. @param silenceMs bound on the node's silence */
export async function collectUnit(
  engine: Engine,
  place: UnitPlace,
  silenceMs: number,
  signal: AbortSignal,
): Promise<Collected> {
  let heardAt = engine.now();
  for (;;) {
    const read = await untilInterrupted(readState(engine, place), signal);
    if (read.state) {
      heardAt = engine.now();
      const ended = await endOf(engine, place, read.state);
      if (ended) return ended;
    } else if (engine.now() - heardAt > silenceMs) {
      return { kind: 'no-answer', detail: read.detail };
    }
    await sleep(engine.timings.unitPollMs, signal);
  }
}

async function readState(
  { access }: Engine,
  { clusterId, node, unit }: UnitPlace,
): Promise<{ readonly state?: UnitState; readonly detail: string }> {
  const outcome = await access.run(clusterId, node, unitStateCommand(unit));
  if (outcome.kind !== 'exited') return { detail: outcome.kind };
  const parsed = parseUnitState(outcome.stdout);
  return parsed.ok ? { state: parsed.value, detail: '' } : { detail: parsed.error.what };
}

async function endOf(engine: Engine, place: UnitPlace, state: UnitState): Promise<Collected | undefined> {
  switch (state.kind) {
    case 'running':
      return undefined;
    case 'absent':
      return state;
    case 'not-run':
      return notRun(engine, place, state);
    case 'killed': {
      const { stdout, stderr } = await readOutput(engine, place);
      return {
        kind: 'finished',
        outcome: { kind: 'killed', signal: state.signal, stdout, stderr, durationMs: 0 },
      };
    }
    case 'exited': {
      const { stdout, stderr } = await readOutput(engine, place);
      const { exitCode } = state;
      return {
        kind: 'finished',
        outcome: { kind: 'exited', exitCode, stdout, stderr, truncated: false, durationMs: 0 },
      };
    }
  }
}

async function notRun(
  engine: Engine,
  place: UnitPlace,
  { result, refusal }: Extract<UnitState, { kind: 'not-run' }>,
): Promise<Collected> {
  if (!refusal) return { kind: 'not-run', detail: result };
  const { stderr } = await readOutput(engine, place);
  return { kind: 'not-run', detail: result, problem: lockProblem(place.node, refusal, stderr) };
}

/** Output only explains; the exit status decides. What cannot be read is empty. */
async function readOutput(
  { access }: Engine,
  { clusterId, node, unit }: UnitPlace,
): Promise<{ stdout: string; stderr: string }> {
  const [out, err] = await Promise.all([
    access.run(clusterId, node, unitOutputCommand(unit, 'out')),
    access.run(clusterId, node, unitOutputCommand(unit, 'err')),
  ]);
  const text = (outcome: Outcome): string =>
    outcome.kind === 'exited' && outcome.exitCode === 0 ? outcome.stdout : '';
  // A rejected patch makes cibadmin print the configuration, passwords and all, before it says why.
  return { stdout: redactMessage(text(out)), stderr: lastErrorLines(text(err), 8) };
}

/** Best effort: what stays is empty, harmless, and gone with the node's next boot. */
export async function cleanUnit({ access }: Engine, { clusterId, node, unit }: UnitPlace): Promise<void> {
  await Promise.all(cleanUnitCommands(unit).map((command) => access.run(clusterId, node, command)));
}

/** Undefined: not to be had now. */
export async function readBootId(
  { access }: Engine,
  clusterId: string,
  node: string,
): Promise<string | undefined> {
  const outcome = await access.run(clusterId, node, bootIdCommand());
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) return undefined;
  const parsed = parseBootId(outcome.stdout);
  return parsed.ok ? parsed.value : undefined;
}
