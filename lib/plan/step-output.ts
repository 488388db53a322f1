/** What a command that only looks has to print: a rule as data, and one pure judge of it. */
import { gravestEffect, parseDryRun } from '@/lib/drbd/dry-run';

export type OutputRule =
  /**
   * A dry run of `drbdadm adjust` shows nothing graver than this.
   * @property known calls it showed before the change already, as `callText` writes them
   */
  | {
      readonly kind: 'dry-run';
      readonly worst: 'nothing' | 'options' | 'connection';
      readonly known: readonly string[];
    }
  /** One of these words is a line of its own, whatever space is around it. */
  | { readonly kind: 'line-among'; readonly lines: readonly string[] };

const ORDER = ['nothing', 'options', 'connection', 'device', 'unknown'] as const;

/** Undefined when the rule holds; else what was found in its place. A cut or unreadable output never holds. */
export function outputObjection(rule: OutputRule, stdout: string): string | undefined {
  if (rule.kind === 'line-among') {
    const lines = stdout.split('\n').map((line) => line.trim());
    return rule.lines.some((wanted) => lines.includes(wanted))
      ? undefined
      : lines.filter(Boolean).join('; ') || '–';
  }
  const parsed = parseDryRun(stdout);
  if (!parsed.ok) return `drbdadm --dry-run: ${parsed.error.what}`;
  const calls = parsed.value.filter((call) => !rule.known.includes(callText(call)));
  const effect = gravestEffect(calls) ?? 'nothing';
  if (ORDER.indexOf(effect) <= ORDER.indexOf(rule.worst)) return undefined;
  return calls.map(callText).join('; ');
}

/** Secrets are out of the arguments already. */
export const callText = (call: {
  readonly program: string;
  readonly verb: string;
  readonly arguments: readonly string[];
}): string => [call.verb, ...call.arguments].join(' ');
