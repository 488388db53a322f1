import { createHash } from 'node:crypto';
import type { ParseError } from '@/lib/base/probe';
import type { Result } from '@/lib/base/result';
import {
  type CorosyncCmap,
  cmapProbe,
  combineCorosync,
  linksProbe,
  quorumProbe,
} from '@/lib/corosync/probes';
import {
  combineDrbd,
  dumpXmlProbe,
  events2NowProbe,
  procDrbdProbe,
  toolVersionProbe,
} from '@/lib/drbd/probes';
import type { DrbdToolVersion } from '@/lib/drbd/version';
import { combineHaproxyConfig, haproxyConfigProbe } from '@/lib/haproxy/probes';
import { nvmePaths } from '@/lib/host/block-devices';
import { combineClock } from '@/lib/host/clock';
import {
  blockDevicesProbe,
  clockProbe,
  combineDisks,
  combineHost,
  combineMounts,
  filesystemSizesProbe,
  hostFactsProbe,
  mountTableProbe,
  nvmeHealthProbe,
  versionsProbe,
} from '@/lib/host/probes';
import type { ReadingName } from '@/lib/live/readings';
import { combineNetwork, ipProbe, speedProbe } from '@/lib/network/probes';
import { steadyConfiguration } from '@/lib/pacemaker/cib-steady';
import { cibProbe, crmMonProbe } from '@/lib/pacemaker/probes';
import { combineUnits, unitsProbe } from '@/lib/systemd/probes';
import type { UnitsReading } from '@/lib/systemd/types';
import { readApache } from './apache-reader';
import { readConfigFiles } from './config-files-reader';
import { readHaproxy } from './haproxy-reader';
import { absentAsUnknown, type ProbeResult, type Unknown, unknownBecause } from './outcome-reading';
import type { ReaderContext, ReadResult } from './reader-types';
import { readSurvival } from './survival-reader';

/**
 * How each reading is read whole: which probes, in which order, and what a missing part means. Every function ends
 * with a value or a reason; none throws for what a node can cause.
 */

type Reader<K extends ReadingName> = (context: ReaderContext) => Promise<ReadResult<K>>;

export const READERS: { readonly [K in ReadingName]: Reader<K> } = {
  host: readHost,
  clock: readClock,
  drbd: readDrbd,
  drbdConfig: readDrbdConfig,
  pacemaker: async ({ probe }) => orAbsent(await probe(crmMonProbe), 'crm_mon'),
  cib: readCib,
  survival: readSurvival,
  corosync: readCorosync,
  network: readNetwork,
  haproxy: readHaproxy,
  haproxyConfig: readHaproxyConfig,
  apache: readApache,
  units: readUnits,
  disks: readDisks,
  mounts: readMounts,
  configFiles: readConfigFiles,
};

/** Package databases change with upgrades only, and reading them costs more than everything else together. */
const VERSIONS_KEPT_MS = 3_600_000;
/** A service may be installed at any time, but `systemctl daemon-reload` then says so in the journal; this covers the rest. */
const UNITS_KEPT_MS = 600_000;
/** corosync.conf changes by hand, seldom; names and addresses of members only. */
const CMAP_KEPT_MS = 600_000;
/** A NIC's speed changes with its carrier, which wakes a reading of its own; this covers a renegotiation. */
const SPEED_KEPT_MS = 600_000;

function asResult<T>(
  result: Extract<ProbeResult<T>, { kind: 'value' | 'unknown' }>,
): { readonly kind: 'value'; readonly value: T; readonly observedAt: number } | Unknown {
  // The state may have been read by the tool at any moment since the command was sent: claim no more than that.
  return result.kind === 'value'
    ? { kind: 'value', value: result.value, observedAt: result.receivedAt }
    : result;
}

function orAbsent<T>(result: ProbeResult<T>, program: string) {
  return result.kind === 'absent' ? absentAsUnknown(result, program) : asResult(result);
}

