/**
 * The blank proof once more, in the very unit that writes: between a plan and its step somebody may have put something on
 * the device. Every witness has to be there and to say that nothing is; a silent one stops the command like a find.
 */
import { type Command, command } from '@/lib/base/command';
import { assertDevicePath } from './device-names';

/** Exit status for "something is on it". */
export const NOT_BLANK = 77;

/** $1 device; then the command, which replaces the shell when nothing was found. */
const SCRIPT = [
  'set -eu',
  'device=$1; shift',
  `held() { echo "$device: $1" >&2; exit ${NOT_BLANK}; }`,
  '[ -b "$device" ] || held "no block device"',
  'found=$(wipefs --no-act --noheadings --output TYPE -- "$device") || held "wipefs"',
  '[ -z "$found" ] || held "$found"',
  // 2 is "nothing found" (blkid(8)); 0 is a find, and everything else no answer.
  'status=0; blkid --probe -- "$device" > /dev/null 2>&1 || status=$?',
  '[ "$status" -eq 2 ] || held "blkid $status"',
  'users=$(lsblk --noheadings --list --output NAME,MOUNTPOINT -- "$device") || held "lsblk"',
  '[ "$(printf "%s\\n" "$users" | wc -l)" -eq 1 ] || held "in use: $users"',
  '[ "$(printf "%s\\n" "$users" | wc -w)" -eq 1 ] || held "mounted: $users"',
  'exec "$@"',
].join('\n');

export function onBlankDevice(device: string, { argv, timeoutMs }: Command): Command {
  assertDevicePath(device);
  return command(['sh', '-c', SCRIPT, 'haven-blank', device, ...argv], { asRoot: true, timeoutMs });
}
