/** The operations of a primitive: defaults from what its agent asks for, written and changed as `<op>` elements. */
import { attr, child, children, type XmlElement } from '@/lib/base/xml';
import type { AgentMetadata } from './agent-metadata';
import type { ChangeRefusal } from './change-refusal';
import {
  addElement,
  type CibDraft,
  changeAttributes,
  freeId,
  removeAll,
  renderElement,
  roleNames,
} from './cib-draft';
import { isXmlValue, parseSpanMs } from './values';

export type OnFail =
  | 'ignore'
  | 'block'
  | 'demote'
  | 'stop'
  | 'restart'
  | 'standby'
  | 'fence'
  | 'restart-container';

export interface Operation {
  readonly name: string;
  /** `0s` for everything but monitors. */
  readonly interval: string;
  readonly timeout?: string;
  readonly role?: 'Promoted' | 'Unpromoted' | 'Started' | 'Stopped';
  readonly onFail?: OnFail;
  readonly enabled?: boolean;
  readonly startDelay?: string;
}

const ON_FAIL: readonly string[] = [
  'ignore',
  'block',
  'demote',
  'stop',
  'restart',
  'standby',
  'fence',
  'restart-container',
];
const OPERATION_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;
const ROLES = ['Promoted', 'Unpromoted', 'Started', 'Stopped'];

/** What Pacemaker can be asked to run by configuration; the rest of an agent's actions answer questions. */
const CONFIGURABLE = [
  'start',
  'stop',
  'monitor',
  'promote',
  'demote',
  'notify',
  'migrate_to',
  'migrate_from',
  'reload',
  'reload-agent',
];
/** What a monitor gets when its agent names no interval: often enough to notice, seldom enough to be cheap. */
const MONITOR_INTERVAL = '60s';

/**
 * The operations an agent advises, as its own tools would write them: deep checks left out, monitors of one
 * resource at different intervals (Pacemaker tells them apart by nothing else, reference 2.2.3).
 */
export function defaultOperations(metadata: AgentMetadata): Operation[] {
  const operations: Operation[] = [];
  for (const action of metadata.actions) {
    if (!CONFIGURABLE.includes(action.name) || action.depth !== 0) continue;
    const isMonitor = action.name === 'monitor';
    let interval = isMonitor ? (action.interval ?? MONITOR_INTERVAL) : '0s';
    if (isMonitor && parseSpanMs(interval) === 0) interval = MONITOR_INTERVAL;
    while (isMonitor && operations.some((other) => isSame(other, { name: action.name, interval }))) {
      interval = `${Math.round((parseSpanMs(interval) ?? 60_000) / 1000) + 1}s`;
    }
    if (!isMonitor && operations.some((other) => other.name === action.name)) continue;
    operations.push({
      name: action.name,
      interval,
      ...(action.timeout === undefined ? {} : { timeout: action.timeout }),
      ...(isMonitor && (action.role === 'Promoted' || action.role === 'Unpromoted')
        ? { role: action.role }
        : {}),
    });
  }
  if (!operations.some(({ name }) => name === 'monitor'))
    operations.push({ name: 'monitor', interval: MONITOR_INTERVAL });
  return operations;
}

type Key = { readonly name: string; readonly interval: string };

/** Pacemaker's own identity of an operation: name and interval in milliseconds. */
const isSame = (a: Key, b: Key): boolean =>
  a.name === b.name && (parseSpanMs(a.interval) ?? a.interval) === (parseSpanMs(b.interval) ?? b.interval);

export function checkOperations(
  resource: string,
  operations: readonly Operation[],
): ChangeRefusal | undefined {
  for (const [index, operation] of operations.entries()) {
    const { name, interval, timeout, role, onFail, startDelay } = operation;
    if (!OPERATION_NAME.test(name)) return { kind: 'invalid-name', name };
    for (const [what, value] of Object.entries({ interval, timeout, 'start-delay': startDelay })) {
      if (value !== undefined && parseSpanMs(value) === undefined)
        return { kind: 'invalid-value', name: what };
    }
    if (onFail !== undefined && !ON_FAIL.includes(onFail)) return { kind: 'invalid-value', name: 'on-fail' };
    if (role !== undefined && !ROLES.includes(role)) return { kind: 'invalid-value', name: 'role' };
    if (operations.slice(0, index).some((other) => isSame(other, operation)))
      return { kind: 'duplicate-operation', resource, operation: name, interval };
  }
  return undefined;
}

/** Role as the cluster's schema spells it. */
function roleText(draft: CibDraft, role: string): string {
  if (role === 'Promoted') return roleNames(draft).promoted;
  return role === 'Unpromoted' ? roleNames(draft).unpromoted : role;
}

export function renderOperation(draft: CibDraft, resource: string, operation: Operation): string {
  const { name, interval, timeout, role, onFail, enabled, startDelay } = operation;
  return renderElement('op', {
    id: freeId(draft, `${resource}-${name}-interval-${interval}`),
    name,
    interval,
    timeout,
    role: role && roleText(draft, role),
    'on-fail': onFail,
    enabled: enabled === undefined ? undefined : `${enabled}`,
    'start-delay': startDelay,
  });
}

