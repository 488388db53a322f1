/**
 * Read-only commands of DRBD, and how their outputs become readings. A full `drbd` reading is `procDrbd` (a file read)
 * plus `events2Now` (one short process); `toolVersion` forks modinfo several times, so read it once per connection.
 */
import { command } from '@/lib/base/command';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { parseDumpXml } from './dump-xml';
import { parseEvents2Now } from './events2-model';
import { type ProcDrbd, type ProcDrbdDevice, parseProcDrbd } from './proc-drbd';
import { isSyncOrVerify } from './state-words';
import type { DrbdConfigReading, DrbdConnection, DrbdReading, DrbdResource } from './types';
import { type DrbdToolVersion, generationOf, parseDrbdadmVersion } from './version';

/** `/proc/drbd`; `cat` exits 1 when it is not there: no module is loaded. Reading it loads none, unlike drbdsetup. */
export const procDrbdProbe: Probe<ProcDrbd> = {
  id: 'drbd.proc',
  command: command(['cat', '/proc/drbd']),
  absentExitCodes: [1],
  parse: parseProcDrbd,
};

/**
 * State of every resource, for both generations. Exits 20 when no module can be reached (measured, 9.22 without
 * module), 121 when it was unloaded meanwhile (utils 9.26 and later). Run it only while `/proc/drbd` exists: the
 * tool tries to load the module otherwise.
 */
export const events2NowProbe: Probe<readonly DrbdResource[]> = {
  id: 'drbd.events2-now',
  command: command(['drbdsetup', 'events2', 'all', '--now', '--timestamps', '--statistics'], {
    asRoot: true,
  }),
  absentExitCodes: [20, 121, 127],
  parse: parseEvents2Now,
};

export const toolVersionProbe: Probe<DrbdToolVersion> = {
  id: 'drbd.tool-version',
  command: command(['drbdadm', '--version']),
  absentExitCodes: [127],
  parse: parseDrbdadmVersion,
};

/** As root: the files hold the shared secret and are often mode 0600. Exits 10 when the files are wrong. */
export const dumpXmlProbe: Probe<DrbdConfigReading> = {
  id: 'drbd.dump-xml',
  command: command(['drbdadm', 'dump-xml'], { asRoot: true }),
  absentExitCodes: [127],
  parse: parseDumpXml,
};

/**
 * The long-lived stream whose every line only wakes a full read. Understood by both generations; ends when the module
 * is unloaded. `alarmOfEvents2Line` finds what a later dump no longer shows.
 */
export const DRBD_STREAM_ARGV = ['drbdsetup', 'events2', 'all', '--timestamps', '--statistics'] as const;

/** The kernel's own words, for split-brain and I/O errors: `alarmOfKernelLine`. */
export const KERNEL_LOG_STREAM_ARGV = [
  'journalctl',
  '--dmesg',
  '--follow',
  '--lines=0',
  '--output=cat',
  '--no-pager',
] as const;

/**
 * Builds the reading from its parts.
 * @param events2Now undefined when drbdsetup said that no module is there
 * @param procDrbd undefined when `/proc/drbd` does not exist
 * @param tool undefined when drbdadm is not installed or was not asked
 * @returns ParseError when the parts contradict each other: a module without a readable state is not "no resources"
 */
export function combineDrbd(
  events2Now: readonly DrbdResource[] | undefined,
  procDrbd: ProcDrbd | undefined,
  tool?: DrbdToolVersion,
): Result<DrbdReading, ParseError> {
  const kernel = procDrbd?.kernel ?? (events2Now ? tool?.kernel : undefined);
  const generation = kernel === undefined && events2Now ? 'unknown' : generationOf(kernel);
  if (procDrbd && !events2Now)
    return parseError(`module ${procDrbd.kernel} is loaded but drbdsetup cannot reach it`);
  const resources = events2Now ?? [];
  return ok({
    version: {
      generation,
      ...(kernel === undefined ? {} : { kernel }),
      ...(tool === undefined ? {} : { utils: tool.utils }),
    },
    resources:
      generation === '8.4' && procDrbd
        ? resources.map((resource) => withProc(resource, procDrbd))
        : resources,
  });
}

/** Adds what only `/proc/drbd` tells on 8.4: progress, and the connection of a resource that stands alone. */
function withProc(resource: DrbdResource, proc: ProcDrbd): DrbdResource {
  const byVolume = new Map<number, ProcDrbdDevice>();
  for (const device of resource.devices) {
    const entry = proc.devices.find((candidate) => candidate.minor === device.minor);
    if (entry) byVolume.set(device.volume, entry);
  }
  const standsAlone = [...byVolume.values()].some((entry) => entry.connection === 'StandAlone');
  if (resource.connections.length === 0 && standsAlone) {
    return { ...resource, connections: [standAlone(byVolume)] };
  }
  return {
    ...resource,
    connections: resource.connections.map((connection) => withProgress(connection, byVolume)),
  };
}

/**
 * After `disconnect`, and after a split-brain drop, the 8.4 module has no connection object and events2 prints none;
 * `/proc/drbd` still says `cs:StandAlone` (seen on a live 8.4.11 pair).
 */
function standAlone(byVolume: ReadonlyMap<number, ProcDrbdDevice>): DrbdConnection {
  return {
    peerName: 'peer',
    peerNodeId: 0,
    connection: 'StandAlone',
    peerRole: 'Unknown',
    peerDevices: [...byVolume].map(([volume, entry]) => ({
      volume,
      replication: 'Off',
      peerDisk: entry.peerDisk,
      resyncSuspended: [],
      outOfSyncKiB: entry.outOfSyncKiB,
    })),
  };
}

/** The two reads are some milliseconds apart: progress of a resync that events2 no longer shows is dropped. */
function withProgress(
  connection: DrbdConnection,
  byVolume: ReadonlyMap<number, ProcDrbdDevice>,
): DrbdConnection {
  return {
    ...connection,
    peerDevices: connection.peerDevices.map((peerDevice) => {
      const progress = byVolume.get(peerDevice.volume)?.progress;
      return progress && isSyncOrVerify(peerDevice.replication) ? { ...peerDevice, progress } : peerDevice;
    }),
  };
}
