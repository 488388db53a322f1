'use server';

import { z } from 'zod';
import { guardAction } from '@/lib/auth/guard';
import {
  changeAddressSchema,
  confirmHostKeySchema,
  credentialSchema,
  nodeAddressSchema,
  retryNodeSchema,
  reviewSchema,
} from '@/lib/inventory/adoption-answers';
import { designSchema } from '@/lib/inventory/build-design';
import {
  acceptAdoption,
  acceptBuildDesign,
  cancel,
  changeNode,
  confirmNode,
  readClusterAgain,
  retry,
  startAdoption,
  startBuild,
  startPracticeAdoption,
} from '@/lib/usecases/adoption';

const adoption = z.string().min(1).max(100);
const permission = 'cluster.adopt';

export const startAdoptionAction = guardAction(
  { name: 'cluster.adopt', permission, input: nodeAddressSchema.extend({ credential: credentialSchema }) },
  (actor, { credential, ...node }) => startAdoption(actor, node, credential),
);

export const startBuildAction = guardAction(
  {
    name: 'cluster.build',
    permission,
    input: z.object({ nodes: z.array(nodeAddressSchema).min(2).max(3), credential: credentialSchema }),
  },
  (actor, { nodes: [first, ...rest], credential }) =>
    first ? startBuild(actor, [first, ...rest], credential) : Promise.reject(new Error('no machine')),
);

export const acceptDesignAction = guardAction(
  {
    name: 'cluster.build.design',
    permission,
    input: z.object({ adoption, design: designSchema }),
  },
  (actor, { adoption: id, design }) => acceptBuildDesign(actor, id, design),
);

export const startPracticeAdoptionAction = guardAction(
  { name: 'cluster.adopt', permission, input: z.object({}) },
  (actor) => startPracticeAdoption(actor),
);

export const confirmNodeAction = guardAction(
  { name: 'cluster.adopt.confirm-host-key', permission, input: confirmHostKeySchema.extend({ adoption }) },
  (actor, input) => confirmNode(actor, input.adoption, input.node, input.sha256),
);

export const changeNodeAction = guardAction(
  {
    name: 'cluster.adopt.change-node',
    permission,
    input: changeAddressSchema.extend({ adoption, credential: credentialSchema.optional() }),
  },
  (actor, { adoption: id, credential, ...change }) => changeNode(actor, id, change, credential),
);

export const retryNodeAction = guardAction(
  { name: 'cluster.adopt.retry', permission, input: retryNodeSchema.extend({ adoption }) },
  (actor, input) => retry(actor, input.adoption, input.node),
);

export const acceptAdoptionAction = guardAction(
  { name: 'cluster.adopt.accept', permission, input: reviewSchema.extend({ adoption }) },
  (actor, { adoption: id, ...review }) => acceptAdoption(actor, id, review),
);

export const readAgainAction = guardAction(
  { name: 'cluster.adopt.read-again', permission, input: z.object({ adoption }) },
  (actor, input) => readClusterAgain(actor, input.adoption),
);

export const cancelAdoptionAction = guardAction(
  { name: 'cluster.adopt.cancel', permission, input: z.object({ adoption }) },
  (actor, input) => cancel(actor, input.adoption),
);
