/** Options as a table that is edited in place: what is set, what would hold otherwise, and what was written over it. */
import {
  findOption,
  isOptionValue,
  KNOWN_OPTIONS,
  type KnownOption,
  type OptionScope,
} from './cluster-options';
import { optionRisks } from './option-edits';

export interface OptionRow {
  readonly name: string;
  /** Absent for one that Haven does not know. */
  readonly option?: KnownOption;
  /** As configured; absent where Pacemaker's own default holds. */
  readonly value?: string;
  /** What it would be; null takes it away. Absent where nobody touched it. */
  readonly edited?: string | null;
  readonly isChanged: boolean;
  readonly isValid: boolean;
  /** What is written over it takes protection away. */
  readonly weakens: boolean;
}

/** Those that are set first, then all that Haven knows in their usual order; deprecated ones only where they are set. */
export function optionRows(
  scope: OptionScope,
  set: Readonly<Record<string, string>>,
  edits: Readonly<Record<string, string | null>>,
): OptionRow[] {
  const known = KNOWN_OPTIONS.filter(
    (option) => option.scope === scope && !option.isDeprecated && !option.isSetByCluster,
  ).map(({ name }) => name);
  const names = [...new Set([...Object.keys(set), ...known])];
  return names.map((name): OptionRow => {
    const option = findOption(scope, name);
    const value = set[name];
    const edited = name in edits ? edits[name] : undefined;
    const isChanged = edited !== undefined && (edited ?? undefined) !== value;
    return {
      name,
      ...(option ? { option } : {}),
      ...(value === undefined ? {} : { value }),
      ...(edited === undefined ? {} : { edited }),
      isChanged,
      isValid: edited === undefined || edited === null || (option ? isOptionValue(option, edited) : false),
      weakens: isChanged && optionRisks(scope, { [name]: edited ?? null }).some((one) => one.weakens),
    };
  });
}

/** Whether a person may change it here: not what the cluster writes itself, nor maintenance, which has its own form. */
export const isEditableOption = ({ name, option }: OptionRow): boolean =>
  option !== undefined && !option.isSetByCluster && name !== 'maintenance-mode';
