/**
 * Reads the world a plan is made from, and read again before it runs: every node afresh, and the configuration from
 * the controller itself. What cannot be read stays `unknown`; only a cluster whose configuration nobody can give
 * is no world at all.
 */
import { err, ok, type Result } from '@/lib/base/result';
import type { DirectoryCluster } from '@/lib/live/protocol';
import { controllerStateCommand, parseControllerState } from '@/lib/pacemaker/commands';
import { type CibSource, cibSourceProbe } from '@/lib/pacemaker/probes';
import { agreedDc, type NodeFacts, type WorldFacts } from '@/lib/plan/facts';
import type { PlanProblem } from '@/lib/plan/types';
import type { ClusterAccess } from '../access';

/** What the database knows and the nodes do not. */
export interface Remembered {
  readonly otherJobs: readonly string[];
  readonly measuredSeconds: Readonly<Record<string, readonly number[]>>;
}

export interface Observed {
  readonly world: WorldFacts;
  /** The DC's configuration with its status, secrets included: kept in memory, never stored, logged or sent. */
  readonly cibXml: string;
  /** Where the configuration came from, and where the cluster's tools are asked. */
  readonly source: string;
}

export async function observe(
  access: ClusterAccess,
  clusterId: string,
  remembered: Remembered,
  now: () => number,
): Promise<Result<Observed, PlanProblem>> {
  const directory = access.directory(clusterId);
  if (!directory) return err({ id: 'no-such-cluster', params: {} });
  const nodes = await Promise.all(directory.nodes.map((node) => readNode(access, directory, node.name)));
  const dc = agreedDc({ nodes });
  const sources = [
    ...new Set([...(dc === undefined ? [] : [dc]), ...directory.nodes.map((node) => node.name)]),
  ];
  const cib = await firstCib(access, clusterId, sources);
  if (!cib.ok) return cib;
  const { source, reading, xml } = cib.value;
  const controllerState = dc === undefined ? 'unknown' : await readControllerState(access, clusterId, dc);
  const world = {
    ...remembered,
    ...describeCluster(directory),
    nodes,
    cib: reading,
    controllerState,
    now: now(),
  };
  return ok({ world, cibXml: xml, source });
}

const describeCluster = (directory: DirectoryCluster) => ({
  clusterId: directory.id,
  clusterName: directory.name,
  services: directory.services,
  vips: directory.vips,
});

async function readNode(
  access: ClusterAccess,
  directory: DirectoryCluster,
  name: string,
): Promise<NodeFacts> {
  const { id: clusterId } = directory;
  const [host, clock, drbd, pacemaker, cib, corosync, network] = await Promise.all([
    access.read(clusterId, name, 'host'),
    access.read(clusterId, name, 'clock'),
    access.read(clusterId, name, 'drbd'),
    access.read(clusterId, name, 'pacemaker'),
    access.read(clusterId, name, 'cib'),
    access.read(clusterId, name, 'corosync'),
    access.read(clusterId, name, 'network'),
  ]);
  const id = directory.nodes.find((node) => node.name === name)?.id;
  const link = id === undefined ? 'unknown' : (access.state().links[id]?.state ?? 'unknown');
  return { name, link, host, clock, drbd, pacemaker, cib, corosync, network };
}

/** The first of these nodes that can give a whole configuration. */
export async function firstCib(
  access: ClusterAccess,
  clusterId: string,
  nodes: readonly string[],
): Promise<Result<CibSource & { readonly source: string }, PlanProblem>> {
  const details: string[] = [];
  for (const source of nodes) {
    const outcome = await access.run(clusterId, source, cibSourceProbe.command);
    if (outcome.kind !== 'exited' || outcome.exitCode !== 0 || outcome.truncated) {
      details.push(`${source}: ${outcome.kind === 'exited' ? `exit ${outcome.exitCode}` : outcome.kind}`);
      continue;
    }
    const parsed = cibSourceProbe.parse(outcome.stdout);
    if (parsed.ok) return ok({ ...parsed.value, source });
    // Never the parser's excerpt: it may quote a secret.
    details.push(`${source}: ${parsed.error.what}`);
  }
  return err({ id: 'no-configuration', params: { detail: details.join('; ') || 'no node' } });
}

async function readControllerState(access: ClusterAccess, clusterId: string, dc: string): Promise<string> {
  const outcome = await access.run(clusterId, dc, controllerStateCommand(dc));
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) return 'unknown';
  return parseControllerState(outcome.stdout) ?? 'unknown';
}
