import type { Probe } from '@/lib/base/probe';
import type { DirectoryCluster } from '@/lib/live/protocol';
import type { NodeReadings, ReadingName } from '@/lib/live/readings';
import type { RawRun } from '@/server/live/store';
import type { HaproxyChannel } from './haproxy-channel';
import type { ProbeResult, Unknown } from './outcome-reading';

/** What a reader may use: commands on its node, what other readings last said, and what is remembered per connection. */
export interface ReaderContext {
  readonly nodeName: string;
  directory(): DirectoryCluster;
  /** Runs a probe on the node; every run is kept as evidence of this reading. */
  probe<T>(probe: Probe<T>): Promise<ProbeResult<T>>;
  /** The last value of another reading of this node, current or not. */
  last<K extends ReadingName>(reading: K): NodeReadings[K] | undefined;
  /** The kept conversation with HAProxy's socket, while there is one. */
  haproxy(): HaproxyChannel | undefined;
  /** Adds evidence of something that was not a command. */
  note(run: RawRun): void;
  /** Remembered until the connection is made anew, or for this long. */
  readonly memory: ConnectionMemory;
}

export type ReadResult<K extends ReadingName> =
  | { readonly kind: 'value'; readonly value: NodeReadings[K]; readonly observedAt: number }
  | Unknown
  /** This node has nothing to say here (only the DC simulates): the item is taken away. */
  | { readonly kind: 'none' };

export interface ReadRun<K extends ReadingName> {
  readonly result: ReadResult<K>;
  readonly runs: readonly RawRun[];
}

/** Things that change with a reboot or an upgrade only, so once per connection (and now and then) is enough. */
export class ConnectionMemory {
  readonly #values = new Map<string, { readonly value: unknown; readonly at: number }>();

  async remember<T>(key: string, forMs: number, make: () => Promise<T | undefined>): Promise<T | undefined> {
    const held = this.#values.get(key);
    if (held && performance.now() - held.at < forMs) return held.value as T;
    const value = await make();
    if (value !== undefined) this.#values.set(key, { value, at: performance.now() });
    return value ?? (held?.value as T | undefined);
  }

  get<T>(key: string): T | undefined {
    return this.#values.get(key)?.value as T | undefined;
  }

  /** The value unless it is older than this. */
  fresh<T>(key: string, forMs: number): T | undefined {
    const held = this.#values.get(key);
    return held && performance.now() - held.at < forMs ? (held.value as T) : undefined;
  }

  set(key: string, value: unknown): void {
    this.#values.set(key, { value, at: performance.now() });
  }

  forget(key: string): void {
    this.#values.delete(key);
  }

  clear(): void {
    this.#values.clear();
  }
}
