/**
 * Keeps the texts behind the hashes: what is new is fetched once and stored, so that a difference can be shown although
 * the node may be gone by then. What is read of a node for the first time after its adoption becomes its baseline. Beside
 * the live path and never in it: without the database it only waits.
 */
import { insertBaselines, type NewBaseline, saveConfigText } from '@/lib/data/baselines';
import { notify } from '@/lib/data/notify';
import { withoutResSecrets } from '@/lib/drbd/res-secrets';
import type { ConfigFilesReading } from '@/lib/host/config-files';
import { firstBaselines } from '@/lib/inventory/baselines';
import { CIB_OBJECT } from '@/lib/live/baseline';
import type { LiveItem } from '@/lib/live/protocol';
import { steadyConfiguration } from '@/lib/pacemaker/cib-steady';
import type { CibReading } from '@/lib/pacemaker/types';
import { fileKey } from '@/lib/plan/facts';
import type { ClusterAccess, Running } from '../access';
import { readFiles } from '../jobs/read-files';
import type { LiveStore } from '../live/store';

export interface DriftWatcherDeps {
  readonly access: ClusterAccess;
  readonly store: LiveStore;
  readonly log: (message: string) => void;
  readonly now?: () => number;
}

/** What could not be fetched or stored is tried again this often: the node or the database may be back. */
const RETRY_MS = 5_000;

export function startDriftWatcher(deps: DriftWatcherDeps): Running {
  const watcher = new DriftWatcher(deps);
  return { stop: () => watcher.stop() };
}

class DriftWatcher {
  /** `cluster sha256` of texts that are stored. */
  readonly #stored = new Set<string>();
  /** The latest reading of each node that is not dealt with yet. */
  readonly #waiting = new Map<string, LiveItem>();
  readonly #unlisten: () => void;
  #working: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isFailing = false;
  #isStopped = false;

  constructor(private readonly deps: DriftWatcherDeps) {
    this.#unlisten = deps.store.listen({ onItem: (key, item) => this.#onItem(key, item) });
    this.#timer = setInterval(() => this.#wake(), RETRY_MS);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unlisten();
    clearInterval(this.#timer);
    await this.#working;
  }

  #onItem(key: string, item: LiveItem): void {
    const isWatched = item.reading === 'cib' || item.reading === 'configFiles';
    if (!isWatched || item.observation.state !== 'known') return;
    if (this.#isKnown(key.split('/')[0] ?? '', key.split('/')[1] ?? '', item)) return;
    this.#waiting.set(key, item);
    this.#wake();
  }

  /** Most readings say what they said before: nothing to do, and nothing to ask the database. */
  #isKnown(clusterId: string, nodeId: string, item: LiveItem): boolean {
    const hashes = hashesOf(item);
    const directory = this.deps.access.directory(clusterId);
    const node = directory?.nodes.find(({ id }) => id === nodeId)?.name;
    const notes = directory?.baselines ?? [];
    const hasBaseline =
      item.reading === 'cib'
        ? notes.some(({ object }) => object === CIB_OBJECT)
        : node !== undefined &&
          item.observation.state === 'known' &&
          firstBaselines(node, item.observation.value as ConfigFilesReading, notes).length === 0;
    return hasBaseline && hashes.every((sha256) => this.#stored.has(`${clusterId} ${sha256}`));
  }

  #wake(): void {
    if (this.#waiting.size === 0 || this.#isStopped) return;
    this.#working = this.#working.then(() => this.#workOff());
  }

  async #workOff(): Promise<void> {
    for (const [key, item] of [...this.#waiting]) {
      if (this.#isStopped) return;
      const [clusterId = '', nodeId = ''] = key.split('/');
      const isStillTheSame = () => this.#waiting.get(key) === item;
      try {
        const isDone = await this.#keep(clusterId, nodeId, item);
        if (isDone && isStillTheSame()) this.#waiting.delete(key);
        this.#isFailing = false;
      } catch (error) {
        if (!this.#isFailing)
          this.deps.log(
            `drift waits: ${error instanceof Error ? error.message.split('\n').at(-1) : 'error'}`,
          );
        this.#isFailing = true;
        return;
      }
    }
  }

  /** @returns false: a text could not be fetched yet */
  async #keep(clusterId: string, nodeId: string, item: LiveItem): Promise<boolean> {
    const directory = this.deps.access.directory(clusterId);
    const node = directory?.nodes.find(({ id }) => id === nodeId)?.name;
    if (!directory || node === undefined || item.observation.state !== 'known') return true;
    const { value } = item.observation;
    if (item.reading === 'cib') {
      const { configurationText, steadySha256 } = value as CibReading;
      const steady = steadyConfiguration(configurationText);
      if (!steady.ok || steadySha256 === undefined) return true;
      await this.#store(clusterId, steadySha256, steady.value);
      await this.#begin(clusterId, [{ object: CIB_OBJECT, sha256: steadySha256, origin: 'found' }]);
      return true;
    }
    const reading = value as ConfigFilesReading;
    for (const { path, sha256 } of reading.files) {
      if (this.#stored.has(`${clusterId} ${sha256}`)) continue;
      const place = { node, path };
      const read = (await readFiles(this.deps.access, clusterId, [place], this.deps.now ?? Date.now))[
        fileKey(place)
      ];
      // Another text by now: its hash comes with the next reading.
      if (read?.state !== 'known' || read.value.sha256 !== sha256) return false;
      await this.#store(clusterId, sha256, storedText(path, read.value.text));
    }
    const first = firstBaselines(node, reading, directory.baselines ?? []);
    await this.#begin(
      clusterId,
      first.map((one) => ({ ...one, origin: 'found' })),
    );
    return true;
  }

  async #store(clusterId: string, sha256: string, text: string): Promise<void> {
    const key = `${clusterId} ${sha256}`;
    if (this.#stored.has(key)) return;
    await saveConfigText(clusterId, sha256, text);
    this.#stored.add(key);
  }

  async #begin(clusterId: string, baselines: readonly NewBaseline[]): Promise<void> {
    const known = this.deps.access.directory(clusterId)?.baselines ?? [];
    if (baselines.every(({ object }) => known.some((note) => note.object === object))) return;
    if ((await insertBaselines(clusterId, baselines)) > 0) await notify('cluster', clusterId);
  }
}

function hashesOf(item: LiveItem): readonly string[] {
  if (item.observation.state !== 'known') return [];
  const { value } = item.observation;
  if (item.reading === 'cib') return [(value as CibReading).steadySha256 ?? ''];
  return (value as ConfigFilesReading).files.map(({ sha256 }) => sha256);
}

/** A shared secret of DRBD never leaves its node for good. */
export const storedText = (path: string, text: string): string =>
  path.startsWith('/etc/drbd.d/') ? withoutResSecrets(text) : text;
