/**
 * Fence devices: made with their victims and delays, kept off the node they would kill, stacked in levels. A
 * password belongs into a root-only script on the nodes (`password_script`, reference 2.3.2): parameters that hold a
 * secret are refused, here as everywhere. That a device works is shown by using it, never by its configuration.
 */
import { attr, child, children, type XmlElement } from '@/lib/base/xml';
import type { AgentMetadata } from './agent-metadata';
import type { BuiltChange, ChangeRefusal } from './change-refusal';
import {
  addToSection,
  type CibDraft,
  changeAttributes,
  findResourceElement,
  freeId,
  nodeNames,
  onDraft,
  removeAll,
  renderElement,
  resourceElements,
} from './cib-draft';
import { addConstraintOn } from './constraint-edits';
import { isNodeName } from './names';
import { propertyIn } from './option-edits';
import { pairValue } from './pair-edits';
import type { RemovalOptions } from './references';
import { addPrimitive, editResourceOn, type ResourceEdit, type Values } from './resource-edits';
import { deleteResourceOn } from './resource-structure';
import { INFINITY_SCORE, parseCrmBoolean, parseScore, parseSpanMs } from './values';

/** Whom a device can fence: nodes by name, or node → plug where the device knows them by another name. */
export type Victims =
  | { readonly kind: 'list'; readonly nodes: readonly string[] }
  | { readonly kind: 'map'; readonly plugs: Readonly<Record<string, string>> };

export interface NewFenceDevice {
  readonly id: string;
  /** `fence_ipmilan`. */
  readonly agent: string;
  readonly params: Values;
  readonly victims: Victims;
  /** Static delay before fencing: on the device that kills the preferred survivor, so that two nodes do not race. */
  readonly delayBase?: string;
  /** Random delay, at most this. */
  readonly delayMax?: string;
  /** How often the device is asked whether it answers. */
  readonly monitorInterval?: string;
  readonly metadata?: AgentMetadata;
}

/** Hourly is too late to notice a dead BMC; every few seconds tires it. */
const MONITOR_INTERVAL = '60s';

/**
 * Adds a fence device. One with a single victim is kept off that node (invariant 4); one for several nodes may run
 * anywhere, the cluster then lets another node use it.
 */
export function createFenceDevice(cibXml: string, wanted: NewFenceDevice): BuiltChange {
  return onDraft(cibXml, (draft) => {
    const { id, agent, metadata, victims, delayBase, delayMax } = wanted;
    const hosts = victimPairs(draft, id, victims);
    if ('refusal' in hosts) return hosts.refusal;
    const delays = { pcmk_delay_base: delayBase, pcmk_delay_max: delayMax };
    const given: Record<string, string> = {};
    for (const [name, value] of Object.entries(delays)) {
      if (value === undefined) continue;
      if (parseSpanMs(value) === undefined) return { kind: 'invalid-value', name };
      given[name] = value;
    }
    return (
      addPrimitive(draft, {
        id,
        agent: { class: 'stonith', type: agent },
        params: { ...wanted.params, ...hosts.pairs, ...given },
        operations: [{ name: 'monitor', interval: wanted.monitorInterval ?? MONITOR_INTERVAL }],
        ...(metadata ? { metadata } : {}),
        place: { kind: 'alone' },
      }) ?? avoidVictim(draft, id, victims)
    );
  });
}

const namesOf = (victims: Victims): readonly string[] =>
  victims.kind === 'list' ? victims.nodes : Object.keys(victims.plugs);

type Pairs = { readonly pairs: Record<string, string> } | { readonly refusal: ChangeRefusal };

