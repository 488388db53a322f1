import ssh2 from 'ssh2';
import type { NodeAccess } from '@/lib/data/clusters';
import type { ForgottenNode, KeyOutcome } from '@/lib/inventory/forgetting';
import { OWN_COMMENT, removeKey, signIn } from '@/server/adopt/sign-in';

/** Takes Haven's key off one node, with that key itself: the last time it opens anything. */

export type Taken = Pick<ForgottenNode, 'outcome' | 'detail' | 'publicKey'> & {
  readonly outcome: KeyOutcome;
};

export async function takeKey(node: NodeAccess): Promise<Taken> {
  const key = ownKey(node.privateKey);
  if (!key) return { outcome: 'key-lost' };
  const { publicKey } = key;
  // Not Haven's to take away: the person may sign in with it, or other tools may.
  if (key.comment !== OWN_COMMENT) return { outcome: 'given-by-person', publicKey };
  const { host, port, login, hostKey } = node;
  const target = { host, port, login, hostKey: { type: '', key: hostKey, sha256: '' } };
  const opened = await signIn(target, { kind: 'key', privateKey: node.privateKey ?? '' });
  if (!opened.ok) {
    const { kind, detail } = opened.error;
    if (kind === 'auth-failed') return { outcome: 'not-accepted', publicKey };
    const outcome = kind === 'host-key-changed' ? 'host-key-changed' : 'unreachable';
    return { outcome, publicKey, detail: detail ?? kind };
  }
  try {
    const line = `${key.type} ${publicKey} ${key.comment}`;
    return { outcome: (await removeKey(opened.value, line)) ? 'removed' : 'not-written', publicKey };
  } finally {
    await opened.value.stop();
  }
}

interface OwnKey {
  readonly type: string;
  /** Base64, as it stands in authorized_keys. */
  readonly publicKey: string;
  readonly comment: string;
}

function ownKey(privateKey: string | undefined): OwnKey | undefined {
  if (privateKey === undefined) return undefined;
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error) return undefined;
  const { type, comment } = parsed;
  return { type, publicKey: parsed.getPublicSSH().toString('base64'), comment };
}
