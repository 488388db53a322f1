/**
 * Which agents a node has, and what each says about itself. Read-only; none of them needs a running cluster. A node
 * answers for itself: an agent may be installed on one and missing on another.
 */
import { command } from '@/lib/base/command';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { err, ok, type Result } from '@/lib/base/result';
import { attr, child, children, parseXml, textOf } from '@/lib/base/xml';
import { type AgentMetadata, parseAgentMetadata } from './agent-metadata';

/** An agent is a program that is started to describe itself: a slow disk or a Python one takes seconds. */
const AGENT_TIMEOUT_MS = 30_000;
/** 105: no such agent here (measured, 2.1.5); 127: the tool is not installed. 1 is what an unknown standard gets. */
const NO_SUCH_AGENT = [105, 127];

export interface AgentName {
  readonly class: string;
  readonly provider?: string;
  readonly type: string;
}

const STANDARDS = ['ocf', 'systemd', 'lsb', 'service', 'stonith', 'upstart', 'nagios'];
const PROVIDER = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;
/** systemd units may be instances (`drbd@hafs`); heartbeat's fence plugins have a slash (`external/ipmi`). */
const TYPE = /^[A-Za-z0-9][A-Za-z0-9_.@:\\/-]{0,126}$/;

export const isAgentName = ({ class: standard, provider, type }: AgentName): boolean =>
  STANDARDS.includes(standard) &&
  TYPE.test(type) &&
  !type.includes('..') &&
  (standard === 'ocf' ? provider !== undefined && PROVIDER.test(provider) : provider === undefined);

/** `ocf:heartbeat:IPaddr2`, `systemd:apache2`. */
export const agentSpec = ({ class: standard, provider, type }: AgentName): string =>
  provider === undefined ? `${standard}:${type}` : `${standard}:${provider}:${type}`;

/** Reads `ocf:heartbeat:IPaddr2`, also with the double colon of old tools; undefined for anything else. */
export function parseAgentSpec(text: string): AgentName | undefined {
  const [standard = '', ...rest] = text.split(/:{1,2}/);
  const isOcf = standard === 'ocf';
  const [provider, ...type] = isOcf ? rest : [undefined, ...rest];
  const name: AgentName = {
    class: standard,
    ...(provider === undefined ? {} : { provider }),
    type: type.join(':'),
  };
  return isAgentName(name) ? name : undefined;
}

/** @param agent a wrong name throws: forms check it with `isAgentName` */
export function agentMetadataProbe(agent: AgentName): Probe<AgentMetadata> {
  if (!isAgentName(agent)) throw new RangeError('not an agent name');
  const argv: [string, ...string[]] =
    agent.class === 'stonith'
      ? ['stonith_admin', '--metadata', '--agent', agent.type]
      : ['crm_resource', '--show-metadata', agentSpec(agent)];
  return {
    id: `agent-metadata:${agentSpec(agent)}`,
    command: command(argv, { asRoot: true, timeoutMs: AGENT_TIMEOUT_MS, maxOutputBytes: 1024 * 1024 }),
    absentExitCodes: NO_SUCH_AGENT,
    parse: parseAgentMetadata,
  };
}

/** Standards this node's Pacemaker supports: ocf, systemd, … */
export const standardsProbe: Probe<readonly string[]> = {
  id: 'agent-standards',
  command: command(['crm_resource', '--list-standards', '--output-as=xml'], { timeoutMs: AGENT_TIMEOUT_MS }),
  absentExitCodes: [127],
  parse: (stdout) => parseNameList(stdout),
};

/** OCF providers: heartbeat, pacemaker, linbit, … */
export const ocfProvidersProbe: Probe<readonly string[]> = {
  id: 'agent-ocf-providers',
  command: command(['crm_resource', '--list-ocf-providers', '--output-as=xml'], {
    timeoutMs: AGENT_TIMEOUT_MS,
  }),
  absentExitCodes: [127],
  parse: (stdout) => parseNameList(stdout),
};

/** Agents of `ocf:heartbeat`, `systemd`, … @param provider for `ocf` only */
export function agentListProbe(standard: string, provider?: string): Probe<readonly string[]> {
  const isKnown = STANDARDS.includes(standard) && (provider === undefined || PROVIDER.test(provider));
  if (!isKnown) throw new RangeError('not a standard');
  const spec = provider === undefined ? standard : `${standard}:${provider}`;
  return {
    id: `agent-list:${spec}`,
    command: command(['crm_resource', '--list-agents', spec, '--output-as=xml'], {
      asRoot: true,
      timeoutMs: AGENT_TIMEOUT_MS,
    }),
    // 1: "No agents found for standard", the same as none.
    absentExitCodes: [1, ...NO_SUCH_AGENT],
    parse: (stdout) => parseNameList(stdout),
  };
}

/** Fence agents that are installed: `fence_ipmilan`, … */
export const fenceAgentsProbe: Probe<readonly string[]> = {
  id: 'fence-agents',
  command: command(['stonith_admin', '--list-installed', '--output-as=xml'], {
    asRoot: true,
    timeoutMs: AGENT_TIMEOUT_MS,
  }),
  absentExitCodes: [127],
  parse: (stdout) => parseNameList(stdout),
};

/** Reads `<agents><agent>`, `<providers><provider>` and `<list><item>` (2.1.5); the status element says that the list is whole. */
export function parseNameList(stdout: string): Result<readonly string[], ParseError> {
  const parsed = parseXml(stdout, ['pacemaker-result']);
  if (!parsed.ok) return err(parsed.error);
  const { root } = parsed.value;
  const status = child(root, 'status');
  if (!status || attr(status, 'code') !== '0') return parseError('the tool does not say that it succeeded');
  for (const [outer, inner] of LISTS) {
    const list = child(root, outer);
    if (list)
      return ok(
        children(list, inner)
          .map(textOf)
          .filter((name) => name !== ''),
      );
  }
  return parseError('no list of names');
}

const LISTS = [
  ['agents', 'agent'],
  ['providers', 'provider'],
  ['list', 'item'],
] as const;