/** Separators of the map, and what would need escaping: no real plug has them. */
const PLUG = /^[^\s:;,=\\"'<>&]{1,120}$/;

/** `pcmk_host_list="node1 node2"`, `pcmk_host_map="node1:plug1;node2:plug2"`. */
function victimPairs(draft: CibDraft, resource: string, victims: Victims): Pairs {
  const names = namesOf(victims);
  if (names.length === 0) return { refusal: { kind: 'no-victims', resource } };
  const known = nodeNames(draft);
  for (const node of names) {
    if (!isNodeName(node)) return { refusal: { kind: 'invalid-name', name: node } };
    if (!known.includes(node)) return { refusal: { kind: 'no-such-node', node } };
  }
  if (victims.kind === 'list') return { pairs: { pcmk_host_list: names.join(' ') } };
  const plugs = Object.entries(victims.plugs);
  if (!plugs.every(([, plug]) => PLUG.test(plug)))
    return { refusal: { kind: 'invalid-value', name: 'pcmk_host_map' } };
  return { pairs: { pcmk_host_map: plugs.map(([node, plug]) => `${node}:${plug}`).join(';') } };
}

function avoidVictim(draft: CibDraft, device: string, victims: Victims): ChangeRefusal | undefined {
  const [only, ...more] = namesOf(victims);
  if (only === undefined || more.length > 0) return undefined;
  const refusal = addConstraintOn(draft, {
    kind: 'location',
    resource: device,
    node: only,
    score: '-INFINITY',
  });
  // It says so already: nothing to add.
  return refusal?.kind === 'duplicate' ? undefined : refusal;
}

export interface FenceDeviceEdit extends Pick<ResourceEdit, 'params' | 'meta' | 'operations'> {
  /** Replaces the old victims, and the constraint that keeps it off its only one. */
  readonly victims?: Victims;
}

/** Changes a fence device in place. A delay is a parameter: `pcmk_delay_base`, `pcmk_delay_max`. */
export function editFenceDevice(cibXml: string, device: string, edit: FenceDeviceEdit): BuiltChange {
  return onDraft(cibXml, (draft) => {
    const element = findDevice(draft, device);
    if ('refusal' in element) return element.refusal;
    const { victims, ...rest } = edit;
    if (!victims) return editResourceOn(draft, device, rest);
    const hosts = victimPairs(draft, device, victims);
    if ('refusal' in hosts) return hosts.refusal;
    const params = { pcmk_host_list: null, pcmk_host_map: null, ...rest.params, ...hosts.pairs };
    const [only, ...more] = namesOf(victims);
    // What kept it off its old victim would now keep it off a node that may need it.
    const stale = ownAvoidances(draft, device, victimsOf(element.element)).filter(
      (constraint) => more.length > 0 || attr(constraint, 'node') !== only,
    );
    removeAll(draft, stale);
    return editResourceOn(draft, device, { ...rest, params }) ?? avoidVictim(draft, device, victims);
  });
}

type FoundDevice = { readonly element: XmlElement } | { readonly refusal: ChangeRefusal };

function findDevice(draft: CibDraft, device: string): FoundDevice {
  const element = findResourceElement(draft, device);
  if (!element) return { refusal: { kind: 'no-such-resource', resource: device } };
  return attr(element, 'class') === 'stonith'
    ? { element }
    : { refusal: { kind: 'wrong-kind', resource: device, is: 'primitive', needed: 'fence-device' } };
}

function victimsOf(device: XmlElement): string[] {
  const list = pairValue(device, 'instance_attributes', 'pcmk_host_list') ?? '';
  const map = pairValue(device, 'instance_attributes', 'pcmk_host_map') ?? '';
  const mapped = map
    .split(/[\s;]+/)
    .filter(Boolean)
    .map((pair) => pair.split(/[:=]/)[0] ?? '');
  return [...new Set([...list.split(/[\s,;]+/).filter(Boolean), ...mapped])];
}

/** Plain "never there" constraints of a device on nodes that were its victims. */
function ownAvoidances(draft: CibDraft, device: string, nodes: readonly string[]): XmlElement[] {
  const section = child(draft.configuration, 'constraints');
  return (section ? children(section, 'rsc_location') : []).filter(
    (constraint) =>
      attr(constraint, 'rsc') === device &&
      children(constraint).length === 0 &&
      nodes.includes(attr(constraint, 'node') ?? '') &&
      (parseScore(attr(constraint, 'score')) ?? 0) <= -INFINITY_SCORE,
  );
}

export interface DeviceRemovalOptions extends RemovalOptions {
  /** Goes on although nodes are left without any device while fencing is on. */
  readonly acceptUnfenced?: boolean;
}

/** Removes a fence device with its constraints and levels; refused when nodes would be left without one. */
export function deleteFenceDevice(
  cibXml: string,
  device: string,
  { acceptUnfenced = false, ...options }: DeviceRemovalOptions = {},
): BuiltChange {
  return onDraft(cibXml, (draft) => {
    const element = findDevice(draft, device);
    if ('refusal' in element) return element.refusal;
    const nodes = onlyFencedBy(draft, element.element);
    const isOn = parseCrmBoolean(
      propertyIn(draft, 'fencing-enabled') ?? propertyIn(draft, 'stonith-enabled'),
    );
    if (isOn !== false && nodes.length > 0 && !acceptUnfenced) return { kind: 'leaves-unfenced', nodes };
    return deleteResourceOn(draft, device, options);
  });
}

/** Nodes that no other device names. A device without a list decides by itself and may fence any. */
function onlyFencedBy(draft: CibDraft, device: XmlElement): string[] {
  const others = resourceElements(draft).filter(
    (element) => element !== device && attr(element, 'class') === 'stonith',
  );
  const covered = others.map(victimsOf);
  if (covered.some((nodes) => nodes.length === 0)) return [];
  const own = victimsOf(device);
  return (own.length === 0 ? nodeNames(draft) : own).filter(
    (node) => !covered.some((nodes) => nodes.includes(node)),
  );
}

/** The fencer knows levels 1 to 9. */
const MOST_LEVELS = 9;

/**
 * Says which devices are tried for a node, level after level: all devices of a level must succeed, else the next
 * level is tried. No levels removes the node's topology; any device that can fence it is then used.
 * @param levels device ids; the first level is index 1
 */
export function editFencingLevels(
  cibXml: string,
  node: string,
  levels: readonly (readonly string[])[],
): BuiltChange {
  return onDraft(cibXml, (draft) => {
    if (!nodeNames(draft).includes(node)) return { kind: 'no-such-node', node };
    if (levels.length > MOST_LEVELS) return { kind: 'invalid-value', name: 'index' };
    for (const devices of levels) {
      if (devices.length === 0) return { kind: 'would-leave-empty', what: 'fencing-level', id: node };
      for (const device of devices) {
        const found = findDevice(draft, device);
        if ('refusal' in found) return found.refusal;
        if (devices.filter((other) => other === device).length > 1) return { kind: 'duplicate', id: device };
      }
    }
    const section = child(draft.configuration, 'fencing-topology');
    const existing = (section ? children(section, 'fencing-level') : []).filter(
      (level) => attr(level, 'target') === node,
    );
    const at = (index: number) => existing.filter((level) => attr(level, 'index') === `${index}`);
    const kept = levels.map((_devices, index) => at(index + 1)[0]);
    for (const [index, level] of kept.entries()) {
      const devices = (levels[index] ?? []).join(',');
      const refusal = level && changeAttributes(draft, level, { devices });
      if (refusal) return refusal;
    }
    removeAll(
      draft,
      existing.filter((level) => !kept.includes(level)),
    );
    return addLevels(draft, node, levels, kept);
  });
}

function addLevels(
  draft: CibDraft,
  target: string,
  levels: readonly (readonly string[])[],
  kept: readonly (XmlElement | undefined)[],
): ChangeRefusal | undefined {
  for (const [index, devices] of levels.entries()) {
    if (kept[index]) continue;
    const id = freeId(draft, `fl-${target}-${index + 1}`);
    const level = { id, target, index: `${index + 1}`, devices: devices.join(',') };
    const refusal = addToSection(draft, 'fencing-topology', renderElement('fencing-level', level));
    if (refusal) return refusal;
  }
  return undefined;
}
