import { type AdoptionRow, changeAdoption } from '@/lib/data/adoptions';
import { removeKey, signIn } from './sign-in';
import type { AdoptionWorkerOptions } from './worker';

/** After a cancelled or failed adoption nothing of it stays: neither a key on a node nor a secret in the database. */

/** A node that is away keeps the key a while; tried again at each look until then. The key opens nothing by itself then. */
const GIVE_UP_MS = 24 * 3_600_000;

export async function cleanUp(row: AdoptionRow, options: AdoptionWorkerOptions): Promise<void> {
  const { made } = row.secrets;
  const left: number[] = [];
  for (const index of made?.installedOn ?? []) {
    if (!(await isRemoved(row, index))) left.push(index);
  }
  if (left.length > 0 && made && !isOld(row)) {
    const names = left.map((index) => row.state.nodes[index]?.host ?? String(index));
    options.log(
      `adoption ${row.id}: Haven's key still lies on ${names.join(', ')}; it will be removed when they answer`,
    );
    await changeAdoption(row.id, ({ secrets }) => ({
      secrets: { ...secrets, made: { ...made, installedOn: left } },
    }));
    return;
  }
  await changeAdoption(row.id, () => ({ secrets: null, isEnded: true }));
}

async function isRemoved(row: AdoptionRow, index: number): Promise<boolean> {
  const node = row.state.nodes[index];
  const { made } = row.secrets;
  if (!node?.hostKey || !made) return true;
  const opened = await signIn(node, { kind: 'key', privateKey: made.privateKey });
  // The key does not open: it was never added, or somebody took it out already.
  if (!opened.ok) return opened.error.kind === 'auth-failed';
  try {
    return await removeKey(opened.value, made.publicKey);
  } finally {
    await opened.value.stop();
  }
}

const isOld = (row: AdoptionRow): boolean => Date.now() - row.changedAt > GIVE_UP_MS;
