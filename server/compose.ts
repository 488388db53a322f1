/**
 * Puts the control plane together: the one place that knows which parts run, in which order they start and stop.
 */
import type { Actor } from '@/lib/auth/actor';
import { appendAudit } from '@/lib/data/audit';
import { database, disconnectDatabase } from '@/lib/data/client';
import type { FileAnswer, FilePlace } from '@/lib/live/protocol';
import { fileKey } from '@/lib/plan/facts';
import type { ClusterAccess, Running } from './access';
import { startAdoptionWorker } from './adopt/worker';
import { startCollector } from './collect/collector';
import { startDriftWatcher } from './drift/watcher';
import type { Env } from './env';
import { startForgetWorker } from './forget/worker';
import type { LiveServer } from './http';
import { readFiles } from './jobs/read-files';
import { readVolumes } from './jobs/read-storage';
import { loadRemembered } from './jobs/remembered';
import { startJobWorker } from './jobs/worker';
import { startLabWatch } from './lab-watch';
import { AgentReader } from './live/agents';
import { type Gateway, startGateway } from './live/gateway';
import { Previews } from './live/previews';
import { LiveStore } from './live/store';
import type { Log } from './log';
import { listen } from './notify/listen';
import { isOwnOrigin } from './request';
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
    await disconnectDatabase();
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
  let access: ClusterAccess | undefined;
  const agents = new AgentReader(() => access);
  const previews = new Previews({ access: () => access, remembered: loadRemembered, now: Date.now });
  const gateway = startGateway({
    io,
    store,
    build,
    authenticate: authenticateViewer,
    isOwnOrigin: (_origin, { headers }) => isOwnOrigin(headers, env),
    log: say,
    agents,
    previews,
    readFile: (actor, place) =>
      access ? readFileFor(access, actor, place) : Promise.resolve({ error: 'unavailable' }),
    readStorage: (clusterId) =>
      access ? readVolumes(access, clusterId, Date.now) : Promise.resolve({ nodes: [] }),
  });
  running.push(gateway);
  running.push(await listenForGateway(gateway, log));
  const collector = await startCollector({ store, log: say });
  running.push(collector);
  access = collector;
  running.push(startDriftWatcher({ access: collector, store, log: say }));
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

async function readFileFor(access: ClusterAccess, actor: Actor, place: FilePlace): Promise<FileAnswer> {
  if (!access.directory(place.clusterId)?.nodes.some((node) => node.name === place.node))
    return { error: 'not-found' };
  // On record first: it may hold a secret.
  await database().$transaction((tx) =>
    appendAudit(tx, {
      actor,
      action: 'file.read',
      objectKind: 'cluster',
      objectId: place.clusterId,
      objectName: `${place.node} ${place.path}`,
      phase: 'intent',
    }),
  );
  const file = (await readFiles(access, place.clusterId, [place], Date.now))[fileKey(place)];
  return file?.state === 'known' ? file.value : { error: file?.detail ?? file?.reason ?? 'not-found' };
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
