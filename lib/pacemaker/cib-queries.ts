/** Questions asked of a CIB reading: what is in it, where, and what a person should know was left in it. */
import type {
  CibBundle,
  CibClone,
  CibConstraint,
  CibGroup,
  CibPrimitive,
  CibReading,
  CibResource,
  PacemakerReading,
} from './types';

export interface FoundPrimitive {
  readonly primitive: CibPrimitive;
  /** The collections around it, outermost first. */
  readonly within: readonly (CibGroup | CibClone | CibBundle)[];
}

/** Every primitive with what encloses it, in document order. */
export function listPrimitives(cib: Pick<CibReading, 'resources'>): FoundPrimitive[] {
  return cib.resources.flatMap((resource) => primitivesOf(resource, []));
}

function primitivesOf(resource: CibResource, within: FoundPrimitive['within']): FoundPrimitive[] {
  switch (resource.kind) {
    case 'primitive':
      return [{ primitive: resource, within }];
    case 'group':
      return resource.members.map((primitive) => ({ primitive, within: [...within, resource] }));
    case 'clone':
      return primitivesOf(resource.child, [...within, resource]);
    case 'bundle':
      return resource.child ? primitivesOf(resource.child, [...within, resource]) : [];
  }
}

export interface FoundResource {
  readonly resource: CibResource;
  readonly within: FoundPrimitive['within'];
}

/** A resource of any kind by its id. */
export function findResource(cib: Pick<CibReading, 'resources'>, id: string): FoundResource | undefined {
  const search = (resource: CibResource, within: FoundPrimitive['within']): FoundResource | undefined => {
    if (resource.id === id) return { resource, within };
    if (resource.kind === 'primitive') return undefined;
    const inner: readonly CibResource[] =
      resource.kind === 'group' ? resource.members : resource.child ? [resource.child] : [];
    for (const below of inner) {
      const found = search(below, [...within, resource]);
      if (found) return found;
    }
    return undefined;
  };
  for (const resource of cib.resources) {
    const found = search(resource, []);
    if (found) return found;
  }
  return undefined;
}

/** The primitives a resource is made of; itself where it is one. */
export const primitivesIn = (resource: CibResource): CibPrimitive[] =>
  primitivesOf(resource, []).map(({ primitive }) => primitive);

/** Ids of every resource, whatever kind it is. */
export function listIds(cib: Pick<CibReading, 'resources'>): string[] {
  const ids = (resource: CibResource): string[] => {
    if (resource.kind === 'primitive') return [resource.id];
    const inner = resource.kind === 'group' ? resource.members : resource.child ? [resource.child] : [];
    return [resource.id, ...inner.flatMap(ids)];
  };
  return cib.resources.flatMap(ids);
}

/** Ids of the primitives that a resource, or a tag, stands for; empty for an unknown id. */
export function primitiveIdsOf(cib: Pick<CibReading, 'resources' | 'tags'>, id: string): string[] {
  const found = findResource(cib, id);
  if (found) return primitivesOf(found.resource, []).map(({ primitive }) => primitive.id);
  const tag = cib.tags.find((candidate) => candidate.id === id);
  return tag
    ? tag.references.flatMap((reference) => (reference === id ? [] : primitiveIdsOf(cib, reference)))
    : [];
}

export interface VipResource {
  readonly id: string;
  readonly ip: string;
  /** Prefix length; IPaddr2 also accepts a dotted netmask, which is converted. */
  readonly prefixLength?: number;
  readonly nic?: string;
  readonly family: 4 | 6;
  readonly within: FoundPrimitive['within'];
}

/** Virtual addresses: `ocf:heartbeat:IPaddr2`, `IPaddr` and `IPv6addr` (reference 4.2). */
export function vipResources(cib: Pick<CibReading, 'resources'>): VipResource[] {
  return listPrimitives(cib).flatMap(({ primitive, within }) => {
    if (primitive.class !== 'ocf' || !['IPaddr2', 'IPaddr', 'IPv6addr'].includes(primitive.type)) return [];
    const ip = primitive.params.ip ?? primitive.params.ipv6addr;
    if (ip === undefined) return [];
    const prefixLength = parsePrefixLength(primitive.params.cidr_netmask);
    const { nic } = primitive.params;
    return [
      {
        id: primitive.id,
        ip,
        ...(prefixLength === undefined ? {} : { prefixLength }),
        ...(nic === undefined ? {} : { nic }),
        family: ip.includes(':') ? (6 as const) : (4 as const),
        within,
      },
    ];
  });
}

function parsePrefixLength(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,3}$/.test(text)) return Number(text) <= 128 ? Number(text) : undefined;
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const bits = text
    .split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('');
  return /^1*0*$/.test(bits) && bits.length === 32 ? bits.replace(/0/g, '').length : undefined;
}

