import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { safetyFigure } from '@/e2e/safety/safety-figure';
import type { Actor } from '@/lib/auth/actor';
import { verifyAudit } from '@/lib/data/audit';
import { findJob, loadJobs } from '@/lib/data/jobs';
import { testDatabase } from '@/server/testing/database';
import { type Checkpoint, TIMINGS, type Timings } from './engine';
import { FaultCluster, type Manners } from './testing/fault-cluster';
import { allKinds, approved, planMove, STEP_COUNT } from './testing/fault-plan';
import { findings, ranTwice } from './testing/invariants';
import { buildMortal, Mortal } from './testing/mortal';
import { Random, seedOfRun } from './testing/random';
import { createActor, createClusterRow, until } from './testing/stage';

/**
 * Haven is killed, again and again, at any instant and at every named place, while it carries out plans that have a
 * step of every kind. `HAVEN_FAULT_KILLS=1000` for the full number, with the real timings; `HAVEN_FAULT_SEED` to see a
 * run again (what the machine's scheduler does between two instants does not come again).
 */
testDatabase();

const seed = seedOfRun();
const random = new Random(seed);
const wantedKills = Number(process.env.HAVEN_FAULT_KILLS) || 100;
const isFull = wantedKills > 200;
/** Jobs that run at once, and are killed together. */
const AT_ONCE = 8;
const TARGET_MS = 10_000;
/** A busy machine is slow, and no test fails for that: what took longer than the target is in the figure. */
const LOST_AFTER_MS = 60_000;
const timings: Timings = isFull
  ? TIMINGS
  : {
      unitPollMs: 5,
      verifyPollMs: 5,
      connectMs: 100,
      resumeSilenceMs: 150,
      silenceMs: 5_000,
      keepNodesMs: 400,
    };

let admin: Actor;
let mortal: Awaited<ReturnType<typeof buildMortal>>;
const tally = { kills: 0, lost: [] as string[], twice: [] as string[], partial: [] as string[], steps: 0 };
const recoveriesMs: number[] = [];
const ends: Record<string, number> = {};

beforeAll(async () => {
  console.log(`faults: seed ${seed}, ${wantedKills} kills`);
  admin = await createActor('administrator');
  mortal = await buildMortal();
});
afterAll(async () => {
  await mortal.remove();
  const { kills, lost, twice, partial, steps } = tally;
  const late = recoveriesMs.filter((ms) => ms > TARGET_MS).map((ms) => `${ms} ms`);
  const slowestMs = Math.max(...recoveriesMs);
  const note = {
    seed,
    jobs: recoveriesMs.length,
    ends,
    lost: lost.length,
    late: late.length,
    slowestMs,
    timings: isFull ? 'real' : 'shortened',
  };
  const attempts = (n: number, of: readonly string[]) => ({ attempts: n, failures: of.length, notes: note });
  for (const line of [
    safetyFigure('R2', attempts(kills, [...lost, ...late]), '0 lost or later than 10 s in 1,000'),
    safetyFigure('R3', attempts(steps, twice), '0 run twice in 10,000 (by kills)'),
    safetyFigure('R4', attempts(kills, partial), '100 %'),
  ])
    console.log(line);
});

interface Case {
  readonly cluster: FaultCluster;
  readonly jobId: string;
}

/** Now and then something goes wrong on the nodes too, so that taking back is interrupted as well. */
function manners(): Manners {
  const unitMs = (): number => random.below(isFull ? 400 : 12);
  const luck = random.below(6);
  if (luck === 0) return { unitMs, isNeverLate: true };
  return luck === 1 ? { unitMs, isInvalid: true } : { unitMs };
}

/** One after another: on a busy machine eight at once wait too long for a connection. */
async function prepare(own: () => Manners = manners): Promise<readonly Case[]> {
  const cases: Case[] = [];
  while (cases.length < AT_ONCE) {
    const cluster = new FaultCluster(await createClusterRow(), own());
    const plan = allKinds(await planMove(cluster));
    // A step that never comes true must not take its full ten seconds.
    const steps = plan.steps.map((step) => ({ ...step, verifyTimeoutMs: isFull ? 1_500 : 120 }));
    cases.push({ cluster, jobId: await approved(admin, { ...plan, steps }) });
  }
  return cases;
}

const isOpen = (status: string): boolean => status === 'queued' || status === 'running';

