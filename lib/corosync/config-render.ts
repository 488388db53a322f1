/**
 * A new corosync.conf: knet with two links, encrypted, the votes counted by votequorum (corosync.conf(5), votequorum(5)).
 * What it writes, `parseCorosyncConf` reads back.
 */
import { err, ok, type Result } from '@/lib/base/result';

export interface NewCorosyncConfig {
  readonly clusterName: string;
  /** In the order of their ids. */
  readonly nodes: readonly NewCorosyncNode[];
  /** Milliseconds until a silent node counts as lost. Corosync's own default is 3000. */
  readonly tokenMs: number;
}
export interface NewCorosyncNode {
  readonly name: string;
  readonly nodeId: number;
  /** One for each link; the first link is preferred while it works. */
  readonly addresses: readonly string[];
}

export interface CorosyncRefusal {
  readonly reason: 'cluster-name' | 'node-name' | 'node-id' | 'addresses' | 'node-count' | 'token';
  readonly object: string;
}

/** One statement per line and no quoting: a value that could end its line would write a statement of its own. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;
const ADDRESS = /^[0-9A-Fa-f:.]{2,45}$/;
/** knet has room for eight links; two networks are what the nodes have. */
const LINKS = 2;
const NODES = { min: 2, max: 16 } as const;
const TOKEN = { min: 1_000, max: 60_000 } as const;

export function renderCorosyncConf(config: NewCorosyncConfig): Result<string, CorosyncRefusal> {
  const refusal = refusalOf(config);
  if (refusal) return err(refusal);
  const { clusterName, nodes, tokenMs } = config;
  return ok(
    [
      section('totem', [
        'version: 2',
        `cluster_name: ${clusterName}`,
        'config_version: 1',
        'transport: knet',
        'crypto_cipher: aes256',
        'crypto_hash: sha256',
        `token: ${tokenMs}`,
        'link_mode: passive',
        ...Array.from({ length: LINKS }, (_, link) =>
          section('interface', [`linknumber: ${link}`, `knet_link_priority: ${(LINKS - link) * 10}`]),
        ),
      ]),
      section(
        'nodelist',
        nodes.map(({ name, nodeId, addresses }) =>
          section('node', [
            ...addresses.map((address, link) => `ring${link}_addr: ${address}`),
            `name: ${name}`,
            `nodeid: ${nodeId}`,
          ]),
        ),
      ),
      section('quorum', [
        'provider: corosync_votequorum',
        // Of two, one alone has no majority: with this it goes on, once it has seen the other (wait_for_all).
        ...(nodes.length === 2 ? ['two_node: 1'] : []),
      ]),
      section('logging', [
        'to_logfile: yes',
        'logfile: /var/log/corosync/corosync.log',
        'to_syslog: yes',
        'timestamp: on',
      ]),
      '',
    ].join('\n'),
  );
}

const section = (name: string, lines: readonly string[]): string =>
  [`${name} {`, ...lines.flatMap((line) => line.split('\n')).map((line) => `    ${line}`), '}'].join('\n');

function refusalOf({ clusterName, nodes, tokenMs }: NewCorosyncConfig): CorosyncRefusal | undefined {
  if (!NAME.test(clusterName)) return { reason: 'cluster-name', object: clusterName };
  if (nodes.length < NODES.min || nodes.length > NODES.max)
    return { reason: 'node-count', object: `${nodes.length}` };
  if (!Number.isInteger(tokenMs) || tokenMs < TOKEN.min || tokenMs > TOKEN.max)
    return { reason: 'token', object: `${tokenMs}` };
  const seen = new Set<string>();
  for (const { name, nodeId, addresses } of nodes) {
    if (!NAME.test(name) || seen.has(name)) return { reason: 'node-name', object: name };
    if (!Number.isInteger(nodeId) || nodeId < 1 || seen.has(`#${nodeId}`))
      return { reason: 'node-id', object: name };
    const isWhole = addresses.length === LINKS && addresses.every((one) => ADDRESS.test(one));
    if (!isWhole || addresses.some((one) => seen.has(`@${one}`)) || new Set(addresses).size < LINKS)
      return { reason: 'addresses', object: name };
    for (const key of [name, `#${nodeId}`, ...addresses.map((one) => `@${one}`)]) seen.add(key);
  }
  return undefined;
}
