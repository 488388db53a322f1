/** What a thing is held against, as everybody who looks at the cluster knows it: the hash, and who said so when and why. */

/** The cluster's configuration, one for all nodes. */
export const CIB_OBJECT = 'cib';

/** A file of one node. */
export const fileObject = (node: string, path: string): string => `${node}:${path}`;

/**
 * In a node's place, for a file on HAFS: it is one file, whichever node has HAFS mounted, and goes along in a failover.
 * No host can be called so.
 */
export const ON_HAFS = '*';

/** @returns undefined for the CIB, and for what is no file of a node */
export function fileOfObject(object: string): { readonly node: string; readonly path: string } | undefined {
  const match = /^([^:/\s]+):(\/.+)$/.exec(object);
  return match?.[1] && match[2] ? { node: match[1], path: match[2] } : undefined;
}

export interface BaselineNote {
  /** `cib`, `node1:/etc/haproxy/haproxy.cfg`, or `*:/etc/apache2/ports.conf` for a file on HAFS. */
  readonly object: string;
  /** Null: there was no such file. */
  readonly sha256: string | null;
  /** Found when Haven first read it; made so by a job; or accepted by a person. */
  readonly origin: 'found' | 'job' | 'accepted';
  readonly at: number;
  readonly who?: string;
  readonly why?: string;
  /** The plan whose job made it so. */
  readonly planId?: string;
}
