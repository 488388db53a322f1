/**
 * XML as values: reads one whole, well-formed document or says why not, and never throws on input.
 *
 * Refused: document types and entities (nothing here needs them, and they are how XML eats memory), anything
 * cut short, anything after the root, control characters, and nesting or sizes no cluster tool produces. Errors
 * never quote the document: a CIB holds passwords. Leaves out namespaces and validation: the tools' own checkers
 * (`crm_verify`) do that.
 */
import { DOMParser, type Document, type Element, type Node, XMLSerializer } from '@xmldom/xmldom';
import { parseError } from './parse-error';
import type { ParseError } from './probe';
import { err, ok, type Result } from './result';

export type XmlElement = Element;
export type XmlNode = Node;

export interface XmlText {
  readonly document: Document;
  readonly root: Element;
}

export interface XmlLimits {
  /** Most characters read. The default is a few times the largest CIB seen (thousands of resources). */
  readonly maxLength?: number;
  /** Deepest nesting. Pacemaker's own documents stay below 20; recursion over the tree must stay safe. */
  readonly maxDepth?: number;
}

const MAX_LENGTH = 32 * 1024 * 1024;
const MAX_DEPTH = 200;
const ELEMENT_NODE = 1;
const TEXT_NODE = 3;
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids exactly these (production 2, Char)
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const BARE_AMPERSAND = /&(?!(?:lt|gt|amp|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)/;

/**
 * Parses one XML document.
 * @param text the whole document
 * @param expectedRoots names the root may have; any when absent. A wrong one is an error: it is another tool's output.
 * @returns the document, or what is wrong with a line number where one is known
 */
export function parseXml(
  text: string,
  expectedRoots?: readonly string[],
  limits: XmlLimits = {},
): Result<XmlText, ParseError> {
  const refused = refuseText(text, limits.maxLength ?? MAX_LENGTH, limits.maxDepth ?? MAX_DEPTH);
  if (refused) return err(refused);
  let first: ParseError | undefined;
  let document: Document;
  try {
    const parser = new DOMParser({
      // XML 1.0 (2.11); the parser's own also changes U+0085 and U+2028, as XML 1.1 does.
      normalizeLineEndings: (source: string) => source.replace(/\r\n?/g, '\n'),
      // The parser mends what it can and only warns; a mended document is not what the tool said.
      onError: (_level: string, message: string, context: unknown) => {
        first ??= { what: withoutContent(String(message)), ...lineOf(context) };
      },
    });
    document = parser.parseFromString(text, 'text/xml');
  } catch (thrown) {
    return err(first ?? { what: withoutContent(thrown instanceof Error ? thrown.message : String(thrown)) });
  }
  if (first) return err(first);
  const root = document.documentElement;
  if (!root) return parseError('no root element');
  if (document.doctype) return parseError('document types are refused');
  if (expectedRoots && !expectedRoots.includes(root.tagName)) {
    return parseError(`expected <${expectedRoots.join('> or <')}>, found <${bounded(root.tagName)}>`);
  }
  return ok({ document, root });
}

/** Checks on the bare text that the parser itself does not make, or makes too late to be cheap. */
function refuseText(text: string, maxLength: number, maxDepth: number): ParseError | undefined {
  if (text.length > maxLength) return { what: `longer than ${maxLength} characters` };
  if (text.trim() === '') return { what: 'empty input' };
  const control = FORBIDDEN.exec(text);
  if (control) return { what: 'control character', line: lineAt(text, control.index) };
  return scanMarkup(text, maxDepth);
}

/** Parts whose content is no markup, by how they open and close. */
const OPAQUE: readonly (readonly [string, string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

/**
 * One pass over the tags, in time proportional to the text: the parser behind it needs far longer than that for
 * some broken texts, and builds a deep tree before anyone can refuse it.
 */
function scanMarkup(text: string, maxDepth: number): ParseError | undefined {
  let depth = 0;
  let visibleFrom = 0;
  const wrong = (what: string, index: number): ParseError => ({ what, line: lineAt(text, index) });
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', visibleFrom)) {
    if (BARE_AMPERSAND.test(text.slice(visibleFrom, at))) return wrong('unknown entity', at);
    const opaque = OPAQUE.find(([open]) => text.startsWith(open, at));
    if (!opaque && text[at + 1] === '!') return wrong('document types and entities are refused', at);
    const close = opaque ? text.indexOf(opaque[1], at + opaque[0].length) : tagEnd(text, at);
    if (close === -1) return wrong('cut short or broken inside a tag', at);
    if (!opaque) {
      if (BARE_AMPERSAND.test(text.slice(at, close))) return wrong('unknown entity', at);
      if (text[at + 1] === '/') depth -= 1;
      else if (text[close - 1] !== '/') depth += 1;
      if (depth > maxDepth) return wrong(`nested deeper than ${maxDepth}`, at);
    }
    visibleFrom = close + (opaque ? opaque[1].length : 1);
  }
  if (BARE_AMPERSAND.test(text.slice(visibleFrom))) return wrong('unknown entity', visibleFrom);
  return depth === 0 ? undefined : { what: 'not every element is closed' };
}

/** Index of the `>` that ends the tag opened at `start`; −1 when the text or another tag comes first. */
function tagEnd(text: string, start: number): number {
  let quote = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '<') return -1;
    if (quote) {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at;
  }
  return -1;
}

const bounded = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

/** The parser's words about names; what it quotes of attribute values and text is taken out. */
const withoutContent = (message: string): string =>
  bounded(/attribute|entity|content/i.test(message) ? message.replace(/".*"|'.*'|&.*/s, '…') : message);

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

function lineOf(context: unknown): { line?: number } {
  const locator = (context as { locator?: { lineNumber?: unknown } } | undefined)?.locator;
  return typeof locator?.lineNumber === 'number' && locator.lineNumber > 0
    ? { line: locator.lineNumber }
    : {};
}

export const isElement = (node: Node | null | undefined): node is Element => node?.nodeType === ELEMENT_NODE;

/** Child elements in document order, of one tag name when given. */
export function children(parent: Element, name?: string): Element[] {
  const found: Element[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (isElement(node) && (name === undefined || node.tagName === name)) found.push(node);
  }
  return found;
}

/** First child element of that name. */
export function child(parent: Element, name: string): Element | undefined {
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (isElement(node) && node.tagName === name) return node;
  }
  return undefined;
}

