'use server';

import { z } from 'zod';
import { guardAction } from '@/lib/auth/guard';
import { ok } from '@/lib/base/result';
import { verifyAudit } from '@/lib/data/audit';

export const verifyAuditAction = guardAction(
  { name: 'audit.verify', permission: 'audit.view', input: z.object({}) },
  async () => ok(await verifyAudit()),
);
