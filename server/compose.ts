/**
 * Puts the control plane together: the one place that knows which parts run, in which order they start and stop.
 */
import type { Running } from './access';
import type { Env } from './env';
import type { LiveServer } from './http';
import { startLabWatch } from './lab-watch';
import type { Log } from './log';
import { announceSetup } from './setup-code';

export interface ControlPlaneDeps {
  readonly io: LiveServer;
  readonly log: Log;
  readonly env: Env;
  /** Build of the running Haven, for `Snapshot.build`. */
  readonly build: string;
}

export async function startControlPlane({ log, env }: ControlPlaneDeps): Promise<Running> {
  const running: Running[] = [];
  const stop = async () => {
    for (const part of running.toReversed()) {
      await part.stop().catch((err: unknown) => log.error({ err }, 'a part did not stop cleanly'));
    }
  };
  try {
    await announceSetup(log);
    if (env.practice) running.push(startLabWatch(env.labDir, log));
    // --- parts of the control plane, in starting order; each is `await startX(deps)` returning Running -------------
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
