import type { ApacheReading } from '@/lib/apache/types';
import type { CorosyncReading } from '@/lib/corosync/types';
import type { DrbdConfigReading, DrbdReading } from '@/lib/drbd/types';
import type { HaproxyConfigReading, HaproxyReading } from '@/lib/haproxy/types';
import type { ConfigFilesReading } from '@/lib/host/config-files';
import type { ClockReading, DisksReading, HostReading, MountsReading } from '@/lib/host/types';
import type { NetworkReading } from '@/lib/network/types';
import type { CibReading, PacemakerReading, SurvivalReading } from '@/lib/pacemaker/types';
import type { UnitsReading } from '@/lib/systemd/types';

/** Everything Haven reads from one node. One entry is one reading: read whole, replaced whole, aged on its own. */
export interface NodeReadings {
  readonly host: HostReading;
  readonly clock: ClockReading;
  readonly drbd: DrbdReading;
  readonly drbdConfig: DrbdConfigReading;
  readonly pacemaker: PacemakerReading;
  readonly cib: CibReading;
  readonly survival: SurvivalReading;
  readonly corosync: CorosyncReading;
  readonly network: NetworkReading;
  readonly haproxy: HaproxyReading;
  readonly haproxyConfig: HaproxyConfigReading;
  readonly apache: ApacheReading;
  readonly units: UnitsReading;
  readonly disks: DisksReading;
  readonly mounts: MountsReading;
  readonly configFiles: ConfigFilesReading;
}
export type ReadingName = keyof NodeReadings;

/**
 * How old a reading may be while its link is live before it is stale, in milliseconds. Streams wake readings at
 * once; this bound only covers a lost wake-up, so it is a little more than two slow resyncs. Shorter flaps under
 * load on slow nodes; longer hides a dead trigger.
 */
export const FRESH_FOR_MS: Readonly<Record<ReadingName, number>> = {
  host: 150_000,
  clock: 150_000,
  drbd: 75_000,
  drbdConfig: 700_000,
  pacemaker: 75_000,
  cib: 150_000,
  survival: 700_000,
  corosync: 75_000,
  network: 75_000,
  haproxy: 20_000,
  haproxyConfig: 700_000,
  apache: 330_000,
  units: 75_000,
  disks: 700_000,
  mounts: 75_000,
  configFiles: 150_000,
};

export const READING_NAMES = Object.keys(FRESH_FOR_MS) as readonly ReadingName[];
