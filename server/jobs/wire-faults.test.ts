import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { safetyFigure } from '@/e2e/safety/safety-figure';
import type { Actor } from '@/lib/auth/actor';
import type { Outcome } from '@/lib/base/command';
import { verifyAudit } from '@/lib/data/audit';
import { LEASE_SECONDS } from '@/lib/plan/node-lock';
import { testDatabase } from '@/server/testing/database';
import type { Running } from '../access';
import { exited } from './testing/fake-cluster';
import type { FaultCluster, Manners, WireFault } from './testing/fault-cluster';
import { approved } from './testing/fault-plan';
import { answerTruly, carryOut, endOf, Fleet, inGroups, QUICK, quickPlan } from './testing/fleet';
import { findings, ranTwice } from './testing/invariants';
import { Random, seedOfRun } from './testing/random';
import { createActor, until } from './testing/stage';

/** What Haven survives: wires that break at any command, nodes that lie, hang or restart. */
testDatabase();

const seed = seedOfRun();
const random = new Random(seed);
/** Of every command and every way to break, `HAVEN_FAULT_WIRES`: a number, or `all`. */
const { HAVEN_FAULT_WIRES: wires } = process.env;
const WIRE_CASES = wires === 'all' ? Number.POSITIVE_INFINITY : Number(wires) || 56;
const tally = { commands: 0, twice: [] as string[] };

let admin: Actor;
let fleet: Fleet;
const running: Running[] = [];

beforeAll(async () => {
  console.log(`wire faults: seed ${seed}`);
  admin = await createActor('administrator');
});
beforeEach(() => {
  fleet = new Fleet();
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});
afterAll(async () => {
  const { commands: attempts, twice } = tally;
  const ran = { attempts, failures: twice.length, notes: { seed } };
  console.log(safetyFigure('R3', ran, '0 run twice in 10,000 (by broken wires)'));
  expect(await verifyAudit()).toMatchObject({ ok: true });
});

async function work(): Promise<void> {
  running.push(await fleet.work());
}

/** A new cluster and one plan on it. */
async function tryPlan(manners: Manners = {}, arm?: (cluster: FaultCluster) => void) {
  const cluster = await fleet.add(manners);
  return { cluster, job: await carryOut(admin, cluster, arm) };
}

describe('a wire that breaks', () => {
  it('at any command: before it is sent, after it ran, with its answer lost, or delayed until nobody waits', async () => {
    await work();
    const whole = await tryPlan({}, (cluster) => {
      cluster.wire = () => undefined;
    });
    expect(whole.job.status).toBe('succeeded');
    const faults: readonly WireFault[] = ['before', 'after', 'lost', 'delayed'];
    const cases = Array.from({ length: whole.cluster.count }, (_, n) =>
      faults.map((fault) => ({ n, fault })),
    ).flat();
    while (cases.length > WIRE_CASES) cases.splice(random.below(cases.length), 1);
    const problems: string[] = [];
    await inGroups(cases, async ({ n, fault }) => {
      let hit = '';
      const { cluster, job } = await tryPlan({}, (made) => {
        made.wire = (at, node, argv) => {
          if (at !== n) return undefined;
          hit = `${node} ${argv.slice(0, 3).join(' ')}`;
          return fault;
        };
      });
      const end = await answerTruly(admin, cluster, job);
      tally.commands += 1;
      tally.twice.push(...ranTwice(cluster));
      // A command that only takes away what is there may itself be lost: nothing of a change depends on it.
      const isCleaning = /stop|reset-failed| rm |--wait/.test(hit) || fault === 'delayed';
      const found = await findings(cluster, end, { leftovers: isCleaning });
      problems.push(...found.map((text) => `${n} ${fault} ${hit}: ${text}`));
    });
    expect(problems).toEqual([]);
  }, 3_600_000);
});

const asRefused: Outcome = exited(1, '', 'sudo: a password is required');

