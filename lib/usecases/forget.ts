/**
 * Forgetting a cluster: Haven signs in to its nodes no longer and throws away what it knew of them. Nothing on the
 * nodes changes but Haven's key. The row and its notice are written here; the control plane takes the keys out
 * (server/forget) and then the inventory.
 */
import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/roles';
import { err, ok, type Result } from '@/lib/base/result';
import { appendAudit, recordAudit } from '@/lib/data/audit';
import { database } from '@/lib/data/client';
import { loadForgettable } from '@/lib/data/clusters';
import { findOpenForgetting, insertForgetting } from '@/lib/data/forgettings';
import { loadOpenJobs } from '@/lib/data/jobs';
import { notify } from '@/lib/data/notify';
import { lockCluster } from '@/lib/data/plans';

export interface ForgetError {
  readonly kind: 'forget';
  readonly problem: 'forbidden' | 'not-found' | 'name-differs' | 'open-job';
}
type Answer<T> = Result<T, ForgetError>;
const refuse = (problem: ForgetError['problem']) => err<ForgetError>({ kind: 'forget', problem });

/**
 * @param typedName the cluster's name, typed by the person
 * @returns the id under which what becomes of each node is told; the same one when asked twice
 */
export async function forgetCluster(
  actor: Actor,
  clusterId: string,
  typedName: string,
): Promise<Answer<string>> {
  const entry = { actor, action: 'cluster.forget', objectKind: 'cluster', objectId: clusterId.slice(0, 64) };
  if (!may(actor.role, 'cluster.forget')) {
    // Somebody tried: worth an entry.
    await recordAudit({ ...entry, phase: 'refused', detail: { role: actor.role } });
    return refuse('forbidden');
  }
  return database().$transaction(async (tx) => {
    // The lock under which a change is approved, too: of an approval and this, one sees the other.
    if (!(await lockCluster(tx, clusterId))) return refuse('not-found');
    const cluster = await loadForgettable(clusterId, tx);
    if (!cluster) return refuse('not-found');
    if (typedName.trim() !== cluster.name) return refuse('name-differs');
    const open = await findOpenForgetting(clusterId, tx);
    if (open) return ok(open.id);
    const [job] = await loadOpenJobs(clusterId, tx);
    if (job) {
      const detail = { openJob: job.id };
      await appendAudit(tx, { ...entry, objectName: cluster.name, phase: 'refused', detail });
      return refuse('open-job');
    }
    const { nodes, name: clusterName } = cluster;
    const id = await insertForgetting(tx, { clusterId, clusterName, startedById: actor.id, nodes });
    await notify('forget', id, tx);
    const detail = { nodes: nodes.map(({ name, host, port, login }) => ({ name, host, port, login })) };
    await appendAudit(tx, { ...entry, objectName: clusterName, phase: 'intent', detail });
    return ok(id);
  });
}
