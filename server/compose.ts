/**
 * Puts the control plane together: the one place that knows which parts run, in which order they start and stop.
 */
import { actorFromCookie } from '@/lib/auth/actor-of-cookie';
import type { Running } from './access';
import { startAdoptionWorker } from './adopt/worker';
import { startCollector } from './collect/collector';
import type { Env } from './env';
import type { LiveServer } from './http';
import { startJobWorker } from './jobs/worker';
import { startLabWatch } from './lab-watch';
import { type Gateway, type Handshake, startGateway, type Viewer } from './live/gateway';
import { LiveStore } from './live/store';
import type { Log } from './log';
import { listen } from './notify/listen';
import { isOwnOrigin } from './request';
import { announceSetup } from './setup-code';

export interface ControlPlaneDeps {
  readonly io: LiveServer;
  readonly log: Log;
  readonly env: Env;
  /** Build of the running Haven, for `Snapshot.build`. */
  readonly build: string;
}

export async function startControlPlane(deps: ControlPlaneDeps): Promise<Running> {
  const running: Running[] = [];
  const stop = async () => {
    for (const part of running.toReversed()) {
      await part.stop().catch((err: unknown) => deps.log.error({ err }, 'a part did not stop cleanly'));
    }
  };
  try {
    await startParts(deps, (part) => running.push(part));
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The gateway first: a browser that comes back early is told that nothing is known yet, not that nobody answers. */
async function startParts(
  { io, log, env, build }: ControlPlaneDeps,
  add: (part: Running) => void,
): Promise<void> {
  await announceSetup(log);
  const say = (part: string) => (message: string) => log.warn({ part }, message);
  const store = new LiveStore();
  const gateway = startGateway({
    io,
    store,
    build,
    authenticate,
    isOwnOrigin: (origin, { headers }) => isOwnOrigin({ ...headers, origin }, env),
    log: say('live'),
  });
  add(gateway);
  add(await listen(droppingSockets(gateway), { onError: say('notices') }));
  if (env.practice) add(startLabWatch(env.labDir, log));
  const collector = await startCollector({ store, log: say('collect') });
  add(collector);
  add(await startAdoptionWorker({ log: say('adopt') }));
  add(
    await startJobWorker({
      access: collector,
      log,
      onJobChange: (jobId, clusterId) => gateway.job({ jobId, clusterId }),
    }),
  );
}

async function authenticate({ headers }: Handshake): Promise<Viewer | undefined> {
  const { cookie } = headers;
  const actor = await actorFromCookie(Array.isArray(cookie) ? cookie.join('; ') : cookie);
  return actor ? { kind: 'person', actor } : undefined;
}

/** Signing out, a ban or another role ends a person's sockets at once, a revoked token a wall's. */
const droppingSockets = (gateway: Gateway) => ({
  user: (id: string | undefined) => {
    if (id !== undefined) gateway.dropUser(id);
  },
  wall: (id: string | undefined) => {
    if (id !== undefined) gateway.dropWall(id);
  },
});
