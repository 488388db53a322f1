/** What can be observed of DRBD on one node. Spelling of states is DRBD's own (9.x names; 8.4 is translated by its tools). */

export type DrbdRole = 'Primary' | 'Secondary' | 'Unknown';

export type DrbdDiskState =
  | 'Diskless'
  | 'Attaching'
  | 'Detaching'
  | 'Failed'
  | 'Negotiating'
  | 'Inconsistent'
  | 'Outdated'
  | 'DUnknown'
  | 'Consistent'
  | 'UpToDate';

export type DrbdConnectionState =
  | 'StandAlone'
  | 'Disconnecting'
  | 'Unconnected'
  | 'Timeout'
  | 'BrokenPipe'
  | 'NetworkFailure'
  | 'ProtocolError'
  | 'TearDown'
  | 'Connecting'
  | 'Connected';

export type DrbdReplicationState =
  | 'Off'
  | 'Established'
  | 'StartingSyncS'
  | 'StartingSyncT'
  | 'WFBitMapS'
  | 'WFBitMapT'
  | 'WFSyncUUID'
  | 'SyncSource'
  | 'SyncTarget'
  | 'VerifyS'
  | 'VerifyT'
  | 'PausedSyncS'
  | 'PausedSyncT'
  | 'Ahead'
  | 'Behind';

/** Progress of one resync or verify. `/proc/drbd` on 8.4, pushed fields on 9.x (reference 1.7.6, 1.7.7). */
export interface DrbdProgress {
  /** Share of this resync or verify that is done, 0 to 100. */
  readonly percent: number;
  /** Undefined when stalled or the rate is not positive. */
  readonly etaSeconds?: number;
  readonly rateKiBps?: number;
  readonly stalled: boolean;
}

export interface DrbdPeerDevice {
  readonly volume: number;
  readonly replication: DrbdReplicationState | 'unknown';
  readonly peerDisk: DrbdDiskState | 'unknown';
  /** `no`, or which of user, peer, dependency suspend the resync. */
  readonly resyncSuspended: readonly string[];
  readonly outOfSyncKiB?: number;
  readonly sentKiB?: number;
  readonly receivedKiB?: number;
  readonly progress?: DrbdProgress;
}

export interface DrbdConnection {
  /** Peer's name; 8.4 always says `peer`. */
  readonly peerName: string;
  readonly peerNodeId: number;
  readonly connection: DrbdConnectionState | 'unknown';
  readonly peerRole: DrbdRole;
  readonly congested?: boolean;
  readonly peerDevices: readonly DrbdPeerDevice[];
}

export interface DrbdDevice {
  readonly volume: number;
  readonly minor: number;
  readonly disk: DrbdDiskState | 'unknown';
  readonly backingDevice?: string;
  readonly sizeKiB?: number;
  readonly readKiB?: number;
  readonly writtenKiB?: number;
  /** 9.x only. */
  readonly quorum?: boolean;
  readonly client?: boolean;
}

export interface DrbdResource {
  readonly name: string;
  readonly role: DrbdRole;
  /** Empty when I/O flows; else which of user, no-data, fencing, quorum suspend it. */
  readonly suspended: readonly string[];
  readonly devices: readonly DrbdDevice[];
  readonly connections: readonly DrbdConnection[];
}

export interface DrbdVersion {
  /** Loaded kernel module; undefined when none is loaded. */
  readonly kernel?: string;
  readonly generation: '8.4' | '9' | 'none' | 'unknown';
  readonly utils?: string;
}

export interface DrbdReading {
  readonly version: DrbdVersion;
  readonly resources: readonly DrbdResource[];
}

/** Configuration in force, from `drbdadm dump-xml`; secrets are dropped by the parser, not kept and hidden. */
export interface DrbdConfigReading {
  readonly resources: readonly {
    readonly name: string;
    readonly protocol?: string;
    readonly fencing?: string;
    readonly hosts: readonly {
      readonly name: string;
      readonly address?: string;
      readonly port?: number;
      readonly volumes: readonly {
        readonly volume: number;
        readonly device?: string;
        readonly disk?: string;
        readonly metaDisk?: string;
      }[];
    }[];
    readonly options: Readonly<Record<string, string>>;
    readonly handlers: Readonly<Record<string, string>>;
  }[];
}
