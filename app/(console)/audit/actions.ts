'use server';

import { z } from 'zod';
import { guardAction } from '@/lib/auth/guard';
import { checkAudit } from '@/lib/views/audit';

export const verifyAuditAction = guardAction(
  { name: 'audit.verify', permission: 'audit.view', input: z.object({}) },
  (actor) => checkAudit(actor),
);
