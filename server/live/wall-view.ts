import { createHmac, randomBytes } from 'node:crypto';
import type { Heartbeat, LiveState, Patch } from '@/lib/live/protocol';

/**
 * What a wall display may see when it may not show names: the same picture with every host name and address replaced
 * by a stand-in. The same name always gets the same stand-in, in keys and in values, so that whatever the page joins
 * still joins. Values that only identify a machine are dropped. Works on plain text, so that no reading can be forgotten.
 */
export interface WallView {
  state(state: LiveState): LiveState;
  patch(patch: Patch, state: LiveState): Patch;
  heartbeat(heartbeat: Heartbeat): Heartbeat;
}

/** IPv4, with or without prefix length; IPv6 with at least two groups; MAC addresses. */
const ADDRESS =
  /\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b|(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi;
/** Readings that walls do not draw and that are full of addresses, paths and parameters. */
const HIDDEN_READINGS = /\/(apache|cib|configFiles|drbdConfig|haproxyConfig|host)$/;
const HIDDEN_FIELDS = new Set([
  'machineId',
  'bootId',
  'serial',
  'configurationText',
  'backingDevice',
  'detail',
  'origin',
  'client',
  'user',
  'who',
  'why',
  'baselines',
]);

export function wallView(key: Buffer = randomBytes(32)): WallView {
  const standIn = (address: string): string =>
    `address-${createHmac('sha256', key).update(address.toLowerCase()).digest('hex').slice(0, 6)}`;
  return {
    state: (state) => {
      const hide = hider(state, standIn);
      return { ...(hide(state) as LiveState), items: hide(withoutHidden(state.items)) as LiveState['items'] };
    },
    patch: (patch, state) => {
      const hide = hider(state, standIn);
      const { items, touched, ...rest } = patch;
      return {
        ...(hide(rest) as Patch),
        ...(items ? { items: hide(withoutHidden(items)) as Patch['items'] } : {}),
        ...(touched ? { touched: withoutHidden(touched) } : {}),
      };
    },
    heartbeat: (heartbeat) => heartbeat,
  };
}

function withoutHidden<T extends object>(items: T): T {
  return Object.fromEntries(Object.entries(items).filter(([key]) => !HIDDEN_READINGS.test(key))) as T;
}

/** A function that replaces names and addresses in any JSON value. Keys of the flat maps hold ids only and stay. */
function hider(state: LiveState, standIn: (address: string) => string): (value: unknown) => unknown {
  const names = new Map<string, string>();
  for (const cluster of Object.values(state.clusters)) {
    for (const [index, node] of cluster.nodes.entries()) names.set(node.name, `node-${index + 1}`);
  }
  const pattern = namePattern([...names.keys()]);
  const text = (value: string): string => {
    const named = pattern ? value.replace(pattern, (name) => names.get(name) ?? name) : value;
    return /[.:]/.test(named)
      ? named.replace(ADDRESS, (address) => (isAddress(address) ? standIn(address) : address))
      : named;
  };
  const hide = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(hide);
    if (typeof value !== 'object' || value === null) return value;
    const out: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(value)) {
      if (!HIDDEN_FIELDS.has(key)) out[text(key)] = hide(inner);
    }
    return out;
  };
  return hide;
}

/** `12:34:56` is a time and `a:b` a pair: an IPv6 address has two colons in a row or eight groups. */
function isAddress(text: string): boolean {
  if (text.includes('.')) return true;
  return text.includes('::')
    ? text.length > 2
    : /^(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$|^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text);
}

function namePattern(names: readonly string[]): RegExp | undefined {
  if (names.length === 0) return undefined;
  const escaped = [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![A-Za-z0-9])(?:${escaped.join('|')})(?![A-Za-z0-9])`, 'g');
}
