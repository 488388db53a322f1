/**
 * Puts the control plane together: the one place that knows which parts run, in which order they start and stop.
 */
import type { Running } from './access';
import { startAdoptionWorker } from './adopt/worker';
import { startCollector } from './collect/collector';
import type { Env } from './env';
import { startForgetWorker } from './forget/worker';
import type { LiveServer } from './http';
import { startJobWorker } from './jobs/worker';
import { startLabWatch } from './lab-watch';
import { type Gateway, startGateway } from './live/gateway';
import { LiveStore } from './live/store';
import type { Log } from './log';
import { listen } from './notify/listen';
import { isOwnSocketRequest } from './request';
import { announceSetup } from './setup-code';
import { authenticateViewer } from './viewer';

export interface ControlPlaneDeps {
  readonly io: LiveServer;
  readonly log: Log;
  readonly env: Env;
  /** Build of the running Haven, for `Snapshot.build`. */
  readonly build: string;
}

export async function startControlPlane(deps: ControlPlaneDeps): Promise<Running> {
  const { log, env } = deps;
  const running: Running[] = [];
  const stop = async () => {
    for (const part of running.toReversed()) {
      await part.stop().catch((err: unknown) => log.error({ err }, 'a part did not stop cleanly'));
    }
  };
  try {
    await announceSetup(log);
    if (env.practice) running.push(startLabWatch(env.labDir, log));
    await startParts(deps, running);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** In this order: browsers first, so that they see the first readings arrive; changes last, when nodes are watched. */
async function startParts({ io, log, env, build }: ControlPlaneDeps, running: Running[]): Promise<void> {
  const say = (message: string) => log.info(message);
  const store = new LiveStore();
  const gateway = startGateway({
    io,
    store,
    build,
    authenticate: authenticateViewer,
    isOwnOrigin: (_origin, { headers }) => isOwnSocketRequest(headers, env),
    log: say,
  });
  running.push(gateway);
  running.push(await listenForGateway(gateway, log));
  const collector = await startCollector({ store, log: say });
  running.push(collector);
  running.push(await startAdoptionWorker({ log: say }));
  running.push(await startForgetWorker({ log: say }));
  running.push(
    await startJobWorker({
      access: collector,
      log,
      onJobChange: (jobId, clusterId) => gateway.job({ jobId, clusterId }),
    }),
  );
}

/** Sessions and walls that ended lose their sockets now, not at the gateway's next look. */
function listenForGateway(gateway: Gateway, log: Log): Promise<Running> {
  return listen(
    {
      user: (id) => (id === undefined ? undefined : gateway.dropUser(id)),
      wall: (id) => (id === undefined ? undefined : gateway.dropWall(id)),
    },
    { onError: (message) => log.warn(message) },
  );
}
