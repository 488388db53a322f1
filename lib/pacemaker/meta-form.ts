/** Meta attributes of one resource, with types: what every resource has, and what only clones have. */
import { isOptionValue, KNOWN_OPTIONS, type OptionType } from './cluster-options';
import type { CibResource } from './types';

export interface MetaOption {
  readonly name: string;
  readonly type: OptionType;
  readonly default?: string;
  readonly values?: readonly string[];
}

/** Pacemaker Explained, "Clone Options" and "Promotable Clone Options" (2.1). */
const CLONE: readonly MetaOption[] = [
  { name: 'clone-max', type: 'integer' },
  { name: 'clone-node-max', type: 'integer', default: '1' },
  { name: 'clone-min', type: 'integer', default: '0' },
  { name: 'interleave', type: 'boolean', default: 'false' },
  { name: 'ordered', type: 'boolean', default: 'false' },
  { name: 'notify', type: 'boolean', default: 'false' },
  { name: 'globally-unique', type: 'boolean', default: 'false' },
  { name: 'promotable', type: 'boolean', default: 'false' },
  { name: 'promoted-max', type: 'integer', default: '1' },
  { name: 'promoted-node-max', type: 'integer', default: '1' },
];

/** These have actions of their own, with rules of their own. */
const ELSEWHERE = ['target-role', 'is-managed', 'maintenance'];

/** Those Haven knows, then those that are set and that it does not. */
export function metaOptions(resource: CibResource): MetaOption[] {
  const known: MetaOption[] = KNOWN_OPTIONS.filter(
    ({ scope, name }) => scope === 'resource-defaults' && !ELSEWHERE.includes(name),
  );
  const all = resource.kind === 'clone' ? [...CLONE, ...known] : known;
  const names = new Set([...ELSEWHERE, ...all.map(({ name }) => name)]);
  const others = Object.keys(resource.meta).filter((name) => !names.has(name));
  return [...all, ...others.map((name): MetaOption => ({ name, type: 'string' }))];
}

export const isMetaValue = (option: MetaOption, value: string): boolean =>
  value.trim() === '' || isOptionValue({ scope: 'resource-defaults', ...option }, value.trim());
