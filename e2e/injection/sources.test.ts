/** Sinks that are judged by reading the source: SQL, HTML and scripts (R9). Each rule with the one exception it has. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const files = ['app', 'components', 'lib', 'server', 'scripts'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter(
      (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\/testing\/|\.testing\.|\/generated\//.test(path),
    ),
);
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const filesWith = (pattern: RegExp): readonly string[] => files.filter((file) => pattern.test(textOf(file)));

describe('no text becomes code', () => {
  it('in SQL: every raw statement is a tagged template, whose values are parameters', () => {
    expect(filesWith(/\$(?:query|execute)RawUnsafe|Prisma\.raw\(/)).toEqual([]);
  });

  it('in HTML: nothing is written past React but one constant', () => {
    expect(filesWith(/dangerouslySetInnerHTML/)).toEqual(['app/layout.tsx']);
    expect(textOf('app/layout.tsx')).toMatch(/^const BOOT = `[^$`]*`;$/m);
    expect(
      filesWith(/\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|createContextualFragment|srcDoc/),
    ).toEqual([]);
  });

  it('in scripts: nothing is evaluated', () => {
    expect(filesWith(/\beval\(|new Function\(|setTimeout\(\s*['"`]|\bvm\.run/)).toEqual([]);
  });
});

/** Attributes whose value a browser follows. */
const FOLLOWED = new Set(['href', 'src', 'action', 'formAction', 'xlinkHref', 'poster']);

describe('addresses that a browser follows', () => {
  const addresses = files
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => {
      const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true);
      const found: { readonly file: string; readonly text: string; readonly value: ts.Node }[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isJsxAttribute(node) && FOLLOWED.has(node.name.getText()) && node.initializer) {
          const inner = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer;
          if (inner) found.push({ file, text: node.getText(), value: inner });
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
      return found;
    });

  /** Begins with a slash or a hash of our own: no scheme can come in front of it. */
  const isOurs = (node: ts.Node, source: ts.SourceFile): boolean => {
    if (ts.isParenthesizedExpression(node)) return isOurs(node.expression, source);
    if (ts.isConditionalExpression(node))
      return isOurs(node.whenTrue, source) && isOurs(node.whenFalse, source);
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
      return /^[/#](?!\/)/.test(node.text);
    if (!ts.isTemplateExpression(node)) return isFromOurs(node, source);
    if (node.head.text !== '') return /^[/#](?!\/)/.test(node.head.text);
    const [first] = node.templateSpans;
    return first !== undefined && isFromOurs(first.expression, source);
  };

  /** A name or a call whose every definition in the file begins so, or that is handed in from where it is checked too. */
  const isFromOurs = (node: ts.Node, source: ts.SourceFile): boolean => {
    if (ts.isAsExpression(node)) return isOurs(node.expression, source);
    const name = ts.isCallExpression(node) ? node.expression.getText() : node.getText();
    const values: ts.Node[] = [];
    let isParameter = false;
    const visit = (at: ts.Node): void => {
      if (ts.isVariableDeclaration(at) && at.name.getText() === name && at.initializer)
        values.push(at.initializer);
      if (ts.isFunctionDeclaration(at) && at.name?.text === name) values.push(at);
      if ((ts.isBindingElement(at) || ts.isParameter(at)) && at.name.getText() === name) isParameter = true;
      ts.forEachChild(at, visit);
    };
    visit(source);
    if (values.length === 0) return isParameter;
    return values.every((value) => resultsOf(value).every((result) => isOurs(result, source)));
  };

  /** What a function gives back; another value is its own result. */
  function resultsOf(value: ts.Node): readonly ts.Node[] {
    if (ts.isArrowFunction(value) && !ts.isBlock(value.body)) return [value.body];
    if (!ts.isFunctionDeclaration(value) && !ts.isArrowFunction(value)) return [value];
    const results: ts.Node[] = [];
    const visit = (at: ts.Node): void => {
      if (ts.isReturnStatement(at) && at.expression) results.push(at.expression);
      ts.forEachChild(at, visit);
    };
    visit(value);
    return results;
  }

  it('begin with a slash of ours', () => {
    const odd = addresses
      .filter(({ value }) => !isOurs(value, value.getSourceFile()))
      .map(({ file, text }) => `${file}: ${text}`);
    expect(addresses.length).toBeGreaterThan(40);
    expect(odd).toEqual([]);
  });

  it('and the one that comes from a query stays within Haven', async () => {
    const { localPath } = await import('@/lib/auth/local-path');
    const { PAYLOADS } = await import('./payloads');
    const foreign = [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/\t/evil',
      '/%5cevil',
      'javascript:alert(1)',
    ];
    for (const text of [...PAYLOADS, ...foreign, ...PAYLOADS.map((one) => `/${one}`)])
      expect(new URL(localPath(text), 'http://haven.test').origin).toBe('http://haven.test');
  });
});
