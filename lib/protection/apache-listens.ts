/** Where Apache2 of one node can be reached, by its files and by its sockets, held against the VIPs there are. */
import type { ApacheReading } from '@/lib/apache/types';
import { isSameAddress } from '@/lib/base/address';
import type { MountsReading } from '@/lib/host/types';
import type { DirectoryVip } from '@/lib/live/protocol';

export type ApacheTrouble =
  /** Every address of the machine, not only the VIP's. */
  | 'every'
  /** Stays on this node when Apache2 goes to another one. */
  | 'no-vip'
  /** What people load shares the wire with the disks. */
  | 'on-10g'
  /** Written, and nobody has opened it. */
  | 'closed'
  /** Open, and no file that was read says so. */
  | 'unwritten';

export interface ApacheEntrance {
  /** `*` for every address. */
  readonly address: string;
  readonly port: number;
  /** The `Listen` that says so; several files may. */
  readonly files: readonly string[];
  /** Every `Listen` of it is inside a condition: nothing in the text says whether it counts. */
  readonly isConditional: boolean;
  /** Undefined: the sockets could not be asked. */
  readonly isOpen: boolean | undefined;
  readonly vip?: DirectoryVip;
  /** `ServerName` of the hosts that answer there. */
  readonly hosts: readonly string[];
  readonly troubles: readonly ApacheTrouble[];
}

/** As `ss` writes a socket for every address. */
const EVERY = ['*', '0.0.0.0', '::'];
const normal = (address: string): string => (EVERY.includes(address) ? '*' : address);

const isSamePlace = (one: string, other: string): boolean =>
  one === other || (one !== '*' && other !== '*' && isSameAddress(one, other));

/** By address and port, written and open ones in one list. Empty where the files are not here and nothing is open. */
export function apacheEntrances(
  reading: ApacheReading,
  vips: readonly DirectoryVip[],
): readonly ApacheEntrance[] {
  const written = reading.files.flatMap(({ path, content }) =>
    (content?.view.listens ?? []).map((listen) => ({ ...listen, path })),
  );
  const sockets = reading.sockets?.map(({ address, port }) => ({ address: normal(address), port }));
  const places: { readonly address: string; readonly port: number }[] = [];
  for (const { address, port } of [...written, ...(sockets ?? [])])
    if (!places.some((one) => one.port === port && isSamePlace(one.address, address)))
      places.push({ address, port });
  return places
    .toSorted((a, b) => a.port - b.port || (a.address < b.address ? -1 : 1))
    .map(({ address, port }) => {
      const isHere = (one: { readonly address: string; readonly port: number }): boolean =>
        one.port === port && isSamePlace(one.address, address);
      const own = written.filter(isHere);
      const vip = vips.find((one) => isSamePlace(one.address, address));
      const isConditional = own.length > 0 && own.every((one) => one.isConditional);
      const entrance = {
        address,
        port,
        files: [...new Set(own.map(({ path }) => path))],
        isConditional,
        isOpen: sockets?.some(isHere),
        ...(vip ? { vip } : {}),
        hosts: hostsAt(reading, address, port),
      };
      return { ...entrance, troubles: troublesOf(entrance, (sockets ?? []).length > 0) };
    });
}

/** @param runs whether Apache2 has anything open on this node: where it does not run, nothing is missing */
function troublesOf(entrance: Omit<ApacheEntrance, 'troubles'>, runs: boolean): readonly ApacheTrouble[] {
  const { address, vip, files, isOpen, isConditional } = entrance;
  // A condition that does not hold opens nothing, and is no trouble.
  if (isConditional && isOpen !== true) return [];
  const found: ApacheTrouble[] = [];
  if (address === '*') found.push('every');
  else if (!vip) found.push('no-vip');
  else if (vip.networkRole === '10g') found.push('on-10g');
  if (files.length === 0) found.push('unwritten');
  else if (isOpen === false && runs) found.push('closed');
  return found;
}

function hostsAt({ files }: ApacheReading, address: string, port: number): readonly string[] {
  const names = files.flatMap(({ content }) =>
    (content?.view.hosts ?? [])
      .filter(({ places }) =>
        places.some(
          (one) =>
            (one.port === undefined || one.port === port) &&
            (one.address === '*' || isSamePlace(one.address, address)),
        ),
      )
      .flatMap(({ name }) => name ?? []),
  );
  return [...new Set(names)];
}

/** What a path lies on: the file system with the longest mount point above it; undefined when none is known. */
export function mountOf(
  path: string,
  { mounts }: MountsReading,
): { readonly source: string; readonly target: string; readonly isReplicated: boolean } | undefined {
  const [found] = mounts
    .filter(({ target }) => path === target || path.startsWith(target === '/' ? '/' : `${target}/`))
    .toSorted((a, b) => b.target.length - a.target.length);
  return (
    found && {
      source: found.source,
      target: found.target,
      isReplicated: found.source.startsWith('/dev/drbd'),
    }
  );
}
