/** Every kind of change and how it is planned. A new kind is one entry here, its guards, and its words. */
import type { NodeFacts, WorldFacts } from './facts';
import type { Ask, Draft, FilePlace, Planner, StorageWish } from './planner';
import { serveApachePlanner } from './planners/apache';
import { buildClusterPlanner } from './planners/build-cluster';
import { cleanUpPlanner } from './planners/clean-up';
import { combinedPlanner } from './planners/combined';
import { configurationPlanner } from './planners/configuration';
import { drbdActionPlanner } from './planners/drbd-action';
import { drbdOptionsPlanner } from './planners/drbd-options';
import { drbdRepairPlanner, drbdVerifyPlanner } from './planners/drbd-verify';
import { editFilePlanner, editHaproxyPlanner } from './planners/edit-file';
import { fenceConfirmPlanner, fenceNodePlanner, fenceTestPlanner } from './planners/fencing';
import { hafsCreatePlanner } from './planners/hafs-create';
import { hafsGrowPlanner } from './planners/hafs-grow';
import { hafsRemovePlanner } from './planners/hafs-remove';
import { haproxyServerPlanner } from './planners/haproxy-server';
import { movePlanner } from './planners/move';
import { nonlocalBindPlanner } from './planners/nonlocal-bind';
import { protectServicePlanner } from './planners/protect-service';
import { onlinePlanner, standbyPlanner } from './planners/standby';
import { unitAtBootPlanner } from './planners/unit-at-boot';
import type { PlanRecord } from './records';
import type { Intent } from './types';

/** The table's own type says that each planner gets the intents of its kind. */
const plannerOf = (intent: Intent): Planner => PLANNERS[intent.kind] as unknown as Planner;

export const draftOf = (ask: Ask<Intent>): Draft => plannerOf(ask.intent).draft(ask);

const PLANNERS: { readonly [K in Intent['kind']]: Planner<Extract<Intent, { kind: K }>> } = {
  'node-standby': standbyPlanner,
  'node-online': onlinePlanner,
  'move-resource': movePlanner,
  'edit-configuration': configurationPlanner,
  'clean-up': cleanUpPlanner,
  'drbd-action': drbdActionPlanner,
  'haproxy-server': haproxyServerPlanner,
  'edit-file': editFilePlanner,
  'drbd-options': drbdOptionsPlanner,
  'drbd-verify': drbdVerifyPlanner,
  'drbd-repair': drbdRepairPlanner,
  'hafs-grow': hafsGrowPlanner,
  'hafs-create': hafsCreatePlanner,
  'hafs-remove': hafsRemovePlanner,
  'edit-haproxy': editHaproxyPlanner,
  'serve-apache': serveApachePlanner,
  'protect-service': protectServicePlanner(draftOf),
  'nonlocal-bind': nonlocalBindPlanner,
  'unit-at-boot': unitAtBootPlanner,
  combined: combinedPlanner(plannerOf, draftOf),
  'fence-test': fenceTestPlanner,
  'fence-node': fenceNodePlanner,
  'fence-confirm': fenceConfirmPlanner,
  'build-cluster': buildClusterPlanner,
};

/** Machines without a cluster: see `Planner.world`. */
export const isOfBare = (intent: Intent): boolean => plannerOf(intent).world === 'bare';
export const confirmationText = (intent: Intent): string => plannerOf(intent).confirm(intent);

/** How the audit names a change, its plan and its job alike: by what it changes and where. */
export const changeAsObject = ({
  id,
  intent,
  clusterName,
}: Pick<PlanRecord, 'id' | 'intent' | 'clusterName'>) => ({
  objectKind: 'plan',
  objectId: id,
  objectName: `${confirmationText(intent)} · ${clusterName}`,
});

export const readsHaproxy = (intent: Intent): boolean => isWished(intent, 'readsHaproxy');
export const readsHaproxyHost = (intent: Intent): boolean => isWished(intent, 'readsHaproxyHost');
export const readsApache = (intent: Intent): boolean => isWished(intent, 'readsApache');

function isWished(intent: Intent, wish: 'readsHaproxy' | 'readsHaproxyHost' | 'readsApache'): boolean {
  const wanted = plannerOf(intent)[wish];
  return typeof wanted === 'function' ? wanted(intent) : wanted === true;
}

export const addressesOf = (intent: Intent): readonly string[] => plannerOf(intent).addresses?.(intent) ?? [];
export const unitsOf = (intent: Intent): readonly string[] => plannerOf(intent).units?.(intent) ?? [];

/** The change itself and everything it is made of, however deep. */
export const allParts = (intent: Intent, world: WorldFacts): readonly Intent[] => [
  intent,
  ...(plannerOf(intent).parts?.(intent, world) ?? []).flatMap((part) => allParts(part, world)),
];

export const filesOf = (intent: Intent, nodes: readonly string[]): readonly FilePlace[] =>
  plannerOf(intent).files?.(intent, nodes) ?? [];
export const filesFoundOf = (intent: Intent, nodes: readonly NodeFacts[]): readonly FilePlace[] =>
  plannerOf(intent).filesFound?.(intent, nodes) ?? [];
export const storageOf = (intent: Intent): StorageWish | undefined => plannerOf(intent).storage?.(intent);
