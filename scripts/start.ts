/**
 * The database (DATABASE_URL or embedded), then the server in this process, so that one signal stops all of it.
 * `npm start` runs this from the build, `npm run dev` from source.
 */
import { STOP_TIMEOUT_MS, stopOnSignals } from '@/server/signals';
import { prepareDatabase } from './database';

const stopper = stopOnSignals(STOP_TIMEOUT_MS);

try {
  const loading = import('@/server/main');
  // Looked at below, when there is a database to stop.
  loading.catch(() => undefined);
  const database = await prepareDatabase();
  stopper.add(() => database.stop());
  console.log(`Haven: ${await (await loading).runServer(stopper)}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stopper.stopAll(1);
}
