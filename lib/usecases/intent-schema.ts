/** What a page may ask for. The shape only: names and meaning are judged by the use case and the plan. */
import { z } from 'zod';
import { hasUnseenSigns } from '@/lib/base/plain-text';
import { configEdit } from './config-edit-schema';
import { hafsIntents } from './hafs-intent-schema';
import { serviceIntents } from './service-intent-schema';

const name = z.string().min(1).max(128);
/** A configuration by hand is tens of kilobytes; more would fill the database with plans. */
const TEXT_LIMIT = 512 * 1024;
const file = z.object({
  node: name,
  path: z.string().min(1).max(200),
  baseSha256: z.string().regex(/^[0-9a-f]{64}$/),
  // What is reviewed as a difference must read as what HAProxy reads.
  text: z
    .string()
    .max(TEXT_LIMIT)
    .refine((text) => !hasUnseenSigns(text), 'unseenSigns'),
});

const VALUE_LIMIT = 4_000;
const value = z.string().max(VALUE_LIMIT);
const values = z.record(name, value);
const edits = z.record(name, value.nullable());
const role = z.enum(['Started', 'Promoted', 'Unpromoted', 'Stopped']);
const orderAction = z.enum(['start', 'promote', 'demote', 'stop']);
const onFail = z.enum([
  'ignore',
  'block',
  'demote',
  'stop',
  'restart',
  'standby',
  'fence',
  'restart-container',
]);
const operation = z.object({
  name,
  interval: name,
  timeout: name.optional(),
  role: role.optional(),
  onFail: onFail.optional(),
  enabled: z.boolean().optional(),
  startDelay: name.optional(),
});
const operationSet = z.partialRecord(
  z.enum(['interval', 'timeout', 'on-fail', 'role', 'enabled', 'start-delay']),
  name.nullable(),
);
const operations = z.object({
  add: z.array(operation).max(20).readonly().optional(),
  change: z
    .array(z.object({ name, interval: name.optional(), set: operationSet }))
    .max(40)
    .readonly()
    .optional(),
  remove: z
    .array(z.object({ name, interval: name.optional() }))
    .max(40)
    .readonly()
    .optional(),
});
const names = z.array(name).max(100).readonly();
const victims = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('list'), nodes: names }),
  z.object({ kind: z.literal('map'), plugs: values }),
]);
const memberPlace = z.union([z.literal('last'), z.object({ before: name }), z.object({ after: name })]);
const place = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('alone') }),
  z.object({
    kind: z.literal('in-group'),
    group: name,
    place: memberPlace,
  }),
  z.object({ kind: z.literal('new-group'), group: name }),
  z.object({
    kind: z.literal('clone'),
    cloneId: name.optional(),
    isPromotable: z.boolean(),
    meta: values.optional(),
  }),
]);
const wish = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('location'), resource: name, node: name, score: name, role: role.optional() }),
  z.object({
    kind: z.literal('colocation'),
    resource: name,
    with: name,
    score: name,
    role: role.optional(),
    withRole: role.optional(),
  }),
  z.object({
    kind: z.literal('order'),
    first: name,
    second: name,
    firstAction: orderAction.optional(),
    secondAction: orderAction.optional(),
    strength: z.enum(['Mandatory', 'Optional', 'Serialize']),
    isSymmetrical: z.boolean().optional(),
  }),
]);

