/** What people ask of DRBD and of the file systems on it (HAFS), besides its connection. */
export type HafsIntent = DrbdOptions | DrbdVerify | DrbdRepair | HafsGrow | HafsCreate | HafsRemove;
export type HafsIntentKind = HafsIntent['kind'];

/** In the resource's file on every node, then in the running resource. */
export interface DrbdOptions {
  readonly kind: 'drbd-options';
  readonly resource: string;
  /** By `section.name`; null takes it out, so that its default, or what `common` says, counts again. */
  readonly values: Readonly<Record<string, string | null>>;
}

/** Compares the copies block by block; it repairs nothing. */
export interface DrbdVerify {
  readonly kind: 'drbd-verify';
  readonly resource: string;
  /** Where it is begun: the Secondary, so that the Primary's own reads come first. */
  readonly node: string;
}

/** Overwrites the blocks a comparison found to differ. */
export interface DrbdRepair {
  readonly kind: 'drbd-repair';
  readonly resource: string;
  /** Whose blocks are overwritten with those of the Primary. */
  readonly node: string;
}

export interface HafsGrow {
  readonly kind: 'hafs-grow';
  readonly resource: string;
  /** Bytes the DRBD device shall have at least, without DRBD's own metadata. */
  readonly sizeBytes: number;
}

export interface HafsCreate {
  readonly kind: 'hafs-create';
  readonly resource: string;
  /** Bytes the DRBD device shall have at least, without DRBD's own metadata. */
  readonly sizeBytes: number;
  /** Where each copy lives: a volume group of the node or a blank drive, and the address its replication uses. */
  readonly places: readonly HafsPlace[];
  /** Becomes the source of the first synchronisation and makes the file system. */
  readonly source: string;
  readonly filesystem: HafsFilesystemType;
  readonly mountPoint: string;
  readonly protocol: 'A' | 'B' | 'C';
  /** What keeps a copy that may be stale from being used (reference 1.5): one of the two. */
  readonly protection: 'fencing' | 'quorum';
  /** TCP port and minor of the new device. */
  readonly port: number;
  readonly minor: number;
  /** Left out only for a reason: copies that are not equal stay different unseen. */
  readonly firstSync: 'full' | 'both-read-as-zeros';
}
export interface HafsPlace {
  readonly node: string;
  readonly group: string;
  /** A blank drive or partition to make that group on; without it the group is there already. */
  readonly disk?: string;
  readonly address: string;
}
export type HafsFilesystemType = 'ext4' | 'xfs';

/** Out of Pacemaker and down on every node. The copy on `keep` stays whole: data, metadata and file. */
export interface HafsRemove {
  readonly kind: 'hafs-remove';
  readonly resource: string;
  readonly keep: string;
  /** Nodes whose copy is destroyed; others keep theirs too. */
  readonly wipe: readonly string[];
}

export const HAFS_INTENTS: readonly HafsIntentKind[] = [
  'drbd-options',
  'drbd-verify',
  'drbd-repair',
  'hafs-grow',
  'hafs-create',
  'hafs-remove',
];
