/**
 * Builders of edits: what a person wants, against the CIB as it is. Each returns no edits when it is already so.
 * Ids are the ones that Pacemaker's own tools would choose, so that those tools find what Haven wrote.
 */
import { err, ok, type Result } from '@/lib/base/result';
import {
  attr,
  attributes,
  child,
  children,
  descend,
  escapeAttribute,
  parseXml,
  walk,
  type XmlElement,
} from '@/lib/base/xml';
import { type CibAttributes, type CibChange, type CibChangeError, holdsSecret } from './cib-patch';
import { elementPath, pathOf, sectionPath, significantChildren } from './cib-path';
import { orderedSets } from './cib-sets';
import { isAttributeName, isResourceName, isXmlId } from './names';
import { isSecretName } from './redact';
import { parseScore } from './values';

type Edits = Result<CibChange[], CibChangeError>;

const malformed = (what: string) => err({ kind: 'malformed', what } as const);

/**
 * Sets a node attribute in `<nodes>` for good, as `crm_attribute -l forever` would (reference 2.4).
 * @param node Pacemaker node name (`uname`)
 */
export function editNodeAttribute(cibXml: string, node: string, name: string, value: string): Edits {
  const found = findNode(cibXml, node);
  if (!found.ok) return found;
  return editPair(
    found.value,
    'instance_attributes',
    `nodes-${attr(found.value, 'id') ?? node}`,
    name,
    value,
  );
}

/** Removes a node attribute from `<nodes>`; nothing to do when it is not set. */
export function editNodeAttributeAway(cibXml: string, node: string, name: string): Edits {
  const found = findNode(cibXml, node);
  return found.ok ? ok(removePairs(found.value, 'instance_attributes', name)) : found;
}

/** Sets a cluster property in the bootstrap options, as `crm_attribute -t crm_config` would. */
export function editClusterProperty(cibXml: string, name: string, value: string): Edits {
  const section = findSection(cibXml, 'crm_config');
  return section.ok
    ? editPair(section.value, 'cluster_property_set', 'cib-bootstrap-options', name, value)
    : section;
}

/** Removes a cluster property: its default applies again. */
export function editClusterPropertyAway(cibXml: string, name: string): Edits {
  const section = findSection(cibXml, 'crm_config');
  return section.ok ? ok(removePairs(section.value, 'cluster_property_set', name)) : section;
}

export interface LocationConstraint {
  readonly id: string;
  readonly resource: string;
  readonly node: string;
  /** `INFINITY`, `-INFINITY` or an integer. */
  readonly score: string;
  readonly role?: 'Promoted' | 'Master';
}

/** Adds a location constraint; refuses an id that exists, whatever it says. */
export function editLocationConstraint(cibXml: string, wanted: LocationConstraint): Edits {
  const valid =
    isXmlId(wanted.id) && isResourceName(wanted.resource) && parseScore(wanted.score) !== undefined;
  if (!valid) return malformed('the constraint');
  const node = findNode(cibXml, wanted.node);
  if (!node.ok) return node;
  const section = findSection(cibXml, 'constraints');
  if (!section.ok) return section;
  if (idsOf(section.value).has(wanted.id)) return err({ kind: 'id-in-use', id: wanted.id });
  const role = wanted.role === undefined ? '' : ` role="${wanted.role}"`;
  const xml =
    `<rsc_location id="${wanted.id}" rsc="${escapeAttribute(wanted.resource)}"${role}` +
    ` node="${escapeAttribute(wanted.node)}" score="${wanted.score}"/>`;
  return ok([appending(section.value, xml)]);
}

/** Removes a constraint of any kind by id; nothing to do when it is not there. */
export function editConstraintAway(cibXml: string, id: string): Edits {
  const section = findSection(cibXml, 'constraints');
  if (!section.ok) return section;
  const found = children(section.value).find((element) => attr(element, 'id') === id);
  return ok(found ? [{ op: 'delete', path: pathOf(found) }] : []);
}

/**
 * Changes attributes of one element.
 * @param path as in `CibChange`; @param set attributes to set, or to remove with null
 */
