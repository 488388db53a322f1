/**
 * Production: the database (DATABASE_URL or embedded), the build when it is missing or old, then the server in this
 * process, so that one signal stops all of it. `npm run dev` passes --dev: served from source, with reloading.
 */
import { STOP_TIMEOUT_MS, stopOnSignals } from '@/server/signals';
import { buildIfChanged, loadServerBundle } from './build';
import { prepareDatabase } from './database';

const isDevelopment = process.argv.includes('--dev');
const stopper = stopOnSignals(STOP_TIMEOUT_MS);

try {
  if (!isDevelopment) await buildIfChanged((text) => process.stderr.write(text));
  const database = await prepareDatabase();
  stopper.add(() => database.stop());
  // While developing the source itself, in production what was built from it.
  const { runServer } = await (isDevelopment ? import('@/server/main') : loadServerBundle());
  console.log(`Haven: ${await runServer(stopper)}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stopper.stopAll(1);
}
