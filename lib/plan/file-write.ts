/**
 * One file on one node replaced, if it is still the reviewed one. The new text is first put aside in /run by its own
 * upload; then one transient unit compares, copies owner and mode, and renames: whoever reads the file sees the old
 * text or the new one, and a crash leaves either. Compare and swap is as good as a file allows: whoever writes
 * between the comparison and the rename, milliseconds later, is overwritten.
 */
import { type Command, command, type Outcome } from '@/lib/base/command';
import type { StepAction } from './types';

export type WriteFile = Extract<StepAction, { kind: 'write-file' }>;
export type RemoveFile = Extract<StepAction, { kind: 'remove-file' }>;

/** Uploading and renaming is a matter of moments; a node in trouble may need more. */
const UPLOAD_TIMEOUT_MS = 30_000;
const WRITE_TIMEOUT_MS = 30_000;
/** Only what is configured is edited; and a path must not read as an option or as something else. */
const PATH = /^\/etc\/(?:[A-Za-z0-9_+-][A-Za-z0-9_.+-]*\/)*[A-Za-z0-9_+-][A-Za-z0-9_.+-]*$/;

export const isEditablePath = (path: string): boolean => PATH.test(path) && path.length <= 200;

/** `install` and not a redirection: it creates the file with its mode, and is on the list of allowed commands. */
export const stageCommand = (staged: string, text: string): Command =>
  command(['install', '--mode=0600', '/dev/stdin', staged], {
    asRoot: true,
    timeoutMs: UPLOAD_TIMEOUT_MS,
    stdin: text,
  });

/** Exit status of the script for "this is not the file that was reviewed". */
const CHANGED = 75;
const NOT_STAGED = 74;

const INVALID = 76;

/** $1 file, $2 its reviewed SHA-256, $3 staged text, $4 SHA-256 of that, $5 `check` or `write`, then the check itself. */
const SCRIPT = [
  'set -eu',
  'file=$1 base=$2 staged=$3 wanted=$4 mode=$5; shift 5',
  'sum() { sha256sum < "$1" | cut -c1-64; }',
  // The text is replaced where it lies, on HAFS for one: a rename would put a file of the node's own in the link's place.
  'if [ -L "$file" ]; then file=$(readlink -f -- "$file"); fi',
  '[ -f "$staged" ] && staged_sum=$(sum "$staged") || staged_sum=',
  'now=$(sum "$file")',
  // A second run after a lost answer: done is done.
  'if [ "$mode" = write ] && [ "$now" = "$wanted" ]; then exit 0; fi',
  `if [ "$now" != "$base" ]; then echo "$file: $now" >&2; exit ${CHANGED}; fi`,
  `if [ "$staged_sum" != "$wanted" ]; then echo "$staged" >&2; exit ${NOT_STAGED}; fi`,
  `"$@" "$staged" >&2 || exit ${INVALID}`,
  'if [ "$mode" = check ]; then exit 0; fi',
  'cp --preserve=mode,ownership,xattr -- "$file" "$file.haven-new"',
  'cat -- "$staged" > "$file.haven-new"',
  'sync -- "$file.haven-new"',
  'mv -f -- "$file.haven-new" "$file"',
].join('\n');

/**
 * The same for a file that must not be there yet. A hard link is made or refused by the kernel in one go, so nobody's
 * file is ever replaced; readable for root alone, because it may hold a secret.
 */
const newFileScript = (permissions: '0600' | '0644'): string =>
  [
    'set -eu',
    'file=$1 staged=$2 wanted=$3 mode=$4; shift 4',
    'sum() { sha256sum < "$1" | cut -c1-64; }',
    'if [ -e "$file" ] || [ -L "$file" ]; then',
    '  if [ "$mode" = write ] && [ -f "$file" ] && [ "$(sum "$file")" = "$wanted" ]; then exit 0; fi',
    `  echo "$file: exists" >&2; exit ${CHANGED}`,
    'fi',
    `if [ ! -f "$staged" ] || [ "$(sum "$staged")" != "$wanted" ]; then echo "$staged" >&2; exit ${NOT_STAGED}; fi`,
    `"$@" "$staged" >&2 || exit ${INVALID}`,
    'if [ "$mode" = check ]; then exit 0; fi',
    `install --mode=${permissions} -- "$staged" "$file.haven-new"`,
    'sync -- "$file.haven-new"',
    'made=yes; ln -T -- "$file.haven-new" "$file" || made=no',
    'rm -f -- "$file.haven-new"',
    `if [ "$made" = no ]; then echo "$file: exists" >&2; exit ${CHANGED}; fi`,
  ].join('\n');

/**
 * The same where a package has put a file of its own there: that one may be replaced, as dpkg would at an upgrade, because
 * dpkg's own sum says that nobody has edited it. What is edited stays.
 */