const oneEdit = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('options'),
    scope: z.enum(['cluster', 'resource-defaults', 'operation-defaults']),
    values: edits,
  }),
  z.object({
    kind: z.literal('create-resource'),
    resource: z.object({
      id: name,
      agent: z.object({ class: name, provider: name.optional(), type: name }),
      params: values,
      meta: values.optional(),
      operations: z.array(operation).max(20).readonly().optional(),
      description: value.optional(),
      place,
    }),
  }),
  z.object({
    kind: z.literal('edit-resource'),
    id: name,
    edit: z.object({
      params: edits.optional(),
      meta: edits.optional(),
      utilization: edits.optional(),
      operations: operations.optional(),
      description: value.nullable().optional(),
    }),
  }),
  z.object({ kind: z.literal('delete-resource'), id: name }),
  z.object({ kind: z.literal('delete-fence-device'), id: name }),
  z.object({ kind: z.literal('enable-resource'), id: name, isOn: z.boolean() }),
  z.object({ kind: z.literal('manage-resource'), id: name, isOn: z.boolean() }),
  z.object({
    kind: z.literal('maintenance'),
    of: z.enum(['cluster', 'node', 'resource']),
    id: z.string().max(128),
    isOn: z.boolean(),
    until: z.number().int().positive().optional(),
  }),
  z.object({ kind: z.literal('add-constraint'), wish }),
  z.object({ kind: z.literal('edit-constraint'), id: name, wish }),
  z.object({ kind: z.literal('remove-constraint'), id: name }),
  z.object({ kind: z.literal('ban'), resource: name, node: name }),
  z.object({ kind: z.literal('unban'), resource: name, node: name }),
  z.object({ kind: z.literal('remove-leftovers'), ids: z.array(name).min(1).max(100).readonly() }),
  z.object({ kind: z.literal('spread-vips'), vip: name, apartFrom: name }),
  z.object({
    kind: z.literal('create-fence-device'),
    device: z.object({
      id: name,
      agent: name,
      params: values,
      victims,
      delayBase: name.optional(),
      delayMax: name.optional(),
      monitorInterval: name.optional(),
    }),
  }),
  z.object({
    kind: z.literal('edit-fence-device'),
    id: name,
    edit: z.object({
      params: edits.optional(),
      meta: edits.optional(),
      operations: operations.optional(),
      victims: victims.optional(),
    }),
  }),
  z.object({ kind: z.literal('fencing-levels'), node: name, levels: z.array(names).max(9).readonly() }),
  z.object({ kind: z.literal('create-group'), id: name, members: names }),
  z.object({ kind: z.literal('join-group'), id: name, group: name, place: memberPlace }),
  z.object({ kind: z.literal('leave-group'), id: name }),
  z.object({ kind: z.literal('reorder-group'), id: name, order: names }),
  z.object({
    kind: z.literal('clone'),
    id: name,
    cloneId: name.optional(),
    isPromotable: z.boolean(),
    meta: values.optional(),
  }),
  z.object({ kind: z.literal('unclone'), id: name }),
]);
const configuration = z.union([
  oneEdit,
  z.object({ kind: z.literal('several'), of: name, edits: z.array(oneEdit).min(1).max(40).readonly() }),
]);

export const intent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('node-standby'), node: name }),
  z.object({ kind: z.literal('node-online'), node: name }),
  z.object({ kind: z.literal('move-resource'), resource: name, node: name }),
  z.object({ kind: z.literal('clean-up'), resource: name.optional(), node: name.optional() }),
  z.object({
    kind: z.literal('drbd-action'),
    action: z.enum(['connect', 'disconnect', 'pause-sync', 'resume-sync']),
    resource: name,
    node: name,
  }),
  z.object({
    kind: z.literal('haproxy-server'),
    backend: name,
    server: name,
    state: z.enum(['ready', 'drain', 'maint']),
  }),
  z.object({ kind: z.literal('edit-configuration'), edit: configuration }),
  z.object({
    kind: z.literal('edit-file'),
    tool: z.literal('haproxy'),
    files: z.array(file).min(1).max(16).readonly(),
  }),
  z.object({ kind: z.literal('fence-test'), device: name }),
  z.object({ kind: z.literal('fence-node'), node: name, action: z.enum(['reboot', 'off']) }),
  z.object({ kind: z.literal('fence-confirm'), node: name, statement: z.string().trim().min(10).max(500) }),
  ...hafsIntents,
  z.object({
    kind: z.literal('edit-haproxy'),
    nodes: z.array(name).min(1).max(16).readonly(),
    edits: z.array(configEdit).min(1).max(100).readonly(),
  }),
  ...serviceIntents,
]);
