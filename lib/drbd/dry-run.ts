/**
 * `drbdadm --dry-run adjust`: the calls it would make, one per line. An empty list means that file and kernel agree. What a
 * call would do decides how careful a plan is; a call not known here counts as the worst.
 */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';

export interface DryRunCall {
  readonly program: 'drbdsetup' | 'drbdmeta' | 'other';
  readonly verb: string;
  /** Secrets are taken out. */
  readonly arguments: readonly string[];
  /** `options`: values only. `connection`: the link breaks for a moment. `device`: disk or resource comes or goes. */
  readonly effect: 'options' | 'connection' | 'device' | 'unknown';
}

const EFFECTS: Readonly<Record<string, DryRunCall['effect']>> = {
  'resource-options': 'options',
  'disk-options': 'options',
  'net-options': 'options',
  'peer-device-options': 'options',
  connect: 'connection',
  disconnect: 'connection',
  'new-peer': 'connection',
  'del-peer': 'connection',
  'new-path': 'connection',
  'del-path': 'connection',
  'new-resource': 'device',
  'new-minor': 'device',
  'del-minor': 'device',
  'del-resource': 'device',
  attach: 'device',
  detach: 'device',
  'apply-al': 'device',
  down: 'device',
  resize: 'device',
  'check-resize': 'device',
};

/** Parses standard output. Lines of the environment's doing (`found __DRBD_NODE__`) go to stderr and are not here. */
export function parseDryRun(text: string): Result<readonly DryRunCall[], ParseError> {
  if (text !== '' && !text.endsWith('\n')) return parseError('the last line is incomplete');
  const calls: DryRunCall[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*$/.test(line)) continue;
    const words = splitWords(line);
    const program = words?.[0]
      ?.split('/')
      .at(-1)
      ?.replace(/-8[34]$/, '');
    if (!words || !program) return parseError('not a command', undefined, index + 1);
    if (program !== 'drbdsetup' && program !== 'drbdmeta') {
      // A wrapper or a proxy's tool: shown, and never called harmless.
      calls.push({ program: 'other', verb: program, arguments: [], effect: 'unknown' });
      continue;
    }
    // drbdmeta MINOR FORMAT DEVICE INDEX VERB …
    const at = program === 'drbdmeta' ? 5 : 1;
    const verb = words[at];
    if (verb === undefined) return parseError('a call without a verb', undefined, index + 1);
    const rest = program === 'drbdmeta' ? words.slice(1, 5) : words.slice(2);
    calls.push({
      program,
      verb,
      arguments: rest.map((word) => word.replace(/^(--shared-secret=).*/s, '$1…')),
      effect: Object.hasOwn(EFFECTS, verb) ? (EFFECTS[verb] ?? 'unknown') : 'unknown',
    });
  }
  return ok(calls);
}

/** The gravest effect of a dry run; undefined when nothing would happen. */
export function gravestEffect(calls: readonly DryRunCall[]): DryRunCall['effect'] | undefined {
  const order = ['options', 'connection', 'device', 'unknown'] as const;
  return order.findLast((effect) => calls.some((call) => call.effect === effect));
}

/** drbdadm escapes shell characters with backslashes. */
function splitWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  for (const match of line.trim().matchAll(/(?:\\.|[^\s\\])+|\\$/g)) {
    if (match[0] === '\\') return undefined;
    words.push(match[0].replace(/\\(.)/g, '$1'));
  }
  return words.length > 0 ? words : undefined;
}