function combined<T>(result: Result<T, ParseError>, observedAt: number) {
  return result.ok
    ? ({ kind: 'value', value: result.value, observedAt } as const)
    : unknownBecause('unparsable', result.error.what);
}

async function readCib({ probe }: ReaderContext): Promise<ReadResult<'cib'>> {
  const cib = orAbsent(await probe(cibProbe), 'cibadmin');
  if (cib.kind !== 'value') return cib;
  const steady = steadyConfiguration(cib.value.configurationText);
  if (!steady.ok) return unknownBecause('unparsable', steady.error.what);
  const steadySha256 = createHash('sha256').update(steady.value).digest('hex');
  return { ...cib, value: { ...cib.value, steadySha256 } };
}

async function readHost({ probe, memory, last }: ReaderContext): Promise<ReadResult<'host'>> {
  const facts = await probe(hostFactsProbe);
  if (facts.kind === 'absent') return absentAsUnknown(facts, 'grep');
  if (facts.kind === 'unknown') return facts;
  const versions = await memory.remember('versions', VERSIONS_KEPT_MS, async () => {
    const ask = versionsProbe(facts.value.osFamily);
    const result = ask && (await probe(ask));
    return result?.kind === 'value' ? result.value : undefined;
  });
  const value = combineHost(facts.value, versions, last('drbd')?.version.kernel);
  return { kind: 'value', value, observedAt: facts.receivedAt };
}

async function readClock({ probe }: ReaderContext): Promise<ReadResult<'clock'>> {
  const clock = await probe(clockProbe);
  if (clock.kind === 'absent') return absentAsUnknown(clock, 'date');
  if (clock.kind === 'unknown') return clock;
  const { value, sentAt, receivedAt } = clock;
  return { kind: 'value', value: combineClock(value, sentAt, receivedAt), observedAt: receivedAt };
}

/**
 * State first: the tool's own version is asked for with the configuration (it forks modinfo several times), and here
 * only to tell "no module" from "not installed".
 */
async function readDrbd({ probe, memory, last }: ReaderContext): Promise<ReadResult<'drbd'>> {
  const wasLoaded = last('drbd')?.version.kernel !== undefined;
  const [proc, early] = await Promise.all([
    probe(procDrbdProbe),
    wasLoaded ? probe(events2NowProbe) : Promise.resolve(undefined),
  ]);
  if (proc.kind === 'unknown') return proc;
  const tool = memory.get<DrbdToolVersion>('drbd-tool');
  if (proc.kind === 'absent') {
    const asked = tool ? undefined : await probe(toolVersionProbe);
    if (asked?.kind === 'absent') return unknownBecause('not-installed', 'drbdadm is not installed');
    return combined(combineDrbd(undefined, undefined, tool), Date.now());
  }
  const state = early ?? (await probe(events2NowProbe));
  if (state.kind === 'unknown') return state;
  if (state.kind === 'absent')
    return unknownBecause(
      'command-failed',
      `drbdsetup exited ${state.exitCode} although the module is loaded`,
    );
  return combined(combineDrbd(state.value, proc.value, tool), Math.min(state.receivedAt, proc.receivedAt));
}

async function readDrbdConfig({ probe, memory }: ReaderContext): Promise<ReadResult<'drbdConfig'>> {
  const config = await probe(dumpXmlProbe);
  if (config.kind === 'absent') return absentAsUnknown({ exitCode: 127 }, 'drbdadm');
  await memory.remember('drbd-tool', VERSIONS_KEPT_MS, async () => {
    const version = await probe(toolVersionProbe);
    return version.kind === 'value' ? version.value : undefined;
  });
  return asResult(config);
}

