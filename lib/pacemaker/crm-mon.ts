/**
 * Reads `crm_mon --output-as=xml` of Pacemaker 2.0 to 3.0 (reference 2.1, 2.9) into the cluster as one node sees
 * it. Leaves out operation histories and tickets.
 */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { attr, child, children, define, descend, parseXml, textOf, type XmlElement } from '@/lib/base/xml';
import { checkStatus, optional, parseNodes, parseResources } from './cluster-status';
import type { CrmBan, CrmFailCount, CrmFailure, CrmFenceEvent, PacemakerReading } from './types';
import { INFINITY_SCORE, parseCrmBoolean, parsePacemakerTime, parseScore } from './values';

/**
 * @param stdout the tool's whole XML answer
 * @param utcOffsetMinutes zone in which the tool ran, for times that name none; 0 under `TZ=UTC`
 * @returns the reading; an error for anything without `<summary>`, options and every node that the summary counts, and for
 *   `crm-mon-disconnected`
 */
export function parseCrmMon(stdout: string, utcOffsetMinutes = 0): Result<PacemakerReading, ParseError> {
  const parsed = parseXml(stdout, ['pacemaker-result']);
  if (!parsed.ok) return parsed;
  const { root } = parsed.value;
  const status = checkStatus(root);
  if (!status.ok) return status;
  const summary = child(root, 'summary');
  const nodesElement = child(root, 'nodes');
  if (!summary || !nodesElement) return parseError('no <summary> or no <nodes>: not connected to a cluster');
  const options = parseOptions(summary);
  if (!options.ok) return options;
  // A node that lost its first character is text: left out it would be a node that nobody misses.
  if (textOf(nodesElement) !== '') return parseError('text among the nodes');
  const nodes = parseNodes(nodesElement);
  if (!nodes.ok) return nodes;
  if (nodes.value.length === 0) return parseError('no nodes at all');
  // Nor one whose element has another name by now: the summary counts them all, remote ones too.
  const configured = Number(attrOf(child(summary, 'nodes_configured'), 'number') ?? 0);
  if (!(nodes.value.length >= configured))
    return parseError(`${nodes.value.length} nodes where the summary counts ${configured}`);
  const resourcesElement = child(root, 'resources');
  const resources = resourcesElement ? parseResources(resourcesElement) : ok([]);
  if (!resources.ok) return resources;
  const at = (text: string | undefined) => parsePacemakerTime(text, utcOffsetMinutes);
  return ok({
    ...parseHeader(root, summary, at),
    options: options.value,
    nodes: nodes.value,
    resources: resources.value,
    failures: parseFailures(root, at),
    failCounts: parseFailCounts(root, at),
    fenceHistory: parseFenceHistory(root, at),
    bans: parseBans(root),
    nodeAttributes: parseNodeAttributes(root),
  });
}

type ParseTime = (text: string | undefined) => number | undefined;

function parseHeader(root: XmlElement, summary: XmlElement, at: ParseTime) {
  const dc = child(summary, 'current_dc');
  const dcName = dc && parseCrmBoolean(attr(dc, 'present')) === true ? attr(dc, 'name') : undefined;
  // Only the DC's word counts for quorum: without a DC nobody has decided, so it is not quorate.
  const withQuorum = dc !== undefined && parseCrmBoolean(attr(dc, 'with_quorum')) === true;
  const version = dc ? attr(dc, 'version') : undefined;
  const change = child(summary, 'last_change');
  const daemon = child(root, 'pacemakerd');
  const state = (daemon && attr(daemon, 'state')) ?? attrOf(child(summary, 'stack'), 'pacemakerd-state');
  return {
    ...optional('version', version),
    ...optional('apiVersion', attr(root, 'api-version')),
    ...optional('daemonState', state),
    ...(dcName
      ? { dc: { name: dcName, id: attrOf(dc, 'id') ?? dcName, ...optional('version', version), withQuorum } }
      : {}),
    quorate: dcName !== undefined && withQuorum,
    ...(change
      ? {
          lastChange: {
            ...optional('at', at(attr(change, 'time'))),
            ...optional('user', attr(change, 'user')),
            ...optional('client', attr(change, 'client')),
            ...optional('origin', attr(change, 'origin')),
          },
        }
      : {}),
  };
}

const attrOf = (element: XmlElement | undefined, name: string): string | undefined =>
  element ? attr(element, name) : undefined;

