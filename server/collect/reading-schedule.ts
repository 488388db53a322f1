import type { ReadingName } from '@/lib/live/readings';

/**
 * When one reading of one node is read again. A wake-up means "something may have changed": the first starts a read at
 * once, those during a read make exactly one more follow, and between two reads there is always a pause. Without any
 * wake-up a slow resync comes round. Durations in milliseconds.
 */

export interface SchedulePlan {
  /** Least pause after a read. Too short lets a burst of log lines load the node; too long delays its last change. */
  readonly minPauseMs: number;
  /**
   * The pause is also at least this many times as long as the read took: the node spends no more than a fixed share of
   * its time on it, however slow it is.
   */
  readonly pausePerRead: number;
  /** A read this quick burdens nobody: only what it took longer counts for that pause. */
  readonly quickMs?: number;
  /** Longest time without a read; a little less than the reading's promise (`FRESH_FOR_MS`), so that a slow read fits. */
  readonly resyncMs: number;
}

/** Reads that a failover must show at once pause briefly; what merely describes a node may wait. */
export const SCHEDULES: Readonly<Record<ReadingName, SchedulePlan>> = {
  pacemaker: { minPauseMs: 25, pausePerRead: 1, quickMs: 100, resyncMs: 60_000 },
  drbd: { minPauseMs: 25, pausePerRead: 1, quickMs: 100, resyncMs: 60_000 },
  network: { minPauseMs: 25, pausePerRead: 1, quickMs: 100, resyncMs: 60_000 },
  haproxy: { minPauseMs: 100, pausePerRead: 1, resyncMs: 5_000 },
  corosync: { minPauseMs: 250, pausePerRead: 2, resyncMs: 60_000 },
  units: { minPauseMs: 500, pausePerRead: 2, resyncMs: 60_000 },
  mounts: { minPauseMs: 100, pausePerRead: 2, resyncMs: 60_000 },
  cib: { minPauseMs: 250, pausePerRead: 2, resyncMs: 120_000 },
  host: { minPauseMs: 5_000, pausePerRead: 4, resyncMs: 120_000 },
  clock: { minPauseMs: 5_000, pausePerRead: 4, resyncMs: 120_000 },
  drbdConfig: { minPauseMs: 5_000, pausePerRead: 4, resyncMs: 600_000 },
  haproxyConfig: { minPauseMs: 5_000, pausePerRead: 4, resyncMs: 600_000 },
  // Its unit's start, stop and reload wake it, and so does a mount.
  apache: { minPauseMs: 2_000, pausePerRead: 4, resyncMs: 300_000 },
  disks: { minPauseMs: 5_000, pausePerRead: 4, resyncMs: 600_000 },
  // Nothing on a node tells of an edited file; the end of a person's session wakes it, this covers the rest.
  configFiles: { minPauseMs: 3_000, pausePerRead: 4, resyncMs: 60_000 },
  survival: { minPauseMs: 20_000, pausePerRead: 4, resyncMs: 600_000 },
};

export class ReadingSchedule {
  #timer: NodeJS.Timeout | undefined;
  #isReading = false;
  #isWoken = false;
  #notBefore = 0;
  #isStopped = false;

  /** @param read resolves with how long to rest at most when nothing wakes it; must not reject */
  constructor(
    private readonly plan: SchedulePlan,
    private readonly read: () => Promise<number>,
  ) {}

  /** @param delayMs lets something settle first; a wake-up that comes sooner wins */
  wake(delayMs = 0): void {
    if (this.#isStopped) return;
    if (this.#isReading) {
      this.#isWoken = true;
      return;
    }
    if (this.#isWoken && delayMs > 0) return;
    this.#isWoken = true;
    this.#arm(Math.max(delayMs, this.#notBefore - performance.now()));
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #arm(ms: number): void {
    clearTimeout(this.#timer);
    if (ms <= 0) void this.#run();
    else this.#timer = setTimeout(() => void this.#run(), ms);
  }

  async #run(): Promise<void> {
    if (this.#isReading || this.#isStopped) return;
    this.#isReading = true;
    this.#isWoken = false;
    const startedAt = performance.now();
    const restMs = await this.read();
    this.#isReading = false;
    if (this.#isStopped) return;
    const now = performance.now();
    const { minPauseMs, pausePerRead, quickMs = 0 } = this.plan;
    this.#notBefore = now + Math.max(minPauseMs, (now - startedAt - quickMs) * pausePerRead);
    if (this.#isWoken) this.#arm(this.#notBefore - now);
    else {
      // Jitter downwards only: upwards would eat the promise's margin. It keeps the nodes of a cluster out of step.
      this.#arm(Math.max(restMs * (0.85 + Math.random() * 0.15), this.#notBefore - now));
    }
  }
}
