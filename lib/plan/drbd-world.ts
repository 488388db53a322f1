/** One DRBD resource across the nodes: who should have it, what each says, which side is Primary. */
import type { Readings } from '@/lib/drbd/precondition';
import type { DrbdConfigReading, DrbdResource } from '@/lib/drbd/types';
import { generationOf } from '@/lib/drbd/version';
import { type NodeFacts, value, type WorldFacts } from './facts';

export type ConfiguredResource = DrbdConfigReading['resources'][number];

/** A node that has the resource, with what it says of it; `own` is undefined when it is down there or not known. */
export interface DrbdHost {
  readonly name: string;
  readonly facts: NodeFacts;
  readonly own?: DrbdResource;
  /** Of the loaded module; undefined when not known: nothing is written for a guessed grammar. */
  readonly generation?: '8.4' | '9';
  readonly kernel?: string;
}

/** Nodes that have it by their own word, or by the word of any node's configuration. */
export function hostsOf(world: WorldFacts, resource: string): readonly DrbdHost[] {
  const configured = configurationOf(world, resource);
  const named = new Set(configured?.hosts.map((host) => host.name) ?? []);
  return world.nodes.flatMap((facts): readonly DrbdHost[] => {
    const reading = value(facts.drbd);
    const own = reading?.resources.find((one) => one.name === resource);
    if (!own && !named.has(facts.name)) return [];
    const kernel = reading?.version.kernel;
    const generation = generationOf(kernel);
    return [
      {
        name: facts.name,
        facts,
        ...(own ? { own } : {}),
        ...(generation === '8.4' || generation === '9' ? { generation } : {}),
        ...(kernel === undefined ? {} : { kernel }),
      },
    ];
  });
}

/** The resource's configuration as the first node gives it that knows it. */
export function configurationOf(world: WorldFacts, resource: string): ConfiguredResource | undefined {
  for (const node of world.nodes) {
    const config = node.storage && value(node.storage.config);
    const found = config?.resources.find((one) => one.name === resource);
    if (found) return found;
  }
  return undefined;
}

/** For `lib/drbd/preconditions`: hosts of the resource only, undefined where nothing is known. */
export const readingsOf = (hosts: readonly DrbdHost[]): Readings =>
  Object.fromEntries(hosts.map((host) => [host.name, value(host.facts.drbd)]));

/** Readings of every node of the cluster: for what must be true everywhere, like a free name. */
export const allReadings = (world: WorldFacts): Readings =>
  Object.fromEntries(world.nodes.map((node) => [node.name, value(node.drbd)]));

/** The one Primary; undefined for none and for more than one. */
export function primaryOf(hosts: readonly DrbdHost[]): DrbdHost | undefined {
  const all = hosts.filter((host) => host.own?.role === 'Primary');
  return all.length === 1 ? all[0] : undefined;
}

/** Where nothing runs first: what breaks, breaks there. */
export const secondariesFirst = (hosts: readonly DrbdHost[]): readonly DrbdHost[] =>
  [...hosts].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
const rank = (host: DrbdHost): number => (host.own?.role === 'Primary' ? 1 : 0);

export const hasDisk = (host: DrbdHost): boolean =>
  host.own === undefined || host.own.devices.some((device) => device.client !== true);
