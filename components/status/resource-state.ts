import type { Severity } from '@/lib/base/finding';
import type { CrmResource } from '@/lib/pacemaker/types';

/** How one instance of a resource stands, by Pacemaker's own flags. `Stopped` on purpose is quiet. */
export function resourceSeverity(resource: CrmResource): Severity {
  if (resource.failed || resource.blocked) return 'critical';
  if (resource.role === 'unknown' || resource.orphaned) return 'unknown';
  if (!resource.managed || resource.maintenance) return 'warning';
  if (!resource.active) return resource.targetRole === 'Stopped' ? 'info' : 'warning';
  return /ing$/.test(resource.role) || resource.pending ? 'info' : 'ok';
}
