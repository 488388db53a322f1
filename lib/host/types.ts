/** What can be observed of the machine itself: identity, versions, clock, disks, mounts, NVMe health. */
export interface HostReading {
  readonly hostname: string;
  readonly machineId: string;
  readonly bootId: string;
  readonly kernel: string;
  readonly os: string;
  readonly uptimeSeconds: number;
  readonly load1: number;
  readonly cpuCount: number;
  readonly memoryTotalKiB: number;
  readonly memoryAvailableKiB: number;
  readonly versions: Readonly<
    Partial<
      Record<
        | 'pacemaker'
        | 'corosync'
        | 'drbdKernel'
        | 'drbdUtils'
        | 'haproxy'
        | 'apache2'
        | 'resourceAgents'
        | 'fenceAgents'
        | 'pcs'
        | 'crmsh',
        string
      >
    >
  >;
}
export interface ClockReading {
  /** Node clock minus Haven's clock in milliseconds, corrected by half the round trip. */
  readonly offsetMs: number;
  /** Half the round trip: the measurement's own uncertainty. */
  readonly uncertaintyMs: number;
}
export interface BlockDevice {
  readonly name: string;
  readonly path: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly model?: string;
  readonly serial?: string;
  readonly transport?: string;
  readonly rotational?: boolean;
  readonly fsType?: string;
  /** `gpt`, `dos`; asked for by `blockDetailsProbe` alone, like the next two. */
  readonly partitionTable?: string;
  /** Of a partition: `0x8e`, or the GUID of its type. */
  readonly partitionType?: string;
  readonly readOnly?: boolean;
  readonly mountpoints: readonly string[];
  readonly children: readonly BlockDevice[];
}
/** `nvme smart-log -o json`; a virtual device often has none, which is `undefined`, not zero. */
export interface NvmeHealth {
  readonly device: string;
  readonly percentUsed?: number;
  readonly temperatureCelsius?: number;
  readonly availableSparePercent?: number;
  readonly mediaErrors?: number;
  readonly criticalWarning?: number;
}
export interface DisksReading {
  readonly devices: readonly BlockDevice[];
  readonly nvme: readonly NvmeHealth[];
}
export interface MountedFilesystem {
  readonly source: string;
  readonly target: string;
  readonly fsType: string;
  readonly options: string;
  readonly sizeBytes?: number;
  readonly usedBytes?: number;
  readonly availableBytes?: number;
}
export interface MountsReading {
  readonly mounts: readonly MountedFilesystem[];
}
