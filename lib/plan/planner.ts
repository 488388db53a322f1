/**
 * One kind of change: from what a person asks, and the world as it is, to steps. Pure. Whether it is wise is for
 * the guards and the cluster's own simulator; what cannot be expressed is refused here.
 */
import type { ConfigurationRefusal } from '@/lib/pacemaker/configuration-edit';
import type { Sha256 } from './canonical';
import type { NodeFacts, WorldFacts } from './facts';
import type { Check, Intent, PlanStep, Prediction } from './types';

/** A step before it has a number, a node to run on, and its command as text. */
export interface DraftStep extends Omit<PlanStep, 'id' | 'node' | 'params' | 'commandText' | 'verify'> {
  /** Absent: any node would do, and the one that decides is asked. */
  readonly node?: string;
  readonly params?: Readonly<Record<string, string>>;
  /** What is expected may follow from what the cluster says it will do. */
  readonly verify: readonly Check[] | ((prediction: Prediction) => readonly Check[]);
}

export type Draft =
  | {
      readonly kind: 'steps';
      readonly steps: readonly DraftStep[];
      readonly params: Readonly<Record<string, string>>;
      /** What brings it back, as it would be asked for afterwards. */
      readonly reverse?: Intent;
      /** What a move takes hold of. */
      readonly handle?: string;
      /** No edit of the configuration, and yet something for the simulator: this node is lost. */
      readonly simulates?: { readonly lost: string };
    }
  | { readonly kind: 'nothing-to-do'; readonly reason: string }
  | { readonly kind: 'refused'; readonly refusal: ConfigurationRefusal };

export interface Ask<I extends Intent> {
  readonly intent: I;
  readonly world: WorldFacts;
  /** Full CIB as the DC gave it, secrets included; nothing of it gets into the result but the edits. */
  readonly cibXml: string;
  /** No planner computes hashes itself: pages use this folder too. */
  readonly sha256: Sha256;
  /** The hash of a text with its places for secrets filled in (`isSealed`): planners see no secret. */
  readonly sealedSha256?: Sha256;
  /** What to take hold of for a move, one of `moveHandles`; the resource itself when absent. */
  readonly handle?: string;
}

export interface Planner<I extends Intent = Intent> {
  readonly draft: (ask: Ask<I>) => Draft;
  /**
   * What it starts from. `bare`: machines without a cluster, so there is no configuration to read, to simulate on or to
   * be bound to; the plan is bound to the machines alone.
   */
  readonly world?: 'bare';
  /** What a person types to confirm: the name of the thing that changes, not a "yes". */
  readonly confirm: (intent: I) => string;
  /** Files that must be read on a node before this can be drafted or judged. */
  readonly files?: (intent: I, nodes: readonly string[]) => readonly FilePlace[];
  /** Files that only the nodes themselves can name, by what was just read of them. */
  readonly filesFound?: (intent: I, nodes: readonly NodeFacts[]) => readonly FilePlace[];
  /** The changes it is made of: what guards each of them guards the whole. */
  readonly parts?: (intent: I, world: WorldFacts) => readonly Intent[];
  /** Wants what Apache2's files and sockets say on every node. */
  readonly readsApache?: Wish<I>;
  /** Wants what HAProxy says of its servers right now. */
  readonly readsHaproxy?: Wish<I>;
  /** Wants what haproxy.cfg is held against: addresses, sockets, states of servers. */
  readonly readsHaproxyHost?: Wish<I>;
  /** Wants to know of these addresses whether somebody on the wire has them. */
  readonly addresses?: (intent: I) => readonly string[];
  /** Wants to know what systemd says of these units. */
  readonly units?: (intent: I) => readonly string[];
  /** Wants the storage of every node, and what `adjust` would do to this resource right now. */
  readonly storage?: (intent: I) => StorageWish;
}

type Wish<I> = boolean | ((intent: I) => boolean);

export interface StorageWish {
  /** Resource whose file is held against the running one. */
  readonly adjust?: string;
  /** Drives with what is on them: many questions, only where one is to be written. */
  readonly disks?: boolean;
}

export interface FilePlace {
  readonly node: string;
  readonly path: string;
  /** That it is not there is an answer too. */
  readonly mayBeAbsent?: boolean;
}

export const refused = (reason: string, ...objects: readonly string[]): Draft => ({
  kind: 'refused',
  refusal: { reason, objects },
});

/** Reference 2.8. Shorter gives up on a slow mount; longer keeps a person waiting for a stuck cluster. */
export const SETTLE_TIMEOUT_MS = 300_000;
/** The configuration is there as soon as the patch is accepted; this only covers slow reads. */
export const READ_BACK_TIMEOUT_MS = 30_000;
/** `crm_resource --wait` may return before the last action was even begun (reference 2.8). */
export const ARRIVE_TIMEOUT_MS = 120_000;

export const waitStep = (
  title: string,
  verify: DraftStep['verify'],
  params?: DraftStep['params'],
): DraftStep => ({
  title,
  ...(params ? { params } : {}),
  action: { kind: 'wait-settled', timeoutMs: SETTLE_TIMEOUT_MS },
  verify,
  verifyTimeoutMs: ARRIVE_TIMEOUT_MS,
  risk: 'safe',
});
