/** `/etc/hosts` with the nodes of a cluster in it. */

export interface HostName {
  readonly name: string;
  readonly address: string;
}

const HEAD = '# nodes of the cluster';

/**
 * Puts the nodes at the end and takes their names off every other line: Debian's installer gives a machine's own name to
 * 127.0.1.1, and a cluster that resolves it so talks to itself. Every other byte stays. Twice gives the same text.
 */
export function withHosts(text: string, hosts: readonly HostName[]): string {
  const names = new Set(hosts.map((host) => host.name));
  const kept = text
    .split('\n')
    .filter((line) => line !== HEAD)
    .flatMap((line) => without(line, names));
  while (kept.at(-1) === '') kept.pop();
  return [...kept, HEAD, ...hosts.map(({ name, address }) => `${address} ${name}`), ''].join('\n');
}

function without(line: string, names: ReadonlySet<string>): readonly string[] {
  const [entry = ''] = line.split('#');
  const [address, ...own] = entry.trim().split(/\s+/);
  if (!address || !own.some((name) => names.has(name))) return [line];
  const left = own.filter((name) => !names.has(name));
  return left.length === 0 ? [] : [[address, ...left].join(' ')];
}
