/**
 * Reads `<resources>` of a CIB: primitives, groups, clones (with the old `<master>`), bundles, and templates,
 * which are resolved into the primitives that use them. An element that should be one of these and cannot be
 * read refuses the whole CIB; new kinds of elements are refused too, because a resource that is skipped would look
 * as if it did not exist.
 */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { attr, attributes, child, children, type XmlElement } from '@/lib/base/xml';
import { type IdIndex, mergedPairs, resolveReference } from './cib-sets';
import { optional, parseRole } from './cluster-status';
import type { CibBundle, CibClone, CibGroup, CibPrimitive, CibResource } from './types';
import { parseCrmBoolean } from './values';

/** @param section `<resources>`; a CIB without it has no resources */
export function parseResourceElements(
  section: XmlElement | undefined,
  index: IdIndex,
): Result<CibResource[], ParseError> {
  const resources: CibResource[] = [];
  for (const element of section ? children(section) : []) {
    if (element.tagName === 'template') continue;
    const resource = parseResource(element, index);
    if (!resource.ok) return resource;
    resources.push(resource.value);
  }
  return ok(resources);
}

function parseResource(element: XmlElement, index: IdIndex): Result<CibResource, ParseError> {
  switch (element.tagName) {
    case 'primitive':
      return parsePrimitive(element, index);
    case 'group':
      return parseGroup(element, index);
    case 'clone':
    case 'master':
      return parseClone(element, index);
    case 'bundle':
      return parseBundle(element, index);
    default:
      return parseError(`unknown resource <${element.tagName}>`);
  }
}

function parsePrimitive(element: XmlElement, index: IdIndex): Result<CibPrimitive, ParseError> {
  const id = attr(element, 'id');
  if (!id) return parseError('a primitive without id');
  const templateId = attr(element, 'template');
  const named = templateId === undefined ? undefined : index.get(templateId);
  const template = named?.tagName === 'template' ? named : undefined;
  const inherited = (name: string) => attr(element, name) ?? (template ? attr(template, name) : undefined);
  const resourceClass = inherited('class');
  const type = inherited('type');
  if (!resourceClass || !type) return parseError(`primitive ${id} has no class or type`);
  const pairs = (set: string) => ({
    ...mergedPairs(template, set, index),
    ...mergedPairs(element, set, index),
  });
  return ok({
    kind: 'primitive',
    id,
    class: resourceClass,
    ...optional('provider', inherited('provider')),
    type,
    params: pairs('instance_attributes'),
    meta: pairs('meta_attributes'),
    operations: parseOperations(element, template, index),
    ...optional('template', templateId),
  });
}

/** A primitive's own operation replaces the template's of the same name and interval. */
function parseOperations(
  element: XmlElement,
  template: XmlElement | undefined,
  index: IdIndex,
): CibPrimitive['operations'] {
  const read = (owner: XmlElement | undefined): CibPrimitive['operations'][number][] => {
    const holder = owner ? child(owner, 'operations') : undefined;
    return (holder ? children(resolveReference(holder, index), 'op') : []).map((op) => {
      const role = attr(op, 'role');
      return {
        name: attr(op, 'name') ?? '',
        interval: attr(op, 'interval') ?? '0',
        ...optional('timeout', attr(op, 'timeout')),
        ...(role === undefined ? {} : { role: parseRole(role) }),
        ...optional('onFail', attr(op, 'on-fail')),
      };
    });
  };
  const own = read(element);
  const isOwn = (op: { name: string; interval: string }) =>
    own.some((mine) => mine.name === op.name && mine.interval === op.interval);
  return [...own, ...read(template).filter((op) => !isOwn(op))];
}

function parseGroup(element: XmlElement, index: IdIndex): Result<CibGroup, ParseError> {
  const id = attr(element, 'id');
  if (!id) return parseError('a group without id');
  const members: CibPrimitive[] = [];
  for (const member of children(element, 'primitive')) {
    const primitive = parsePrimitive(member, index);
    if (!primitive.ok) return primitive;
    members.push(primitive.value);
  }
  return ok({ kind: 'group', id, meta: mergedPairs(element, 'meta_attributes', index), members });
}

function parseClone(element: XmlElement, index: IdIndex): Result<CibClone, ParseError> {
  const id = attr(element, 'id');
  if (!id) return parseError(`a ${element.tagName} without id`);
  const group = child(element, 'group');
  const primitive = child(element, 'primitive');
  const inner = group ? parseGroup(group, index) : primitive ? parsePrimitive(primitive, index) : undefined;
  if (!inner) return parseError(`clone ${id} has no resource inside`);
  if (!inner.ok) return inner;
  const meta = mergedPairs(element, 'meta_attributes', index);
  const promotable = element.tagName === 'master' || parseCrmBoolean(meta.promotable) === true;
  return ok({ kind: 'clone', id, promotable, meta, child: inner.value });
}

/** Children of a bundle that are not its container technology. */
const BUNDLE_PARTS = [
  'network',
  'storage',
  'primitive',
  'meta_attributes',
  'utilization',
  'instance_attributes',
];

function parseBundle(element: XmlElement, index: IdIndex): Result<CibBundle, ParseError> {
  const id = attr(element, 'id');
  if (!id) return parseError('a bundle without id');
  const primitive = child(element, 'primitive');
  const inner = primitive ? parsePrimitive(primitive, index) : undefined;
  if (inner && !inner.ok) return inner;
  const container = children(element).find((part) => !BUNDLE_PARTS.includes(part.tagName));
  return ok({
    kind: 'bundle',
    id,
    meta: mergedPairs(element, 'meta_attributes', index),
    ...(inner ? { child: inner.value } : {}),
    ...(container ? { container: { kind: container.tagName, attributes: attributes(container) } } : {}),
  });
}
