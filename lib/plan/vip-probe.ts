/**
 * How long a service really did not answer: a small program on the nodes asks the VIP ten times a second while a
 * change runs, and writes down when the answer changes. Haven itself may not even reach the networks the VIPs are on.
 *
 * Pure: builds the command and reads what it printed. `perl` is in every Debian, with its sockets (perl-base).
 */
import { type Command, command } from '@/lib/base/command';

export interface ProbeTarget {
  readonly address: string;
  readonly port: number;
}

/** Targets.md: ten a second; a try may take four of these before it counts as no answer. */
const EVERY_SECONDS = 0.1;
const TRY_SECONDS = 0.4;
/** A job that hangs must not leave it running for ever. */
const LIMIT_SECONDS = 1_800;

/** Prints `<milliseconds> up|down` at every change, and `<milliseconds> end <tries>` when told to stop. */
const PROGRAM = [
  'use strict; use IO::Socket::INET; use Time::HiRes qw(time sleep);',
  'my ($ip, $port, $every, $wait, $limit) = @ARGV; $| = 1;',
  'my ($last, $tries, $go, $start) = ("", 0, 1, time);',
  '$SIG{TERM} = sub { $go = 0 };',
  'while ($go && time - $start < $limit) {',
  '  my $at = time; $tries++;',
  '  my $s = IO::Socket::INET->new(PeerAddr => $ip, PeerPort => $port, Proto => "tcp", Timeout => $wait);',
  '  my $is = $s ? "up" : "down"; close $s if $s;',
  '  if ($is ne $last) { printf "%d %s\\n", ($last eq "" || $is eq "down" ? $at : time) * 1000, $is; $last = $is; }',
  '  my $rest = $every - (time - $at); sleep $rest if $rest > 0;',
  '}',
  'printf "%d end %d\\n", time * 1000, $tries;',
].join('\n');

export const probeCommand = ({ address, port }: ProbeTarget): Command =>
  command(
    ['perl', '-e', PROGRAM, address, `${port}`, `${EVERY_SECONDS}`, `${TRY_SECONDS}`, `${LIMIT_SECONDS}`],
    { asRoot: true, timeoutMs: LIMIT_SECONDS * 1000 },
  );

/** What one node saw of one VIP while a change ran. Times are that node's clock, milliseconds. */
export interface SeenInterruption {
  readonly address: string;
  readonly port: number;
  readonly node: string;
  readonly tries: number;
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

/**
 * @returns undefined when the service did not answer in the beginning: then there was nothing to interrupt. A gap that
 *   was not over when the probe ended is as long as it was watched.
 */
export function readProbe(text: string, target: ProbeTarget, node: string): SeenInterruption | undefined {
  const lines = text
    .split('\n')
    .map((line) => /^(\d{12,14}) (up|down|end)(?: (\d+))?$/.exec(line))
    .filter((match) => match !== null);
  const [first] = lines;
  if (first?.[2] !== 'up') return undefined;
  const gaps: { from: number; to: number }[] = [];
  let downAt: number | undefined;
  for (const [, at, word] of lines) {
    const time = Number(at);
    if (word === 'down') downAt ??= time;
    else if (downAt !== undefined) {
      gaps.push({ from: downAt, to: time });
      downAt = undefined;
    }
  }
  const tries = Number(lines.find((match) => match[2] === 'end')?.[3] ?? 0);
  return { ...target, node, tries, gaps };
}

/** Seconds the worst off of the nodes saw no answer, by address; nodes that never saw it answer say nothing. */
export function longestByAddress(seen: readonly SeenInterruption[]): Readonly<Record<string, number>> {
  const longest: Record<string, number> = {};
  for (const { address, gaps } of seen) {
    const worst = Math.max(0, ...gaps.map((gap) => gap.to - gap.from)) / 1000;
    longest[address] = Math.max(longest[address] ?? 0, Math.round(worst * 10) / 10);
  }
  return longest;
}
