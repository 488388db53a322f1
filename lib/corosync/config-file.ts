/**
 * corosync.conf as lines that keep every byte, and the tree of sections over them: a file that a person wrote comes
 * back as it was. One statement per line, as corosync's own parser reads it (coroparse.c; reference 2.3.1). Reads the
 * shape only: `corosync -t` is the judge of meaning.
 */
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';

export interface CorosyncStatement {
  readonly key: string;
  readonly value: string;
  /** Index into the file's lines. */
  readonly line: number;
}

export interface CorosyncSection {
  readonly name: string;
  /** Lines of its braces; undefined for the file itself. */
  readonly open?: number;
  readonly close?: number;
  readonly statements: readonly CorosyncStatement[];
  readonly sections: readonly CorosyncSection[];
}

export interface CorosyncFile {
  /** Each with its own line end; the last may have none. */
  readonly lines: readonly string[];
  readonly root: CorosyncSection;
}

const MAX_DEPTH = 20;
const OPEN = /^\s*(\w+)\s*\{\s*$/;
const STATEMENT = /^\s*([\w.-]+)\s*:\s*(.*?)\s*$/;

interface OpenSection {
  readonly name: string;
  readonly open?: number;
  close?: number;
  readonly statements: CorosyncStatement[];
  readonly sections: OpenSection[];
}

/** @returns ParseError with the line for an unclosed section, a brace too many, or a line that is no statement */
export function parseCorosyncFile(text: string): Result<CorosyncFile, ParseError> {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const stack: [OpenSection, ...OpenSection[]] = [{ name: '', statements: [], sections: [] }];
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const current = stack.at(-1) ?? stack[0];
    const section = OPEN.exec(raw);
    const statement = STATEMENT.exec(raw);
    if (section?.[1]) {
      if (stack.length > MAX_DEPTH) return parseError('sections nested too deep', undefined, index + 1);
      const next: OpenSection = { name: section[1], open: index, statements: [], sections: [] };
      current.sections.push(next);
      stack.push(next);
    } else if (line === '}') {
      if (stack.length === 1) return parseError('a closing brace too many', undefined, index + 1);
      current.close = index;
      stack.pop();
    } else if (statement?.[1]) {
      current.statements.push({ key: statement[1], value: statement[2] ?? '', line: index });
    } else return parseError('neither a statement nor a section', undefined, index + 1);
  }
  if (stack.length > 1) return parseError(`section ${stack.at(-1)?.name ?? ''} is not closed`);
  return ok({ lines, root: stack[0] });
}

export const renderCorosyncFile = (file: CorosyncFile): string => file.lines.join('');

export const sectionsOf = (parent: CorosyncSection | undefined, name: string): readonly CorosyncSection[] =>
  parent?.sections.filter((section) => section.name === name) ?? [];

/** The last statement of a name counts, as in corosync. */
export const valueIn = (section: CorosyncSection | undefined, key: string): string | undefined =>
  section?.statements.findLast((statement) => statement.key === key)?.value;
