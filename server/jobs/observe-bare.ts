/** The world of a plan that starts from machines without a cluster: what they say of themselves, and of the addresses wished for. */

import { isSameAddress } from '@/lib/base/address';
import { command } from '@/lib/base/command';
import type { Observation } from '@/lib/base/observation';
import { ok, type Result } from '@/lib/base/result';
import type { BareMachine, BareWorld, BuildCluster } from '@/lib/inventory/build-cluster';
import type { DirectoryCluster } from '@/lib/live/protocol';
import { readVipFree, vipFreeCommand } from '@/lib/network/vip-probes';
import { parseCib } from '@/lib/pacemaker/cib';
import { listPrimitives } from '@/lib/pacemaker/cib-queries';
import type { NodeFacts } from '@/lib/plan/facts';
import { filesOf } from '@/lib/plan/planners';
import { emptyCib } from '@/lib/plan/planners/build-cib';
import type { PlanProblem } from '@/lib/plan/types';
import type { ClusterAccess } from '../access';
import { firstCib, type Observed, type Remembered } from './observe';
import { readBareMachine } from './read-bare';
import { readFiles } from './read-files';

export async function observeBare(
  access: ClusterAccess,
  directory: DirectoryCluster,
  remembered: Remembered,
  now: () => number,
  intent: BuildCluster,
): Promise<Result<Observed, PlanProblem>> {
  const { id: clusterId } = directory;
  const readSince = now();
  const names = directory.nodes.map(({ name }) => name);
  const [nodes, machines, files] = await Promise.all([
    Promise.all(directory.nodes.map(({ id, name }) => readNode(access, clusterId, id, name, now))),
    Promise.all(
      names.map(async (name) => {
        const network = await access.read(clusterId, name, 'network');
        const run = (one: Parameters<ClusterAccess['run']>[2]) => access.run(clusterId, name, one);
        return [name, await readBareMachine(run, network, now)] as const;
      }),
    ),
    readFiles(access, clusterId, filesOf(intent, names), now),
  ]);
  const [resources, vips] = await Promise.all([
    readResources(access, clusterId, machines),
    askForAddresses(access, clusterId, intent, machines),
  ]);
  const cibXml = emptyCib(intent.nodes);
  const cib = parseCib(cibXml);
  if (!cib.ok) throw new Error(`the empty configuration does not parse: ${cib.error.what}`);
  const world = {
    ...remembered,
    clusterId,
    clusterName: intent.clusterName,
    services: [],
    vips: [],
    nodes,
    cib: cib.value,
    controllerState: 'unknown',
    files,
    bare: {
      machines: Object.fromEntries(machines),
      vips,
      ...(resources.length > 0 ? { resources } : {}),
    },
    readSince,
    now: now(),
  } as const;
  return ok({ world, cibXml, source: names[0] ?? '' });
}

type Machines = readonly (readonly [string, Observation<BareMachine>])[];

async function askForAddresses(
  access: ClusterAccess,
  clusterId: string,
  intent: BuildCluster,
  machines: Machines,
): Promise<BareWorld['vips']> {
  const first = intent.nodes[0]?.name ?? '';
  const machine = machines.find(([name]) => name === first)?.[1];
  const answers = intent.vips.map(async ({ address }) => {
    const answer =
      machine?.state === 'known'
        ? await askForAddress(access, clusterId, first, machine.value, intent, address)
        : 'unknown';
    return [address, answer] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
}

/** What an earlier try has told Pacemaker. Where none runs, nobody has been told anything. */
async function readResources(
  access: ClusterAccess,
  clusterId: string,
  machines: Machines,
): Promise<readonly string[]> {
  const installed = machines.flatMap(([name, read]) =>
    read.state === 'known' && read.value.packages.pacemaker?.installed !== undefined ? [name] : [],
  );
  const cib = installed.length > 0 ? await firstCib(access, clusterId, installed) : undefined;
  return cib?.ok ? listPrimitives(cib.value.reading).map(({ primitive }) => primitive.id) : [];
}

const NONE = { state: 'unknown', reason: 'not-installed' } as const;

async function readNode(
  access: ClusterAccess,
  clusterId: string,
  id: string,
  name: string,
  now: () => number,
): Promise<NodeFacts> {
  const [host, clock] = await Promise.all([
    access.read(clusterId, name, 'host'),
    access.read(clusterId, name, 'clock'),
  ]);
  const none = { ...NONE, since: now() };
  const link = access.state().links[id]?.state ?? ('unknown' as const);
  return { name, link, host, clock, drbd: none, pacemaker: none, corosync: none, cibVersion: none };
}

/** By ARP on the very wire; a machine without iputils' arping is asked to ping, which sees whoever answers at all. */
async function askForAddress(
  access: ClusterAccess,
  clusterId: string,
  node: string,
  machine: BareMachine,
  intent: BuildCluster,
  address: string,
): Promise<BareWorld['vips'][string]> {
  const own = intent.nodes.find(({ name }) => name === node)?.addresses ?? [];
  const vip = intent.vips.find((one) => one.address === address);
  const link = vip?.role === '10g' ? own[0] : own[1];
  const nic = machine.network.interfaces.find((one) =>
    one.addresses.some((held) => link !== undefined && isSameAddress(held.address, link)),
  );
  if (!nic) return 'unknown';
  const answer = readVipFree(await access.run(clusterId, node, vipFreeCommand(address, nic.name)));
  if (answer.kind !== 'unknown') return answer.kind;
  if (answer.why !== 'no-arping' && answer.why !== 'other-arping') return 'unknown';
  const ping = command(['ping', '-c', '1', '-W', '2', '-I', nic.name, address], { timeoutMs: 10_000 });
  const outcome = await access.run(clusterId, node, ping);
  if (outcome.kind !== 'exited') return 'unknown';
  // 1: nobody answered; 2 and more: it could not be asked.
  return outcome.exitCode === 0 ? 'taken' : outcome.exitCode === 1 ? 'free' : 'unknown';
}
