/** What readings about the machine mean for the cluster on it. Thresholds are few, round and named. */
import type { Finding } from '@/lib/base/finding';
import type { HostMessageId } from './messages';
import type {
  ClockReading,
  DisksReading,
  HostReading,
  MountedFilesystem,
  MountsReading,
  NvmeHealth,
} from './types';

export type HostFinding = Finding<HostMessageId>;

const MEMORY_LOW_PERCENT = 5;
/** Runnable processes per processor: corosync's token timer starts to slip well above this. */
const LOAD_PER_CPU_HIGH = 8;
/** Keystone tokens and log order suffer from a second on; Kerberos and certificates from minutes. */
const CLOCK_OFF_MS = 1_000;
const CLOCK_OFF_CRITICAL_MS = 60_000;
const FULL_PERCENT = 95;
const FILLING_PERCENT = 85;
const NVME_WORN_PERCENT = 90;
/** Consumer and data-centre disks throttle from about 70 to 80 °C. */
const NVME_HOT_CELSIUS = 70;

export function hostHealth(reading: HostReading, node: string): readonly HostFinding[] {
  const findings: HostFinding[] = [];
  const object = { kind: 'host', id: node, node };
  const percent = Math.round((reading.memoryAvailableKiB / Math.max(1, reading.memoryTotalKiB)) * 100);
  if (percent < MEMORY_LOW_PERCENT)
    findings.push({ severity: 'warning', key: 'host.memory-low', params: { node, percent }, object });
  if (reading.load1 > reading.cpuCount * LOAD_PER_CPU_HIGH) {
    const params = { node, load: reading.load1, cpus: reading.cpuCount };
    findings.push({ severity: 'warning', key: 'host.load-high', params, object });
  }
  return findings;
}

/** An offset counts only as far as it exceeds the measurement's own uncertainty. */
export function clockHealth(reading: ClockReading, node: string): readonly HostFinding[] {
  const sure = Math.abs(reading.offsetMs) - reading.uncertaintyMs;
  const object = { kind: 'clock', id: node, node };
  const params = { node, seconds: tenths(reading.offsetMs), uncertainty: tenths(reading.uncertaintyMs) };
  if (sure > CLOCK_OFF_MS) {
    return [
      {
        severity: sure > CLOCK_OFF_CRITICAL_MS ? 'critical' : 'warning',
        key: 'host.clock-off',
        params,
        object,
      },
    ];
  }
  return reading.uncertaintyMs > CLOCK_OFF_MS
    ? [{ severity: 'unknown', key: 'host.clock-uncertain', params, object }]
    : [];
}

const tenths = (milliseconds: number): number => Math.round(milliseconds / 100) / 10;

export function mountsHealth(reading: MountsReading, node: string): readonly HostFinding[] {
  return reading.mounts.filter(isWritableDisk).flatMap((mount) => mountFindings(mount, node));
}

/** Optical and squashed images are full and read-only by nature. */
const isWritableDisk = (mount: MountedFilesystem): boolean =>
  mount.source.startsWith('/dev/') && !/^(iso9660|squashfs|udf|erofs|cramfs)$/.test(mount.fsType);

function mountFindings(mount: MountedFilesystem, node: string): readonly HostFinding[] {
  const object = { kind: 'mount', id: mount.target, node };
  const findings: HostFinding[] = [];
  if (mount.options.split(',').includes('ro')) {
    findings.push({
      severity: 'warning',
      key: 'host.filesystem-read-only',
      params: { node, target: mount.target },
      object,
    });
  }
  const { usedBytes, availableBytes } = mount;
  if (usedBytes === undefined || availableBytes === undefined) {
    findings.push({
      severity: 'unknown',
      key: 'host.filesystem-size-unknown',
      params: { node, target: mount.target },
      object,
    });
    return findings;
  }
  // As df does: reserved blocks count neither as used nor as available.
  const percent = Math.round((usedBytes / Math.max(1, usedBytes + availableBytes)) * 100);
  const params = { node, target: mount.target, percent };
  if (percent >= FULL_PERCENT)
    findings.push({ severity: 'critical', key: 'host.filesystem-full', params, object });
  else if (percent >= FILLING_PERCENT)
    findings.push({ severity: 'warning', key: 'host.filesystem-filling', params, object });
  return findings;
}

export const disksHealth = (reading: DisksReading, node: string): readonly HostFinding[] =>
  reading.nvme.flatMap((disk) => nvmeFindings(disk, node));

function nvmeFindings(disk: NvmeHealth, node: string): readonly HostFinding[] {
  const object = { kind: 'disk', id: disk.device, node };
  const base = { node, device: disk.device };
  const findings: HostFinding[] = [];
  // Bits: spare low, temperature, reliability degraded, read-only, backup failed (NVMe base specification, log page 2).
  if ((disk.criticalWarning ?? 0) !== 0) {
    findings.push({
      severity: 'critical',
      key: 'host.nvme-critical',
      params: { ...base, warning: disk.criticalWarning ?? 0 },
      object,
    });
  }
  if ((disk.percentUsed ?? 0) >= NVME_WORN_PERCENT) {
    findings.push({
      severity: 'warning',
      key: 'host.nvme-worn',
      params: { ...base, percent: disk.percentUsed ?? 0 },
      object,
    });
  }
  if ((disk.mediaErrors ?? 0) > 0) {
    findings.push({
      severity: 'warning',
      key: 'host.nvme-media-errors',
      params: { ...base, errors: disk.mediaErrors ?? 0 },
      object,
    });
  }
  if ((disk.temperatureCelsius ?? 0) >= NVME_HOT_CELSIUS) {
    findings.push({
      severity: 'warning',
      key: 'host.nvme-hot',
      params: { ...base, celsius: disk.temperatureCelsius ?? 0 },
      object,
    });
  }
  return findings;
}
