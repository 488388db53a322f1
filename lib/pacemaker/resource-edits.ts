/**
 * Resources as an administrator makes and changes them. The agent's own advice on operations is taken where none is
 * given; whether its parameters make sense is `agent-check`'s word. Nothing here starts or stops anything: what the
 * cluster would do with the result is for the simulation to say.
 */
import { attr, children, type XmlElement } from '@/lib/base/xml';
import type { AgentMetadata } from './agent-metadata';
import { type AgentName, isAgentName } from './agent-probes';
import type { BuiltChange, ChangeRefusal } from './change-refusal';
import {
  addElement,
  type CibDraft,
  changeAttributes,
  checkValue,
  findResourceElement,
  idsOf,
  onDraft,
  renderElement,
  resourceKind,
  sectionOf,
} from './cib-draft';
import { significantChildren } from './cib-path';
import { isAttributeName, isResourceName } from './names';
import {
  checkOperations,
  defaultOperations,
  editOperations,
  type Operation,
  type OperationEdits,
  renderOperation,
} from './operations';
import { editPairs, type PairEdits, type PairSetName, renderSet } from './pair-edits';
import { isXmlValue } from './values';

export type Values = Readonly<Record<string, string>>;

/** Where among a group's members: first and last are said by what stands there. */
export type MemberPlace = { readonly before: string } | { readonly after: string } | 'last';

export type NewPlace =
  | { readonly kind: 'alone' }
  | { readonly kind: 'in-group'; readonly group: string; readonly place: MemberPlace }
  | { readonly kind: 'new-group'; readonly group: string }
  | {
      readonly kind: 'clone';
      /** `<id>-clone` when left out. */
      readonly cloneId?: string;
      readonly isPromotable: boolean;
      readonly meta?: Values;
    };

export interface NewPrimitive {
  readonly id: string;
  readonly agent: AgentName;
  readonly params: Values;
  readonly meta?: Values;
  /** When left out: what the metadata advises, or nothing without metadata. */
  readonly operations?: readonly Operation[];
  readonly metadata?: AgentMetadata;
  readonly description?: string;
  readonly place: NewPlace;
}

/** Adds a primitive, alone or in what it shall live in. */
export function createPrimitive(cibXml: string, wanted: NewPrimitive): BuiltChange {
  return onDraft(cibXml, (draft) => addPrimitive(draft, wanted));
}

/** The same on a draft, for builders that add more with it. */
export function addPrimitive(draft: CibDraft, wanted: NewPrimitive): ChangeRefusal | undefined {
  const { place } = wanted;
  const wrong = checkPrimitive(draft, wanted);
  if (wrong) return wrong;
  const xml = renderPrimitive(draft, wanted);
  if (place.kind === 'in-group') return addToGroup(draft, xml, place.group, place.place);
  const section = sectionOf(draft, 'resources');
  if (!section) return { kind: 'cib', error: { kind: 'no-such-path', path: '/cib/configuration/resources' } };
  switch (place.kind) {
    case 'alone':
      return addElement(draft, section, xml);
    case 'new-group':
      if (!isResourceName(place.group)) return { kind: 'invalid-name', name: place.group };
      return addElement(draft, section, renderElement('group', { id: place.group }, xml));
    case 'clone': {
      const rendered = renderClone(draft, wanted.id, xml, place);
      return typeof rendered === 'string' ? addElement(draft, section, rendered) : rendered;
    }
  }
}

function checkPrimitive(draft: CibDraft, wanted: NewPrimitive): ChangeRefusal | undefined {
  const { id, agent, params, meta = {}, description } = wanted;
  if (!isResourceName(id)) return { kind: 'invalid-name', name: id };
  if (!isAgentName(agent)) return { kind: 'invalid-name', name: agent.type };
  if (idsOf(draft.configuration).has(id)) return { kind: 'id-taken', id };
  if (description !== undefined && !isXmlValue(description))
    return { kind: 'invalid-value', name: 'description' };
  return checkPairs(id, params) ?? checkPairs(id, meta) ?? checkOperations(id, operationsOf(wanted));
}

export function checkPairs(id: string, values: Values): ChangeRefusal | undefined {
  for (const [name, value] of Object.entries(values)) {
    if (!isAttributeName(name)) return { kind: 'invalid-name', name };
    const wrong = checkValue(name, value, `resources (${id})`);
    if (wrong) return wrong;
  }
  return undefined;
}

const operationsOf = ({ operations, metadata }: NewPrimitive): readonly Operation[] =>
  operations ?? (metadata ? defaultOperations(metadata) : []);

