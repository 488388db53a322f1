import type { DirectoryCluster } from '@/lib/live/protocol';
import type { CibPrimitive, CibReading, CibResource, PacemakerReading } from '@/lib/pacemaker/types';
import type { NodeSource, Seen } from './sources';

/** How the layers are tied together: which resource is a VIP, a file system, a DRBD device, HAProxy, a fencing device. */

export interface HafsBinding {
  readonly resourceId: string;
  readonly directory?: string;
  readonly device?: string;
  /** DRBD resource it lies on, where that can be told. */
  readonly drbd?: string;
}
export interface Anatomy {
  readonly vipResourceIds: ReadonlySet<string>;
  readonly hafs: readonly HafsBinding[];
  /** Pacemaker resource id → DRBD resource name. */
  readonly drbdResources: ReadonlyMap<string, string>;
  readonly fencingIds: ReadonlySet<string>;
  readonly haproxyIds: ReadonlySet<string>;
  /** Resource id → id of the outermost group or clone around it. */
  readonly topOf: ReadonlyMap<string, string>;
  /** Ids in CIB order, to keep rows stable whatever crm_mon's order. */
  readonly order: ReadonlyMap<string, number>;
}

export function readAnatomy(
  cluster: DirectoryCluster,
  cib: CibReading | undefined,
  view: PacemakerReading | undefined,
  minors: ReadonlyMap<number, string>,
): Anatomy {
  const primitives = cib ? allPrimitives(cib.resources) : [];
  const agents = new Map<string, string>();
  for (const { primitive } of primitives) agents.set(primitive.id, `${primitive.class}:${primitive.type}`);
  for (const resource of view?.resources ?? []) agents.set(resource.id, shortAgent(resource.agent));
  const params = new Map(primitives.map(({ primitive }) => [primitive.id, primitive.params]));

  const withAgent = (test: RegExp): string[] =>
    [...agents].filter(([, agent]) => test.test(agent)).map(([id]) => id);
  const drbdResources = new Map(withAgent(/:drbd$/).map((id) => [id, params.get(id)?.drbd_resource ?? id]));
  const hafs = withAgent(/:Filesystem$/).flatMap((id) => {
    const given = params.get(id);
    const drbd =
      drbdOfDevice(given?.device, minors) ??
      (drbdResources.size === 1 ? [...drbdResources.values()][0] : undefined);
    const onDrbd = given?.device === undefined || /drbd/.test(given.device);
    return onDrbd ? [{ resourceId: id, directory: given?.directory, device: given?.device, drbd }] : [];
  });
  return {
    vipResourceIds: new Set([...cluster.vips.map((vip) => vip.resourceId), ...withAgent(/:IPaddr2?$/)]),
    hafs,
    drbdResources,
    fencingIds: new Set(withAgent(/^stonith:/)),
    haproxyIds: new Set(
      [...agents].filter(([id, agent]) => /:haproxy/.test(agent) || id === 'haproxy').map(([id]) => id),
    ),
    topOf: topOf(primitives, view),
    order: new Map((cib?.resources ?? []).map((resource, index) => [resource.id, index])),
  };
}

/** `ocf:heartbeat:IPaddr2` or `ocf::heartbeat:IPaddr2` → `ocf:IPaddr2`; `systemd:apache2` stays. */
function shortAgent(agent: string): string {
  const parts = agent.split(':').filter(Boolean);
  return `${parts[0] ?? ''}:${parts[parts.length - 1] ?? ''}`;
}

function allPrimitives(
  resources: readonly CibResource[],
): { readonly primitive: CibPrimitive; readonly top: string }[] {
  return resources.flatMap((resource) => {
    const inside = primitivesIn(resource);
    return inside.map((primitive) => ({ primitive, top: resource.id }));
  });
}

function primitivesIn(resource: CibResource): readonly CibPrimitive[] {
  if (resource.kind === 'primitive') return [resource];
  if (resource.kind === 'group') return resource.members;
  return resource.child ? primitivesIn(resource.child) : [];
}

function topOf(
  primitives: readonly { readonly primitive: CibPrimitive; readonly top: string }[],
  view: PacemakerReading | undefined,
): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const { primitive, top } of primitives) {
    map.set(primitive.id, top);
    map.set(top, top);
  }
  for (const resource of view?.resources ?? []) {
    const outer = resource.within[0]?.id ?? resource.id;
    map.set(resource.id, outer);
    map.set(outer, outer);
  }
  return map;
}

/** `/dev/drbd/by-res/hafs/0`, `/dev/drbd0`. */
function drbdOfDevice(device: string | undefined, minors: ReadonlyMap<number, string>): string | undefined {
  const byRes = device?.match(/^\/dev\/drbd\/by-res\/([^/]+)/)?.[1];
  if (byRes) return byRes;
  const minor = device?.match(/^\/dev\/drbd_?(\d+)$/)?.[1];
  return minor === undefined ? undefined : minors.get(Number(minor));
}

/** DRBD minor → resource name, from any node that knows. */
export function drbdMinors(sources: readonly NodeSource[]): ReadonlyMap<number, string> {
  const minors = new Map<number, string>();
  for (const { drbd } of sources) {
    for (const resource of drbd.value?.resources ?? [])
      for (const device of resource.devices) minors.set(device.minor, resource.name);
  }
  return minors;
}

/** The CIB to read structure from: a current one if there is one, else the youngest. Structure outlives freshness. */
export function bestCib(sources: readonly NodeSource[]): Seen<CibReading> | undefined {
  const known = sources.map((source) => source.cib).filter((cib) => cib.value);
  return known.find((cib) => cib.isCurrent) ?? [...known].sort((a, b) => b.observedAt - a.observedAt)[0];
}