const PACKAGED_FILE_SCRIPT = [
  'set -eu',
  'file=$1 staged=$2 wanted=$3 mode=$4; shift 4',
  'sum() { sha256sum < "$1" | cut -c1-64; }',
  'there=no',
  'if [ -e "$file" ] || [ -L "$file" ]; then',
  '  there=yes',
  '  if [ "$mode" = write ] && [ -f "$file" ] && [ "$(sum "$file")" = "$wanted" ]; then exit 0; fi',
  '  packaged=$(md5sum < "$file" | cut -c1-32)',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own notation
  '  if ! dpkg-query --show --showformat=\'${Conffiles}\\n\' | grep -xF -- " $file $packaged" > /dev/null; then',
  `    echo "$file: edited" >&2; exit ${CHANGED}`,
  '  fi',
  'fi',
  `if [ ! -f "$staged" ] || [ "$(sum "$staged")" != "$wanted" ]; then echo "$staged" >&2; exit ${NOT_STAGED}; fi`,
  `"$@" "$staged" >&2 || exit ${INVALID}`,
  'if [ "$mode" = check ]; then exit 0; fi',
  'if [ "$there" = yes ]; then',
  '  cp --preserve=mode,ownership,xattr -- "$file" "$file.haven-new"; cat -- "$staged" > "$file.haven-new"',
  'else install --mode=0644 -- "$staged" "$file.haven-new"; fi',
  'sync -- "$file.haven-new"',
  'mv -f -- "$file.haven-new" "$file"',
].join('\n');

/** $1 file, $2 its reviewed SHA-256. Gone already is done: a second run after a lost answer. */
const REMOVE_SCRIPT = [
  'set -eu',
  'file=$1 base=$2',
  'if [ ! -e "$file" ] && [ ! -L "$file" ]; then exit 0; fi',
  'now=$(sha256sum < "$file" | cut -c1-64)',
  `if [ "$now" != "$base" ]; then echo "$file: $now" >&2; exit ${CHANGED}; fi`,
  'rm -f -- "$file"',
].join('\n');

export function removeFileCommand({ path, baseSha256 }: RemoveFile): Command {
  if (!isEditablePath(path)) throw new RangeError('not a path that may be edited');
  return command(['sh', '-c', REMOVE_SCRIPT, 'haven-remove', path, baseSha256], {
    asRoot: true,
    timeoutMs: WRITE_TIMEOUT_MS,
  });
}

export function writeFileCommand(
  { path, baseSha256, sha256, check, isReadOnly, replacesPackaged, isReadable }: WriteFile,
  staged: string,
): Command {
  if (!isEditablePath(path)) throw new RangeError('not a path that may be edited');
  const mode = isReadOnly ? 'check' : 'write';
  const script = replacesPackaged ? PACKAGED_FILE_SCRIPT : newFileScript(isReadable ? '0644' : '0600');
  if (baseSha256 === null)
    return command(['sh', '-c', script, 'haven-new', path, staged, sha256, mode, ...check], {
      asRoot: true,
      timeoutMs: WRITE_TIMEOUT_MS,
    });
  return command(['sh', '-c', SCRIPT, 'haven-write', path, baseSha256, staged, sha256, mode, ...check], {
    asRoot: true,
    timeoutMs: WRITE_TIMEOUT_MS,
  });
}

export type FileOutcome =
  | { readonly kind: 'applied' }
  /** Another text than the reviewed one: nothing was done. */
  | { readonly kind: 'changed'; readonly detail: string }
  /** The tool's own check refused the new text: nothing was done. */
  | { readonly kind: 'invalid'; readonly detail: string }
  | { readonly kind: 'failed'; readonly code: number; readonly detail: string }
  | { readonly kind: 'unknown' };

const DETAIL_LENGTH = 400;

/** What a tool says about itself comes first and is not what is wrong: its alerts are, where it marks them. */
function whatIsWrong(stderr: string): string {
  const lines = stderr.trim().split('\n');
  const alerts = lines.filter((line) => /\[ALERT\]|\berror\b/i.test(line));
  return (alerts.length > 0 ? alerts : lines).join('\n').slice(0, DETAIL_LENGTH);
}

export function fileOutcome(outcome: Outcome): FileOutcome {
  if (outcome.kind !== 'exited') return { kind: 'unknown' };
  const detail = whatIsWrong(outcome.stderr);
  if (outcome.exitCode === 0) return { kind: 'applied' };
  if (outcome.exitCode === CHANGED) return { kind: 'changed', detail };
  if (outcome.exitCode === INVALID) return { kind: 'invalid', detail };
  return { kind: 'failed', code: outcome.exitCode, detail };
}
