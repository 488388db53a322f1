/** A configuration as a flat list of objects, each under a key that stays the same however tools choose their ids. */
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { attr, attributes, child, children, parseXml, textOf, type XmlElement } from '@/lib/base/xml';
import { parseSpanMs } from './values';

export type CibObjectKind =
  | 'node'
  | 'node-attribute'
  | 'property'
  | 'resource-default'
  | 'operation-default'
  | 'primitive'
  | 'group'
  | 'clone'
  | 'bundle'
  | 'template'
  | 'parameter'
  | 'meta'
  | 'utilization'
  | 'operation'
  | 'location'
  | 'colocation'
  | 'order'
  | 'ticket'
  | 'resource-set'
  | 'set-member'
  | 'rule'
  | 'fencing-level'
  | 'tag'
  | 'tag-member'
  | 'alert'
  | 'recipient'
  | 'acl'
  /** Anything else; `tag` says what the CIB calls it. */
  | 'other';

export interface CibObject {
  readonly kind: CibObjectKind;
  /** The element's name in the CIB. */
  readonly tag: string;
  /** Id, or the name of a pair; what a person calls it. */
  readonly name: string;
  /** What it belongs to: the resource of a parameter, the group of a member. */
  readonly owner?: { readonly kind: CibObjectKind; readonly name: string };
}

export interface FlatObject {
  readonly object: CibObject;
  readonly values: Readonly<Record<string, string>>;
  readonly owner: string | undefined;
  /** Place among its like where order has meaning (members, sets, refs). */
  readonly index: number | undefined;
}

/** @returns key → object, in document order */
export function flattenCib(xml: string): Result<Map<string, FlatObject>, ParseError> {
  const parsed = parseXml(xml, ['cib']);
  if (!parsed.ok) return parsed;
  const found = new Map<string, FlatObject>();
  const configuration = child(parsed.value.root, 'configuration');
  for (const section of configuration ? children(configuration) : [])
    for (const element of children(section)) collect(element, section.tagName, undefined, found);
  return ok(found);
}

/** Elements that are only wrapping: what is in them belongs to what they are in. */
const WRAPPERS = ['operations', 'attributes'];
const PAIR_SETS = ['cluster_property_set', 'meta_attributes', 'instance_attributes', 'utilization'];
/** Order has meaning among these. */
const ORDERED = ['set-member', 'resource-set', 'primitive'];

function collect(
  element: XmlElement,
  section: string,
  owner: CibObject | undefined,
  found: Map<string, FlatObject>,
  context = '',
): void {
  const tag = element.tagName;
  if (WRAPPERS.includes(tag) && !element.hasAttribute('id-ref')) {
    for (const below of children(element)) collect(below, section, owner, found, context);
    return;
  }
  if (PAIR_SETS.includes(tag) && isPlain(element)) {
    const pairs = children(element);
    for (const below of pairs) collect(below, section, owner, found, `${context}/${tag}`);
    return;
  }
  const kind = kindOf(element, section, context);
  const name = nameOf(element);
  const object: CibObject = {
    kind,
    tag,
    name,
    ...(owner === undefined ? {} : { owner: { kind: owner.kind, name: owner.name } }),
  };
  const base = isFree(kind) ? `resource\0${name}` : `${keyOf(owner)}\0${context}\0${kind}\0${name}`;
  const key = unused(base, found);
  const siblings = element.parentNode ? children(element.parentNode as XmlElement, tag) : [];
  const hasOrder = ORDERED.includes(kind) && owner !== undefined;
  found.set(key, {
    object,
    values: valuesOf(element),
    owner: owner?.name,
    index: hasOrder ? siblings.indexOf(element) : undefined,
  });
  for (const below of children(element)) collect(below, section, object, found);
}

/** A resource is itself wherever it stands; everything else is of what it belongs to. */
const isFree = (kind: CibObjectKind): boolean =>
  ['primitive', 'group', 'clone', 'bundle', 'template'].includes(kind);

function keyOf(owner: CibObject | undefined): string {
  if (!owner) return '';
  return isFree(owner.kind)
    ? `resource\0${owner.name}`
    : `${owner.kind}\0${owner.owner?.name ?? ''}\0${owner.name}`;
}

/** Equal names are told apart by their number: two rules of one constraint, a pair in two sets. */
function unused(key: string, found: ReadonlyMap<string, FlatObject>): string {
  if (!found.has(key)) return key;
  let number = 2;
  while (found.has(`${key}\0${number}`)) number += 1;
  return `${key}\0${number}`;
}

/** A set that says nothing but its pairs; one with a rule, a score or a reference is an object of its own. */
const isPlain = (set: XmlElement): boolean =>
  !set.hasAttribute('id-ref') && !set.hasAttribute('score') && !child(set, 'rule');

const KINDS: Readonly<Record<string, CibObjectKind>> = {
  node: 'node',
  primitive: 'primitive',
  group: 'group',
  clone: 'clone',
  master: 'clone',
  bundle: 'bundle',
  template: 'template',
  op: 'operation',
  rsc_location: 'location',
  rsc_colocation: 'colocation',
  rsc_order: 'order',
  rsc_ticket: 'ticket',
  resource_set: 'resource-set',
  resource_ref: 'set-member',
  rule: 'rule',
  'fencing-level': 'fencing-level',
  tag: 'tag',
  obj_ref: 'tag-member',
  alert: 'alert',
  recipient: 'recipient',
  acl_role: 'acl',
  acl_target: 'acl',
  acl_group: 'acl',
  acl_permission: 'acl',
};

function kindOf(element: XmlElement, section: string, context: string): CibObjectKind {
  const { tagName } = element;
  if (tagName !== 'nvpair') return Object.hasOwn(KINDS, tagName) ? (KINDS[tagName] ?? 'other') : 'other';
  if (section === 'crm_config') return 'property';
  if (section === 'rsc_defaults') return 'resource-default';
  if (section === 'op_defaults') return 'operation-default';
  if (section === 'nodes') return 'node-attribute';
  const set = context.split('/').at(-1) || (element.parentNode as XmlElement | null)?.tagName;
  if (set === 'utilization') return 'utilization';
  return set === 'meta_attributes' ? 'meta' : 'parameter';
}

function nameOf(element: XmlElement): string {
  const id = attr(element, 'id') ?? attr(element, 'id-ref') ?? '';
  if (element.tagName === 'nvpair') return attr(element, 'name') ?? id;
  if (element.tagName === 'node') return attr(element, 'uname') ?? id;
  if (element.tagName !== 'op') return id || element.tagName;
  const interval = attr(element, 'interval') ?? '0';
  return `${attr(element, 'name') ?? ''} ${(parseSpanMs(interval) ?? interval) === 0 ? '0s' : interval}`;
}

/** Attributes that say something; ids of pairs and operations are names that tools chose. */
function valuesOf(element: XmlElement): Record<string, string> {
  const { id, ...values } = attributes(element);
  const text = textOf(element);
  const isNamed = ['nvpair', 'op'].includes(element.tagName);
  if (isNamed) delete values.name;
  return {
    ...(isNamed || id === undefined || id === nameOf(element) ? {} : { id }),
    ...values,
    ...(text === '' ? {} : { text }),
  };
}
