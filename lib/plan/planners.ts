/** Every kind of change and how it is planned. A new kind is one entry here, its guards, and its words. */
import type { Ask, Draft, FilePlace, Planner, StorageWish } from './planner';
import { buildClusterPlanner } from './planners/build-cluster';
import { cleanUpPlanner } from './planners/clean-up';
import { configurationPlanner } from './planners/configuration';
import { drbdActionPlanner } from './planners/drbd-action';
import { drbdOptionsPlanner } from './planners/drbd-options';
import { drbdRepairPlanner, drbdVerifyPlanner } from './planners/drbd-verify';
import { editFilePlanner, editHaproxyPlanner } from './planners/edit-file';
import { hafsCreatePlanner } from './planners/hafs-create';
import { hafsGrowPlanner } from './planners/hafs-grow';
import { hafsRemovePlanner } from './planners/hafs-remove';
import { haproxyServerPlanner } from './planners/haproxy-server';
import { movePlanner } from './planners/move';
import { onlinePlanner, standbyPlanner } from './planners/standby';
import type { Intent } from './types';

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
  'build-cluster': buildClusterPlanner,
};

/** The table's own type says that each planner gets the intents of its kind. */
const plannerOf = (intent: Intent): Planner => PLANNERS[intent.kind] as unknown as Planner;

/** Machines without a cluster: see `Planner.world`. */
export const isOfBare = (intent: Intent): boolean => plannerOf(intent).world === 'bare';
export const draftOf = (ask: Ask<Intent>): Draft => plannerOf(ask.intent).draft(ask);
export const confirmationText = (intent: Intent): string => plannerOf(intent).confirm(intent);
export const readsHaproxy = (intent: Intent): boolean => plannerOf(intent).readsHaproxy === true;
export const readsHaproxyHost = (intent: Intent): boolean => plannerOf(intent).readsHaproxyHost === true;
export const filesOf = (intent: Intent, nodes: readonly string[]): readonly FilePlace[] =>
  plannerOf(intent).files?.(intent, nodes) ?? [];
export const storageOf = (intent: Intent): StorageWish | undefined => plannerOf(intent).storage?.(intent);