describe('a node', () => {
  it('that says 0 and has done nothing is found out, and nothing is called done', async () => {
    await work();
    const { cluster, job } = await tryPlan({ isLazy: true });
    expect(job.status).toBe('failed');
    expect(job.result.problem?.id).toBe('not-verified');
    expect(cluster.effects).toEqual([]);
    expect(await findings(cluster, job)).toEqual([]);
  });

  it('that says 1 although it did it is told as it said, and what was done is taken back', async () => {
    await work();
    const { cluster, job } = await tryPlan({ isDenying: true });
    expect(job.status).toBe('failed');
    expect(job.result.problem?.id).toBe('command-failed');
    expect(job.steps.find((step) => step.status === 'failed')?.index).toBe(1);
    expect(await findings(cluster, job)).toEqual([]);
  });

  it('whose unit does not end, not by SIGTERM either, is waited for, and its end by force is no yes', async () => {
    await work();
    const cluster = await fleet.add({ isStubborn: true });
    const jobId = await approved(admin, await quickPlan(cluster));
    const isBegun = (): boolean => [...cluster.nodeUnits.values()].some((unit) => unit.isStep);
    await until(async () => isBegun() || undefined, 'the unit');
    cluster.killUnits();
    const job = await endOf(jobId);
    // The first step only looks: whoever was killed while looking has not said yes.
    expect(job.status).toBe('failed');
    expect(job.result.problem?.id).toBe('outcome-unknown');
    expect(cluster.effects).toEqual([]);
    expect(await findings(cluster, job)).toEqual([]);
  });

  it.each([
    ['garbage', '\0\x1b[2J<<<>>>\n=\n===\nLoadState\n'],
    ['megabytes', 'LoadState'.repeat(500_000)],
    ['a unit that is masked', 'LoadState=masked\nActiveState=inactive\n'],
  ])('that answers with %s is never read as an end', async (_name, text) => {
    await work();
    const { cluster, job } = await tryPlan({}, (made) => {
      made.fault = (_node, argv) =>
        argv[1] === 'show' && !argv[2]?.endsWith('-1.service') ? exited(0, text) : undefined;
    });
    // The goal itself can still be read, and is the last witness; the first step, which only looks, has none.
    expect(['needs-decision', 'succeeded']).toContain(job.status);
    cluster.fault = () => undefined;
    const end = await answerTruly(admin, cluster, job);
    expect(await findings(cluster, end)).toEqual([]);
  });

  it('whose disk is full takes no file: nothing is started, nothing stays', async () => {
    await work();
    const full = exited(1, '', "install: error writing '/run/x.in': No space left on device");
    const { cluster, job } = await tryPlan({}, (made) => {
      made.fault = (node, argv) => {
        if (argv[0] !== 'install') return undefined;
        made.staged.add(`${node}/${argv.at(-1)}`);
        return full;
      };
    });
    expect(job.result.problem).toMatchObject({
      id: 'not-started',
      params: { detail: full.kind === 'exited' && full.stderr },
    });
    expect(cluster.effects).toEqual([]);
    expect(await findings(cluster, job)).toEqual([]);
  });

  it.each([0, 1, 2, 3])(
    'that refuses sudo from changing command %i on is told so, and nothing temporary is given up',
    async (after) => {
      await work();
      let started = 0;
      const { cluster, job } = await tryPlan({}, (made) => {
        made.fault = (_node, argv) => {
          if (argv[0] !== 'systemd-run' || argv.includes('perl') || argv.includes('--wait')) return undefined;
          started += 1;
          return started > after ? asRefused : undefined;
        };
      });
      expect(job.status === 'failed' || job.status === 'needs-decision').toBe(true);
      cluster.fault = () => undefined;
      const end = await answerTruly(admin, cluster, job);
      expect(await findings(cluster, end)).toEqual([]);
    },
  );

  it('that refuses only what takes the constraint back has a person asked, who has it tried again', async () => {
    await work();
    let isAllowed = false;
    const { cluster, job } = await tryPlan({}, (made) => {
      made.fault = (_node, argv) =>
        argv[0] === 'systemd-run' && argv.at(-1)?.includes('operation="delete"') && !isAllowed
          ? asRefused
          : undefined;
    });
    expect(job.status).toBe('needs-decision');
    expect(job.result.question?.reason.id).toBe('not-started');
    isAllowed = true;
    const end = await answerTruly(admin, cluster, job);
    expect(end.status).toBe('succeeded');
    expect(await findings(cluster, end)).toEqual([]);
  });

  it('that restarts in the middle of any step is asked about, and an honest answer ends it', async () => {
    await work();
    const cases = Array.from({ length: 8 }, () => random.below(60));
    await inGroups(cases, async (n) => {
      const { cluster, job } = await tryPlan({ unitMs: () => 20 }, (made) => {
        made.wire = (at, node) => {
          if (at === n) made.restart(node);
          return undefined;
        };
      });
      const end = await answerTruly(admin, cluster, job);
      expect(await findings(cluster, end)).toEqual([]);
    });
  });

  it('that another Haven holds for a job of its own refuses, says whose, and nothing is done', async () => {
    await work();
    const { cluster, job } = await tryPlan({}, (made) => made.occupy('node2', 'haven-other-1', 20_000));
    expect(job.result.problem).toMatchObject({
      id: 'node-held',
      params: { node: 'node2', haven: 'another', unit: 'haven-other-1' },
    });
    // The first step only looks, and needs nobody's leave.
    expect(job.steps.slice(0, 3).map((step) => step.status)).toEqual(['done', 'failed', 'skipped']);
    const seconds = Number(job.result.problem?.params.seconds);
    expect(seconds).toBeGreaterThan(LEASE_SECONDS - 40);
    expect(seconds).toBeLessThanOrEqual(LEASE_SECONDS - 20);
    expect(cluster.effects).toEqual([]);
    expect(cluster.leftovers).toEqual(['lock of node2']);
    expect(await findings(cluster, job, { leftovers: true })).toEqual([]);
  });

  it.each([
    ['has let go', '-', 0],
    ['has not been heard of for longer than its lease', 'haven-other-1', (LEASE_SECONDS + 1) * 1000],
  ])('that another Haven %s takes the change', async (_name, unit, agoMs) => {
    await work();
    const { cluster, job } = await tryPlan({}, (made) => made.occupy('node2', unit, agoMs));
    expect(job.status).toBe('succeeded');
    expect(await findings(cluster, job)).toEqual([]);
  });

  it('is kept for the job while it waits for something, and let go at its end', async () => {
    running.push(await fleet.work({ ...QUICK, keepNodesMs: 20 }));
    const { cluster, job } = await tryPlan({ isNeverLate: true });
    expect(job.status).toBe('failed');
    expect(cluster.kept).toBeGreaterThan(0);
    expect(await findings(cluster, job)).toEqual([]);
  });
});
