/**
 * What resource and fence agents a node has, and what each says about itself: asked of the node when a person opens a
 * form, kept while the node's boot and versions are the same. Never more than names that Pacemaker could have.
 */
import type { Probe } from '@/lib/base/probe';
import {
  type AgentAnswer,
  type AgentPlace,
  type AgentsAnswer,
  type AgentsPlace,
  itemKey,
} from '@/lib/live/protocol';
import type { AgentMetadata } from '@/lib/pacemaker/agent-metadata';
import {
  agentListProbe,
  agentMetadataProbe,
  fenceAgentsProbe,
  ocfProvidersProbe,
  parseAgentSpec,
} from '@/lib/pacemaker/agent-probes';
import type { ClusterAccess } from '@/server/access';
import { type ProbeResult, resultOf } from '@/server/collect/outcome-reading';

/** Packages can be installed without a boot. Longer shows a form of an agent that was replaced; shorter asks for nothing. */
const KEPT_MS = 10 * 60_000;
/** Answers of a few clusters' agents; each is tens of kilobytes. */
const MOST_KEPT = 300;

interface Kept {
  readonly at: number;
  /** Boot and versions of the node when it answered. */
  readonly machine: string;
  readonly value: unknown;
}

export class AgentReader {
  readonly #kept = new Map<string, Kept>();

  constructor(
    private readonly access: () => Pick<ClusterAccess, 'directory' | 'run' | 'state'> | undefined,
    private readonly now: () => number = Date.now,
  ) {}

  async list(place: AgentsPlace): Promise<AgentsAnswer> {
    const missing = this.#missing(place);
    if (missing) return missing;
    const providers = await this.#ask(place, ocfProvidersProbe);
    if (providers.kind === 'unknown') return errorOf(providers);
    const names = providers.kind === 'value' ? providers.value : [];
    const lists: readonly (readonly [string, Probe<readonly string[]>])[] = [
      ...names.filter(isProvider).map((name) => [`ocf:${name}`, agentListProbe('ocf', name)] as const),
      ['systemd', agentListProbe('systemd')],
      ['stonith', fenceAgentsProbe],
    ];
    const read = await Promise.all(
      lists.map(async ([spec, probe]) => ({ spec, result: await this.#ask(place, probe) })),
    );
    return {
      groups: read.flatMap(({ spec, result }) =>
        result.kind === 'value' ? [{ spec, names: result.value }] : [],
      ),
      unread: read.flatMap(({ spec, result }) => (result.kind === 'unknown' ? [spec] : [])),
    };
  }

  async describe({ agent, ...place }: AgentPlace): Promise<AgentAnswer> {
    const name = parseAgentSpec(agent);
    const missing = this.#missing(place);
    if (!name || missing) return missing ?? { error: 'not-found' };
    const result: ProbeResult<AgentMetadata> = await this.#ask(place, agentMetadataProbe(name));
    if (result.kind === 'value') return { metadata: result.value };
    return result.kind === 'absent' ? { error: 'absent' } : errorOf(result);
  }

  #missing({ clusterId, node }: AgentsPlace): { readonly error: string } | undefined {
    const access = this.access();
    if (!access) return { error: 'unavailable' };
    const isKnown = access.directory(clusterId)?.nodes.some(({ name }) => name === node);
    return isKnown ? undefined : { error: 'not-found' };
  }

  /** Only what a node said is kept; a failure is asked again. */
  async #ask<T>(place: AgentsPlace, probe: Probe<T>): Promise<ProbeResult<T>> {
    const access = this.access();
    if (!access) return { kind: 'unknown', reason: 'unreachable' };
    const key = `${place.clusterId} ${place.node} ${probe.id}`;
    const machine = this.#machine(place);
    const kept = this.#kept.get(key);
    if (kept && kept.machine === machine && this.now() - kept.at < KEPT_MS) {
      return { kind: 'value', value: kept.value as T, sentAt: kept.at, receivedAt: kept.at };
    }
    const outcome = await access.run(place.clusterId, place.node, probe.command);
    const result = resultOf(probe, outcome, this.now());
    this.#kept.delete(key);
    if (result.kind === 'value') {
      this.#kept.set(key, { at: this.now(), machine, value: result.value });
      const [oldest] = this.#kept.keys();
      if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    }
    return result;
  }

  #machine({ clusterId, node }: AgentsPlace): string {
    const access = this.access();
    const id = access?.directory(clusterId)?.nodes.find(({ name }) => name === node)?.id ?? '';
    const observation = access?.state().items[itemKey(clusterId, id, 'host')]?.observation;
    if (observation?.state !== 'known') return 'unknown';
    const host = observation.value as { readonly bootId: string; readonly versions: unknown };
    return JSON.stringify([host.bootId, host.versions]);
  }
}

/** Names come from the node's output and go into a command. */
const isProvider = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/.test(name);

const errorOf = ({ reason, detail }: { readonly reason: string; readonly detail?: string }) => ({
  error: detail ?? reason,
});
