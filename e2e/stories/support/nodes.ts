import { sshExec, waitFor } from '../../lab/lab.ts';

/** Independent reads: what the nodes themselves say, over the lab's own SSH, never through Haven. */

/** Reads of emulated nodes that share two cores with a browser: slow, not hung. */
const READ_TIMEOUT_MS = 60_000;

export async function onNode(node: string, argv: readonly string[]): Promise<string> {
  const outcome = await sshExec(node, argv, { timeoutMs: READ_TIMEOUT_MS });
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) {
    throw new Error(`${node}: ${argv.join(' ')}: ${JSON.stringify(outcome).slice(0, 400)}`);
  }
  return outcome.stdout;
}

/** Of a file's bytes, links followed. */
export async function fileHash(node: string, path: string): Promise<string> {
  return (await onNode(node, ['sha256sum', path])).split(' ')[0] ?? '';
}

/** Whether the node's kernel holds the address right now. */
export async function holdsAddress(node: string, address: string): Promise<boolean> {
  return (await onNode(node, ['ip', '-o', 'addr', 'show'])).includes(` ${address}/`);
}

export async function isMounted(node: string, target: string): Promise<boolean> {
  return (await onNode(node, ['cat', '/proc/mounts']))
    .split('\n')
    .some((line) => line.split(' ')[1] === target);
}

export const drbdState = (node: string): Promise<string> => onNode(node, ['cat', '/proc/drbd']);

export const crmMon = (node: string): Promise<string> => onNode(node, ['crm_mon', '-1', '--output-as=xml']);

export const cib = (node: string): Promise<string> => onNode(node, ['cibadmin', '-Q']);

/** Ids of constraints that a move may have left behind. */
export async function leftovers(node: string): Promise<readonly string[]> {
  const text = await cib(node);
  return [...text.matchAll(/<rsc_location id="((?:cli-|haven-move-)[^"]*)"/g)].map((match) => match[1] ?? '');
}

export const eventually = waitFor;