async function readUnits({ probe, directory, memory }: ReaderContext): Promise<ReadResult<'units'>> {
  const extra = directory().services.flatMap((service) => service.unit ?? []);
  const full = memory.fresh<UnitsReading>('units', UNITS_KEPT_MS);
  const units = await probe(unitsProbe(extra, full));
  if (units.kind === 'absent') return absentAsUnknown(units, 'systemctl');
  if (units.kind === 'unknown') return units;
  if (!full) memory.set('units', units.value);
  return { kind: 'value', value: combineUnits(units.value, full), observedAt: units.receivedAt };
}

async function readCorosync({ probe, memory }: ReaderContext): Promise<ReadResult<'corosync'>> {
  const quorum = await probe(quorumProbe);
  if (quorum.kind === 'absent') return absentAsUnknown(quorum, 'corosync-quorumtool');
  if (quorum.kind === 'unknown') return quorum;
  const links = await probe(linksProbe);
  if (links.kind === 'absent') return absentAsUnknown(links, 'corosync-cfgtool');
  if (links.kind === 'unknown') return links;
  const held = memory.fresh<CorosyncCmap>('corosync-cmap', CMAP_KEPT_MS);
  if (held) return combined(combineCorosync(quorum.value, links.value, held), quorum.receivedAt);
  const cmap = await probe(cmapProbe);
  if (cmap.kind === 'absent') return absentAsUnknown(cmap, 'corosync-cmapctl');
  if (cmap.kind === 'unknown') return cmap;
  memory.set('corosync-cmap', cmap.value);
  return combined(combineCorosync(quorum.value, links.value, cmap.value), quorum.receivedAt);
}

async function readNetwork({ probe, memory }: ReaderContext): Promise<ReadResult<'network'>> {
  const ip = await probe(ipProbe);
  if (ip.kind === 'absent') return absentAsUnknown(ip, 'ip');
  if (ip.kind === 'unknown') return ip;
  const speeds = await memory.remember('nic-speeds', SPEED_KEPT_MS, async () => {
    const result = await probe(speedProbe);
    return result.kind === 'value' ? result.value : undefined;
  });
  return { kind: 'value', value: combineNetwork(ip.value, speeds), observedAt: ip.receivedAt };
}

async function readHaproxyConfig({ probe, memory }: ReaderContext): Promise<ReadResult<'haproxyConfig'>> {
  const base = haproxyConfigProbe();
  let text = '';
  const config = await probe({
    ...base,
    parse: (stdout) => {
      text = stdout;
      return base.parse(stdout);
    },
  });
  if (config.kind === 'absent') return unknownBecause('not-installed', 'no haproxy.cfg');
  if (config.kind === 'unknown') return config;
  const sha256 = createHash('sha256').update(text).digest('hex');
  const socket = /^\s*stats\s+socket\s+(?:unix@)?(\/\S+)/m.exec(text)?.[1];
  if (socket) memory.set('haproxy-socket', socket);
  else memory.forget('haproxy-socket');
  return { kind: 'value', value: combineHaproxyConfig(config.value, sha256), observedAt: config.receivedAt };
}

async function readDisks({ probe }: ReaderContext): Promise<ReadResult<'disks'>> {
  const devices = await probe(blockDevicesProbe);
  if (devices.kind === 'absent') return absentAsUnknown(devices, 'lsblk');
  if (devices.kind === 'unknown') return devices;
  const health = await Promise.all(nvmePaths(devices.value).map((path) => probe(nvmeHealthProbe(path))));
  const nvme = health.flatMap((result) => (result.kind === 'value' ? [result.value] : []));
  return { kind: 'value', value: combineDisks(devices.value, nvme), observedAt: devices.receivedAt };
}

async function readMounts({ probe }: ReaderContext): Promise<ReadResult<'mounts'>> {
  const [table, sizes] = await Promise.all([probe(mountTableProbe), probe(filesystemSizesProbe)]);
  if (table.kind === 'absent') return absentAsUnknown(table, 'findmnt');
  if (table.kind === 'unknown') return table;
  const value = combineMounts(table.value, sizes.kind === 'value' ? sizes.value : undefined);
  return { kind: 'value', value, observedAt: table.receivedAt };
}
