/**
 * Every command that changes DRBD, with its deadline and its danger, and nowhere else (reference 1.4). The forms were run
 * through `drbdadm -d` 9.22 for both dialects; where they differ, the generation decides. Nothing is executed here, and
 * no form forces what the tool itself refuses, except the one that starts the first synchronisation.
 */
import { type Command, command } from '@/lib/base/command';
import {
  assertDrbd,
  isDevicePath,
  isDrbdHostName,
  isDrbdResourceName,
  isMinor,
  isVolumeNumber,
} from './names';
import type { DrbdGeneration } from './option-table';

/** What is dangerous about a command; words where plans have theirs. */
export type DangerId =
  | 'danger-create-md'
  | 'danger-up'
  | 'danger-down'
  | 'danger-adjust'
  | 'danger-disconnect'
  | 'danger-pause-sync'
  | 'danger-secondary'
  | 'danger-primary'
  | 'danger-first-sync'
  | 'danger-skip-sync'
  | 'danger-resize'
  | 'danger-verify'
  | 'danger-invalidate'
  | 'danger-wipe-md'
  | 'danger-mkfs';

export interface DrbdCommand {
  readonly command: Command;
  readonly risk: 'safe' | 'disruptive' | 'data-loss';
  readonly danger?: DangerId;
}

export interface VolumeName {
  readonly resource: string;
  readonly volume: number;
}

/** Reads a file or asks the kernel: seconds on a loaded node, never a minute. */
const READ_MS = 15_000;
/**
 * drbdadm allows each call of drbdsetup 5 s and a resource takes several; shorter cuts a healthy `up` under load in the
 * middle, longer only delays the word that the kernel hangs.
 */
const CHANGE_MS = 60_000;
/** Writes the bitmap: 32 MiB per TiB and peer, by slow writes where the device cannot zero by itself. */
const METADATA_MS = 300_000;

function drbdadm(
  args: readonly string[],
  risk: DrbdCommand['risk'],
  danger?: DangerId,
  timeoutMs = CHANGE_MS,
): DrbdCommand {
  return {
    command: command(['drbdadm', ...args], { asRoot: true, timeoutMs }),
    risk,
    ...(danger === undefined ? {} : { danger }),
  };
}

const named = (resource: string): string => {
  assertDrbd(isDrbdResourceName(resource), 'a resource name');
  return resource;
};
const volumeOf = ({ resource, volume }: VolumeName): string => {
  assertDrbd(isVolumeNumber(volume), 'a volume number');
  return `${named(resource)}/${volume}`;
};
/** 9.x names the peer; 8.4 has one and refuses the word. */
function atPeer({ resource, volume }: VolumeName, peer: string, generation: DrbdGeneration): string {
  if (generation === '8.4') return volumeOf({ resource, volume });
  assertDrbd(isDrbdHostName(peer), 'a host name');
  assertDrbd(isVolumeNumber(volume), 'a volume number');
  return `${named(resource)}:${peer}/${volume}`;
}

/**
 * Writes new metadata. Never with `--force`: without a terminal drbdmeta refuses where it finds metadata or data, which is
 * the last guard of all (exit 1 and 40).
 * @param maxPeers 9.x: bitmaps to reserve, so that a third copy needs no new metadata
 */
export function createMetadata(resource: string, generation: DrbdGeneration, maxPeers = 1): DrbdCommand {
  assertDrbd(Number.isInteger(maxPeers) && maxPeers >= 1 && maxPeers <= 31, 'a number of peers');
  const peers = generation === '9' ? [`--max-peers=${maxPeers}`] : [];
  return drbdadm(['create-md', ...peers, named(resource)], 'data-loss', 'danger-create-md', METADATA_MS);
}

/** Exit 0: metadata is there. Exit 1: none, or it needs `apply-al` first. 20: the device is in use or not there. */
export function dumpMetadata(device: string, minor: number, generation: DrbdGeneration): Command {
  assertDrbd(isDevicePath(device), 'a device path');
  assertDrbd(isMinor(minor), 'a minor');
  const format = generation === '8.4' ? 'v08' : 'v09';
  return command(['drbdmeta', String(minor), format, device, 'internal', 'dump-md'], {
    asRoot: true,
    timeoutMs: READ_MS,
  });
}

/** What `dumpMetadata`'s exit code says about metadata; see `BlankEvidence.drbdMetadata`. */
export const metadataFound = (exitCode: number): 'found' | 'none' | 'unknown' =>
  exitCode === 0 ? 'found' : exitCode === 1 ? 'none' : 'unknown';

export const up = (resource: string): DrbdCommand => drbdadm(['up', named(resource)], 'safe', 'danger-up');
/** Refused by the kernel while the device is open. */
export const down = (resource: string): DrbdCommand =>
  drbdadm(['down', named(resource)], 'disruptive', 'danger-down');