export interface OperationEdit {
  /** Which one: name, and interval where there are several of that name. */
  readonly name: string;
  readonly interval?: string;
  /** Attributes to set, or to remove with null. */
  readonly set: Readonly<
    Partial<Record<'interval' | 'timeout' | 'on-fail' | 'role' | 'enabled' | 'start-delay', string | null>>
  >;
}

export interface OperationEdits {
  readonly add?: readonly Operation[];
  readonly change?: readonly OperationEdit[];
  readonly remove?: readonly { readonly name: string; readonly interval?: string }[];
}

/** Changes, removes and adds operations of a primitive; ids and everything else in an `<op>` stay. */
export function editOperations(
  draft: CibDraft,
  primitive: XmlElement,
  edits: OperationEdits,
): ChangeRefusal | undefined {
  const resource = attr(primitive, 'id') ?? '';
  const holder = child(primitive, 'operations');
  const ops = holder ? children(holder, 'op') : [];
  if (holder?.hasAttribute('id-ref')) return { kind: 'ambiguous', id: resource, because: 'shared' };
  for (const edit of edits.change ?? []) {
    const op = findOperation(resource, ops, edit);
    if ('refusal' in op) return op.refusal;
    const wrong = checkAttributes(edit.set) ?? changeAttributes(draft, op.op, rolesSpelt(draft, edit.set));
    if (wrong) return wrong;
  }
  const gone: XmlElement[] = [];
  for (const which of edits.remove ?? []) {
    const op = findOperation(resource, ops, which);
    if ('refusal' in op) return op.refusal;
    gone.push(op.op);
  }
  removeAll(draft, gone);
  return addOperations(draft, primitive, resource, edits.add ?? []);
}

function addOperations(
  draft: CibDraft,
  primitive: XmlElement,
  resource: string,
  added: readonly Operation[],
): ChangeRefusal | undefined {
  const holder = child(primitive, 'operations');
  const kept = holder ? children(holder, 'op').map(asKey) : [];
  const all = [...kept, ...added];
  const twice = all.find((one, index) => all.slice(0, index).some((other) => isSame(one, other)));
  if (twice)
    return { kind: 'duplicate-operation', resource, operation: twice.name, interval: twice.interval };
  const wrong = checkOperations(resource, added);
  if (wrong || added.length === 0) return wrong;
  if (!holder) {
    const inside = added.map((operation) => renderOperation(draft, resource, operation)).join('');
    return addElement(draft, primitive, `<operations>${inside}</operations>`);
  }
  for (const operation of added) {
    const refusal = addElement(draft, holder, renderOperation(draft, resource, operation));
    if (refusal) return refusal;
  }
  return undefined;
}

const asKey = (op: XmlElement): Key => ({
  name: attr(op, 'name') ?? '',
  interval: attr(op, 'interval') ?? '0',
});

type FoundOperation = { readonly op: XmlElement } | { readonly refusal: ChangeRefusal };

function findOperation(
  resource: string,
  ops: readonly XmlElement[],
  { name, interval }: { readonly name: string; readonly interval?: string },
): FoundOperation {
  const matches = ops.filter((op) => {
    const key = asKey(op);
    return key.name === name && (interval === undefined || isSame(key, { name, interval }));
  });
  const [only] = matches;
  if (!only) return { refusal: { kind: 'no-such-operation', resource, operation: name } };
  return matches.length > 1
    ? { refusal: { kind: 'ambiguous', id: resource, because: 'several-sets', name } }
    : { op: only };
}

const EDITABLE = ['interval', 'timeout', 'on-fail', 'role', 'enabled', 'start-delay'];

function checkAttributes(set: OperationEdit['set']): ChangeRefusal | undefined {
  for (const [name, value] of Object.entries(set)) {
    if (!EDITABLE.includes(name)) return { kind: 'invalid-name', name };
    if (value === null || value === undefined) {
      if (name === 'interval') return { kind: 'invalid-value', name };
      continue;
    }
    const isSpan = name === 'interval' || name === 'timeout' || name === 'start-delay';
    const isWrong =
      !isXmlValue(value) ||
      (isSpan && parseSpanMs(value) === undefined) ||
      (name === 'on-fail' && !ON_FAIL.includes(value)) ||
      (name === 'role' && !ROLES.includes(value)) ||
      (name === 'enabled' && !/^(?:true|false)$/.test(value));
    if (isWrong) return { kind: 'invalid-value', name };
  }
  return undefined;
}

function rolesSpelt(draft: CibDraft, set: OperationEdit['set']): Record<string, string | null> {
  const spelt: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(set)) {
    if (value === undefined) continue;
    spelt[name] = name === 'role' && value !== null ? roleText(draft, value) : value;
  }
  return spelt;
}
