/** Finding the one statement an edit means, and refusing where a person's file leaves more than one meaning. */
import type { OptionSection } from './option-table';
import type { OptionRefusal } from './option-value';
import { parseResFile, type ResFile, type ResStatement, statementsOf } from './res-file';
import type { ResSplice } from './res-splice';

/** `common` of all resources in the file, or one resource. */
export type ResScope = { readonly kind: 'common' } | { readonly kind: 'resource'; readonly name: string };

export type ResEditRefusal =
  | OptionRefusal
  | { readonly code: 'unreadable'; readonly what: string; readonly line?: number }
  /** The scope is not in this file, or more than once. */
  | { readonly code: 'no-scope'; readonly found: number }
  /** The option stands more than once; which one counts is not ours to decide. */
  | { readonly code: 'ambiguous'; readonly lines: readonly number[] }
  /** Set nearer to the device or connection (or in a legacy section), where it would win over this edit. */
  | { readonly code: 'set-elsewhere'; readonly lines: readonly number[] }
  | { readonly code: 'not-found'; readonly what: string }
  | { readonly code: 'exists'; readonly what: string }
  | { readonly code: 'bad-name'; readonly what: string }
  /** The file is built in a way this edit does not handle; a person edits it by hand. */
  | { readonly code: 'unsupported'; readonly what: string };

export interface ResEdited {
  readonly text: string;
  /** In the order made; `undoSplices(text, splices)` gives the old file back. Empty: nothing was to be done. */
  readonly splices: readonly ResSplice[];
}

export interface Located {
  readonly file: ResFile;
  /** The `common` or `resource` statement. */
  readonly scope: ResStatement;
}

/** Reads the file and finds the scope. */
export function locate(text: string, scope: ResScope): Located | ResEditRefusal {
  const file = parseResFile(text);
  if (!file.ok) return { code: 'unreadable', what: file.error.what, line: file.error.line };
  const found = statementsOf(file.value.statements, scope.kind).filter(
    (statement) => statement.block && (scope.kind === 'common' || statement.arguments[0] === scope.name),
  );
  const [first] = found;
  return found.length === 1 && first
    ? { file: file.value, scope: first }
    : { code: 'no-scope', found: found.length };
}

export const isRefusal = (value: Located | ResEditRefusal): value is ResEditRefusal => 'code' in value;

/** 8.3's section: 8.4 still reads it, and what stands there would compete with the same option elsewhere. */
const SYNCER_NAMES: Readonly<Record<string, string>> = { 'resync-rate': 'rate', 'resync-after': 'after' };

/** Statements of an option directly in a section of the scope; `protocol` may also stand in the resource itself. */
export function optionStatements(
  scope: ResStatement,
  section: OptionSection | 'handlers',
  name: string,
): readonly ResStatement[] {
  const inSections = statementsOf(scope.block, section).flatMap((block) => statementsOf(block.block, name));
  const direct =
    section === 'net' && name === 'protocol'
      ? statementsOf(scope.block, 'protocol').filter((statement) => !statement.block)
      : [];
  return [...direct, ...inSections];
}

/** Lines where hosts, volumes, connections or the legacy section set the same option. */
export function otherPlaces(
  scope: ResStatement,
  section: OptionSection | 'handlers',
  name: string,
): readonly number[] {
  const lines: number[] = [];
  const visit = (block: readonly ResStatement[] | undefined, isNested: boolean): void => {
    for (const statement of block ?? []) {
      if (!statement.block) continue;
      if (statement.keyword === 'syncer')
        lines.push(...statementsOf(statement.block, SYNCER_NAMES[name] ?? name).map(({ line }) => line));
      else if (isNested && statement.keyword === section)
        lines.push(...statementsOf(statement.block, name).map(({ line }) => line));
      else visit(statement.block, true);
    }
  };
  visit(scope.block, false);
  return lines;
}
