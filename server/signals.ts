/** Stops what was started, last first, once, on SIGINT or SIGTERM; a later signal ends the process at once. */
export interface Stopper {
  /** Adds something to stop; stopped at once when stopping has begun. */
  add(stop: () => Promise<void>): void;
  stopAll(exitCode: number): Promise<never>;
}

/** SSH commands in flight get this long to end; systemd's own patience is 90 s. */
export const STOP_TIMEOUT_MS = 20_000;

/** One Ctrl-C arrives twice: the terminal signals everything in its foreground, and npm hands on what it got. */
const SAME_PRESS_MS = 1_000;

/** @param timeoutMs longest that stopping may take; after it the process ends with code 1 */
export function stopOnSignals(
  timeoutMs: number,
  onStop: (signal: string) => void = () => undefined,
): Stopper {
  const stops: (() => Promise<void>)[] = [];
  let isStopping = false;
  let firstAt: number | undefined;
  const stopAll = async (exitCode: number): Promise<never> => {
    isStopping = true;
    setTimeout(() => process.exit(1), timeoutMs).unref();
    let failed = false;
    for (let stop = stops.pop(); stop; stop = stops.pop()) {
      await stop().catch((error: unknown) => {
        failed = true;
        console.error(
          'not everything stopped cleanly:',
          error instanceof Error ? error.message : String(error),
        );
      });
    }
    process.exit(failed ? 1 : exitCode);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      const now = performance.now();
      if (firstAt !== undefined && now - firstAt < SAME_PRESS_MS) return;
      if (isStopping) process.exit(1);
      firstAt = now;
      onStop(signal);
      void stopAll(0);
    });
  }
  return {
    add: (stop) => {
      stops.push(stop);
      if (isStopping) void stopAll(0);
    },
    stopAll,
  };
}
