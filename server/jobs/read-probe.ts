/** One read-only question to one node, answered as an observation: known, or why not. */
import { known, type Observation } from '@/lib/base/observation';
import type { Probe } from '@/lib/base/probe';
import type { ClusterAccess } from '../access';

export async function readProbe<T>(
  access: ClusterAccess,
  clusterId: string,
  node: string,
  probe: Probe<T>,
  now: () => number,
): Promise<Observation<T>> {
  const outcome = await access.run(clusterId, node, probe.command);
  const since = now();
  if (outcome.kind !== 'exited') {
    const reason = outcome.kind === 'killed' ? 'command-failed' : outcome.kind;
    return { state: 'unknown', reason, since };
  }
  const { exitCode, truncated, stdout } = outcome;
  if (probe.absentExitCodes?.includes(exitCode)) return { state: 'unknown', reason: 'not-running', since };
  if (truncated || !(probe.okExitCodes ?? [0]).includes(exitCode))
    return { state: 'unknown', reason: 'command-failed', since, detail: `exit ${exitCode}` };
  const parsed = probe.parse(stdout);
  return parsed.ok
    ? known(parsed.value, since)
    : { state: 'unknown', reason: 'unparsable', since, detail: parsed.error.what };
}
