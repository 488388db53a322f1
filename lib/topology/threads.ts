import type { DirectoryCluster, DirectoryService } from '@/lib/live/protocol';
import type { HafsBinding } from './anatomy';
import { type Phrase, say } from './phrases';
import type { Bead, Flow, Layer, Rail, Thread, TopologyCell, TopologyColumn } from './types';

/**
 * A service's thread: network → VIP → HAProxy → service → resource → HAFS → DRBD → its copy → disk. It is whole only when
 * every link is seen and works; else it says where it breaks, from the people's side down.
 */
export interface Picture {
  readonly columns: readonly TopologyColumn[];
  readonly nowhere: readonly TopologyCell[];
  readonly rails: readonly Rail[];
  readonly flows: readonly Flow[];
  readonly hafs: readonly HafsBinding[];
  /** Resource id → outermost resource around it. */
  readonly topOf: ReadonlyMap<string, string>;
}

interface Link {
  readonly id: string;
  readonly broken?: Phrase;
  readonly unseen?: boolean;
}

export function buildThreads(cluster: DirectoryCluster, picture: Picture): readonly Thread[] {
  return cluster.services.map((service) => threadOf(service, picture));
}

function threadOf(service: DirectoryService, picture: Picture): Thread {
  const bead = picture.rails.flatMap((rail) => rail.beads).find((one) => one.id === service.vipId);
  const links = [
    ...beadLinks(bead),
    ...haproxyLinks(service, bead, picture),
    ...serviceLinks(service, picture),
  ];
  const broken = links.find((link) => link.broken);
  const unseen = links.find((link) => link.unseen);
  const shared = {
    serviceId: service.id,
    name: service.name,
    links: links.map((link) => link.id),
    railId: bead?.railId,
  };
  if (broken?.broken) return { ...shared, state: 'broken', broken: { at: broken.id, words: broken.broken } };
  if (unseen)
    return {
      ...shared,
      state: 'unseen',
      broken: { at: unseen.id, words: say('breakUnseen', { node: nodeOf(unseen.id, picture) }) },
    };
  return { ...shared, state: 'whole' };
}

const nodeOf = (id: string, picture: Picture): string =>
  picture.columns.find((column) => id.startsWith(`${column.nodeId}:`))?.name ?? '';

function beadLinks(bead: Bead | undefined): readonly Link[] {
  if (!bead) return [];
  if (bead.state === 'duplicate') return [{ id: bead.id, broken: say('breakVipTwice', { vip: bead.label }) }];
  if (bead.state === 'unheld' || bead.state === 'stopped')
    return [{ id: bead.id, broken: say('breakVip', { vip: bead.label }) }];
  return [{ id: bead.id, unseen: bead.state === 'unknown' }];
}

function haproxyLinks(service: DirectoryService, bead: Bead | undefined, picture: Picture): readonly Link[] {
  if (!service.backend || !bead) return [];
  const column = picture.columns.find((one) => bead.holderIds.includes(one.nodeId));
  const cell = column?.slots.haproxy[0];
  if (!column || !cell) return [];
  if (cell.lastStatus === 'critical' && cell.words.key !== 'haproxyServing')
    return [{ id: cell.id, broken: say('breakHaproxy', { node: column.name }) }];
  return [linkOf(cell, () => undefined)];
}

/** A cell as a link: not seen, broken, or fine. A critical finding of the cell breaks the thread with `words`. */
function linkOf(cell: TopologyCell, words: () => Phrase | undefined): Link {
  if (cell.status === 'unknown') return { id: cell.id, unseen: true };
  const broken = cell.status === 'critical' ? words() : undefined;
  return broken ? { id: cell.id, broken } : { id: cell.id };
}

function serviceLinks(service: DirectoryService, picture: Picture): readonly Link[] {
  const lost = picture.nowhere.find(
    (cell) => cell.serviceIds.includes(service.id) && cell.layer === 'services',
  );
  if (lost)
    return [
      {
        id: lost.id,
        broken: say('serviceNowhere', { name: service.name }),
        unseen: lost.status === 'unknown',
      },
    ];
  const instances = picture.columns.flatMap((column) =>
    column.slots.services
      .filter((cell) => cell.serviceIds.includes(service.id))
      .map((cell) => ({ column, cell })),
  );
  if (instances.length === 0) return [{ id: `missing:${service.id}`, unseen: true }];
  const heard = instances.filter(({ cell }) => cell.status !== 'unknown');
  const works = heard.some(({ cell }) => cell.status !== 'critical');
  return instances.flatMap(({ column, cell }) => {
    const fails = say('breakService', { name: service.name, node: column.name });
    // One good instance of an active-active service keeps the thread whole.
    const link: Link = works ? { id: cell.id } : linkOf(cell, () => fails);
    return [
      link,
      ...resourceLinks(service, column, picture),
      ...(service.usesHafs ? storageLinks(column, picture) : []),
    ];
  });
}

function resourceLinks(service: DirectoryService, column: TopologyColumn, picture: Picture): readonly Link[] {
  if (!service.resourceId) return [];
  const top = picture.topOf.get(service.resourceId) ?? service.resourceId;
  const cell = column.slots.resources.find((one) => one.resourceId === top);
  return cell ? [linkOf(cell, () => say('breakResource', { resource: cell.label, node: column.name }))] : [];
}

function storageLinks(column: TopologyColumn, picture: Picture): readonly Link[] {
  const below = (layer: Layer): readonly TopologyCell[] => column.slots[layer];
  const hafs = below('hafs').map((cell) => linkOf(cell, () => say('breakHafs', { node: column.name })));
  const drbdNames = new Set(picture.hafs.flatMap((binding) => binding.drbd ?? []));
  const drbdCells = below('drbd').filter((cell) => drbdNames.size === 0 || drbdNames.has(cell.label));
  const drbd = drbdCells.map((cell) =>
    linkOf(cell, () => say('breakDrbd', { node: column.name, resource: cell.label })),
  );
  const flows = picture.flows.filter(
    (flow) =>
      (flow.fromId === column.nodeId || flow.toId === column.nodeId) &&
      drbdCells.some((cell) => cell.label === flow.resource),
  );
  const peers = flows.map((flow) => (flow.fromId === column.nodeId ? flow.toId : flow.fromId));
  const copies = picture.columns
    .filter((one) => peers.includes(one.nodeId))
    .flatMap((one) => [
      ...one.slots.drbd.filter((cell) => drbdNames.size === 0 || drbdNames.has(cell.label)),
      ...one.slots.nvme,
    ]);
  // The copy belongs to the thread's picture; without it the service still runs, so it does not break the thread.
  return [
    ...hafs,
    ...drbd,
    ...below('nvme').map((cell) => ({ id: cell.id })),
    ...flows.map((flow) => ({ id: flow.id })),
    ...copies.map((cell) => ({ id: cell.id })),
  ];
}

/** Link id → services through it, for lighting and dimming. */
export function servicesByLink(threads: readonly Thread[]): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const thread of threads) {
    for (const id of new Set(thread.links)) {
      const list = map.get(id);
      if (list) list.push(thread.serviceId);
      else map.set(id, [thread.serviceId]);
    }
  }
  return map;
}
