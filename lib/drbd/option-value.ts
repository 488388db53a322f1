/** Whether a value may stand behind an option, and what changing it means. Refusals are data, for a form and a plan. */
import { err, ok, type Result } from '@/lib/base/result';
import {
  DRBD_OPTIONS,
  type DrbdGeneration,
  type DrbdOption,
  type OptionRisk,
  type OptionSection,
} from './option-table';

export type OptionRefusal =
  | { readonly code: 'unknown-option'; readonly option: string }
  /** Known, but not to this generation or not in this section; `section` says where it belongs. */
  | { readonly code: 'wrong-generation'; readonly option: string }
  | { readonly code: 'wrong-section'; readonly option: string; readonly section: OptionSection }
  | { readonly code: 'not-a-choice'; readonly option: string; readonly choices: readonly string[] }
  | { readonly code: 'not-a-number'; readonly option: string }
  | { readonly code: 'out-of-range'; readonly option: string; readonly min: number; readonly max: number }
  /** The value is not repeated: it may be a secret or hostile. */
  | { readonly code: 'bad-text'; readonly option: string };

const BYTES: Readonly<Record<string, number>> = { '1': 1, s: 512, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** The option of this generation, by name; `fencing` lies in different sections. */
export function drbdOption(name: string, generation: DrbdGeneration): DrbdOption | undefined {
  return DRBD_OPTIONS.find((option) => option.name === name && option.generations.includes(generation));
}

/** Checks an option against the table: name, generation, section, value. */
export function checkOption(
  section: OptionSection,
  name: string,
  value: string,
  generation: DrbdGeneration,
): Result<DrbdOption, OptionRefusal> {
  const option = drbdOption(name, generation);
  if (!option) {
    const isKnown = DRBD_OPTIONS.some((candidate) => candidate.name === name);
    return err({ code: isKnown ? 'wrong-generation' : 'unknown-option', option: name });
  }
  if (option.section !== section)
    return err({ code: 'wrong-section', option: name, section: option.section });
  const refusal = refusalOf(option, value);
  return refusal ? err(refusal) : ok(option);
}

function refusalOf({ name, value: kind }: DrbdOption, value: string): OptionRefusal | undefined {
  switch (kind.kind) {
    case 'boolean':
      return value === 'yes' || value === 'no'
        ? undefined
        : { code: 'not-a-choice', option: name, choices: ['yes', 'no'] };
    case 'choice':
      return kind.choices.includes(value)
        ? undefined
        : { code: 'not-a-choice', option: name, choices: kind.choices };
    case 'text':
      return kind.pattern.test(value) ? undefined : { code: 'bad-text', option: name };
    case 'number': {
      if (kind.words?.includes(value)) return undefined;
      const number = optionNumber(value, kind.prefix);
      if (number === undefined) return { code: 'not-a-number', option: name };
      return number < kind.min || number > kind.max
        ? { code: 'out-of-range', option: name, min: kind.min, max: kind.max }
        : undefined;
    }
  }
}

/**
 * What drbdsetup makes of `400M`: a number in units of `prefix`. Suffixes are s (512 bytes), K, M, G; a bare number is in
 * the option's own prefix. Rounded down, as the tool does.
 */
export function optionNumber(value: string, prefix: '1' | 'k' | 's'): number | undefined {
  const match = /^(\d{1,15})([skmg]?)$/i.exec(value);
  if (!match) return undefined;
  const factor = BYTES[match[2]?.toLowerCase() || prefix] ?? 1;
  return Math.floor((Number(match[1]) * factor) / (BYTES[prefix] ?? 1));
}

/** Risk of giving an option this value; `undefined` stands for taking it out, which brings the default back. */
export function optionRisk(option: DrbdOption, value: string | undefined): OptionRisk {
  const fallback = option.value.kind === 'text' ? '' : defaultOf(option);
  return option.dangerous?.[value ?? fallback] ?? option.risk;
}

/** The compiled-in default as it would be written; text options have none. */
export function defaultOf({ value }: DrbdOption): string {
  if (value.kind === 'boolean') return value.default ? 'yes' : 'no';
  if (value.kind === 'choice') return value.default;
  if (value.kind === 'number')
    return value.defaultWord ?? `${value.default}${value.prefix === '1' ? '' : value.prefix}`;
  return '';
}

const BOTH: readonly DrbdGeneration[] = ['8.4', '9'];

/** Handlers of both dialects; `quorum-lost` is a parse error on 8.4 (reference 1.2.3). */
export const DRBD_HANDLERS: Readonly<Record<string, readonly DrbdGeneration[]>> = {
  'pri-on-incon-degr': BOTH,
  'pri-lost-after-sb': BOTH,
  'pri-lost': BOTH,
  'initial-split-brain': BOTH,
  'split-brain': BOTH,
  'before-resync-target': BOTH,
  'before-resync-source': BOTH,
  'after-resync-target': BOTH,
  'after-resync-source': BOTH,
  'out-of-sync': BOTH,
  'local-io-error': BOTH,
  'fence-peer': BOTH,
  'unfence-peer': BOTH,
  'quorum-lost': ['9'],
};

/**
 * drbdadm hands a handler's line to a shell as root: only a program's path and plain words are let through, so that no
 * quote, variable or second command can hide in it.
 */
const HANDLER_LINE = /^\/[A-Za-z0-9._/-]{1,200}( [A-Za-z0-9._=:/@%+,-]{1,100}){0,16}$/;

export function checkHandler(
  name: string,
  line: string,
  generation: DrbdGeneration,
): OptionRefusal | undefined {
  const generations = Object.hasOwn(DRBD_HANDLERS, name) ? DRBD_HANDLERS[name] : undefined;
  if (!generations) return { code: 'unknown-option', option: name };
  if (!generations.includes(generation)) return { code: 'wrong-generation', option: name };
  return HANDLER_LINE.test(line) && !line.includes('/../') ? undefined : { code: 'bad-text', option: name };
}
