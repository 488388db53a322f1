import { isInCidr } from '@/lib/base/address';
import type { AdoptionState } from '@/lib/inventory/adoption';
import type { NodeReadings } from '@/lib/live/readings';
import {
  drbdResources,
  type FoundPrimitive,
  filesystemResources,
  listPrimitives,
  vipResources,
} from '@/lib/pacemaker/cib-queries';
import { primitiveNeeds } from '@/lib/pacemaker/dependencies';
import type { CibReading } from '@/lib/pacemaker/types';
import type { ProposedNetwork } from './propose-networks';

/** What the cluster serves, read from its CIB and haproxy.cfg: services with their VIP, HAFS and mode. Pure. */

type Proposal = NonNullable<AdoptionState['proposal']>;
type ProposedService = Proposal['services'][number];

/** Agents that carry the cluster itself rather than a service of it. */
const INFRASTRUCTURE = new Set([
  'IPaddr',
  'IPaddr2',
  'IPv6addr',
  'Filesystem',
  'drbd',
  'LVM',
  'LVM-activate',
  'haproxy',
  'ping',
  'ethmonitor',
  'SysInfo',
  'ClusterMon',
  'MailTo',
  'portblock',
  'VIPArip',
  'IPsrcaddr',
  'controld',
  'lvmlockd',
  'HealthCPU',
  'NodeUtilization',
]);

export function proposeVips(cib: CibReading, networks: readonly ProposedNetwork[]): Proposal['vips'] {
  return vipResources(cib).map(({ id, ip }) => {
    const network = networks.find(({ cidr }) => isInCidr(cidr, ip));
    return { resourceId: id, address: ip, ...(network ? { cidr: network.cidr } : {}) };
  });
}

export function proposeDrbd(
  cib: CibReading,
  config: NodeReadings['drbdConfig'] | undefined,
): Proposal['drbd'] {
  const managed = new Set(drbdResources(cib).map(({ drbdResource }) => drbdResource));
  return (config?.resources ?? []).map((resource) => {
    const devices = new Set(
      resource.hosts.flatMap((host) => host.volumes.flatMap(({ device }) => device ?? [])),
    );
    const mount = filesystemResources(cib).find(
      ({ device }) => devices.has(device) || device.startsWith(`/dev/drbd/by-res/${resource.name}/`),
    );
    return {
      name: resource.name,
      ...(resource.protocol ? { protocol: resource.protocol } : {}),
      ...(resource.fencing ? { fencing: resource.fencing } : {}),
      ...(mount && managed.has(resource.name) ? { mountpoint: mount.directory } : {}),
    };
  });
}

export function proposeServices(
  cib: CibReading,
  haproxy: NodeReadings['haproxyConfig'] | undefined,
  drbd: Proposal['drbd'],
): readonly ProposedService[] {
  const backends = haproxy ? backendsOf(haproxy, cib) : [];
  const services = clusterServices(cib, drbd).map((service) => {
    const backend = backends.find(({ name }) => isSameName(name, service.name));
    return backend ? joined(service, backend) : service;
  });
  const taken = new Set(services.flatMap(({ backend }) => backend ?? []));
  const others = backends
    .filter(({ name }) => !taken.has(name))
    .map(({ name, mode, vipResourceId }) => ({
      name,
      mode,
      backend: name,
      usesHafs: false,
      ...(vipResourceId ? { vipResourceId } : {}),
    }));
  return [...services, ...others];
}

function joined(service: ProposedService, backend: Backend): ProposedService {
  return {
    ...service,
    backend: backend.name,
    ...(backend.vipResourceId ? { vipResourceId: backend.vipResourceId } : {}),
  };
}

function clusterServices(cib: CibReading, drbd: Proposal['drbd']): readonly ProposedService[] {
  const needs = transitive(primitiveNeeds(cib));
  const hafs = new Set(
    filesystemResources(cib)
      .filter(({ directory }) => drbd.some(({ mountpoint }) => mountpoint === directory))
      .map(({ id }) => id),
  );
  const vips = vipResources(cib).map(({ id }) => id);
  return listPrimitives(cib)
    .filter(isService)
    .map((found) => {
      const { primitive, within } = found;
      const needed = needs.get(primitive.id) ?? new Set<string>();
      const isClone = within.some(({ kind }) => kind === 'clone');
      // A VIP follows its service, or the service follows its VIP: both ways of writing it are common.
      const vip = vips.find((id) => needed.has(id) || needs.get(id)?.has(primitive.id));
      const unit = unitOf(found);
      return {
        name: primitive.id,
        mode: isClone ? ('active-active' as const) : ('active-standby' as const),
        resourceId: primitive.id,
        usesHafs: [...hafs].some((id) => needed.has(id)),
        ...(unit ? { unit } : {}),
        ...(vip ? { vipResourceId: vip } : {}),
      };
    });
}

function isService({ primitive }: FoundPrimitive): boolean {
  if (primitive.class === 'stonith' || INFRASTRUCTURE.has(primitive.type)) return false;
  return !/^haproxy(\.service)?$/.test(primitive.type);
}

function unitOf({ primitive }: FoundPrimitive): string | undefined {
  if (primitive.class === 'systemd' || primitive.class === 'service') {
    return /\.(service|socket|target)$/.test(primitive.type) ? primitive.type : `${primitive.type}.service`;
  }
  return undefined;
}

function transitive(needs: ReadonlyMap<string, ReadonlySet<string>>): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const id of needs.keys()) {
    const reached = new Set<string>();
    const open = [...(needs.get(id) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      open.push(...(needs.get(next) ?? []));
    }
    all.set(id, reached);
  }
  return all;
}

interface Backend {
  readonly name: string;
  readonly mode: 'active-active' | 'active-standby';
  readonly vipResourceId?: string;
}

function backendsOf(config: NodeReadings['haproxyConfig'], cib: CibReading): Backend[] {
  const vips = new Map(vipResources(cib).map(({ id, ip }) => [ip, id]));
  const vipOf = (binds: readonly { readonly address: string }[]): string | undefined =>
    binds.map(({ address }) => vips.get(address)).find((id) => id !== undefined);
  return config.sections.flatMap((section) => {
    if (
      (section.kind !== 'backend' && section.kind !== 'listen') ||
      !section.name ||
      section.servers.length === 0
    )
      return [];
    const { name } = section;
    // Checks of an active-standby service succeed on one server only; the file cannot tell, the CIB can (see `joined`).
    const isShared = section.servers.filter(({ backup }) => !backup).length > 1;
    const fronts = config.sections.filter(
      (other) => other.kind === 'frontend' && other.defaultBackend === name,
    );
    const vip = vipOf([...section.binds, ...fronts.flatMap((front) => front.binds)]);
    return [
      {
        name,
        mode: isShared ? ('active-active' as const) : ('active-standby' as const),
        ...(vip ? { vipResourceId: vip } : {}),
      },
    ];
  });
}

/** `glance_api`, `glance-api` and `Glance API` are one service; a suffix like `_be` or `_backend` is a habit. */
const normal = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[_-]?(be|backend|servers?)$/, '')
    .replace(/[^a-z0-9]/g, '');
const isSameName = (a: string, b: string): boolean => normal(a) === normal(b);
