/**
 * The guard that stands before the work of an action, a page, a route, a use case or a view, as the code says it. Only
 * the few ways in which Haven writes guards are known here; anything else is a problem and not a guard.
 */
import ts from 'typescript';
import type { FunctionNode, Module } from './module';

/** `access`: what the code asks for, in words of the permission table, or what it leaves to. */
export type Found =
  | {
      readonly access: readonly string[];
      /** Permissions asked for after the first. */
      readonly further?: readonly string[];
    }
  /** Hands the person on to this view, which asks. */
  | { readonly view: string }
  /** Decides by itself, without a permission: sessions, first visit, wall tokens. Only the matrix can tell. */
  | { readonly own: true }
  | { readonly problem: string };

/** A server action: `guardAction({ permission, … }, …)`, or a function that first asks for the origin. */
export function guardOfAction(module: Module, name: string): Found {
  const value = module.valueOf(name);
  if (value && ts.isCallExpression(value) && /^guard(?:Action|Form)$/.test(value.expression.getText())) {
    const permission = permissionOf(module, value.arguments[0]);
    return permission ? { access: [permission] } : { problem: 'guarded without a literal permission' };
  }
  if (!value || !isFunction(value)) return { problem: 'neither guardAction nor guardForm' };
  const statements = bodyOf(value);
  const first = statements.findIndex((statement) => /\bawait\b/.test(statement.getText()));
  if (!/^if \(!\(await isOwnOrigin\(\)\)\)\s*\{?\s*return\b/.test(statements[first]?.getText() ?? ''))
    return { problem: 'does something before it asks for the origin' };
  const [next, refusal] = statements.slice(first + 1).map((statement) => statement.getText());
  const asks =
    next === 'const actor = await currentActor();' && /^if \(!actor\) return\b/.test(refusal ?? '');
  return asks ? { access: ['signed-in'] } : { own: true };
}

function permissionOf(module: Module, spec: ts.Node | undefined): string | undefined {
  if (!spec || !ts.isObjectLiteralExpression(spec)) return undefined;
  for (const property of spec.properties) {
    if (property.name?.getText() !== 'permission') continue;
    const value = ts.isPropertyAssignment(property) ? property.initializer : module.valueOf('permission');
    return value && ts.isStringLiteral(value) ? value.text : undefined;
  }
  return undefined;
}

/** A page or a route handler: asks before it reads any view. */
export function guardOfPage(module: Module, name: string): Found {
  const value = module.valueOf(name);
  if (!value || !isFunction(value)) return { problem: 'not a function' };
  const titles = module.valueOf('generateMetadata');
  const calls = callsIn(value);
  const required = calls.findIndex((call) => call.expression.getText() === 'requireActor');
  const views = viewNames(module);
  const isView = (call: ts.CallExpression): boolean => views.has(call.expression.getText());
  // Next asks for the title by itself, whoever comes.
  if (titles && callsIn(titles).some(isView)) return { problem: 'reads for its title before it asks' };
  const read = calls.findIndex(isView);
  if (required >= 0) {
    if (read >= 0 && read < required) return { problem: 'reads before it asks' };
    const [permission] = calls[required]?.arguments ?? [];
    if (!permission) return { access: ['signed-in'] };
    return ts.isStringLiteral(permission)
      ? { access: [permission.text] }
      : { problem: 'no literal permission' };
  }
  const asked = refusalsIn(value)[0];
  if (asked)
    return read >= 0 && positionOf(calls[read]) < asked.at
      ? { problem: 'reads before it asks' }
      : { access: [asked.permission] };
  const call = calls[read];
  const given = call?.arguments[0]?.getText();
  if (call && given === 'actor')
    return { view: `${views.get(call.expression.getText())} ${call.expression.getText()}` };
  return { own: true };
}

/** A use case or a view: `may(actor.role, …)` stands before anything that reaches the database. */
export function guardOfFunction(module: Module, name: string): Found {
  const value = module.valueOf(name);
  if (!value || !isFunction(value)) return { problem: 'not a function' };
  const guard = firstGuard(module, value, new Set());
  const reach = firstReach(module, value, guard?.through);
  if (guard && guard.at <= reach) {
    const all = permissionsIn(module, value, new Set());
    return { access: [guard.permission], further: [...all].filter((one) => one !== guard.permission).sort() };
  }
  if (guard) return { problem: 'reaches the database before it asks' };
  const parameters = value.parameters.map((parameter) => parameter.name.getText());
  const isOwn = parameters.includes('actor') && !parameters.some((parameter) => /^id$|Id$/.test(parameter));
  return isOwn ? { access: ['signed-in'] } : { own: true };
}

interface Guard {
  readonly permission: string;
  readonly at: number;
  /** The function of the same file that asks, when it is not asked here. */
  readonly through?: string;
}

function firstGuard(module: Module, value: FunctionNode, seen: Set<ts.Node>): Guard | undefined {
  if (seen.has(value)) return undefined;
  seen.add(value);
  const through = callsIn(value).flatMap((call): Guard[] => {
    const inner = module.valueOf(call.expression.getText());
    const isHandedOn = call.arguments.some((argument) => argument.getText() === 'actor');
    const guard = inner && isFunction(inner) && isHandedOn ? firstGuard(module, inner, seen) : undefined;
    // Only where it asks before it reaches anything itself.
    if (!guard || !inner || !isFunction(inner) || guard.at > firstReach(module, inner, guard.through))
      return [];
    return [{ permission: guard.permission, at: positionOf(call), through: call.expression.getText() }];
  });
  return [...refusalsIn(value), ...through].sort((a, b) => a.at - b.at)[0];
}

/** Where a function first gets to the database; infinity: never. Calls of `through` ask first themselves. */
function firstReach(module: Module, value: FunctionNode, through: string | undefined): number {
  const calls = callsIn(value).filter((call) => {
    const [root = ''] = call.expression.getText().split(/[.(]/);
    return root !== through && module.reachesData(root);
  });
  return calls[0] ? positionOf(calls[0]) : Number.POSITIVE_INFINITY;
}

/** `if (!may(actor.role, 'x')) return …` and `may(actor.role, 'x') ? … : …`, in the order in which they stand. */
function refusalsIn(value: FunctionNode): readonly Guard[] {
  const found: Guard[] = [];
  const permission = (node: ts.Expression): string | undefined => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'may') return undefined;
    const [role, name] = node.arguments;
    return role?.getText() === 'actor.role' && name && ts.isStringLiteral(name) ? name.text : undefined;
  };
  const visit = (node: ts.Node): void => {
    if (node !== value && isFunction(node)) return;
    if (
      ts.isIfStatement(node) &&
      ts.isPrefixUnaryExpression(node.expression) &&
      alwaysReturns(node.thenStatement)
    ) {
      const name = permission(node.expression.operand);
      if (name) found.push({ permission: name, at: positionOf(node) });
    }
    if (ts.isConditionalExpression(node)) {
      const name = permission(node.condition);
      if (name) found.push({ permission: name, at: positionOf(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(value);
  return found;
}

const alwaysReturns = (statement: ts.Statement): boolean =>
  ts.isReturnStatement(statement) ||
  (ts.isBlock(statement) && statement.statements.at(-1)?.kind === ts.SyntaxKind.ReturnStatement);

/** Every permission that a function and those of its file that it calls ask for. */
function permissionsIn(module: Module, value: ts.Node, seen: Set<ts.Node>): ReadonlySet<string> {
  if (seen.has(value)) return new Set();
  seen.add(value);
  const found = new Set<string>();
  for (const call of callsIn(value)) {
    const callee = call.expression.getText();
    const [, name] = call.arguments;
    if (callee === 'may' && name && ts.isStringLiteral(name)) found.add(name.text);
    const inner = module.valueOf(callee);
    if (inner && isFunction(inner)) for (const one of permissionsIn(module, inner, seen)) found.add(one);
  }
  return found;
}

/** Calls in the order in which they stand, those inside nested functions too. */
function callsIn(value: ts.Node): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(value);
  return calls.sort((a, b) => positionOf(a) - positionOf(b));
}

/** Views and use cases that a page imports, with the area they come from. */
function viewNames({ source }: Module): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const area = /^@\/lib\/(?:views|usecases)\/([\w-]+)$/.exec(statement.moduleSpecifier.text)?.[1];
    const bindings = statement.importClause?.namedBindings;
    if (!area || !bindings || !ts.isNamedImports(bindings)) continue;
    for (const one of bindings.elements) if (!/^parse/.test(one.name.text)) names.set(one.name.text, area);
  }
  return names;
}

const positionOf = (node: ts.Node | undefined): number => node?.getStart() ?? Number.POSITIVE_INFINITY;

const isFunction = (node: ts.Node): node is FunctionNode =>
  ts.isFunctionDeclaration(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node);

const bodyOf = (value: FunctionNode): readonly ts.Statement[] =>
  value.body && ts.isBlock(value.body) ? value.body.statements : [];
