/**
 * Secrets of a cluster that is being built (Corosync's key, DRBD's secret, fence passwords). They lie encrypted with the
 * adoption that builds it, and are forgotten with it: from then on only the nodes have them.
 */
import { ADOPTION_SECRETS_PURPOSE, type AdoptionSecrets } from '@/lib/inventory/adoption-answers';
import { database } from './client';
import { notify } from './notify';
import { openSecret } from './secret-box';

const buildOf = (clusterId: string) =>
  database().adoption.findFirst({
    where: { clusterId, endedAt: null },
    select: { id: true, secretsBox: true },
  });

/** By name; empty when nothing of that cluster is being built. */
export async function loadBuildSecrets(clusterId: string): Promise<Readonly<Record<string, string>>> {
  const row = await buildOf(clusterId);
  if (!row?.secretsBox) return {};
  const secrets = JSON.parse(openSecret(row.secretsBox, ADOPTION_SECRETS_PURPOSE)) as AdoptionSecrets;
  return secrets.build ?? {};
}

/** Tells whoever drives the adoption to look at what became of its cluster. */
export async function notifyBuild(clusterId: string): Promise<void> {
  const row = await buildOf(clusterId);
  if (row) await notify('adoption', row.id);
}
