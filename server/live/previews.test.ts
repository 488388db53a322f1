import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '@/e2e/sim/until';
import type { Command, Outcome } from '@/lib/base/command';
import type { PreviewAnswer } from '@/lib/live/protocol';
import { answerOf } from '@/lib/plan/answer';
import type { Intent, Plan } from '@/lib/plan/types';
import { computePlan } from '../jobs/compute-plan';
import { SshCluster } from '../jobs/testing/ssh-cluster';
import { Previews } from './previews';

/** Previews over real SSH to two nodes in memory: what is asked of the nodes, what is answered, and how fast. */

const STANDBY: Intent = { kind: 'node-standby', node: 'node1' };
const MOVE: Intent = { kind: 'move-resource', resource: 'vip_10g', node: 'node1' };
const REMEMBERED = { otherJobs: [], measuredSeconds: {} };
const ID = 'c1';

/** Over SSH, with what was asked on record and what a node may fail to answer. */
class Watched extends SshCluster {
  readonly asked: string[] = [];

  override async run(clusterId: string, node: string, command: Command): Promise<Outcome> {
    this.asked.push(`${node} ${command.argv.join(' ')}`);
    return (this.fault(node, command.argv) as Outcome | undefined) ?? super.run(clusterId, node, command);
  }
}

let cluster: Watched;
let previews: Previews;

beforeEach(async () => {
  cluster = await new Watched(ID).open();
  previews = new Previews({ access: () => cluster, remembered: async () => REMEMBERED, now: Date.now });
  await until('connected', () => Object.values(cluster.state().links).every(({ state }) => state === 'live'));
});
afterEach(async () => {
  expect(cluster.unexpected).toEqual([]);
  await cluster.close();
});

const ask = (intent: unknown, asker = 'page'): Promise<PreviewAnswer> =>
  previews.ask(asker, { clusterId: ID, intent });
function planOf(answer: PreviewAnswer): Plan {
  if ('error' in answer) throw new Error(answer.error);
  return answer.plan as Plan;
}
const simulations = (): number => cluster.asked.filter((line) => line.includes('crm_simulate')).length;

describe('a preview', () => {
  it('is the plan that a proposal would get, and changes nothing on a node', async () => {
    const before = cluster.cib;
    const shown = planOf(await ask(STANDBY));
    const proposed = await computePlan(cluster, ID, STANDBY, REMEMBERED, Date.now);
    if (!proposed.ok) throw new Error('no plan');
    const { createdAt: _shown, ...rest } = shown;
    const { createdAt: _proposed, ...same } = proposed.value.plan;
    expect(rest).toEqual(same);
    expect(shown.prediction.moves.length).toBeGreaterThan(0);
    expect(answerOf(shown.guards)).toBe(answerOf(proposed.value.plan.guards));
    expect(cluster.cib).toBe(before);
    expect(cluster.applied).toEqual([]);
    expect([...cluster.units.keys()]).toEqual([]);
  });

  it('asks the simulator once for the same question about the same world, and again when the world moved', async () => {
    await ask(STANDBY);
    const once = simulations();
    const again = planOf(await ask(STANDBY));
    expect(simulations()).toBe(once);
    cluster.places = { ...cluster.places, vip10g: 'node1' };
    const moved = planOf(await ask(STANDBY));
    expect(simulations()).toBeGreaterThan(once);
    expect(moved.base.factsSha256).not.toBe(again.base.factsSha256);
  });

  it('runs one question at a time; the newest of one screen wins, another screen gets its own', async () => {
    const answers = await Promise.all([ask(STANDBY), ask(MOVE), ask(STANDBY, 'other')]);
    expect(answers[0]).toEqual({ error: 'superseded' });
    expect(planOf(answers[1] as PreviewAnswer).intent).toEqual(MOVE);
    expect(planOf(answers[2] as PreviewAnswer).intent).toEqual(STANDBY);
  });

  it('asks nothing further of the nodes when nobody looks any more', async () => {
    const answer = ask(STANDBY);
    previews.end('page');
    expect(await answer).toEqual({ error: 'superseded' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(simulations()).toBe(0);
  });

  it('says that the simulator did not answer, and does not keep that', async () => {
    cluster.fault = (_node, argv) =>
      argv[0] === 'crm_simulate' ? { kind: 'timed-out', stdout: '', stderr: '', timeoutMs: 1 } : undefined;
    const silent = planOf(await ask(STANDBY));
    expect(silent.guards.find(({ id }) => id === 'simulated')).toMatchObject({ verdict: 'unknown' });
    expect(answerOf(silent.guards)).toBe('refused');
    cluster.fault = () => undefined;
    expect(planOf(await ask(STANDBY)).prediction.moves.length).toBeGreaterThan(0);
  });

  it.each([
    ['not an intent', { kind: 'rm -rf' }],
    ['a name that is none', { kind: 'node-standby', node: '-rf /' }],
  ])('refuses %s before anything is asked', async (_name, intent) => {
    expect(await ask(intent)).toEqual({ error: 'invalid' });
    expect(cluster.asked).toEqual([]);
  });

  it('comes within a second, over real SSH', async () => {
    const took: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      // Another world each time: nothing may come from memory.
      cluster.places = { ...cluster.places, vip10g: round % 2 === 0 ? 'node1' : 'node2' };
      const began = performance.now();
      planOf(await ask(STANDBY));
      took.push(performance.now() - began);
    }
    took.sort((a, b) => a - b);
    console.log(`preview over SSH, ms: median ${took[5]?.toFixed(0)}, worst ${took[9]?.toFixed(0)}`);
    expect(took[5]).toBeLessThan(1_000);
  });
});
