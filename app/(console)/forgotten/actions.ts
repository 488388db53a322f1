'use server';

import { z } from 'zod';
import { guardAction } from '@/lib/auth/guard';
import { forgetCluster } from '@/lib/usecases/forget';

const input = z.object({ clusterId: z.string().min(1).max(64), typedName: z.string().max(200) });

export const forgetClusterAction = guardAction(
  { name: 'cluster.forget', permission: 'cluster.forget', input },
  (actor, { clusterId, typedName }) => forgetCluster(actor, clusterId, typedName),
);
