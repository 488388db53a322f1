import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/roles';
import { err, ok, type Result } from '@/lib/base/result';
import {
  type AuditEntry,
  type AuditFilter,
  type AuditVerification,
  listAudit,
  loadAuditEntry,
  verifyAudit,
} from '@/lib/data/audit';

/** Entries of one page: what fits a screen, and a figure more to know whether there is another page. */
const PAGE = 60;

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Give this as `before` for the next page; undefined when this is the last. */
  readonly olderBefore?: string;
}

export async function getAuditPage(actor: Actor, filter: AuditFilter, before?: string): Promise<AuditPage> {
  if (!may(actor.role, 'audit.view')) return { entries: [] };
  const found = await listAudit({ filter, limit: PAGE + 1, ...(before ? { before } : {}) });
  const entries = found.slice(0, PAGE);
  const last = entries.at(-1);
  return { entries, ...(found.length > PAGE && last ? { olderBefore: last.seq } : {}) };
}

export async function getAuditEntry(actor: Actor, seq: string): Promise<AuditEntry | undefined> {
  return may(actor.role, 'audit.view') ? loadAuditEntry(seq) : undefined;
}

/** Reads the whole chain and says whether anybody altered it. */
export async function checkAudit(actor: Actor): Promise<Result<AuditVerification, 'forbidden'>> {
  return may(actor.role, 'audit.view') ? ok(await verifyAudit()) : err('forbidden');
}
