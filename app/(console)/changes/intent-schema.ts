/** What a page may ask for. The shape only: names and meaning are judged by the use case and the plan. */
import { z } from 'zod';

const name = z.string().min(1).max(128);
/** A configuration by hand is tens of kilobytes; more would fill the database with plans. */
const TEXT_LIMIT = 512 * 1024;
const file = z.object({
  node: name,
  path: z.string().min(1).max(200),
  baseSha256: z.string().regex(/^[0-9a-f]{64}$/),
  text: z.string().max(TEXT_LIMIT),
});

const configuration = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('option'), name, value: z.string().max(1_000).nullable() }),
]);

export const intent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('node-standby'), node: name }),
  z.object({ kind: z.literal('node-online'), node: name }),
  z.object({ kind: z.literal('move-resource'), resource: name, node: name }),
  z.object({ kind: z.literal('clean-up'), resource: name.optional(), node: name.optional() }),
  z.object({
    kind: z.literal('drbd-action'),
    action: z.enum(['connect', 'disconnect', 'pause-sync', 'resume-sync', 'verify']),
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
]);
