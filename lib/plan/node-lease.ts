/**
 * Keeps a node for a job between its steps, and lets it go at its end (see node-lock): short commands, each in a unit
 * of its own that takes itself away. They change nothing but the lock's file, and need no turn.
 */
import { type Command, command } from '@/lib/base/command';
import { isNodeName } from '@/lib/pacemaker/names';
import { type Upkeep, upkeepOf, upkeepScript } from './node-lock';
import { forSystemd, fromSystemd } from './transient-unit';

const TIMEOUT_MS = 15_000;
const MAX_SECONDS = 10;
const OPTIONS = ['--quiet', '--wait', '--collect'] as const;

/** @param jobId whose units hold the node */
export function upkeepCommand(what: Upkeep, node: string, haven: string, jobId: string): Command {
  if (!isNodeName(node)) throw new RangeError('not a node name');
  if (!/^[A-Za-z0-9]{1,40}$/.test(jobId)) throw new RangeError('not a job');
  return command(
    [
      'systemd-run',
      ...OPTIONS,
      '--description=Haven: whose job holds this node',
      `--property=AssertHost=${node}`,
      `--property=RuntimeMaxSec=${MAX_SECONDS}`,
      '--',
      ...upkeepScript(what, haven, `haven-${jobId}-`).map(forSystemd),
    ],
    { asRoot: true, timeoutMs: TIMEOUT_MS },
  );
}

/** Reads `upkeepCommand` back; undefined: another command. */
export const upkeepIn = (argv: readonly string[]): ReturnType<typeof upkeepOf> =>
  argv[0] === 'systemd-run' ? upkeepOf(argv.slice(argv.indexOf('--') + 1).map(fromSystemd)) : undefined;
