/** Agents in the order people look for them: those this kind of cluster is made of first, then by name. */
import { type AgentName, agentSpec, parseAgentSpec } from './agent-probes';

/** What a cluster with HAFS, VIPs and OpenStack services is made of (reference 2.2.1). */
export const COMMON_AGENTS: readonly string[] = [
  'ocf:heartbeat:IPaddr2',
  'ocf:heartbeat:Filesystem',
  'ocf:linbit:drbd',
  'systemd:haproxy',
  'systemd:apache2',
  'ocf:heartbeat:apache',
  'systemd:glance-api',
  'systemd:keystone',
  'ocf:heartbeat:exportfs',
  'ocf:heartbeat:nginx',
  'ocf:heartbeat:mysql',
  'ocf:heartbeat:pgsql',
  'ocf:heartbeat:LVM-activate',
  'ocf:pacemaker:ping',
  'ocf:pacemaker:ClusterMon',
  'ocf:heartbeat:Dummy',
  'ocf:pacemaker:Dummy',
];
export const COMMON_FENCE_AGENTS: readonly string[] = [
  'stonith:fence_ipmilan',
  'stonith:fence_redfish',
  'stonith:fence_virsh',
  'stonith:fence_sbd',
  'stonith:fence_apc',
];

export interface FoundAgents {
  /** Spec of the agent, best first. */
  readonly common: readonly string[];
  readonly groups: readonly { readonly spec: string; readonly agents: readonly string[] }[];
  /** How many more match than are shown. */
  readonly more: number;
}

interface Group {
  readonly spec: string;
  readonly names: readonly string[];
}

/** More than a person reads at once; they type another letter instead. */
const MOST_SHOWN = 60;

/**
 * Every word must occur in the agent's spec.
 * @param kind fence agents are made into devices, by another form
 */
export function findAgents(
  groups: readonly Group[],
  words: string,
  kind: 'resource' | 'fence-device' = 'resource',
): FoundAgents {
  const wanted = words
    .toLowerCase()
    .split(/[\s:]+/)
    .filter(Boolean);
  const isWanted = (spec: string) => wanted.every((word) => spec.toLowerCase().includes(word));
  const all = groups
    .filter(({ spec }) => (spec === 'stonith') === (kind === 'fence-device'))
    .map(({ spec, names }) => ({
      spec,
      agents: [...new Set(names)]
        .map((name) => `${spec}:${name}`)
        .filter((name) => parseAgentSpec(name) !== undefined && isWanted(name))
        .sort((a, b) => a.localeCompare(b)),
    }));
  const present = new Set(all.flatMap(({ agents }) => agents));
  const favourites = kind === 'resource' ? COMMON_AGENTS : COMMON_FENCE_AGENTS;
  const common = favourites.filter((spec) => present.has(spec));
  let room = MOST_SHOWN;
  let more = 0;
  const shown = all.map(({ spec, agents }) => {
    const rest = agents.filter((agent) => !common.includes(agent));
    const taken = rest.slice(0, Math.max(0, room));
    room -= taken.length;
    more += rest.length - taken.length;
    return { spec, agents: taken };
  });
  return { common, groups: shown.filter(({ agents }) => agents.length > 0), more };
}

const SHORT: Readonly<Record<string, string>> = { IPaddr2: 'vip', Filesystem: 'fs', drbd: 'drbd' };

/** A name to begin with, that is free. */
export function suggestedId(agent: AgentName, taken: readonly string[]): string {
  const base = (
    SHORT[agent.type] ?? agent.type.replace(/\.service$/, '').replace(/[^A-Za-z0-9_.-]/g, '-')
  ).slice(0, 50);
  const start = /^[A-Za-z]/.test(base) ? base : `r-${base}`;
  if (!taken.includes(start)) return start;
  let number = 2;
  while (taken.includes(`${start}-${number}`)) number += 1;
  return `${start}-${number}`;
}

export const specOf = (primitive: AgentName): string => agentSpec(primitive);
