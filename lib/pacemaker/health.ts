/**
 * What is worth saying about a cluster as one node sees it, and about its configuration. No findings means that
 * a whole reading showed nothing wrong; an absent or stale reading must not be passed in: it is `unknown`
 * elsewhere. Whether the cluster would survive a loss is for the simulator, not for these rules.
 */
import type { FindingObject, Severity } from '@/lib/base/finding';
import { fenceDevices, isFencingEnabled, leftoverConstraints } from './cib-queries';
import { CLUSTER, finding, type PacemakerFinding } from './finding';
import { checkResources } from './health-resources';
import type { PacemakerFindingId } from './messages';
import type { CibReading, CrmNode, PacemakerReading } from './types';
import { INFINITY_SCORE } from './values';

export type { PacemakerFinding } from './finding';

export interface HealthContext {
  /**
   * How long no DC has been seen, in milliseconds. An election and the start of a cluster take 20 s and more
   * (reference 2.9); unknown counts as long.
   */
  readonly dcAbsentForMs?: number;
}

/** Shorter alarms at every start of a cluster; longer hides one that cannot elect. */
const DC_GRACE_MS = 60_000;

const nodeObject = (node: string): FindingObject => ({ kind: 'node', id: node, node });

/** Findings about the running cluster. */
export function checkPacemaker(reading: PacemakerReading, context: HealthContext = {}): PacemakerFinding[] {
  return [
    ...checkCluster(reading, context),
    ...reading.nodes.flatMap((node) => checkNode(node)),
    ...checkResources(reading),
    ...checkFailures(reading),
    ...checkFencing(reading),
    ...checkBans(reading),
  ];
}

function checkCluster(reading: PacemakerReading, { dcAbsentForMs }: HealthContext): PacemakerFinding[] {
  const found: PacemakerFinding[] = [];
  const { options, daemonState } = reading;
  const isStarting = daemonState !== undefined && daemonState !== 'running';
  if (isStarting) found.push(finding('unknown', 'starting', CLUSTER, { state: daemonState }));
  if (!reading.dc) {
    const isRecent = isStarting || (dcAbsentForMs !== undefined && dcAbsentForMs < DC_GRACE_MS);
    found.push(finding(isRecent ? 'warning' : 'critical', 'no-dc', CLUSTER));
  } else if (!reading.quorate) {
    found.push(finding('critical', 'no-quorum', CLUSTER, { policy: options.noQuorumPolicy }));
  }
  if (!options.stonithEnabled) found.push(finding('critical', 'fencing-disabled', CLUSTER));
  if (options.noQuorumPolicy === 'ignore') found.push(finding('warning', 'quorum-ignored', CLUSTER));
  if (options.maintenanceMode) found.push(finding('warning', 'maintenance-mode', CLUSTER));
  if (options.stopAll) found.push(finding('critical', 'stop-all', CLUSTER));
  return found;
}

function checkNode(node: CrmNode): PacemakerFinding[] {
  const object = nodeObject(node.name);
  const params = { node: node.name };
  const found: PacemakerFinding[] = [];
  const add = (severity: Severity, key: PacemakerFindingId, more: Record<string, string> = {}) =>
    found.push(finding(severity, key, object, { ...params, ...more }));
  if (node.unclean) add('critical', 'node-unclean');
  else if (!node.online) add('warning', 'node-offline');
  if (node.online && node.pending) add('warning', 'node-pending');
  if (node.online && node.shutdown) add('info', 'node-leaving');
  if (node.standbyOnFail) add('critical', 'node-standby-on-fail');
  else if (node.standby) add('warning', 'node-standby');
  if (node.maintenance) add('warning', 'node-maintenance');
  if (node.health === 'red') add('critical', 'node-health', { health: node.health });
  if (node.health === 'yellow') add('warning', 'node-health', { health: node.health });
  return found;
}

