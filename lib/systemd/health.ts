/**
 * What unit states mean. systemd cannot know which units ought to run on which node, so the caller says so; a unit
 * nobody expects only speaks up when it has failed.
 */
import type { Finding, Severity } from '@/lib/base/finding';
import { optional } from '@/lib/base/optional';
import type { SystemdMessageId } from './messages';
import type { SystemdUnit, UnitsReading } from './types';

export type SystemdFinding = Finding<SystemdMessageId>;

export interface SystemdExpectations {
  /** Units that must run on this node. */
  readonly running?: readonly string[];
  /** Units Pacemaker starts and stops: running or not is Pacemaker's business, enabled in systemd is a trap. */
  readonly clusterManaged?: readonly string[];
  /** Of those, the ones that Pacemaker says run on this node. Absent: nobody says. */
  readonly clusterRuns?: readonly string[];
  /** Units that nobody but systemd starts: a reboot has to bring them back. */
  readonly enabled?: readonly string[];
}

/** More automatic restarts than this since boot are worth a word; a single one is ordinary life. */
const RESTARTS_WORTH_SAYING = 3;

/** @param node the name shown to people */
export function systemdHealth(
  reading: UnitsReading,
  node: string,
  expected: SystemdExpectations = {},
): readonly SystemdFinding[] {
  const byId = new Map(reading.units.map((unit) => [unit.id, unit]));
  const running = new Set(expected.running ?? []);
  const findings: SystemdFinding[] = [];
  for (const id of running) {
    if (!byId.has(id))
      findings.push(finding({ severity: 'unknown', key: 'systemd.unit-unknown' }, { id }, node));
  }
  for (const unit of reading.units) {
    const isClusterManaged = expected.clusterManaged?.includes(unit.id) ?? false;
    const verdict = verdictOf(unit, running.has(unit.id));
    if (verdict) findings.push(finding(verdict, unit, node));
    const outside = isClusterManaged ? outsideOf(unit, expected.clusterRuns) : undefined;
    if (outside) findings.push(finding({ severity: 'warning', key: outside }, unit, node));
    const isOwn =
      expected.enabled?.includes(unit.id) === true && unit.loadState === 'loaded' && !isClusterManaged;
    if (isOwn && unit.unitFileState === 'disabled')
      findings.push(finding({ severity: 'warning', key: 'systemd.unit-not-enabled' }, unit, node));
    if (isClusterManaged && /^enabled/.test(unit.unitFileState)) {
      findings.push(finding({ severity: 'warning', key: 'systemd.cluster-unit-enabled' }, unit, node));
    }
  }
  return findings;
}

/** Invariant 26: what systemd runs and what Pacemaker says it runs. On its way from one to the other is neither. */
function outsideOf(
  unit: SystemdUnit,
  clusterRuns: readonly string[] | undefined,
): 'systemd.unit-outside-cluster' | 'systemd.unit-lost' | undefined {
  if (!clusterRuns || unit.loadState !== 'loaded') return undefined;
  const isWanted = clusterRuns.includes(unit.id);
  if (unit.activeState === 'active' && !isWanted) return 'systemd.unit-outside-cluster';
  return unit.activeState === 'inactive' && isWanted ? 'systemd.unit-lost' : undefined;
}

interface Verdict {
  readonly severity: Severity;
  readonly key: SystemdMessageId;
}

function verdictOf(unit: SystemdUnit, mustRun: boolean): Verdict | undefined {
  if (unit.loadState === 'masked')
    return mustRun ? { severity: 'critical', key: 'systemd.unit-masked' } : undefined;
  if (unit.loadState !== 'loaded')
    return mustRun ? { severity: 'critical', key: 'systemd.unit-missing' } : undefined;
  switch (unit.activeState) {
    case 'failed':
      return { severity: mustRun ? 'critical' : 'warning', key: 'systemd.unit-failed' };
    case 'active':
    case 'reloading':
      if ((unit.restarts ?? 0) > RESTARTS_WORTH_SAYING)
        return { severity: 'warning', key: 'systemd.unit-restarting' };
      // A oneshot that has exited is active and does nothing: `active (exited)` proves no process.
      if (mustRun && unit.subState === 'exited' && unit.mainPid === undefined)
        return { severity: 'info', key: 'systemd.unit-changing' };
      return mustRun ? { severity: 'ok', key: 'systemd.unit-running' } : undefined;
    case 'activating':
      // `auto-restart`: it died and waits for its next try.
      if (unit.subState === 'auto-restart')
        return { severity: mustRun ? 'critical' : 'warning', key: 'systemd.unit-restarting' };
      return { severity: 'info', key: 'systemd.unit-changing' };
    case 'deactivating':
      return { severity: 'info', key: 'systemd.unit-changing' };
    case 'inactive':
      return mustRun ? { severity: 'critical', key: 'systemd.unit-stopped' } : undefined;
    default:
      return { severity: 'unknown', key: 'systemd.unit-unknown' };
  }
}

function finding(
  verdict: Verdict,
  unit: Pick<SystemdUnit, 'id'> & Partial<SystemdUnit>,
  node: string,
): SystemdFinding {
  const state = unit.activeState === undefined ? '?' : `${unit.activeState} (${unit.subState})`;
  const params = { unit: unit.id, node, state, result: unit.result ?? '?', restarts: unit.restarts ?? 0 };
  return {
    ...verdict,
    params,
    object: { kind: 'unit', id: unit.id, node },
    ...optional('since', unit.changedAt),
  };
}
