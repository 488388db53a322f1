/**
 * Reads `crm_simulate -S --output-as=xml` (reference 2.7): the planned actions and where everything would be.
 * An answer without nodes is refused: crm_simulate says "No resources", rc 0, to input it could not use.
 */

import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { attr, child, children, parseXml, type XmlElement } from '@/lib/base/xml';
import { checkStatus, optional, parseNodes, parseResources } from './cluster-status';
import type {
  CibVersion,
  CrmNode,
  CrmResource,
  SimulatedAction,
  SimulationReading,
  SurvivalReading,
} from './types';

/**
 * @param stdout the tool's whole XML answer
 * @returns actions in the tool's order, fencing first among them, and the state afterwards
 */
export function parseSimulation(stdout: string): Result<SimulationReading, ParseError> {
  const parsed = parseXml(stdout, ['pacemaker-result']);
  if (!parsed.ok) return parsed;
  const { root } = parsed.value;
  const status = checkStatus(root);
  if (!status.ok) return status;
  const after = statusSection(root, 'revised_cluster_status');
  if (!after.ok) return after;
  return ok({
    actions: parseActions(root),
    fencing: parseFencing(root),
    after: after.value.resources,
    afterNodes: after.value.nodes,
  });
}

/** The state before the simulated event, from the same answer: what `after` is to be compared with. */
export function parseSimulationBefore(
  stdout: string,
): Result<{ readonly nodes: readonly CrmNode[]; readonly resources: readonly CrmResource[] }, ParseError> {
  const parsed = parseXml(stdout, ['pacemaker-result']);
  return parsed.ok ? statusSection(parsed.value.root, 'cluster_status') : parsed;
}

function statusSection(
  root: XmlElement,
  name: string,
): Result<{ nodes: CrmNode[]; resources: CrmResource[] }, ParseError> {
  const section = child(root, name);
  if (!section) return parseError(`no <${name}>`);
  const nodesElement = child(section, 'nodes');
  const nodes = nodesElement ? parseNodes(nodesElement) : parseError(`no <nodes> in <${name}>`);
  if (!nodes.ok) return nodes;
  if (nodes.value.length === 0) return parseError(`no nodes in <${name}>: the input was not usable`);
  const resourcesElement = child(section, 'resources');
  // A cluster without resources has no <resources>, which is not the same as an unreadable one.
  const resources = resourcesElement ? parseResources(resourcesElement) : ok([]);
  if (!resources.ok) return resources;
  return ok({ nodes: nodes.value, resources: resources.value });
}

/** `<actions>` holds `node_action` (fencing) and `rsc_action`; both become one list in document order. */
function parseActions(root: XmlElement): SimulatedAction[] {
  const section = child(root, 'actions');
  if (!section) return [];
  const actions: SimulatedAction[] = [];
  for (const element of children(section)) {
    const action = attr(element, 'action') ?? attr(element, 'task');
    if (action === undefined) continue;
    actions.push({
      action,
      ...optional('resource', attr(element, 'resource')),
      ...optional('node', attr(element, 'node')),
      ...optional('source', attr(element, 'source')),
      ...optional('dest', attr(element, 'dest')),
      ...optional('reason', attr(element, 'reason')),
      ...(attr(element, 'blocked') === 'true' ? { blocked: true } : {}),
    });
  }
  return actions;
}

/** Fencing that the transition really carries out (`<transition><fencing_action>`). */
function parseFencing(root: XmlElement): { target: string; task: string }[] {
  const transition = child(root, 'transition');
  if (!transition) return [];
  return children(transition, 'fencing_action').map((element) => ({
    target: attr(element, 'target') ?? '',
    task: attr(element, 'op') ?? '',
  }));
}

/** Puts single simulations together: the reading that the DC's node contributes. */
export const combineSurvival = (
  cibVersion: CibVersion,
  onLoss: Readonly<Record<string, SimulationReading>>,
): SurvivalReading => ({ cibVersion, onLoss });

/**
 * Primitives that ran before and would run nowhere afterwards, or of which nothing would be promoted any more:
 * what "would not survive" means. Ids without instance numbers, sorted.
 */
export function stoppedBy(before: readonly CrmResource[], after: readonly CrmResource[]): string[] {
  const idOf = (resource: CrmResource) => resource.id.replace(/:\d+$/, '');
  const idsWhere = (resources: readonly CrmResource[], test: (resource: CrmResource) => boolean) =>
    new Set(resources.filter(test).map(idOf));
  const isActive = (resource: CrmResource) => resource.active && resource.nodes.length > 0;
  const isPromoted = (resource: CrmResource) => isActive(resource) && resource.role === 'Promoted';
  const activeAfter = idsWhere(after, isActive);
  const promotedAfter = idsWhere(after, isPromoted);
  const lost = [...idsWhere(before, isActive)].filter((id) => !activeAfter.has(id));
  const demoted = [...idsWhere(before, isPromoted)].filter((id) => !promotedAfter.has(id));
  return [...new Set([...lost, ...demoted])].sort();
}