export function editAttributes(
  cibXml: string,
  path: string,
  set: Readonly<Record<string, string | null>>,
): Edits {
  const parsed = parseXml(cibXml, ['cib']);
  if (!parsed.ok) return err({ kind: 'unreadable', error: parsed.error });
  for (const element of walk(parsed.value.root)) {
    if (pathOf(element) !== path) continue;
    if (holdsSecret(element)) return err({ kind: 'would-store-secret', path });
    return ok(modification(element, set));
  }
  return err({ kind: 'no-such-path', path });
}

function modification(element: XmlElement, set: Readonly<Record<string, string | null>>): CibChange[] {
  const before: CibAttributes = attributes(element);
  const after: Record<string, string> = { ...before };
  for (const [name, value] of Object.entries(set)) {
    if (value === null) delete after[name];
    else after[name] = value;
  }
  const isSame =
    JSON.stringify(Object.entries(before).sort()) === JSON.stringify(Object.entries(after).sort());
  return isSame ? [] : [{ op: 'modify', path: pathOf(element), tag: element.tagName, before, after }];
}

/** Sets a pair where it stands already, else in the first set, else in a new set with the given id. */
function editPair(owner: XmlElement, setName: string, newSetId: string, name: string, value: string): Edits {
  if (!isAttributeName(name)) return malformed('the attribute name');
  if (isSecretName(name)) return err({ kind: 'would-store-secret', path: pathOf(owner) });
  const sets = orderedSets(owner, setName, new Map());
  for (const set of sets) {
    const pair = children(set, 'nvpair').find((candidate) => attr(candidate, 'name') === name);
    if (pair) return ok(modification(pair, { value }));
  }
  const ids = idsOf(owner.ownerDocument?.documentElement ?? owner);
  const home = sets.find((set) => child(set, 'rule') === undefined && !set.hasAttribute('id-ref'));
  const setId = (home && attr(home, 'id')) ?? newSetId;
  // XML ids start with a letter and hold no `#`, attribute names may not and may.
  const pairId = `${setId}-${name.replace(/[^A-Za-z0-9_.-]/g, '.')}`;
  if (!isXmlId(setId) || !isXmlId(pairId)) return malformed('the id of the new attribute');
  if (ids.has(pairId)) return err({ kind: 'id-in-use', id: pairId });
  const pair = `<nvpair id="${pairId}" name="${escapeAttribute(name)}" value="${escapeAttribute(value)}"/>`;
  if (home) return ok([appending(home, pair)]);
  if (ids.has(setId)) return err({ kind: 'id-in-use', id: setId });
  return ok([appending(owner, `<${setName} id="${setId}">${pair}</${setName}>`)]);
}

const appending = (parent: XmlElement, xml: string): CibChange => ({
  op: 'create',
  parent: pathOf(parent),
  xml,
  position: significantChildren(parent).length,
});

/** Every pair of that name goes: one left in a second set would take effect when the first is gone. */
function removePairs(owner: XmlElement, setName: string, name: string): CibChange[] {
  const changes: CibChange[] = [];
  for (const set of children(owner, setName)) {
    for (const pair of children(set, 'nvpair')) {
      const id = attr(pair, 'id');
      if (attr(pair, 'name') === name && id)
        changes.push({ op: 'delete', path: elementPath(pathOf(set), 'nvpair', id) });
    }
  }
  return changes;
}

function findSection(cibXml: string, name: string): Result<XmlElement, CibChangeError> {
  const parsed = parseXml(cibXml, ['cib']);
  if (!parsed.ok) return err({ kind: 'unreadable', error: parsed.error });
  const section = descend(parsed.value.root, 'configuration', name);
  return section ? ok(section) : err({ kind: 'no-such-path', path: sectionPath(name) });
}

function findNode(cibXml: string, node: string): Result<XmlElement, CibChangeError> {
  const section = findSection(cibXml, 'nodes');
  if (!section.ok) return section;
  const found = children(section.value, 'node').find((element) => attr(element, 'uname') === node);
  return found ? ok(found) : err({ kind: 'no-such-path', path: `${sectionPath('nodes')} (${node})` });
}

function idsOf(root: XmlElement): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const element of walk(root)) {
    const id = attr(element, 'id');
    if (id !== undefined) ids.add(id);
  }
  return ids;
}
