/**
 * Publishes how far `up` is, for people at a terminal and for the web page (`status.json`). Detail lines are
 * written at most four times a second; state changes at once.
 */
import type { LabPhase, LabStatus, LabStep, LabText } from './lab-info.ts';
import type { LabPaths } from './paths.ts';
import { LabError, writeAtomic } from './run.ts';

export interface StepPlan {
  readonly id: string;
  readonly phase: LabPhase;
  readonly label: LabText;
}

const detailEveryMs = 250;

export class Progress {
  private readonly paths: LabPaths;
  private plans: readonly StepPlan[];
  private steps: LabStep[];
  private phase: LabPhase;
  private readonly startedAt = Date.now();
  private lastWrite = 0;

  constructor(paths: LabPaths, plans: readonly StepPlan[]) {
    this.paths = paths;
    this.plans = plans;
    this.steps = plans.map(({ id, label }) => ({ id, label, state: 'pending' }));
    this.phase = plans[0]?.phase ?? 'boot';
    this.publish();
  }

  /** Runs one step of the plan. `say` inside it becomes the step's detail line. */
  async step<T>(id: string, work: (say: (line: string) => void) => Promise<T>): Promise<T> {
    const plan = this.plans.find((candidate) => candidate.id === id);
    if (!plan) throw new Error(`no step "${id}" in the plan`);
    this.phase = plan.phase;
    this.change(id, { state: 'running', startedAt: Date.now() });
    console.log(`• ${plan.label.en}`);
    const say = (line: string): void => {
      console.log(`    ${line}`);
      this.change(id, { detail: line }, Date.now() - this.lastWrite > detailEveryMs);
    };
    try {
      const result = await work(say);
      this.change(id, { state: 'done', endedAt: Date.now(), detail: undefined });
      return result;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.change(id, { state: 'failed', endedAt: Date.now(), detail: message }, false);
      throw error;
    }
  }

  /** What is left turned out to be something else; steps that are done stay done. */
  replan(plans: readonly StepPlan[]): void {
    const known = new Map(this.steps.map((step) => [step.id, step]));
    this.plans = plans;
    this.steps = plans.map(({ id, label }) => known.get(id) ?? { id, label, state: 'pending' });
    this.publish();
  }

  ready(): void {
    this.phase = 'ready';
    this.publish();
  }

  failed(error: unknown): void {
    this.phase = 'failed';
    const message = error instanceof Error ? error.message : String(error);
    const hint = error instanceof LabError ? error.hint : '';
    this.publish({ message, hint: hint || `The whole story is in ${this.paths.log}.` });
  }

  private change(id: string, patch: Partial<LabStep>, write = true): void {
    this.steps = this.steps.map((step) => (step.id === id ? { ...step, ...patch } : step));
    if (write) this.publish();
  }

  private publish(error?: { message: string; hint: string }): void {
    this.lastWrite = Date.now();
    const status: LabStatus = {
      version: 1,
      phase: this.phase,
      ready: this.phase === 'ready',
      startedAt: this.startedAt,
      updatedAt: this.lastWrite,
      pid: process.pid,
      steps: this.steps,
      ...(error ? { error } : {}),
    };
    writeStatus(this.paths, status);
  }
}

export function writeStatus(paths: LabPaths, status: LabStatus): void {
  writeAtomic(paths.status, `${JSON.stringify(status, null, 2)}\n`);
}
