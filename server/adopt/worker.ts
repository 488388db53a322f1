import { loadOpenAdoptionIds } from '@/lib/data/adoptions';
import type { Running } from '@/server/access';
import { listen } from '@/server/notify/listen';
import type { LinkTimings } from '@/server/ssh/timings';
import { AdoptionRun } from './run';

/**
 * Drives every open adoption as far as it goes without a person, and again whenever a person answered. All state lies
 * in the row: after a restart of Haven everything goes on where it stood.
 */

export interface AdoptionWorkerOptions {
  /** For a person who reads logs; never holds secrets. */
  readonly log: (message: string) => void;
  readonly timings?: Partial<LinkTimings>;
  /** Called when a cluster has become inventory. */
  readonly onAdopted?: (clusterId: string) => void;
}

/** A notice may be lost while Postgres restarts, and abandoned adoptions must end: looked at anyway this often. */
const LOOK_EVERY_MS = 30_000;

export async function startAdoptionWorker(options: AdoptionWorkerOptions): Promise<Running> {
  const worker = new AdoptionWorker(options);
  await worker.start();
  return worker;
}

class AdoptionWorker implements Running {
  readonly #runs = new Map<string, { readonly run: AdoptionRun; isAgain: boolean; done: Promise<void> }>();
  #listener: Running | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(private readonly options: AdoptionWorkerOptions) {}

  async start(): Promise<void> {
    this.#listener = await listen(
      { adoption: (id) => (id === undefined ? this.#lookAtAll() : this.#drive(id)) },
      { onError: (message) => this.options.log(`adoption notices: ${message}`) },
    );
    this.#timer = setInterval(() => void this.#lookAtAll(), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#listener?.stop();
    await Promise.all([...this.#runs.values()].map(({ done }) => done));
  }

  async #lookAtAll(): Promise<void> {
    try {
      for (const id of await loadOpenAdoptionIds()) this.#drive(id);
    } catch (error) {
      this.options.log(`adoptions cannot be looked at: ${messageOf(error)}`);
    }
  }

  /** One at a time per adoption; an answer that comes meanwhile makes one more round follow. */
  #drive(id: string): void {
    if (this.#isStopped) return;
    const known = this.#runs.get(id);
    if (known) {
      known.isAgain = true;
      return;
    }
    const entry = {
      run: new AdoptionRun(id, this.options, () => this.#isStopped),
      isAgain: false,
      done: Promise.resolve(),
    };
    this.#runs.set(id, entry);
    entry.done = this.#rounds(id, entry);
  }

  async #rounds(id: string, entry: { readonly run: AdoptionRun; isAgain: boolean }): Promise<void> {
    try {
      do {
        entry.isAgain = false;
        await entry.run.drive();
      } while (entry.isAgain && !this.#isStopped);
    } catch (error) {
      this.options.log(`adoption ${id} stopped: ${messageOf(error)}`);
    } finally {
      this.#runs.delete(id);
    }
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n').at(-1) ?? '') : String(error);
