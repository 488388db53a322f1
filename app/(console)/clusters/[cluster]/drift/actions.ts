'use server';

import { z } from 'zod';
import { guardAction } from '@/lib/auth/guard';
import { acceptDrift, proposeReturn } from '@/lib/usecases/drift';

const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .nullable();
const shown = z.object({
  clusterId: z.string().min(1).max(64),
  object: z.string().min(1).max(400),
  node: z.string().min(1).max(64).optional(),
  baselineSha256: hash.optional(),
  seenSha256: hash,
});

export const acceptDriftAction = guardAction(
  {
    name: 'baseline.accept',
    permission: 'plan.approve',
    input: shown.extend({ reason: z.string().max(500) }),
  },
  (actor, { reason, clusterId, object, baselineSha256, seenSha256 }) =>
    acceptDrift(
      actor,
      { clusterId, object, seenSha256, ...(baselineSha256 === undefined ? {} : { baselineSha256 }) },
      reason,
    ),
);

export const returnDriftAction = guardAction(
  { name: 'baseline.return', permission: 'plan.propose', input: shown },
  (actor, { clusterId, object, node, baselineSha256, seenSha256 }) =>
    proposeReturn(actor, {
      clusterId,
      object,
      ...(node === undefined ? {} : { node }),
      seenSha256,
      ...(baselineSha256 === undefined ? {} : { baselineSha256 }),
    }),
);