/** Element reached by following first children of these names. */
export function descend(from: Element, ...names: readonly string[]): Element | undefined {
  let at: Element | undefined = from;
  for (const name of names) {
    if (!at) return undefined;
    at = child(at, name);
  }
  return at;
}

/** Every element below and including `from`, in document order. */
export function* walk(from: Element): Generator<Element> {
  yield from;
  for (const below of children(from)) yield* walk(below);
}

/** An attribute's value; undefined when the attribute is not there, '' when it is empty. */
export const attr = (element: Element, name: string): string | undefined =>
  element.hasAttribute(name) ? (element.getAttribute(name) ?? undefined) : undefined;

/** All attributes in document order. */
export function attributes(element: Element): Record<string, string> {
  const found: Record<string, string> = {};
  for (let index = 0; index < element.attributes.length; index += 1) {
    const attribute = element.attributes.item(index);
    // defineProperty and not assignment: an attribute may be called `__proto__`.
    if (attribute) define(found, attribute.name, attribute.value);
  }
  return found;
}

/** Sets a key that comes from outside on a plain object, whatever it is called. */
export function define<T>(target: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Direct text of an element, trimmed. */
export function textOf(element: Element): string {
  let text = '';
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === TEXT_NODE) text += node.nodeValue ?? '';
  }
  return text.trim();
}

/** The node as XML text, nothing left out: comments, white space and unknown parts stay. */
export const serialiseXml = (node: Node): string => new XMLSerializer().serializeToString(node);

/** Escapes text for use inside a double-quoted attribute. */
export const escapeAttribute = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\t', '&#9;');