async function openJobs(cases: readonly Case[]): Promise<number> {
  const jobs = await loadJobs(cases.map((one) => one.jobId));
  return jobs.filter((job) => isOpen(job.status)).length;
}

const load = (cases: readonly Case[], stops: Readonly<Record<string, string>> = {}): Promise<Mortal> =>
  Mortal.load({ file: mortal.file, clusters: cases.map((one) => one.cluster), timings, stops });

/** The last start: nobody kills it. Every job must end, and leave the world as it is told. */
async function finishAll(cases: readonly Case[], last: Mortal): Promise<void> {
  const started = performance.now();
  last.go();
  await Promise.all(
    cases.map(async ({ jobId }) => {
      const ended = async (): Promise<true | undefined> => {
        const job = await findJob(jobId);
        return job && !isOpen(job.status) ? true : undefined;
      };
      await until(ended, 'the end of a job', LOST_AFTER_MS).catch(() => undefined);
      recoveriesMs.push(Math.round(performance.now() - started));
    }),
  );
  for (const { cluster, jobId } of cases) {
    const job = await findJob(jobId);
    if (!job || isOpen(job.status) || job.status === 'needs-decision') tally.lost.push(jobId);
    const end = `${job?.status} ${job?.result.problem?.id ?? ''}`.trim();
    ends[end] = (ends[end] ?? 0) + 1;
    tally.steps += cluster.effects.length;
    tally.twice.push(...ranTwice(cluster));
    if (job) tally.partial.push(...(await findings(cluster, job)));
  }
  await last.kill();
  expect(tally).toMatchObject({ lost: [], twice: [], partial: [] });
}

const POINTS: readonly Checkpoint[] = [
  'attempt-committed',
  'unit-started',
  'unit-finished',
  'outcome-recorded',
  'unit-cleaned',
  'verified',
  'step-done',
];

function* places(): Generator<{ readonly at: string; readonly own: Manners }> {
  yield { at: 'job-begun -1', own: {} };
  yield { at: 'before-finish -1', own: {} };
  // A step that failed is over, and its unit is still there.
  yield { at: 'outcome-recorded 0', own: { isInvalid: true } };
  yield { at: 'outcome-recorded 1', own: { isDenying: true } };
  const isWait = (step: number): boolean => step === 4 || step === 5 || step === 7;
  for (let step = 0; step < STEP_COUNT; step += 1) {
    // The last step runs only when another fails.
    const own = step === STEP_COUNT - 1 ? { isNeverLate: true } : {};
    for (const at of isWait(step) ? POINTS.slice(-2) : POINTS) yield { at: `${at} ${step}`, own };
  }
}

describe('killed', () => {
  it('at every named place of every kind of step, a job goes on and ends', async () => {
    const all = [...places()];
    for (let first = 0; first < all.length; first += AT_ONCE) {
      const some = all.slice(first, first + AT_ONCE);
      let next = 0;
      const cases = await prepare(() => some[next++ % some.length]?.own ?? {});
      const stops = Object.fromEntries(
        cases.map(({ cluster }, index) => [cluster.clusterId, some[index % some.length]?.at ?? '']),
      );
      const doomed = await load(cases, stops);
      const successor = await load(cases);
      doomed.go();
      await until(
        async () => doomed.stopped.size + AT_ONCE - (await openJobs(cases)) >= AT_ONCE || undefined,
        'every job at its place',
        30_000,
      );
      tally.kills += doomed.stopped.size;
      await doomed.kill();
      await finishAll(cases, successor);
    }
    expect(tally.kills).toBeGreaterThanOrEqual(all.length - 7);
    expect(await verifyAudit()).toMatchObject({ ok: true });
  }, 600_000);

  it('at any instant, often several times, a job goes on and ends', async () => {
    while (tally.kills < wantedKills) {
      const cases = await prepare();
      let isLast = false;
      for (let life = 0; !isLast; life += 1) {
        const doomed = await load(cases);
        doomed.go();
        await new Promise((resolve) => setTimeout(resolve, random.below(isFull ? 3_000 : 700)));
        const killed = doomed.kill();
        tally.kills += await openJobs(cases);
        await killed;
        isLast = life >= 2 || random.chance(0.4) || (await openJobs(cases)) < 2;
      }
      await finishAll(cases, await load(cases));
    }
    expect(await verifyAudit()).toMatchObject({ ok: true });
  }, 3_600_000);
});
