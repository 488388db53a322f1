/**
 * The parts that `crm_mon` and `crm_simulate` write alike: `<nodes>` and `<resources>` (reference 2.9). Unknown
 * elements and attributes are ignored; a node or resource that cannot be identified is an error, never skipped,
 * because what is skipped looks like "not there".
 */

import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { attr, child, children, type XmlElement } from '@/lib/base/xml';
import type { CrmNode, CrmResource, ResourceRole } from './types';
import { parseCrmBoolean } from './values';

const flag = (element: XmlElement, ...names: readonly string[]): boolean =>
  names.some((name) => parseCrmBoolean(attr(element, name)) === true);

export const optional = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };

const NODE_TYPES: readonly CrmNode['type'][] = ['member', 'remote', 'ping', 'unknown'];

/** Reads `<nodes>`. A node without a name or without `online` is an error: absence is not "down". */
export function parseNodes(section: XmlElement): Result<CrmNode[], ParseError> {
  const nodes: CrmNode[] = [];
  for (const element of children(section, 'node')) {
    const name = attr(element, 'name');
    const online = parseCrmBoolean(attr(element, 'online'));
    if (!name || online === undefined) return parseError('a node without name or online state');
    const type = attr(element, 'type');
    nodes.push({
      name,
      id: attr(element, 'id') ?? name,
      online,
      standby: flag(element, 'standby'),
      standbyOnFail: flag(element, 'standby_onfail'),
      maintenance: flag(element, 'maintenance'),
      pending: flag(element, 'pending'),
      unclean: flag(element, 'unclean'),
      shutdown: flag(element, 'shutdown'),
      expectedUp: flag(element, 'expected_up'),
      isDc: flag(element, 'is_dc'),
      resourcesRunning: Number(attr(element, 'resources_running') ?? 0) || 0,
      type: NODE_TYPES.find((known) => known === type) ?? 'unknown',
      ...optional('featureSet', knownFeatureSet(attr(element, 'feature_set'))),
      ...optional('health', attr(element, 'health')),
    });
  }
  return ok(nodes);
}

/** 2.1.5 prints `<3.15.1` for a node whose feature set it does not know (reference 2.1). */
const knownFeatureSet = (text: string | undefined): string | undefined =>
  text && /^\d+(\.\d+)*$/.test(text) ? text : undefined;

/** The role words of every version: Master and Slave are the old names of Promoted and Unpromoted (reference 2.1). */
const ROLES: Readonly<Record<string, ResourceRole>> = {
  started: 'Started',
  stopped: 'Stopped',
  promoted: 'Promoted',
  master: 'Promoted',
  unpromoted: 'Unpromoted',
  slave: 'Unpromoted',
  starting: 'Starting',
  stopping: 'Stopping',
  promoting: 'Promoting',
  demoting: 'Demoting',
};

export const parseRole = (text: string | undefined): ResourceRole =>
  (text !== undefined && Object.hasOwn(ROLES, text.toLowerCase()) ? ROLES[text.toLowerCase()] : undefined) ??
  'unknown';

type Within = CrmResource['within'];

/** Reads `<resources>` flat: one entry per instance, with the collections around it, outermost first. */
export function parseResources(section: XmlElement): Result<CrmResource[], ParseError> {
  const found: CrmResource[] = [];
  const problem = collect(section, [], found);
  return problem ?? ok(found);
}

function collect(
  parent: XmlElement,
  within: Within,
  found: CrmResource[],
): ReturnType<typeof parseError> | undefined {
  for (const element of children(parent)) {
    const problem = collectOne(element, within, found);
    if (problem) return problem;
  }
  return undefined;
}

function collectOne(element: XmlElement, within: Within, found: CrmResource[]) {
  const id = attr(element, 'id');
  switch (element.tagName) {
    case 'clone':
    case 'group':
    case 'bundle': {
      if (!id) return parseError(`a ${element.tagName} without id`);
      const multiState = parseCrmBoolean(attr(element, 'multi_state'));
      const around = {
        kind: element.tagName,
        id: withoutInstance(id),
        ...optional('multiState', multiState),
      } as const;
      return collect(element, [...within, around], found);
    }
    case 'replica':
      return collect(element, within, found);
    case 'resource': {
      const resource = parseResource(element, within);
      if (!resource.ok) return resource;
      found.push(resource.value);
      return undefined;
    }
    default:
      return undefined;
  }
}

/** `mysql-group:0` is instance 0 of `mysql-group`; the configuration knows only the latter. */
const withoutInstance = (id: string): string => id.replace(/:\d+$/, '');

function parseResource(element: XmlElement, within: Within): Result<CrmResource, ParseError> {
  const id = attr(element, 'id');
  const role = attr(element, 'role');
  if (!id || role === undefined) return parseError('a resource without id or role');
  const nodes: string[] = [];
  for (const node of children(element, 'node')) {
    const name = attr(node, 'name');
    if (!name) return parseError(`resource ${id} runs on a node without a name`);
    nodes.push(name);
  }
  // `removed` is the name of `orphaned` since 3.0.2 (reference 2.1).
  const state = {
    active: flag(element, 'active'),
    orphaned: flag(element, 'orphaned', 'removed'),
    blocked: flag(element, 'blocked'),
    managed: parseCrmBoolean(attr(element, 'managed')) !== false,
    maintenance: flag(element, 'maintenance'),
    failed: flag(element, 'failed'),
    failureIgnored: flag(element, 'failure_ignored'),
  };
  return ok({
    id,
    agent: (attr(element, 'resource_agent') ?? '').replace('::', ':'),
    role: parseRole(role),
    ...optional('targetRole', attr(element, 'target_role')),
    ...state,
    ...optional('pending', attr(element, 'pending')),
    nodes,
    within,
  });
}

/** The tool's own verdict at the end of every XML answer: `<status code message/>` (reference 2.9). */
export function checkStatus(root: XmlElement): Result<undefined, ParseError> {
  const status = child(root, 'status');
  if (!status) return parseError('no <status>: the answer was cut short');
  const code = attr(status, 'code');
  if (code === '0') return ok(undefined);
  return parseError(`the tool answered ${code ?? '?'}: ${attr(status, 'message') ?? 'no message'}`);
}