/** Prints the exact calls and makes none; `parseDryRun` reads them. Exit 10: the file is wrong. */
export const adjustDryRun = (resource: string): DrbdCommand =>
  drbdadm(['--dry-run', 'adjust', named(resource)], 'safe', undefined, READ_MS);
export const adjust = (resource: string): DrbdCommand =>
  drbdadm(['adjust', named(resource)], 'disruptive', 'danger-adjust');

const RES_FILE = /^\/etc\/drbd\.d\/[A-Za-z0-9][A-Za-z0-9_.-]{0,80}\.res$/;

/**
 * Checks a new file before it takes the old one's place: syntax and meaning, with the module's own grammar. 9.x can set
 * the old file aside and checks minors and ports across all resources; 8.4's drbdadm has no `--config-to-exclude`
 * (measured, 9.22), so there the file is read alone, and a new one beside the others. These are words of a command that
 * takes the name of the file to check as one more word at its end.
 * @param replaces path of the file it will replace, absent for a new resource
 */
export function checkWords(generation: DrbdGeneration, replaces?: string): readonly string[] {
  assertDrbd(replaces === undefined || RES_FILE.test(replaces), 'a file of DRBD');
  const option = replaces !== undefined && generation === '8.4' ? '--config-file' : '--config-to-test';
  const besides = replaces !== undefined && generation === '9' ? ` --config-to-exclude=${replaces}` : '';
  return ['sh', '-c', `exec drbdadm ${option}="$1"${besides} sh-nop`, 'check'];
}

export const connect = (resource: string): DrbdCommand => drbdadm(['connect', named(resource)], 'safe');
export const disconnect = (resource: string): DrbdCommand =>
  drbdadm(['disconnect', named(resource)], 'disruptive', 'danger-disconnect');
export const pauseSync = (resource: string): DrbdCommand =>
  drbdadm(['pause-sync', named(resource)], 'disruptive', 'danger-pause-sync');
export const resumeSync = (resource: string): DrbdCommand =>
  drbdadm(['resume-sync', named(resource)], 'safe');
export const secondary = (resource: string): DrbdCommand =>
  drbdadm(['secondary', named(resource)], 'disruptive', 'danger-secondary');
/** Becomes Primary without force: for a copy that is UpToDate. */
export const primary = (resource: string): DrbdCommand =>
  drbdadm(['primary', named(resource)], 'disruptive', 'danger-primary');

/** The node it runs on becomes the source; everything on the other copies is overwritten. */
export const startFirstSync = (resource: string): DrbdCommand =>
  drbdadm(['primary', '--force', named(resource)], 'data-loss', 'danger-first-sync');

/** Declares both copies equal without comparing them; justified only where they are (see `SkipReason`). */
export const skipFirstSync = (volume: VolumeName): DrbdCommand =>
  drbdadm(['new-current-uuid', '--clear-bitmap', volumeOf(volume)], 'data-loss', 'danger-skip-sync');

/** Takes over the backing devices' new size on every node. Needs a connection, a Primary and no resync (ERR 130, 131). */
export const resize = (volume: VolumeName): DrbdCommand =>
  drbdadm(['resize', volumeOf(volume)], 'disruptive', 'danger-resize');

/** Compares both copies block by block and marks what differs; it repairs nothing. */
export const startVerify = (volume: VolumeName, peer: string, generation: DrbdGeneration): DrbdCommand =>
  drbdadm(['verify', atPeer(volume, peer, generation)], 'safe', 'danger-verify');

/**
 * Throws this node's copy away and fetches the peer's.
 * @param victim must be the node the command will run on; the caller names it a second time
 * @param runsOn node of the connection
 * @param keepBitmap 9.0.29 and later: only the blocks marked as different, which is the repair after a verify
 */
export function invalidate(
  volume: VolumeName,
  victim: string,
  runsOn: string,
  source: string,
  generation: DrbdGeneration,
  keepBitmap = false,
): DrbdCommand {
  assertDrbd(isDrbdHostName(victim) && victim === runsOn, 'the named victim');
  assertDrbd(isDrbdHostName(source) && source !== victim, 'a source other than the victim');
  assertDrbd(!keepBitmap || generation === '9', 'possible on 8.4');
  const bitmap = keepBitmap ? ['--reset-bitmap=no'] : [];
  return drbdadm(
    ['invalidate', ...bitmap, atPeer(volume, source, generation)],
    'data-loss',
    'danger-invalidate',
  );
}

/**
 * Takes metadata off; refused by drbdmeta while the device is configured. Data before it stays readable. Forced, because
 * without a terminal drbdmeta takes no answer for a no; the plan has asked, and has shown which copy this is.
 */
export function wipeMetadata(resource: string, generation: DrbdGeneration): DrbdCommand {
  // 8.4 takes drbdmeta's options only through a wrapper of drbdadm's own.
  const force = generation === '8.4' ? ['--setup-option=--force', 'wipe-md'] : ['wipe-md', '--force'];
  return drbdadm([...force, named(resource)], 'data-loss', 'danger-wipe-md', METADATA_MS);
}
