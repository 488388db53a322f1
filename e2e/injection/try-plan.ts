/** One filled field on its way: the schema of the page, the names, the planner; what is left are steps. */
import type { z } from 'zod';
import { buildClusterOf, designSchema } from '@/lib/inventory/build-design';
import { commandTextOf, draftPlan } from '@/lib/plan/build';
import type { WorldFacts } from '@/lib/plan/facts';
import type { Draft, DraftStep } from '@/lib/plan/planner';
import { confirmationText } from '@/lib/plan/planners';
import { emptyCib } from '@/lib/plan/planners/build-cib';
import { bareAdoption, bareWorld } from '@/lib/plan/testing/bare-world';
import { readWorld } from '@/lib/plan/testing/world';
import type { AskedIntent, Intent } from '@/lib/plan/types';
import { intentOf } from '@/lib/usecases/asked-intent';
import { sha256, type World } from './worlds';

/** What runs on a node, and what a reviewer reads of it. */
export interface Planned {
  readonly kind: 'planned';
  readonly intent: Intent;
  readonly steps: readonly (DraftStep & { readonly node: string; readonly commandText: string })[];
  /** What is typed to confirm it, and the names in its title. */
  readonly words: readonly string[];
}
export type Tried =
  | { readonly kind: 'refused'; readonly by: 'schema' | 'names' | 'planner' }
  | Planned
  /** Neither refused with words nor planned: nobody would be told what is wrong. */
  | { readonly kind: 'thrown'; readonly message: string };

/** What the planners look at; a hostile node changes it. */
export interface Ground {
  readonly facts: WorldFacts;
  readonly cibXml: string;
}

const grounds = new Map<World, Ground>();

export function groundOf(world: World): Ground {
  const known = grounds.get(world);
  if (known) return known;
  const ground = { facts: readWorld(world.file, world.cibXml, sha256), cibXml: world.cibXml };
  grounds.set(world, ground);
  return ground;
}

export function tryAsked(schema: z.ZodType, ground: Ground, asked: unknown): Tried {
  const parsed = schema.safeParse(asked);
  return parsed.success ? tryIntent(ground, parsed.data as AskedIntent) : { kind: 'refused', by: 'schema' };
}

/** The same behind the page's schema. */
export function tryIntent({ facts, cibXml }: Ground, asked: AskedIntent): Tried {
  return orThrown(() => {
    const intent = intentOf(asked);
    if (!intent) return { kind: 'refused', by: 'names' };
    return triedOf(intent, draftPlan({ intent, world: facts, cibXml, sha256 }), facts.cib.version);
  });
}

/** What a person fills in of a new cluster: the form's schema, what the machines have of it, the planner. */
export function tryDesign(asked: unknown): Tried {
  const parsed = designSchema.safeParse(asked);
  if (!parsed.success) return { kind: 'refused', by: 'schema' };
  return orThrown(() => {
    const built = buildClusterOf(bareAdoption, parsed.data, () => false);
    if (!built.ok) return { kind: 'refused', by: 'names' };
    const intent = built.value;
    const world = bareWorld(intent);
    const sealedSha256 = (text: string): string => sha256(`sealed ${text}`);
    const draft = draftPlan({ intent, world, cibXml: emptyCib(intent.nodes), sha256, sealedSha256 });
    return triedOf(intent, draft, world.cib.version);
  });
}

function orThrown(attempt: () => Tried): Tried {
  try {
    return attempt();
  } catch (thrown) {
    return { kind: 'thrown', message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

function triedOf(intent: Intent, draft: Draft, version: WorldFacts['cib']['version']): Tried {
  if (draft.kind !== 'steps') return { kind: 'refused', by: 'planner' };
  const base = { ...version, numUpdates: '{{num_updates}}' } as const;
  const steps = draft.steps.map((step, index) => {
    const node = step.node ?? 'node1';
    return { ...step, node, commandText: commandTextOf(step.action, { node, index, base, patch: 1 }) };
  });
  return {
    kind: 'planned',
    intent,
    steps,
    words: [confirmationText(intent), ...Object.values(draft.params)],
  };
}
