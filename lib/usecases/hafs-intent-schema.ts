/** What a page may ask of DRBD and HAFS. The shape only, like the other intents. */
import { z } from 'zod';
import { isDevicePath } from '@/lib/host/device-names';

const devicePath = z.string().refine(isDevicePath);
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
  z.object({
    kind: z.literal('hafs-create'),
    resource: name,
    sizeBytes,
    places: z
      .array(z.object({ node: name, group: name, disk: devicePath.optional(), address: name }))
      .min(2)
      .max(16)
      .readonly(),
    source: name,
    filesystem: z.enum(['ext4', 'xfs']),
    mountPoint: z.string().min(1).max(200),
    protocol: z.enum(['A', 'B', 'C']),
    protection: z.enum(['fencing', 'quorum']),
    port: z.number().int().min(1).max(65_535),
    minor: z
      .number()
      .int()
      .min(0)
      .max(2 ** 20 - 1),
    firstSync: z.enum(['full', 'both-read-as-zeros']),
  }),
  z.object({
    kind: z.literal('hafs-remove'),
    resource: name,
    keep: name,
    wipe: z.array(name).max(16).readonly(),
  }),
] as const;
