/**
 * Reads a whole CIB, as `cibadmin -Q` prints it, into what Haven reasons with (reference 2.5). Every resource and
 * constraint of the configuration is in the reading or the whole reading is refused. Secrets are replaced before
 * anything else sees them. Leaves out the status section: `crm_mon` reads that.
 */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import {
  attr,
  attributes,
  child,
  children,
  descend,
  parseXml,
  serialiseXml,
  type XmlElement,
} from '@/lib/base/xml';
import { canonicalText } from './canonical';
import { parseResourceElements } from './cib-resources';
import { type IdIndex, indexIds, mergedPairs } from './cib-sets';
import { optional } from './cluster-status';
import { redactElement } from './redact';
import type { CibConstraint, CibReading, CibVersion } from './types';
import { parseCrmBoolean } from './values';

/**
 * @param xml full text of the CIB; a fragment (`--scope`) is refused
 */
export function parseCib(xml: string): Result<CibReading, ParseError> {
  const parsed = parseXml(xml, ['cib']);
  if (!parsed.ok) return parsed;
  const { root } = parsed.value;
  redactElement(root);
  const version = parseCibVersion(root);
  if (!version.ok) return version;
  const configuration = child(root, 'configuration');
  if (!configuration) return parseError('no <configuration> in the CIB');
  const index = indexIds(configuration);
  const resources = parseResourceElements(child(configuration, 'resources'), index);
  if (!resources.ok) return resources;
  const constraints = parseConstraints(child(configuration, 'constraints'));
  if (!constraints.ok) return constraints;
  const nodes = parseNodes(child(configuration, 'nodes'), index);
  if (!nodes.ok) return nodes;
  return ok({
    version: version.value,
    ...parseRootAttributes(root),
    properties: mergedPairs(sectionOf(configuration, 'crm_config'), 'cluster_property_set', index),
    resourceDefaults: mergedPairs(sectionOf(configuration, 'rsc_defaults'), 'meta_attributes', index),
    operationDefaults: mergedPairs(sectionOf(configuration, 'op_defaults'), 'meta_attributes', index),
    nodes: nodes.value,
    resources: resources.value,
    constraints: constraints.value,
    alerts: parseAlerts(configuration),
    fencingLevels: parseFencingLevels(configuration),
    tags: parseTags(configuration),
    configurationText: canonicalText(configuration),
  });
}

const sectionOf = (configuration: XmlElement, name: string): XmlElement | undefined =>
  child(configuration, name);

/** `admin_epoch`, `epoch`, `num_updates` of the root, compared in that order (reference 2.5.1). */
export function parseCibVersion(root: XmlElement): Result<CibVersion, ParseError> {
  const counter = (name: string): number | undefined => {
    const text = attr(root, name);
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  };
  const epoch = counter('epoch');
  const numUpdates = counter('num_updates');
  const adminEpoch = counter('admin_epoch');
  if (epoch === undefined || numUpdates === undefined || adminEpoch === undefined) {
    return parseError('the CIB has no version (admin_epoch, epoch, num_updates)');
  }
  return ok({ adminEpoch, epoch, numUpdates });
}

/** Negative when `a` is older than `b`, 0 when equal, positive when newer. */
export function compareCibVersions(a: CibVersion, b: CibVersion): number {
  return a.adminEpoch - b.adminEpoch || a.epoch - b.epoch || a.numUpdates - b.numUpdates;
}

function parseRootAttributes(root: XmlElement) {
  return {
    ...optional('validateWith', attr(root, 'validate-with')),
    ...optional('featureSet', attr(root, 'crm_feature_set')),
    ...optional('haveQuorum', parseCrmBoolean(attr(root, 'have-quorum'))),
    ...optional('dcUuid', attr(root, 'dc-uuid')),
    ...optional('lastWritten', attr(root, 'cib-last-written')),
    ...optional('updateUser', attr(root, 'update-user')),
    ...optional('updateClient', attr(root, 'update-client')),
    ...optional('updateOrigin', attr(root, 'update-origin')),
  };
}

function parseNodes(
  section: XmlElement | undefined,
  index: IdIndex,
): Result<CibReading['nodes'], ParseError> {
  const nodes: CibReading['nodes'][number][] = [];
  for (const element of section ? children(section, 'node') : []) {
    const id = attr(element, 'id');
    if (!id) return parseError('a node without id in the CIB');
    nodes.push({
      id,
      name: attr(element, 'uname') ?? id,
      ...optional('type', attr(element, 'type')),
      attributes: mergedPairs(element, 'instance_attributes', index),
    });
  }
  return ok(nodes);
}

const CONSTRAINT_KINDS: Readonly<Record<string, CibConstraint['kind']>> = {
  rsc_location: 'location',
  rsc_colocation: 'colocation',
  rsc_order: 'order',
  rsc_ticket: 'ticket',
};

function parseConstraints(section: XmlElement | undefined): Result<CibConstraint[], ParseError> {
  const constraints: CibConstraint[] = [];
  for (const element of section ? children(section) : []) {
    const kind = Object.hasOwn(CONSTRAINT_KINDS, element.tagName)
      ? CONSTRAINT_KINDS[element.tagName]
      : undefined;
    if (!kind) return parseError(`unknown constraint <${element.tagName}>`);
    const id = attr(element, 'id');
    if (!id) return parseError(`a <${element.tagName}> without id`);
    constraints.push({ kind, id, attributes: attributes(element), xml: serialiseXml(element) });
  }
  return ok(constraints);
}

function parseAlerts(configuration: XmlElement): CibReading['alerts'] {
  const section = child(configuration, 'alerts');
  return (section ? children(section, 'alert') : []).map((element) => ({
    id: attr(element, 'id') ?? '',
    path: attr(element, 'path') ?? '',
  }));
}

function parseFencingLevels(configuration: XmlElement): CibReading['fencingLevels'] {
  const section = child(configuration, 'fencing-topology');
  return (section ? children(section, 'fencing-level') : []).map((element) => ({
    id: attr(element, 'id') ?? '',
    index: Number(attr(element, 'index') ?? 0),
    ...optional(
      'target',
      attr(element, 'target') ?? attr(element, 'target-pattern') ?? attr(element, 'target-value'),
    ),
    devices: (attr(element, 'devices') ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter(Boolean),
  }));
}

function parseTags(configuration: XmlElement): CibReading['tags'] {
  const section = descend(configuration, 'tags');
  return (section ? children(section, 'tag') : []).map((element) => ({
    id: attr(element, 'id') ?? '',
    references: children(element, 'obj_ref').map((reference) => attr(reference, 'id') ?? ''),
  }));
}
