import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { safetyFigure } from '@/e2e/safety/safety-figure';
import type { Actor } from '@/lib/auth/actor';
import { verifyAudit } from '@/lib/data/audit';
import { database, prismaErrorCode } from '@/lib/data/client';
import { loadOpenJobs } from '@/lib/data/jobs';
import { planHashOf } from '@/lib/data/plans';
import { approvePlan } from '@/lib/usecases/plans';
import { testDatabase } from '@/server/testing/database';
import type { Running } from '../access';
import { CONFIRMED, store } from './testing/fault-plan';
import { answerTruly, carryOut, endOf, Fleet, inGroups, quickPlan } from './testing/fleet';
import { findings, ranTwice } from './testing/invariants';
import { Random, seedOfRun } from './testing/random';
import { createActor } from './testing/stage';

/** Several people at once, and people at the command line beside Haven. `HAVEN_FAULT_SUBMISSIONS` and `HAVEN_FAULT_EDITS` for more. */
testDatabase();

const seed = seedOfRun();
const random = new Random(seed);
const tally = { submissions: 0, twice: [] as string[], edits: 0, lostEdits: 0 };

let admin: Actor;
let fleet: Fleet;
const running: Running[] = [];

beforeAll(async () => {
  console.log(`people: seed ${seed}`);
  admin = await createActor('administrator');
});
beforeEach(() => {
  fleet = new Fleet();
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});
afterAll(async () => {
  const { submissions, twice, edits, lostEdits } = tally;
  const sent = { attempts: submissions, failures: twice.length, notes: { seed } };
  console.log(safetyFigure('R3', sent, '0 run twice in 10,000 (by double submissions)'));
  const edited = { attempts: edits, failures: lostEdits, notes: { seed } };
  console.log(safetyFigure('R5', edited, '0 edits lost in 10,000'));
  expect(await verifyAudit()).toMatchObject({ ok: true });
});

async function work(): Promise<void> {
  running.push(await fleet.work());
}

const STICKINESS = '<nvpair id="rsc_defaults-meta_attributes-resource-stickiness"';

describe('people', () => {
  it('who approve the same plan sixty times at once start one job', async () => {
    await work();
    const wanted = Number(process.env.HAVEN_FAULT_SUBMISSIONS) || 180;
    while (tally.submissions < wanted) {
      const cluster = await fleet.add();
      const plan = await quickPlan(cluster);
      const planId = await store(admin, plan);
      const answers = await Promise.allSettled(
        Array.from({ length: 60 }, () => approvePlan(admin, planId, planHashOf(plan), CONFIRMED)),
      );
      tally.submissions += answers.length;
      const broken = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      // On a busy machine not all of sixty get a connection in time; such a one is told so, and has done nothing.
      expect(broken.filter((error) => prismaErrorCode(error) !== 'P2028')).toEqual([]);
      const told = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const ids = new Set(told.flatMap((answer) => (answer.ok ? [answer.value] : [])));
      expect(ids.size).toBe(1);
      const job = await endOf([...ids][0] ?? '');
      tally.twice.push(...ranTwice(cluster));
      expect(await findings(cluster, job)).toEqual([]);
    }
  }, 3_600_000);

  it('who approve two plans of one cluster at once start one of them', async () => {
    const other = await createActor('administrator');
    for (let round = 0; round < 8; round += 1) {
      const cluster = await fleet.add();
      const plan = await quickPlan(cluster);
      const ids = await Promise.all([store(admin, plan), store(other, plan)]);
      const answers = await Promise.all(
        ids.map((id, index) => approvePlan(index === 0 ? admin : other, id, planHashOf(plan), CONFIRMED)),
      );
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      expect(await loadOpenJobs(cluster.clusterId)).toHaveLength(1);
      await database().job.updateMany({
        where: { clusterId: cluster.clusterId },
        data: { status: 'cancelled' },
      });
    }
  });

  it('who edit the configuration by hand while a plan runs lose nothing', async () => {
    await work();
    const wanted = Number(process.env.HAVEN_FAULT_EDITS) || 36;
    // At most three in a round.
    await inGroups(Array.from({ length: Math.ceil(wanted / 2.5) }), async () => {
      let edits = 0;
      const at = random.below(80);
      const cluster = await fleet.add({ unitMs: () => random.below(6) });
      const job = await carryOut(admin, cluster, (made) => {
        made.wire = (n) => {
          if (n >= at && n < at + 3) {
            edits += 1;
            const pair = `<nvpair id="hand-${edits}" name="hand-${edits}" value="1"/>`;
            made.editByHand((xml) => xml.replace(STICKINESS, `${pair}${STICKINESS}`));
          }
          return undefined;
        };
      });
      const end = await answerTruly(admin, cluster, job);
      tally.edits += edits;
      for (let edit = 1; edit <= edits; edit += 1)
        if (!cluster.cib.includes(`"hand-${edit}"`)) tally.lostEdits += 1;
      expect(await findings(cluster, end)).toEqual([]);
    });
    expect(tally.lostEdits).toBe(0);
  }, 7_200_000);
});
