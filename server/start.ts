/** Starts Haven on an existing, migrated database: web server and control plane in one process. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import next from 'next';
import type { Running } from './access';
import type { Env } from './env';
import { createHttp, type Http } from './http';
import type { Log } from './log';

export interface Haven extends Running {
  readonly url: string;
}

/** The page answers as soon as Next is ready; the control plane is loaded after it, and its failure ends everything. */
export async function startHaven(env: Env, log: Log): Promise<Haven> {
  const http = createHttp(env, log);
  const root = join(import.meta.dirname, '..');
  const app = next({
    dev: env.isDevelopment,
    dir: root,
    httpServer: http.nextSide,
    hostname: env.host,
    port: env.port,
  });
  const build = await readBuildId(join(root, env.distDir), env);
  await app.prepare();
  http.serve(app.getRequestHandler());
  http.server.listen(env.port, env.host);
  await once(http.server, 'listening');
  const { port } = http.server.address() as AddressInfo;
  const url =
    env.publicOrigin ??
    `http://${env.host === '0.0.0.0' || env.host === '::' ? 'localhost' : env.host}:${port}`;
  // Most of what there is to load, and no page needs it to answer: sockets wait at the door until it is there.
  const { startControlPlane } = await import('./compose');
  const parts = await startControlPlane({ io: http.io, log, env, build });
  http.setReady();
  log.info({ url, build }, 'Haven is ready');
  return { url, stop: () => stopAll(http, parts, app) };
}

async function readBuildId(distDir: string, env: Env): Promise<string> {
  if (env.isDevelopment) return 'development';
  try {
    return (await readFile(join(distDir, 'BUILD_ID'), 'utf8')).trim();
  } catch {
    throw new Error(`there is no build in ${env.distDir}: run "npm run build" first`);
  }
}

async function stopAll(http: Http, controlPlane: Running, app: ReturnType<typeof next>): Promise<void> {
  // Browsers first: they show the picture as stale and come back by themselves.
  const closed = new Promise<void>((resolve) => http.server.close(() => resolve()));
  http.io.disconnectSockets(true);
  http.server.closeIdleConnections();
  await controlPlane.stop();
  await http.io.close();
  http.server.closeAllConnections();
  await closed;
  await app.close();
}