function checkFailures(reading: PacemakerReading): PacemakerFinding[] {
  const counts = reading.failCounts.map(({ resource, node, count, migrationThreshold, lastFailureAt }) => {
    const threshold = migrationThreshold ?? INFINITY_SCORE;
    // A threshold of 0 switches the rule off; a failed start counts as INFINITY at once.
    const blocks = count >= INFINITY_SCORE || (threshold > 0 && count >= threshold);
    const params = {
      resource,
      node,
      count: count >= INFINITY_SCORE ? 'infinity' : count,
      threshold: threshold >= INFINITY_SCORE ? 'infinity' : threshold,
    };
    const object = { kind: 'resource', id: resource, node };
    return finding('warning', blocks ? 'fail-count-blocks' : 'fail-count', object, params, lastFailureAt);
  });
  const operations = reading.failures.map((failure) => {
    const resource = failure.resource ?? failure.key;
    const reason = failure.exitReason ?? failure.exitStatus ?? failure.status ?? 'unknown';
    const params = { resource, node: failure.node, task: failure.task ?? failure.key, reason };
    return finding(
      'warning',
      'operation-failed',
      { kind: 'resource', id: resource, node: failure.node },
      params,
      failure.at,
    );
  });
  return [...counts, ...operations];
}

/** Only the newest word about each target counts; crm_mon lists newest first (seen on 2.1.5). */
function checkFencing(reading: PacemakerReading): PacemakerFinding[] {
  const found: PacemakerFinding[] = [];
  const seen = new Set<string>();
  for (const event of reading.fenceHistory) {
    const { target, status } = event;
    if (seen.has(target)) continue;
    seen.add(target);
    if (status === 'pending')
      found.push(finding('critical', 'fencing-pending', nodeObject(target), { node: target }));
    if (status !== 'failed' && status !== 'unknown') continue;
    const severity = isUnclean(reading, target) ? 'critical' : 'warning';
    const params = { node: target, reason: event.exitReason ?? status };
    found.push(finding(severity, 'fencing-failed', nodeObject(target), params, event.completedAt));
  }
  return found;
}

const isUnclean = (reading: PacemakerReading, name: string): boolean =>
  reading.nodes.some((node) => node.name === name && node.unclean);

/** Bans that a person did not mean to last (invariant 28); others are ordinary configuration. */
function checkBans(reading: PacemakerReading): PacemakerFinding[] {
  return reading.bans.flatMap(({ id, resource, node }) =>
    id.startsWith('cli-ban-')
      ? [finding('warning', 'ban-left-over', { kind: 'constraint', id, node }, { resource, node, id })]
      : [],
  );
}

/** Findings about the configuration alone. */
export function checkCib(cib: CibReading): PacemakerFinding[] {
  const found: PacemakerFinding[] = [];
  for (const { kind, constraint, resource = constraint.id } of leftoverConstraints(cib)) {
    const object = { kind: 'constraint', id: constraint.id };
    const params = { resource, id: constraint.id };
    if (kind === 'drbd-fence') found.push(finding('warning', 'drbd-fence-ban', object, params));
    if (kind === 'cli-prefer') found.push(finding('warning', 'preference-left-over', object, params));
    if (kind === 'haven-move') found.push(finding('warning', 'move-unfinished', object, params));
  }
  return [...found, ...checkFenceDevices(cib)];
}

/** Every node needs a device that may fence it (invariants 3 and 4). A device without a list asks its hardware. */
function checkFenceDevices(cib: CibReading): PacemakerFinding[] {
  if (!isFencingEnabled(cib)) return [];
  const devices = fenceDevices(cib);
  const watchdog = cib.properties['stonith-watchdog-timeout'] ?? cib.properties['fencing-watchdog-timeout'];
  if (watchdog !== undefined && !/^0+[a-z]*$/i.test(watchdog)) return [];
  if (devices.length === 0)
    return cib.resources.length === 0 ? [] : [finding('critical', 'no-fence-device', CLUSTER)];
  if (devices.some((device) => device.targets.length === 0)) return [];
  return cib.nodes
    .filter((node) => !node.type || node.type === 'member' || node.type === 'normal')
    .filter((node) => !devices.some((device) => device.targets.includes(node.name)))
    .map((node) =>
      finding('critical', 'node-without-fence-device', nodeObject(node.name), { node: node.name }),
    );
}
