import { isDeepStrictEqual } from 'node:util';
import type { Command, Outcome } from '@/lib/base/command';
import type { Observation } from '@/lib/base/observation';
import { type LoadedCluster, loadClusters, type NodeAccess } from '@/lib/data/clusters';
import { loadObservations } from '@/lib/data/observations';
import type { DirectoryCluster, LiveState } from '@/lib/live/protocol';
import type { NodeReadings, ReadingName } from '@/lib/live/readings';
import type { ClusterAccess, Running } from '@/server/access';
import type { LiveStore } from '@/server/live/store';
import { listen } from '@/server/notify/listen';
import type { LinkTimings } from '@/server/ssh/timings';
import { History } from './history';
import { NodeCollector } from './node-collector';

/**
 * The control plane's eyes and hands: one collector per adopted node, following the inventory. Once the inventory was
 * loaded, everything goes on while Postgres is away; only history waits.
 */

export interface CollectorOptions {
  readonly store: LiveStore;
  /** For a person who reads logs; never holds secrets. */
  readonly log: (message: string) => void;
  readonly timings?: Partial<LinkTimings>;
  /** Where the inventory comes from; the database unless a test says otherwise. */
  readonly load?: () => Promise<readonly LoadedCluster[]>;
  /** False: no database at all (tests of the live path). */
  readonly hasDatabase?: boolean;
}

export interface Collector extends Running, ClusterAccess {
  /** Looks at the inventory again; called by notices, and by tests. */
  reload(): Promise<void>;
}

/** The database may come up after Haven: asked again this often until the first inventory is there. */
const RELOAD_RETRY_MS = 1_000;
/** `lastHeardAt` goes into heartbeats once a second; more often serves nobody. */
const HEARD_MS = 500;

export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const collector = new ClusterCollector(options);
  await collector.start();
  return collector;
}

interface Watched {
  readonly access: NodeAccess;
  readonly collector: NodeCollector;
}

class ClusterCollector implements Collector {
  readonly #directories = new Map<string, DirectoryCluster>();
  /** By node id. */
  readonly #nodes = new Map<string, Watched & { readonly clusterId: string }>();
  readonly #history: History | undefined;
  #listener: Running | undefined;
  #heardTimer: NodeJS.Timeout | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #reloading: Promise<void> = Promise.resolve();
  #isSeeded = false;
  #isStopped = false;

  constructor(private readonly options: CollectorOptions) {
    const { store, log, hasDatabase = true } = options;
    if (hasDatabase) this.#history = new History({ store, log });
  }

  async start(): Promise<void> {
    this.#history?.start();
    this.#heardTimer = setInterval(() => this.#publishHeard(), HEARD_MS);
    await this.reload();
    if (this.options.hasDatabase ?? true) {
      this.#listener = await listen(
        { cluster: () => this.reload() },
        { onError: (message) => this.options.log(`notices: ${message}`) },
      );
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#heardTimer);
    clearTimeout(this.#retryTimer);
    await this.#listener?.stop();
    await this.#reloading;
    await Promise.all([...this.#nodes.values()].map(({ collector }) => collector.stop()));
    await this.#history?.stop();
  }

  directory(clusterId: string): DirectoryCluster | undefined {
    return this.#directories.get(clusterId);
  }

  state(): LiveState {
    return this.options.store.state();
  }

  async run(clusterId: string, nodeName: string, command: Command): Promise<Outcome> {
    const node = this.#find(clusterId, nodeName);
    return node ? node.run(command) : { kind: 'unreachable', message: 'not in the inventory' };
  }

  async read<K extends ReadingName>(
    clusterId: string,
    nodeName: string,
    reading: K,
  ): Promise<Observation<NodeReadings[K]>> {
    const node = this.#find(clusterId, nodeName);
    return node
      ? node.readNow(reading)
      : { state: 'unknown', reason: 'never-read', detail: 'not in the inventory', since: Date.now() };
  }

  reload(): Promise<void> {
    this.#reloading = this.#reloading.then(() => this.#reload());
    return this.#reloading;
  }

  async #reload(): Promise<void> {
    if (this.#isStopped) return;
    clearTimeout(this.#retryTimer);
    try {
      const clusters = await (this.options.load ?? loadClusters)();
      await this.#seed();
      if (!this.#isStopped) await this.#follow(clusters);
    } catch (error) {
      this.options.log(
        `the inventory cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
      if (!this.#isStopped) this.#retryTimer = setTimeout(() => void this.reload(), RELOAD_RETRY_MS);
    }
  }

  /** Once: what the last run of Haven saw, as old as it is, so that facts keep their "since" across a restart. */
  async #seed(): Promise<void> {
    if (this.#isSeeded || !this.#history) return;
    for (const { clusterId, nodeId, item } of await loadObservations())
      this.options.store.seed(clusterId, nodeId, item);
    this.#isSeeded = true;
  }

  async #follow(clusters: readonly LoadedCluster[]): Promise<void> {
    const wanted = new Map(
      clusters.flatMap((cluster) => cluster.nodes.map((node) => [node.id, { node, cluster }] as const)),
    );
    await Promise.all(
      [...this.#nodes].map(async ([nodeId, { access, collector, clusterId }]) => {
        const next = wanted.get(nodeId);
        if (next && isDeepStrictEqual(next.node, access)) return;
        this.#nodes.delete(nodeId);
        await collector.stop();
        if (next) return;
        this.options.store.removeNode(clusterId, nodeId);
        this.#history?.forgetNode(nodeId);
      }),
    );
    for (const clusterId of [...this.#directories.keys()]) {
      if (clusters.some(({ directory }) => directory.id === clusterId)) continue;
      this.#directories.delete(clusterId);
      this.options.store.removeCluster(clusterId);
    }
    for (const { directory } of clusters) {
      this.#directories.set(directory.id, directory);
      this.options.store.setCluster(directory);
    }
    for (const { node, cluster } of wanted.values())
      if (!this.#nodes.has(node.id)) this.#watch(node, cluster.directory);
  }

  #watch(access: NodeAccess, directory: DirectoryCluster): void {
    const { store, log, timings } = this.options;
    const clusterId = directory.id;
    const collector = new NodeCollector({
      store,
      log,
      spec: {
        id: access.id,
        clusterId,
        name: access.name,
        target: {
          host: access.host,
          port: access.port,
          login: access.login,
          hostKey: access.hostKey,
          // A key that does not open signs in nowhere: the link says auth-failed, which is what a person must know.
          credential: { kind: 'key', privateKey: access.privateKey ?? '' },
        },
      },
      directory: () => this.#directories.get(clusterId) ?? directory,
      ...(timings ? { timings } : {}),
    });
    this.#nodes.set(access.id, { access, collector, clusterId });
    collector.start();
  }

  #find(clusterId: string, nodeName: string): NodeCollector | undefined {
    for (const { access, collector, clusterId: owner } of this.#nodes.values()) {
      if (owner === clusterId && access.name === nodeName) return collector;
    }
    return undefined;
  }

  #publishHeard(): void {
    for (const [nodeId, { collector }] of this.#nodes) {
      const at = collector.lastHeardAt;
      if (at !== undefined) this.options.store.setHeard(nodeId, at);
    }
  }
}
