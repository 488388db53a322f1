/** Which local TCP ports a process of this machine talks to a remote port from (Linux only, as the lab is). */
import { readdir, readFile, readlink } from 'node:fs/promises';

export async function clientPorts(pid: number, remotePort: number): Promise<readonly number[]> {
  const inodes = await socketInodes(pid);
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((table) => readFile(`/proc/${pid}/net/${table}`, 'utf8').catch(() => '')),
  );
  return tables.flatMap((table) => parsePorts(table, remotePort, inodes));
}

async function socketInodes(pid: number): Promise<ReadonlySet<string>> {
  const dir = `/proc/${pid}/fd`;
  const links = await Promise.all((await readdir(dir)).map((fd) => readlink(`${dir}/${fd}`).catch(() => '')));
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

const ESTABLISHED = '01';

/** `/proc/net/tcp`: addresses and ports in hexadecimal, the socket's inode in the tenth column (proc(5)). */
export function parsePorts(table: string, remotePort: number, inodes: ReadonlySet<string>): number[] {
  return table.split('\n').flatMap((line) => {
    const [, local = '', remote = '', state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const isOurs = state === ESTABLISHED && inodes.has(inode) && portOf(remote) === remotePort;
    return isOurs ? [portOf(local)] : [];
  });
}

const portOf = (address: string): number => Number.parseInt(address.split(':').at(-1) ?? '', 16);
