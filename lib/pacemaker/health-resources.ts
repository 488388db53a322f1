/** The part of `health.ts` that judges resources: each instance by itself, then each clone as a whole. */
import type { FindingObject } from '@/lib/base/finding';
import { finding, type PacemakerFinding } from './finding';
import type { CrmResource, PacemakerReading } from './types';

const baseId = (resource: CrmResource): string => resource.id.replace(/:\d+$/, '');

/** A clone's or bundle's several instances share an id; a primitive by itself has one. */
const isRepeated = (resource: CrmResource): boolean => resource.within.some(({ kind }) => kind !== 'group');

const objectOf = (resource: CrmResource): FindingObject => {
  const node = resource.nodes.length === 1 ? resource.nodes[0] : undefined;
  return { kind: 'resource', id: baseId(resource), ...(node === undefined ? {} : { node }) };
};

const isDisabled = (resource: CrmResource): boolean => resource.targetRole?.toLowerCase() === 'stopped';

/** Findings about all resources of a reading. */
export function checkResources(reading: PacemakerReading): PacemakerFinding[] {
  const single = reading.resources.flatMap((resource) => checkInstance(resource, reading));
  return [...single, ...checkClones(reading)];
}

function checkInstance(resource: CrmResource, reading: PacemakerReading): PacemakerFinding[] {
  const found: PacemakerFinding[] = [];
  const object = objectOf(resource);
  const params = { resource: baseId(resource), node: resource.nodes.join(', ') || '-' };
  if (resource.blocked) found.push(finding('critical', 'resource-blocked', object, params));
  else if (resource.failed && resource.failureIgnored) {
    found.push(finding('warning', 'resource-failure-ignored', object, params));
  } else if (resource.failed) found.push(finding('critical', 'resource-failed', object, params));
  if (resource.orphaned) found.push(finding('warning', 'resource-orphaned', object, params));
  if (resource.nodes.length > 1) {
    found.push(
      finding('critical', 'resource-on-several-nodes', object, {
        ...params,
        nodes: resource.nodes.join(', '),
      }),
    );
  }
  if (!resource.managed && !resource.orphaned && !isInMaintenance(resource, reading)) {
    found.push(finding('warning', 'resource-unmanaged', object, params));
  }
  return [...found, ...checkRole(resource, object, params)];
}

/** Under maintenance everything is unmanaged, which is said once, about the cluster or the node. */
function isInMaintenance(resource: CrmResource, reading: PacemakerReading): boolean {
  if (reading.options.maintenanceMode || resource.maintenance) return true;
  const inMaintenance = reading.nodes.filter((node) => node.maintenance).map((node) => node.name);
  return resource.nodes.some((node) => inMaintenance.includes(node));
}

function checkRole(
  resource: CrmResource,
  object: FindingObject,
  params: PacemakerFinding['params'],
): PacemakerFinding[] {
  switch (resource.role) {
    case 'unknown':
      return [finding('unknown', 'resource-role-unknown', object, params)];
    case 'Starting':
    case 'Stopping':
    case 'Promoting':
    case 'Demoting':
      return [finding('info', 'resource-in-transition', object, { ...params, role: resource.role })];
    case 'Stopped':
      if (isRepeated(resource) || resource.orphaned) return [];
      if (isDisabled(resource)) return [finding('info', 'resource-disabled', object, params)];
      // A fence device has nowhere to run while only its own victim is left, which is as it should be.
      return [
        finding(
          resource.agent.startsWith('stonith:') ? 'warning' : 'critical',
          'resource-stopped',
          object,
          params,
        ),
      ];
    default:
      return [];
  }
}

/** Clones: stopped everywhere, missing on a node that could run them, promoted nowhere or twice. */
function checkClones(reading: PacemakerReading): PacemakerFinding[] {
  const clones = new Map<string, CrmResource[]>();
  for (const resource of reading.resources) {
    if (!isRepeated(resource) || resource.orphaned) continue;
    const key = [...resource.within.map(({ kind, id }) => `${kind}:${id}`), baseId(resource)].join('/');
    clones.set(key, [...(clones.get(key) ?? []), resource]);
  }
  return [...clones.values()].flatMap((instances) => checkClone(instances, reading));
}

function checkClone(instances: readonly CrmResource[], reading: PacemakerReading): PacemakerFinding[] {
  const [first] = instances;
  if (!first) return [];
  const id = baseId(first);
  const object: FindingObject = { kind: 'resource', id };
  if (instances.every(isDisabled)) return [finding('info', 'resource-disabled', object, { resource: id })];
  const active = instances.filter((instance) => instance.active);
  if (active.length === 0) return [finding('critical', 'resource-stopped', object, { resource: id })];
  return [...checkPromotion(id, first, instances), ...missingOnNodes(id, first, instances, reading)];
}

function checkPromotion(
  id: string,
  first: CrmResource,
  instances: readonly CrmResource[],
): PacemakerFinding[] {
  if (!first.within.some(({ multiState }) => multiState === true)) return [];
  const object: FindingObject = { kind: 'resource', id };
  const promoted = instances.filter(({ role }) => role === 'Promoted');
  if (promoted.length > 1) {
    const nodes = promoted.flatMap((instance) => instance.nodes).join(', ');
    return [finding('critical', 'several-promoted', object, { resource: id, nodes })];
  }
  const isChanging = instances.some(
    ({ role, pending }) => role === 'Promoting' || role === 'Demoting' || Boolean(pending),
  );
  if (promoted.length === 1 || isChanging) return [];
  const wantsUnpromoted = instances.every(({ targetRole }) =>
    /^(?:unpromoted|slave)$/i.test(targetRole ?? ''),
  );
  return [finding(wantsUnpromoted ? 'info' : 'critical', 'nothing-promoted', object, { resource: id })];
}

/**
 * A stopped instance, and a healthy member that runs none: redundancy is less than configured. Without a stopped
 * instance the clone has fewer instances than nodes by configuration (`clone-max`).
 */
function missingOnNodes(
  id: string,
  first: CrmResource,
  instances: readonly CrmResource[],
  reading: PacemakerReading,
): PacemakerFinding[] {
  if (first.within.some(({ kind }) => kind === 'bundle')) {
    return instances.some((instance) => !instance.active && !isDisabled(instance))
      ? [finding('warning', 'clone-missing-on-node', { kind: 'resource', id }, { resource: id, node: '-' })]
      : [];
  }
  const running = new Set(instances.flatMap((instance) => instance.nodes));
  const stopped = instances.filter((instance) => instance.role === 'Stopped' && !isDisabled(instance)).length;
  return reading.nodes
    .filter(
      (node) =>
        node.type === 'member' && node.online && !node.standby && !node.standbyOnFail && !node.pending,
    )
    .filter((node) => !running.has(node.name))
    .slice(0, stopped)
    .map((node) => {
      const object = { kind: 'resource', id, node: node.name };
      return finding('warning', 'clone-missing-on-node', object, { resource: id, node: node.name });
    });
}
