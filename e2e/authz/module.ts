/** One source file as the authorisation check sees it: what it exports, and which of its functions reach the database. */
import ts from 'typescript';

export type FunctionNode = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;

export interface Module {
  readonly file: string;
  readonly source: ts.SourceFile;
  /** Begins with 'use server': every export is a public endpoint. */
  readonly isServerActions: boolean;
  readonly hasInlineAction: boolean;
  /** Names of exported values; types are none. `default` for the default export. */
  readonly exported: readonly string[];
  /** What an exported or local name stands for: a function, or another expression. */
  readonly valueOf: (name: string) => ts.Node | undefined;
  /** Whether a call of this name, directly or through functions of this file, gets to lib/data or the file system. */
  readonly reachesData: (name: string) => boolean;
}

/** Modules behind which data lies. Types of them are erased, and do not count. */
const DATA = /^(?:@\/lib\/data\/|node:fs|pg$|@prisma\/)/;
/** Pure functions of lib/data: they name locks and hash, and ask nobody. */
const PURE_DATA = new Set(['sha256', 'planHashOf', 'wallTokenHash', 'storableJson', 'newId']);

/** @param sibling the module behind a relative import, where it can be followed */
export function readModule(
  file: string,
  text: string,
  sibling: (specifier: string) => Module | undefined = () => undefined,
): Module {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const values = new Map<string, ts.Node>();
  const exported = new Map<string, string>();
  const data = new Set<string>();
  for (const statement of source.statements) {
    collect(statement, values, exported, data);
    for (const name of reachingNames(statement, sibling)) data.add(name);
  }
  const memo = new Map<string, boolean>();
  const reachesData = (name: string): boolean => {
    if (data.has(name)) return true;
    const known = memo.get(name);
    if (known !== undefined) return known;
    memo.set(name, false); // a function that calls itself reaches what the rest of it reaches
    const value = values.get(name);
    const reaches =
      value !== undefined && namesIn(value).some((inner) => inner !== name && reachesData(inner));
    memo.set(name, reaches);
    return reaches;
  };
  return {
    file,
    source,
    isServerActions: isDirective(source.statements[0], 'use server'),
    hasInlineAction: hasInner(source, 'use server'),
    exported: [...exported.keys()],
    valueOf: (name) => values.get(exported.get(name) ?? name),
    reachesData: (name) => reachesData(exported.get(name) ?? name),
  };
}

function collect(
  statement: ts.Statement,
  values: Map<string, ts.Node>,
  exported: Map<string, string>,
  data: Set<string>,
): void {
  const isExported = ts.canHaveModifiers(statement)
    ? (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)
    : false;
  if (ts.isFunctionDeclaration(statement)) {
    const name = statement.name?.text ?? 'default';
    values.set(name, statement);
    const isDefault = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
    if (isExported) exported.set(isDefault ? 'default' : name, name);
  } else if (ts.isVariableStatement(statement)) {
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(name) || !initializer) continue;
      values.set(name.text, initializer);
      if (isExported) exported.set(name.text, name.text);
    }
  } else if (ts.isExportAssignment(statement)) {
    values.set('default', statement.expression);
    exported.set('default', 'default');
  } else if (ts.isExportDeclaration(statement) && !statement.isTypeOnly) {
    const clause = statement.exportClause;
    // What comes from elsewhere is read where it stands; a star hides its names, so it counts as one that has no line.
    if (!clause || !ts.isNamedExports(clause)) exported.set('*', '*');
    else
      for (const one of clause.elements)
        if (!one.isTypeOnly) exported.set(one.name.text, (one.propertyName ?? one.name).text);
  } else if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
    const clause = statement.importClause;
    if (!DATA.test(statement.moduleSpecifier.text) || !clause || clause.isTypeOnly) return;
    if (clause.name) data.add(clause.name.text);
    const bindings = clause.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) data.add(bindings.name.text);
    if (bindings && ts.isNamedImports(bindings))
      for (const one of bindings.elements)
        if (!one.isTypeOnly && !PURE_DATA.has((one.propertyName ?? one.name).text)) data.add(one.name.text);
  }
}

/** Names that a file takes from its neighbour, where they reach the database. */
function reachingNames(
  statement: ts.Statement,
  sibling: (specifier: string) => Module | undefined,
): readonly string[] {
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
  const bindings = statement.importClause?.namedBindings;
  const { text } = statement.moduleSpecifier;
  if (!text.startsWith('./') || !bindings || !ts.isNamedImports(bindings)) return [];
  const module = sibling(text);
  return bindings.elements
    .filter((one) => !one.isTypeOnly && module?.reachesData((one.propertyName ?? one.name).text))
    .map((one) => one.name.text);
}

/** Every identifier that is used as a value. */
function namesIn(node: ts.Node): readonly string[] {
  const names: string[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isTypeNode(at)) return;
    if (ts.isIdentifier(at) && !isMemberName(at)) names.push(at.text);
    ts.forEachChild(at, visit);
  };
  visit(node);
  return names;
}

/** A name after a dot or before a colon names a member, not a value of this file. */
const isMemberName = (node: ts.Identifier): boolean => {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return ts.isPropertyAssignment(parent) && parent.name === node;
};

const isDirective = (statement: ts.Node | undefined, words: string): boolean =>
  statement !== undefined &&
  ts.isExpressionStatement(statement) &&
  ts.isStringLiteral(statement.expression) &&
  statement.expression.text === words;

/** The directive inside a function: an endpoint that no export shows. */
function hasInner(source: ts.SourceFile, words: string): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (isDirective(node, words) && node.parent !== source) found = true;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