export interface FilesystemResource {
  readonly id: string;
  readonly device: string;
  readonly directory: string;
  readonly fsType?: string;
  readonly options?: string;
  readonly within: FoundPrimitive['within'];
}

/** `ocf:heartbeat:Filesystem` mounts. */
export function filesystemResources(cib: Pick<CibReading, 'resources'>): FilesystemResource[] {
  return listPrimitives(cib).flatMap(({ primitive, within }) => {
    const { device, directory, fstype, options } = primitive.params;
    if (primitive.class !== 'ocf' || primitive.type !== 'Filesystem' || !device || !directory) return [];
    const optional = { ...(fstype ? { fsType: fstype } : {}), ...(options ? { options } : {}) };
    return [{ id: primitive.id, device, directory, ...optional, within }];
  });
}

export interface DrbdResource {
  readonly id: string;
  /** Name of the DRBD resource it manages. */
  readonly drbdResource: string;
  /** The promotable clone around it; without one the agent cannot work. */
  readonly cloneId?: string;
  readonly within: FoundPrimitive['within'];
}

/** `ocf:linbit:drbd` (and the older heartbeat agent of that name). */
export function drbdResources(cib: Pick<CibReading, 'resources'>): DrbdResource[] {
  return listPrimitives(cib).flatMap(({ primitive, within }) => {
    const drbdResource = primitive.params.drbd_resource;
    if (primitive.class !== 'ocf' || primitive.type !== 'drbd' || !drbdResource) return [];
    const clone = within.find((around) => around.kind === 'clone');
    return [{ id: primitive.id, drbdResource, ...(clone ? { cloneId: clone.id } : {}), within }];
  });
}

export interface FenceDevice {
  readonly id: string;
  readonly agent: string;
  /** Nodes it names as its victims; empty when it decides by itself (dynamic list). */
  readonly targets: readonly string[];
  /** Node → port or plug, from `pcmk_host_map`. */
  readonly ports: Readonly<Record<string, string>>;
}

/** Fence devices with their victims from `pcmk_host_list` and `pcmk_host_map` (reference 2.3.2). */
export function fenceDevices(cib: Pick<CibReading, 'resources'>): FenceDevice[] {
  return listPrimitives(cib).flatMap(({ primitive }) => {
    if (primitive.class !== 'stonith') return [];
    const listed = (primitive.params.pcmk_host_list ?? '').split(/[\s,;]+/).filter(Boolean);
    const ports = new Map<string, string>();
    for (const pair of (primitive.params.pcmk_host_map ?? '').split(/[\s;]+/).filter(Boolean)) {
      const [node = '', port = ''] = pair.split(/[:=](.*)/s);
      ports.set(node, port);
    }
    const targets = [...new Set([...listed, ...ports.keys()])];
    return [{ id: primitive.id, agent: primitive.type, targets, ports: Object.fromEntries(ports) }];
  });
}

export type LeftoverKind = 'cli-prefer' | 'cli-ban' | 'drbd-fence' | 'haven-move';

export interface Leftover {
  readonly kind: LeftoverKind;
  readonly constraint: CibConstraint;
  readonly resource?: string;
}

const LEFTOVERS: readonly (readonly [RegExp, LeftoverKind])[] = [
  [/^cli-(?:prefer|standby)-/, 'cli-prefer'],
  [/^cli-ban-/, 'cli-ban'],
  [/^drbd-fence-by-handler-/, 'drbd-fence'],
  [/^haven-move-/, 'haven-move'],
];

/** Constraints that tools left behind and that still act (invariant 28): shown always, never removed unasked. */
export function leftoverConstraints(cib: Pick<CibReading, 'constraints'>): Leftover[] {
  return cib.constraints.flatMap((constraint) => {
    const match = LEFTOVERS.find(([pattern]) => pattern.test(constraint.id));
    if (!match) return [];
    const resource = constraint.attributes.rsc;
    return [{ kind: match[1], constraint, ...(resource === undefined ? {} : { resource }) }];
  });
}

/** Whether fencing is on by configuration; the new name wins, and on is the default (reference 2.1). */
export function isFencingEnabled(cib: Pick<CibReading, 'properties'>): boolean {
  const value = cib.properties['fencing-enabled'] ?? cib.properties['stonith-enabled'];
  return value === undefined || !/^(?:false|off|no|n|0)$/i.test(value);
}

/** Where a primitive runs now; for clones every instance. Unknown ids give an empty list. */
export function nodesRunning(reading: Pick<PacemakerReading, 'resources'>, primitiveId: string): string[] {
  const instances = reading.resources.filter((resource) => resource.id.replace(/:\d+$/, '') === primitiveId);
  return [...new Set(instances.flatMap((resource) => resource.nodes))];
}
