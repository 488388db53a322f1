/** The texts behind a difference, for those who may see evidence: passwords are out of both. */

import { withoutApacheSecrets } from '@/lib/apache/config-secrets';
import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/roles';
import { findConfigText } from '@/lib/data/baselines';
import { withoutConfigSecrets } from '@/lib/haproxy/config-secrets';
import { HAPROXY_CFG, isApacheConfig } from '@/lib/host/config-files';
import { CIB_OBJECT, fileOfObject } from '@/lib/live/baseline';
import { compareCibs } from '@/lib/pacemaker/cib-differences';
import { cibAround } from '@/lib/pacemaker/cib-steady';
import { type DriftDetail, type DriftPlace, returnIntent } from '@/lib/plan/drift-return';

/** Undefined: not for this person. A side whose text is not there (yet) has none. */
export async function getDrift(
  actor: Actor,
  clusterId: string,
  { object, before, after }: DriftPlace,
): Promise<DriftDetail | undefined> {
  if (!may(actor.role, 'cluster.evidence')) return undefined;
  const textOf = async (sha256: string | null) =>
    sha256 === null ? undefined : findConfigText(clusterId, sha256);
  const [was, is] = await Promise.all([textOf(before), textOf(after)]);
  const plan = returnIntent({
    object,
    baseline: { sha256: before, ...(was === undefined ? {} : { text: was }) },
    seen: { sha256: after, ...(is === undefined ? {} : { text: is }) },
  });
  const shown = withoutSecretsOf(fileOfObject(object)?.path ?? '');
  return {
    ...(was === undefined ? {} : { before: shown(was) }),
    ...(is === undefined ? {} : { after: shown(is) }),
    ...(object === CIB_OBJECT && was !== undefined && is !== undefined ? differencesOf(was, is) : {}),
    ...(plan.kind === 'by-hand' ? { byHand: plan.why } : {}),
  };
}

function withoutSecretsOf(path: string): (text: string) => string {
  if (path === HAPROXY_CFG) return withoutConfigSecrets;
  return isApacheConfig(path) ? withoutApacheSecrets : (text) => text;
}

function differencesOf(before: string, after: string): Pick<DriftDetail, 'differences'> {
  const found = compareCibs(cibAround(before), cibAround(after));
  return found.ok ? { differences: found.value } : {};
}
