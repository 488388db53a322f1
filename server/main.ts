/**
 * The server process. Needs DATABASE_URL of a migrated database; `npm start` and `npm run demo` provide one and call
 * `runServer` in their own process, so that one signal stops everything.
 */
import { parseEnv } from './env';
import { createLog } from './log';
import type { Stopper } from './signals';
import { startHaven } from './start';

/** @returns the address to open; when Haven cannot start, ends the process after stopping what the caller started */
export async function runServer(stopper: Stopper): Promise<string> {
  const env = parseEnv(process.env);
  const log = createLog(env.logLevel);
  process.on('unhandledRejection', (err) => log.error({ err }, 'a promise was rejected and nobody looked'));
  const starting = startHaven(env, log);
  stopper.add(async () => {
    log.info('stopping');
    await (await starting.catch(() => undefined))?.stop();
  });
  try {
    return (await starting).url;
  } catch (err) {
    log.fatal({ err }, 'Haven cannot start');
    return stopper.stopAll(1);
  }
}
