import ssh2 from 'ssh2';
import { command } from '@/lib/base/command';
import { err, ok, type Result } from '@/lib/base/result';
import type { AdoptionNode, AdoptionProblem } from '@/lib/inventory/adoption';
import { generateEd25519 } from '@/server/ssh/generate-key';
import { type LinkStatus, NodeConnection } from '@/server/ssh/node-connection';
import type { SshTarget } from '@/server/ssh/open-client';

/** Getting into a node for the first time, and leaving a key there where a password was given. */

export interface NodeProblem {
  readonly kind: AdoptionProblem;
  readonly detail?: string;
}

/** Longer than the link's own sign-in deadline, so that the link's verdict comes first. */
const SIGN_IN_MS = 60_000;

/** One connection that either is live now or says why not; it does not try again. */
export async function signIn(
  node: Pick<AdoptionNode, 'host' | 'port' | 'login' | 'hostKey'> & Partial<AdoptionNode>,
  credential: SshTarget['credential'],
): Promise<Result<NodeConnection, NodeProblem>> {
  if (!node.hostKey) return err({ kind: 'interrupted', detail: 'no host key was confirmed' });
  if (credential.kind === 'key' && ssh2.utils.parseKey(credential.privateKey) instanceof Error)
    return err({ kind: 'key-unreadable' });
  const { host, port, login } = node;
  return new Promise((resolve) => {
    const settle = (result: Result<NodeConnection, NodeProblem>): void => {
      clearTimeout(timer);
      resolve(result);
      if (!result.ok) void connection.stop();
    };
    const connection: NodeConnection = new NodeConnection(
      { host, port, login, hostKey: node.hostKey?.key ?? '', credential },
      {
        onStatus: (status) => {
          if (status.state === 'live') settle(ok(connection));
          else if (status.state !== 'connecting' && status.state !== 'suspect')
            settle(err(problemOf(status)));
        },
        // Within the time above, also for a node that hashes a wrong password slowly and then waits on purpose.
        timings: { signInMs: SIGN_IN_MS - 15_000 },
      },
    );
    const timer = setTimeout(() => settle(err({ kind: 'timed-out' })), SIGN_IN_MS);
    connection.start();
  });
}

function problemOf({ reason, detail }: LinkStatus): NodeProblem {
  if (reason?.kind === 'host-key-changed') return { kind: 'host-key-changed', detail: `${reason.seen}` };
  if (reason?.kind === 'auth-failed') return { kind: 'auth-failed' };
  if (reason?.code === 'ECONNREFUSED') return { kind: 'connection-refused' };
  if (reason?.code === 'ENOTFOUND' || reason?.code === 'EAI_AGAIN') return { kind: 'name-not-found' };
  return { kind: 'timed-out', ...(detail ? { detail } : {}) };
}

/** What Haven reads as root; named one by one, so that a person can add exactly these to the sudo allow-list. */
const ROOT_TOOLS = [
  'crm_mon',
  'cibadmin',
  'crm_simulate',
  'corosync-quorumtool',
  'corosync-cfgtool',
  'corosync-cmapctl',
  'drbdsetup',
  'drbdadm',
  'tail',
  'journalctl',
  'cat',
  'socat',
] as const;
/** Without these nothing of the cluster can be read; the others only blind single readings. */
const NEEDED = new Set<string>([
  'crm_mon',
  'cibadmin',
  'corosync-quorumtool',
  'corosync-cfgtool',
  'corosync-cmapctl',
]);

/** `sudo -n -l TOOL` answers whether it would be allowed, without running it. */
export async function findRefusedTools(
  connection: NodeConnection,
): Promise<{ readonly needed: string[]; readonly others: string[] }> {
  const needed: string[] = [];
  const others: string[] = [];
  if (connection.target.login === 'root') return { needed, others };
  for (const tool of ROOT_TOOLS) {
    const outcome = await connection.run(command(['sudo', '-n', '-l', tool], { timeoutMs: 20_000 }));
    // Exit 0 allowed. Not allowed, not installed and no sudo all end here: the reading itself tells which.
    if (outcome.kind === 'exited' && outcome.exitCode === 0) continue;
    (NEEDED.has(tool) ? needed : others).push(tool);
  }
  return { needed, others };
}

export interface KeyPair {
  readonly privateKey: string;
  /** One line, as it stands in authorized_keys. */
  readonly publicKey: string;
}

/** Says to whoever finds the key whose it is, and to Haven that it made it. */
export const OWN_COMMENT = 'haven';

export function makeKeyPair(): KeyPair {
  const pair = generateEd25519(OWN_COMMENT);
  return { privateKey: pair.private, publicKey: pair.public.trim() };
}

/** The login's own file, relative to its home, where an SSH session starts. */
const FILE = '.ssh/authorized_keys';
/**
 * Appending keeps every byte that is there. A file the login does not own (but whose folder it does) is replaced by a
 * copy with the line added, which is all such a login can do.
 */
const APPEND = `umask 077; mkdir -p .ssh || exit 1; f=${FILE}; if [ -w "$f" ] || [ ! -e "$f" ]; then cat >>"$f"; else cat "$f" - >"$f.haven" && mv -f "$f.haven" "$f"; fi`;
/** Written beside first: a full disk must not leave an empty file, which would lock everybody out. */
const REPLACE = `umask 077; f=${FILE}; cat >"$f.haven" || exit 1; if [ -w "$f" ]; then cat "$f.haven" >"$f" && rm -f "$f.haven"; else mv -f "$f.haven" "$f"; fi`;

export async function installKey(
  connection: NodeConnection,
  publicKey: string,
): Promise<Result<true, NodeProblem>> {
  const present = await readKeys(connection);
  if (present.split('\n').includes(publicKey)) return ok(true);
  const separator = present === '' || present.endsWith('\n') ? '' : '\n';
  const outcome = await connection.run(
    command(['sh', '-c', APPEND], { stdin: `${separator}${publicKey}\n` }),
  );
  if (outcome.kind === 'exited' && outcome.exitCode === 0) return ok(true);
  const detail = outcome.kind === 'exited' ? outcome.stderr.trim().slice(0, 200) : outcome.kind;
  return err({ kind: 'auth-failed', detail: `the key could not be added to ${FILE}: ${detail}` });
}

/** Takes exactly that line out again. @returns whether it is gone */
export async function removeKey(connection: NodeConnection, publicKey: string): Promise<boolean> {
  const present = await readKeys(connection);
  const lines = present.split('\n');
  if (!lines.includes(publicKey)) return true;
  const rest = lines.filter((line) => line !== publicKey).join('\n');
  const outcome = await connection.run(command(['sh', '-c', REPLACE], { stdin: rest }));
  return outcome.kind === 'exited' && outcome.exitCode === 0;
}

async function readKeys(connection: NodeConnection): Promise<string> {
  const outcome = await connection.run(command(['cat', FILE]));
  return outcome.kind === 'exited' && outcome.exitCode === 0 ? outcome.stdout : '';
}
