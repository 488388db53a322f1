/**
 * Edits of options and handlers in a file a person wrote. Every edit is checked against the table of options first,
 * changes no byte it was not asked to change, and can be taken back (`undoSplices`).
 */
import { err, ok, type Result } from '@/lib/base/result';
import type { DrbdGeneration, OptionSection } from './option-table';
import { checkHandler, checkOption } from './option-value';
import { type ResStatement, statementsOf } from './res-file';
import {
  isRefusal,
  type Located,
  locate,
  optionStatements,
  otherPlaces,
  type ResEdited,
  type ResEditRefusal,
  type ResScope,
} from './res-scope';
import {
  applySplice,
  insertStatement,
  type ResSplice,
  removeStatement,
  replaceArguments,
} from './res-splice';
import { quoteResValue } from './res-tokens';

export type ResEdit =
  | {
      readonly kind: 'set-option';
      readonly scope: ResScope;
      readonly section: OptionSection;
      readonly name: string;
      readonly value: string;
    }
  /** The compiled-in default, or what `common` says, counts again. */
  | {
      readonly kind: 'remove-option';
      readonly scope: ResScope;
      readonly section: OptionSection;
      readonly name: string;
    }
  | {
      readonly kind: 'set-handler';
      readonly scope: ResScope;
      readonly name: string;
      readonly line: string;
    }
  | { readonly kind: 'remove-handler'; readonly scope: ResScope; readonly name: string };

/** Sets the replication protocol where the file has it: in the resource itself or in `net {}`. */
export const protocolEdit = (resource: string, protocol: 'A' | 'B' | 'C'): ResEdit => ({
  kind: 'set-option',
  scope: { kind: 'resource', name: resource },
  section: 'net',
  name: 'protocol',
  value: protocol,
});

/** Limits of the resync's speed, `400M` meaning 400 MiB/s. */
export function rateEdits(
  scope: ResScope,
  rates: Readonly<Partial<Record<'c-max-rate' | 'c-min-rate' | 'resync-rate' | 'c-fill-target', string>>>,
): readonly ResEdit[] {
  return Object.entries(rates).map(([name, value]) => ({
    kind: 'set-option',
    scope,
    section: 'disk',
    name,
    value,
  }));
}

/**
 * Makes one edit.
 * @param text the file as it is on the nodes
 * @param generation of the module that will read it
 */
export function editRes(
  text: string,
  edit: ResEdit,
  generation: DrbdGeneration,
): Result<ResEdited, ResEditRefusal> {
  const refusal = checkEdit(edit, generation);
  if (refusal) return err(refusal);
  const located = locate(text, edit.scope);
  if (isRefusal(located)) return err(located);
  const [section, name] =
    edit.kind === 'set-handler' || edit.kind === 'remove-handler'
      ? (['handlers', edit.name] as const)
      : ([edit.section, edit.name] as const);
  const present = optionStatements(located.scope, section, name);
  if (present.length > 1) return err({ code: 'ambiguous', lines: present.map(({ line }) => line) });
  const elsewhere = otherPlaces(located.scope, section, name);
  if (elsewhere.length > 0) return err({ code: 'set-elsewhere', lines: elsewhere });
  const splice = spliceFor(located, edit, section, present[0]);
  if (splice === 'not-found') return err({ code: 'not-found', what: `${section}.${name}` });
  return ok(splice ? { text: applySplice(text, splice), splices: [splice] } : { text, splices: [] });
}

/** Makes several edits, all or none. */
export function editResAll(
  text: string,
  edits: readonly ResEdit[],
  generation: DrbdGeneration,
): Result<ResEdited, ResEditRefusal> {
  let edited: ResEdited = { text, splices: [] };
  for (const edit of edits) {
    const next = editRes(edited.text, edit, generation);
    if (!next.ok) return next;
    edited = { text: next.value.text, splices: [...edited.splices, ...next.value.splices] };
  }
  return ok(edited);
}

function checkEdit(edit: ResEdit, generation: DrbdGeneration): ResEditRefusal | undefined {
  if (edit.kind === 'set-handler') return checkHandler(edit.name, edit.line, generation);
  if (edit.kind === 'set-option') {
    const checked = checkOption(edit.section, edit.name, edit.value, generation);
    return checked.ok ? undefined : checked.error;
  }
  return undefined;
}

function spliceFor(
  { file, scope }: Located,
  edit: ResEdit,
  section: OptionSection | 'handlers',
  present: ResStatement | undefined,
): ResSplice | undefined | 'not-found' {
  if (edit.kind === 'remove-option' || edit.kind === 'remove-handler')
    return present ? removeStatement(file, present) : 'not-found';
  const value = edit.kind === 'set-option' ? edit.value : edit.line;
  if (present) {
    if (meansTheSame(present, value)) return undefined;
    return replaceArguments(file, present, quoteResValue(value));
  }
  const line = `${edit.name} ${quoteResValue(value)};`;
  const home = statementsOf(scope.block, section)
    .filter((statement) => statement.block)
    .at(-1);
  if (home) return insertStatement(file, home, home.block?.at(-1), [line]);
  // Behind the last section, so that hosts and volumes stay at the end as people write them.
  const sections = (scope.block ?? []).filter(
    (statement) =>
      ['options', 'handlers', 'net', 'disk', 'startup'].includes(statement.keyword) && statement.block,
  );
  const block = [`${section} {`, `  ${line}`, '}'];
  return insertStatement(file, scope, sections.at(-1), block);
}

/** `allow-two-primaries;` and `allow-two-primaries yes;` say the same. */
const meansTheSame = (statement: ResStatement, value: string): boolean =>
  (statement.arguments.length === 0 ? 'yes' : statement.arguments.join(' ')) === value;
