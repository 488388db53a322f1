/** What a page may ask for a service as a whole. The shape only: meaning is judged by the use case and the plan. */
import { z } from 'zod';

const name = z.string().min(1).max(128);
const nodes = z.array(name).min(1).max(16).readonly();
const port = z.number().int().min(1).max(65_535);

export const serviceIntents = [
  z.object({
    kind: z.literal('protect-service'),
    name,
    unit: name,
    shape: z.enum(['active-active', 'active-standby']),
    nodes,
    port,
    filesystem: name.optional(),
    entrance: z.object({
      address: name,
      port,
      mode: z.enum(['http', 'tcp']),
      newVip: z
        .object({ id: name, prefixLength: z.number().int().min(1).max(128), nic: name.optional() })
        .optional(),
    }),
    healthPath: z.string().min(1).max(200).optional(),
  }),
  z.object({ kind: z.literal('nonlocal-bind'), nodes, isOn: z.boolean() }),
  z.object({ kind: z.literal('serve-apache'), from: z.string().min(1).max(45), vip: name }),
] as const;
