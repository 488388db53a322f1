import { randomCode } from '@/lib/auth/password';
import { saveSetting } from '@/lib/data/settings';
import { countUsers } from '@/lib/data/users';
import { setupCodeHash } from '@/lib/usecases/users';
import type { Log } from './log';

/**
 * While there is no account, whoever can read the log may make the first one from another machine: a new code with
 * every start, of which only the hash is stored.
 */
export async function announceSetup(log: Log): Promise<void> {
  if ((await countUsers()) > 0) return;
  const code = randomCode(3);
  await saveSetting('setup', { sha256: setupCodeHash(code) });
  log.warn(
    `There is no account yet. Open Haven and create the administrator; from another machine with setup code ${code}`,
  );
}