/** `fencing-enabled` is the name of `stonith-enabled` since 3.0.2, and wins where both stand (reference 2.1). */
function parseOptions(summary: XmlElement): Result<PacemakerReading['options'], ParseError> {
  const element = child(summary, 'cluster_options');
  if (!element) return parseError('no <cluster_options>');
  const fencing = parseCrmBoolean(attr(element, 'fencing-enabled') ?? attr(element, 'stonith-enabled'));
  if (fencing === undefined) return parseError('no word on whether fencing is enabled');
  return ok({
    stonithEnabled: fencing,
    symmetric: parseCrmBoolean(attr(element, 'symmetric-cluster')) !== false,
    noQuorumPolicy: attr(element, 'no-quorum-policy') ?? 'unknown',
    maintenanceMode: parseCrmBoolean(attr(element, 'maintenance-mode')) === true,
    stopAll: parseCrmBoolean(attr(element, 'stop-all-resources')) === true,
  });
}

/** `<resource>_<task>_<interval>`; the resource itself may contain underscores. */
const OPERATION_KEY = /^(.+)_([a-z-]+)_(\d+)$/;

function parseFailures(root: XmlElement, at: ParseTime): CrmFailure[] {
  const section = child(root, 'failures');
  if (!section) return [];
  return children(section, 'failure').map((element) => {
    const key = attr(element, 'op_key') ?? attr(element, 'id') ?? 'unknown';
    const parts = OPERATION_KEY.exec(key);
    const exitCode = attr(element, 'exitcode');
    const reason = attr(element, 'exitreason');
    return {
      key,
      node: attr(element, 'node') ?? 'unknown',
      ...optional('resource', parts?.[1]),
      ...optional('task', attr(element, 'task') ?? parts?.[2]),
      ...(exitCode !== undefined && /^\d+$/.test(exitCode) ? { exitCode: Number(exitCode) } : {}),
      ...optional('exitStatus', attr(element, 'exitstatus')),
      // "none" is what crm_mon writes when the agent gave no reason.
      ...(reason && reason !== 'none' ? { exitReason: reason.slice(0, 400) } : {}),
      ...optional('status', attr(element, 'status')),
      ...optional('at', at(attr(element, 'last-rc-change'))),
    };
  });
}

/** `node_history/node/resource_history[@fail-count]`; present even where the operations themselves are left out. */
function parseFailCounts(root: XmlElement, at: ParseTime): CrmFailCount[] {
  const section = child(root, 'node_history');
  if (!section) return [];
  const counts: CrmFailCount[] = [];
  for (const node of children(section, 'node')) {
    for (const history of children(node, 'resource_history')) {
      const text = attr(history, 'fail-count');
      const resource = attr(history, 'id');
      if (text === undefined || !resource) continue;
      // A count that cannot be read is a count: the worst one, not none.
      const count = parseScore(text) ?? INFINITY_SCORE;
      if (count === 0) continue;
      counts.push({
        resource,
        node: attr(node, 'name') ?? 'unknown',
        count,
        ...optional('migrationThreshold', parseScore(attr(history, 'migration-threshold'))),
        ...optional('lastFailureAt', at(attr(history, 'last-failure'))),
      });
    }
  }
  return counts;
}

const FENCE_STATES: readonly CrmFenceEvent['status'][] = ['success', 'failed', 'pending'];

function parseFenceHistory(root: XmlElement, at: ParseTime): CrmFenceEvent[] {
  const section = child(root, 'fence_history');
  if (!section) return [];
  return children(section, 'fence_event').map((element) => {
    const status = attr(element, 'status');
    const reason = attr(element, 'exit-reason');
    return {
      action: attr(element, 'action') ?? 'unknown',
      target: attr(element, 'target') ?? 'unknown',
      status: FENCE_STATES.find((known) => known === status) ?? 'unknown',
      ...optional('delegate', attr(element, 'delegate')),
      ...optional('client', attr(element, 'client')),
      ...optional('origin', attr(element, 'origin')),
      ...(reason ? { exitReason: reason.slice(0, 400) } : {}),
      ...optional('completedAt', at(attr(element, 'completed'))),
    };
  });
}

function parseBans(root: XmlElement): CrmBan[] {
  const section = child(root, 'bans');
  if (!section) return [];
  return children(section, 'ban').map((element) => ({
    id: attr(element, 'id') ?? 'unknown',
    resource: attr(element, 'resource') ?? 'unknown',
    node: attr(element, 'node') ?? 'unknown',
    weight: parseScore(attr(element, 'weight')) ?? -INFINITY_SCORE,
    promotedOnly: parseCrmBoolean(attr(element, 'promoted-only') ?? attr(element, 'master_only')) === true,
  }));
}

function parseNodeAttributes(root: XmlElement): PacemakerReading['nodeAttributes'] {
  const found: Record<string, Record<string, string>> = {};
  const section = descend(root, 'node_attributes');
  for (const node of section ? children(section, 'node') : []) {
    const values: Record<string, string> = {};
    for (const attribute of children(node, 'attribute')) {
      const name = attr(attribute, 'name');
      if (name !== undefined) define(values, name, attr(attribute, 'value') ?? '');
    }
    define(found, attr(node, 'name') ?? 'unknown', values);
  }
  return found;
}
