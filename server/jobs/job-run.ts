/**
 * One run of one job: its rows as last read, and every way to move them. A move that finds the row elsewhere means
 * that somebody else runs this job, and ends this run.
 */
import { appendAudit } from '@/lib/data/audit';
import { database, type Tx } from '@/lib/data/client';
import { findJob, insertAttempt, type JobMove, moveJob, moveStep, type StepMove } from '@/lib/data/jobs';
import { notify } from '@/lib/data/notify';
import { findUser } from '@/lib/data/users';
import { changeAsObject } from '@/lib/plan/planners';
import type { AttemptRecord, JobRecord, PlanRecord, StepRecord } from '@/lib/plan/records';
import type { JobResult, JobStatus, Plan } from '@/lib/plan/types';
import { type Checkpoint, type Engine, Interrupted, throwIfInterrupted, untilInterrupted } from './engine';
import { cleanUnit } from './remote-unit';
import { takeOverBaseline } from './take-over';

/** Who an entry is written for: the person who approved, for the machine acts on their word. */
type AuditActor = { readonly id: string; readonly name: string } | null;

export class JobRun {
  /** What was really started, by unit: with the version that was only known then. */
  readonly commands = new Map<string, string>();
  private readonly cleanings = new Map<string, Promise<void>>();

  private constructor(
    readonly engine: Engine,
    readonly record: PlanRecord,
    readonly plan: Plan,
    private current: JobRecord,
    readonly signal: AbortSignal,
    private readonly actor: AuditActor,
  ) {}

  static async load(
    engine: Engine,
    record: PlanRecord,
    plan: Plan,
    job: JobRecord,
    signal: AbortSignal,
  ): Promise<JobRun> {
    const approver = record.approvedById === undefined ? undefined : await findUser(record.approvedById);
    return new JobRun(
      engine,
      record,
      plan,
      job,
      signal,
      approver ? { id: approver.id, name: approver.name } : null,
    );
  }

  get job(): JobRecord {
    return this.current;
  }

  get clusterId(): string {
    return this.current.clusterId;
  }

  step(index: number): StepRecord {
    const step = this.current.steps[index];
    if (!step) throw new Error(`job ${this.current.id} has no step ${index}`);
    return step;
  }

  async checkpoint(at: Checkpoint, stepIndex = -1): Promise<void> {
    const { checkpoint } = this.engine;
    if (checkpoint)
      await untilInterrupted(Promise.resolve(checkpoint(at, stepIndex, this.clusterId)), this.signal);
    throwIfInterrupted(this.signal);
  }

  /** Takes a unit away, once per run. Never throws, and is not worth waiting for before the next step's own end. */
  clean(node: string, unit: string): Promise<void> {
    const known = this.cleanings.get(unit);
    if (known) return known;
    const cleaning = cleanUnit(this.engine, { clusterId: this.clusterId, node, unit });
    this.cleanings.set(unit, cleaning);
    return cleaning;
  }

  /** All attempts of a step, those of an earlier process too: a crash may have come before their cleaning. */
  async cleanStep(node: string, index: number): Promise<void> {
    const { unit, attempts } = this.step(index);
    const units = [unit, ...attempts.map((attempt) => attempt.unit)];
    await Promise.all(
      [...new Set(units)].flatMap((one) => (one === undefined ? [] : [this.clean(node, one)])),
    );
  }

  /**
   * Every unit of every step that this run has not taken away itself: of steps that failed in a process that was then
   * killed, and of those that a person declared done.
   */
  async cleanAll(): Promise<void> {
    await Promise.all(
      this.plan.steps.map((step, index) =>
        this.step(index).unit ? this.cleanStep(step.node, index) : undefined,
      ),
    );
  }

  /** Reads the rows again: a person may have asked to cancel. */
  async reload(): Promise<JobRecord> {
    const found = await findJob(this.current.id);
    if (!found) throw new Interrupted('the job is gone');
    this.current = found;
    return found;
  }

  /**
   * Moves a step, together with what belongs to the move: the attempt's outcome and the audit entry. All or nothing.
   */
  async moveStep(index: number, to: StepMove, also: StepExtras = {}): Promise<void> {
    const before = this.step(index);
    const expected = { status: before.status, ...(before.unit === undefined ? {} : { unit: before.unit }) };
    await this.write(async (tx) => {
      if (!(await moveStep(tx, before.id, expected, to)))
        throw new Interrupted('somebody else runs this step');
      if (also.attempt) await insertAttempt(tx, before.id, also.attempt);
      // It has happened: whatever its effect is held against from now on is what it made.
      const step = this.plan.steps[index];
      if (to.status === 'verifying' && before.status !== 'verifying' && step)
        await takeOverBaseline(tx, this.record, step, this.actor?.name);
      if (also.audit)
        await this.audit(tx, `job.step`, also.audit.phase, { step: index + 1, ...also.audit.detail });
    });
  }

  async moveJob(
    from: readonly JobStatus[],
    to: JobMove,
    outcome?: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.write(async (tx) => {
      if (!(await moveJob(tx, this.current.id, from, to)))
        throw new Interrupted('somebody else runs this job');
      if (outcome) await this.audit(tx, 'job.outcome', 'outcome', outcome);
    });
  }

  /** Adds to the result without touching what is there. */
  async note(result: Partial<JobResult>): Promise<void> {
    const merged = { ...this.current.result, ...result };
    await this.write((tx) =>
      moveJob(tx, this.current.id, ['running'], { result: merged }).then(() => undefined),
    );
  }

  private async write(work: (tx: Tx) => Promise<void>): Promise<void> {
    await database().$transaction(async (tx) => {
      await notify('job', this.current.id, tx);
      await work(tx);
    });
    await this.reload();
  }

  private async audit(tx: Tx, action: string, phase: 'intent' | 'outcome', detail: unknown): Promise<void> {
    await appendAudit(tx, { actor: this.actor, action, ...changeAsObject(this.record), phase, detail });
  }
}

export interface StepExtras {
  readonly attempt?: Omit<AttemptRecord, 'at'>;
  readonly audit?: {
    readonly phase: 'intent' | 'outcome';
    readonly detail: Readonly<Record<string, unknown>>;
  };
}
