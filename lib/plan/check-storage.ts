/** Checks of what lies under and on top of DRBD on one node: volumes, sizes, file systems, signatures, files. */
import type { Observation } from '@/lib/base/observation';
import type { DrbdReading } from '@/lib/drbd/types';
import type { LogicalVolume, VolumeGroup } from '@/lib/host/lvm';
import type { Signatures } from '@/lib/host/signatures';
import type { MountsReading } from '@/lib/host/types';
import { NO_FILE, value } from './facts';
import type { Check, GuardVerdict, StorageCheck } from './types';

/** Read only where a check asks for it. */
export interface StorageReadings {
  readonly groups?: Observation<readonly VolumeGroup[]>;
  readonly volumes?: Observation<readonly LogicalVolume[]>;
  readonly mounts?: Observation<MountsReading>;
  /** By device. */
  readonly signatures?: Readonly<Record<string, Observation<Signatures>>>;
}

interface Readings extends StorageReadings {
  readonly drbd: Observation<DrbdReading>;
  readonly files: Readonly<Record<string, Observation<string>>>;
}

interface Seen {
  readonly verdict: GuardVerdict;
  readonly seen?: string;
}

const UNREAD: Seen = { verdict: 'unknown' };
const see = (is: boolean, seen: string): Seen => ({ verdict: is ? 'pass' : 'fail', seen });
const of = <T>(observation: Observation<T> | undefined): T | undefined => observation && value(observation);

const KINDS: readonly Check['kind'][] = [
  'no-file',
  'drbd-size',
  'volume-group',
  'logical-volume',
  'no-logical-volume',
  'filesystem-size',
  'signature',
  'no-signature',
];
export const isStorageCheck = (check: Check): check is StorageCheck => KINDS.includes(check.kind);

export function seenInStorage(check: StorageCheck, readings: Readings): Seen {
  switch (check.kind) {
    case 'no-file': {
      const sha256 = of(readings.files[check.path]);
      return sha256 === undefined ? UNREAD : see(sha256 === NO_FILE.sha256, sha256.slice(0, 12));
    }
    case 'drbd-size': {
      const reading = value(readings.drbd);
      const device = reading?.resources
        .find((one) => one.name === check.resource)
        ?.devices.find((one) => one.volume === check.volume);
      if (!reading || (device && device.sizeKiB === undefined)) return UNREAD;
      const bytes = (device?.sizeKiB ?? 0) * 1024;
      return see(bytes >= check.minBytes, `${bytes}`);
    }
    case 'volume-group': {
      const groups = of(readings.groups);
      if (!groups) return UNREAD;
      const own = groups.find((one) => one.name === check.group);
      return see(own?.isUsable === true, own ? `${own.sizeBytes}` : '–');
    }
    case 'logical-volume':
    case 'no-logical-volume': {
      const volumes = of(readings.volumes);
      if (!volumes) return UNREAD;
      const own = volumes.find((one) => one.group === check.group && one.name === check.name);
      const is = check.kind === 'logical-volume' ? (own?.sizeBytes ?? 0) >= check.minBytes : !own;
      return see(is, own ? `${own.sizeBytes}` : '–');
    }
    case 'filesystem-size': {
      const mounts = of(readings.mounts);
      if (!mounts) return UNREAD;
      const own = mounts.mounts.findLast((one) => one.target === check.mountPoint);
      if (own && own.sizeBytes === undefined) return UNREAD;
      return see((own?.sizeBytes ?? 0) >= check.minBytes, own ? `${own.sizeBytes}` : '–');
    }
    case 'signature':
    case 'no-signature': {
      const types = of(readings.signatures?.[check.device]);
      if (!types) return UNREAD;
      return see(types.includes(check.type) === (check.kind === 'signature'), types.join(', ') || '–');
    }
  }
}
