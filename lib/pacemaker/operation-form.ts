/** Operations as a table that a person writes in, and what of it is a change. */
import type { OnFail, Operation, OperationEdits } from './operations';
import type { CibPrimitive } from './types';
import { parseSpanMs } from './values';

export interface EditedOperation {
  /** Stays the same while it is written in. */
  readonly key: string;
  readonly name: string;
  readonly interval: string;
  readonly timeout: string;
  readonly onFail: OnFail | '';
  readonly role?: Operation['role'];
  /** What it was when the form was opened; absent for a new one. */
  readonly was?: Omit<EditedOperation, 'was'>;
}

export const isOperationTime = (text: string): boolean =>
  text.trim() === '' || parseSpanMs(text) !== undefined;

const ROLES: Readonly<Record<string, NonNullable<Operation['role']>>> = {
  Promoted: 'Promoted',
  Master: 'Promoted',
  Unpromoted: 'Unpromoted',
  Slave: 'Unpromoted',
  Started: 'Started',
  Stopped: 'Stopped',
};
const roleOf = (text: string | undefined) =>
  text !== undefined && Object.hasOwn(ROLES, text) ? { role: ROLES[text] } : {};

/** Operations to begin a new resource with. */
export const fromDefaults = (operations: readonly Operation[]): EditedOperation[] =>
  operations.map(
    ({ name, interval, timeout = '', onFail, role }, index): EditedOperation => ({
      key: `${index} ${name}`,
      name,
      interval,
      timeout,
      onFail: onFail ?? '',
      ...(role ? { role } : {}),
    }),
  );

/** Operations of a resource as it is written. */
export const fromPrimitive = ({ operations }: Pick<CibPrimitive, 'operations'>): EditedOperation[] =>
  operations.map(({ name, interval, timeout = '', role, onFail = '' }, index) => {
    const shared = { key: `${index} ${name}`, name, interval, timeout, ...roleOf(role) };
    const own = { ...shared, onFail: onFail as EditedOperation['onFail'] };
    return { ...own, was: own };
  });

/** As they are asked for when a resource is made. */
export const written = (operations: readonly EditedOperation[]): Operation[] =>
  operations.map(({ name, interval, timeout, onFail, role }) => ({
    name,
    interval: interval.trim() || (name === 'monitor' ? '60s' : '0s'),
    ...(timeout.trim() ? { timeout: timeout.trim() } : {}),
    ...(onFail ? { onFail } : {}),
    ...(role ? { role } : {}),
  }));

/** What differs from `before`; undefined when nothing does. */
export function operationEdits(
  before: readonly EditedOperation[],
  after: readonly EditedOperation[],
): OperationEdits | undefined {
  const kept = new Set(after.map(({ key }) => key));
  const remove = before.filter(({ key }) => !kept.has(key)).map(({ name, interval }) => ({ name, interval }));
  const isRenamed = (one: EditedOperation) => one.was !== undefined && one.was.name !== one.name;
  const renamed = after.filter(isRenamed);
  const add = written(after.filter((one) => one.was === undefined || isRenamed(one)));
  const change = after.flatMap((one) => {
    const { was } = one;
    if (!was || isRenamed(one)) return [];
    const set = {
      ...(one.interval.trim() !== was.interval ? { interval: one.interval.trim() || '0s' } : {}),
      ...(one.timeout.trim() !== was.timeout ? { timeout: one.timeout.trim() || null } : {}),
      ...(one.onFail !== was.onFail ? { 'on-fail': one.onFail || null } : {}),
    };
    return Object.keys(set).length === 0 ? [] : [{ name: was.name, interval: was.interval, set }];
  });
  const gone = [
    ...remove,
    ...renamed.flatMap(({ was }) => (was ? [{ name: was.name, interval: was.interval }] : [])),
  ];
  if (gone.length + add.length + change.length === 0) return undefined;
  return {
    ...(add.length > 0 ? { add } : {}),
    ...(change.length > 0 ? { change } : {}),
    ...(gone.length > 0 ? { remove: gone } : {}),
  };
}