function renderPrimitive(draft: CibDraft, wanted: NewPrimitive): string {
  const { id, agent, params, meta = {}, description } = wanted;
  const set = (name: PairSetName, values: Values): string =>
    Object.keys(values).length === 0 ? '' : renderSet(draft, name, `${id}-${name}`, Object.entries(values));
  const operations = operationsOf(wanted).map((operation) => renderOperation(draft, id, operation));
  const inside =
    set('instance_attributes', params) +
    set('meta_attributes', meta) +
    (operations.length === 0 ? '' : `<operations>${operations.join('')}</operations>`);
  const { class: standard, provider, type } = agent;
  return renderElement('primitive', { id, class: standard, provider, type, description }, inside);
}

/** Text of a clone around a resource; `interleave` and the promotable numbers are the caller's to say in `meta`. */
export function renderClone(
  draft: CibDraft,
  innerId: string,
  innerXml: string,
  wanted: { readonly cloneId?: string; readonly isPromotable: boolean; readonly meta?: Values },
): string | ChangeRefusal {
  const id = wanted.cloneId ?? `${innerId}-clone`;
  if (!isResourceName(id)) return { kind: 'invalid-name', name: id };
  const meta: Values = { ...wanted.meta, ...(wanted.isPromotable ? { promotable: 'true' } : {}) };
  const wrong = checkPairs(id, meta);
  if (wrong) return wrong;
  const set =
    Object.keys(meta).length === 0
      ? ''
      : renderSet(draft, 'meta_attributes', `${id}-meta_attributes`, Object.entries(meta));
  return renderElement('clone', { id }, innerXml + set);
}

/** Puts a primitive's text into a group at a place named by a neighbour. */
export function addToGroup(
  draft: CibDraft,
  xml: string,
  group: string,
  place: MemberPlace,
): ChangeRefusal | undefined {
  const element = findResourceElement(draft, group);
  if (!element) return { kind: 'no-such-resource', resource: group };
  const kind = resourceKind(element) ?? 'primitive';
  if (kind !== 'group') return { kind: 'wrong-kind', resource: group, is: kind, needed: 'group' };
  const position = placeIn(element, place);
  if (typeof position !== 'number') return position;
  return addElement(draft, element, xml, position);
}

/** A group may have sets of its own before or after its members. */
function placeIn(group: XmlElement, place: MemberPlace): number | ChangeRefusal {
  const all = significantChildren(group);
  const members = children(group, 'primitive');
  const last = members.at(-1);
  if (place === 'last') return last ? all.indexOf(last) + 1 : all.length;
  const neighbour = 'before' in place ? place.before : place.after;
  const member = members.find((candidate) => attr(candidate, 'id') === neighbour);
  if (!member) return { kind: 'no-such-resource', resource: neighbour };
  return all.indexOf(member) + ('after' in place ? 1 : 0);
}

export interface ResourceEdit {
  /** Instance attributes; primitives only. */
  readonly params?: PairEdits;
  readonly meta?: PairEdits;
  readonly utilization?: PairEdits;
  readonly operations?: OperationEdits;
  /** Null removes it. */
  readonly description?: string | null;
}

/** Changes a resource in place: only what is named, ids kept. A value that comes from a template is overridden. */
export function editResource(cibXml: string, resource: string, edit: ResourceEdit): BuiltChange {
  return onDraft(cibXml, (draft) => editResourceOn(draft, resource, edit));
}

export function editResourceOn(
  draft: CibDraft,
  resource: string,
  edit: ResourceEdit,
): ChangeRefusal | undefined {
  const element = findResourceElement(draft, resource);
  if (!element) return { kind: 'no-such-resource', resource };
  const kind = resourceKind(element) ?? 'primitive';
  const isForPrimitives = edit.params ?? edit.operations ?? edit.utilization;
  if (isForPrimitives && kind !== 'primitive')
    return { kind: 'wrong-kind', resource, is: kind, needed: 'primitive' };
  const pairs = (setName: PairSetName, edits: PairEdits | undefined) =>
    edits && editPairs(draft, { element, setName, newSetId: `${resource}-${setName}` }, edits);
  return (
    (edit.description === undefined
      ? undefined
      : changeAttributes(draft, element, { description: edit.description })) ??
    pairs('instance_attributes', edit.params) ??
    pairs('meta_attributes', edit.meta) ??
    pairs('utilization', edit.utilization) ??
    (edit.operations && editOperations(draft, element, edit.operations))
  );
}
