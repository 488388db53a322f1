/** What a page may ask of DRBD and HAFS. The shape only, like the other intents. */
import { z } from 'zod';

const name = z.string().min(1).max(128);
/** The largest device DRBD knows is a pebibyte. */
const sizeBytes = z
  .number()
  .int()
  .positive()
  .max(2 ** 50);

export const hafsIntents = [
  z.object({
    kind: z.literal('drbd-options'),
    resource: name,
    values: z.record(
      z.string().regex(/^(?:net|disk|options)\.[a-z0-9-]{1,40}$/),
      z.string().min(1).max(128).nullable(),
    ),
  }),
  z.object({ kind: z.literal('drbd-verify'), resource: name, node: name }),
  z.object({ kind: z.literal('drbd-repair'), resource: name, node: name }),
  z.object({ kind: z.literal('hafs-grow'), resource: name, sizeBytes }),
] as const;
