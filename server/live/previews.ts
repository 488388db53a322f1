/**
 * What a change would do, for whoever points at it: the same observation, planner, simulator questions and guards as a
 * plan, of which nothing is stored. One question per cluster runs at a time, one per asker waits, and the newest wins.
 */

import { sha256 } from '@/lib/data/plans';
import type { PreviewAnswer } from '@/lib/live/protocol';
import { canonicalJson } from '@/lib/plan/canonical';
import { fingerprintOf } from '@/lib/plan/fingerprint';
import { filesOf, readsApache, readsHaproxy, readsHaproxyHost, storageOf } from '@/lib/plan/planners';
import type { AskedIntent, Intent } from '@/lib/plan/types';
import { intentOf } from '@/lib/usecases/asked-intent';
import { intent as intentShape } from '@/lib/usecases/intent-schema';
import type { ClusterAccess } from '../access';
import { type Answered, draftAndAsk, planFrom } from '../jobs/compute-plan';
import { type Observed, observe, type Remembered } from '../jobs/observe';
import { withRecentReadings } from './recent-readings';

interface Deps {
  readonly access: () => ClusterAccess | undefined;
  readonly remembered: (clusterId: string) => Promise<Remembered>;
  /** Haven's clock, ms. */
  readonly now: () => number;
}

interface Question {
  readonly asker: string;
  readonly intent: Intent;
  readonly controller: AbortController;
  readonly answer: (answer: PreviewAnswer) => void;
}

interface Lane {
  running: Question | undefined;
  /** By asker, oldest first. */
  readonly waiting: Map<string, Question>;
  /** The last observation, while nothing that it shows has moved. */
  observed: { readonly stamp: readonly unknown[]; readonly at: number; readonly value: Observed } | undefined;
  /** What the cluster answered, by intent and fingerprint of the world: the same question has the same answer. */
  readonly answers: Map<string, Answered>;
}

/** A world this old is looked at again, however quiet. Guards know the ages of what is in it. */
const OBSERVED_KEPT_MS = 5_000;
/** A menu or two of entries; each is a few hundred kilobytes at most. */
const MOST_ANSWERS = 40;

export class Previews {
  readonly #lanes = new Map<string, Lane>();

  constructor(private readonly deps: Deps) {}

  /** @param asker one screen; what it asked before is given up */
  ask(
    asker: string,
    { clusterId, intent }: { readonly clusterId: string; readonly intent: unknown },
  ): Promise<PreviewAnswer> {
    this.end(asker);
    const shape = intentShape.safeParse(intent);
    const wish = shape.success ? intentOf(shape.data as AskedIntent) : undefined;
    if (!wish) return Promise.resolve({ error: 'invalid' });
    if (!this.deps.access()?.directory(clusterId)) return Promise.resolve({ error: 'not-found' });
    return new Promise((resolve) => {
      const lane = this.#lane(clusterId);
      lane.waiting.set(asker, { asker, intent: wish, controller: new AbortController(), answer: resolve });
      this.#next(clusterId, lane);
    });
  }

  /** Nobody looks any more: what waits is dropped, what runs asks nothing further of the nodes. */
  end(asker: string): void {
    for (const lane of this.#lanes.values()) {
      const waiting = lane.waiting.get(asker);
      lane.waiting.delete(asker);
      const running = lane.running?.asker === asker ? lane.running : undefined;
      for (const question of [waiting, running]) {
        question?.controller.abort();
        question?.answer({ error: 'superseded' });
      }
    }
  }

  #lane(clusterId: string): Lane {
    const lane = this.#lanes.get(clusterId) ?? {
      running: undefined,
      waiting: new Map(),
      observed: undefined,
      answers: new Map(),
    };
    this.#lanes.set(clusterId, lane);
    return lane;
  }

  #next(clusterId: string, lane: Lane): void {
    const [question] = lane.waiting.values();
    if (lane.running || !question) return;
    lane.waiting.delete(question.asker);
    lane.running = question;
    this.#preview(clusterId, lane, question)
      .then(question.answer, () => question.answer({ error: 'unavailable' }))
      .finally(() => {
        lane.running = undefined;
        this.#next(clusterId, lane);
      });
  }

  async #preview(clusterId: string, lane: Lane, question: Question): Promise<PreviewAnswer> {
    const access = this.deps.access();
    if (!access) return { error: 'unavailable' };
    const { intent, controller } = question;
    const seen = await this.#observe(access, clusterId, lane, intent);
    if (!seen.ok) return { error: seen.error.id, params: seen.error.params };
    controller.signal.throwIfAborted();
    const { world } = seen.value;
    const { configurationSha256, factsSha256 } = fingerprintOf(world, sha256);
    const key = canonicalJson([
      intent,
      configurationSha256,
      factsSha256,
      hasOwnReadings(intent) ? world.now : 0,
    ]);
    const answer =
      lane.answers.get(key) ?? (await draftAndAsk(access, intent, seen.value, controller.signal));
    // No answer may be one the next time.
    if (answer.change?.simulation.known !== false) keep(lane.answers, key, answer);
    return { plan: planFrom(intent, seen.value, answer), seenAt: world.readSince };
  }

  async #observe(access: ClusterAccess, clusterId: string, lane: Lane, intent: Intent) {
    const { now, remembered } = this.deps;
    const kept = hasOwnReadings(intent) ? undefined : lane.observed;
    const isStill =
      kept && now() - kept.at < OBSERVED_KEPT_MS && isSame(kept.stamp, stampOf(access, clusterId));
    if (isStill) return { ok: true, value: kept.value } as const;
    const recent = withRecentReadings(access, now);
    const seen = await observe(recent, clusterId, await remembered(clusterId), now, intent);
    if (seen.ok && !hasOwnReadings(intent))
      lane.observed = { stamp: stampOf(access, clusterId), at: now(), value: seen.value };
    return seen;
  }
}

/** Wants more than every change does: its observation serves nothing else. */
const hasOwnReadings = (intent: Intent): boolean =>
  readsHaproxy(intent) ||
  readsHaproxyHost(intent) ||
  readsApache(intent) ||
  storageOf(intent) !== undefined ||
  filesOf(intent, ['any']).length > 0;

/** What an observation would show differently: the same objects mean that nothing moved. */
function stampOf(access: ClusterAccess, clusterId: string): readonly unknown[] {
  const { items, links, epoch } = access.state();
  const nodes = access.directory(clusterId)?.nodes ?? [];
  return [
    epoch,
    ...nodes.flatMap(({ id }) => [
      links[id]?.state,
      ...(['pacemaker', 'drbd', 'corosync', 'cib'] as const).map((reading) => {
        const observation = items[`${clusterId}/${id}/${reading}`]?.observation;
        // What nobody could read is never known to be the same.
        return observation?.state === 'known' ? observation.value : Symbol('unread');
      }),
    ]),
  ];
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, index) => Object.is(one, b[index]));

function keep(answers: Map<string, Answered>, key: string, answer: Answered): void {
  answers.delete(key);
  answers.set(key, answer);
  const [oldest] = answers.keys();
  if (answers.size > MOST_ANSWERS && oldest !== undefined) answers.delete(oldest);
}
