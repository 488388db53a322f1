/**
 * What a plan's steps mean to the tools that read them: words of commands, trees of patches, lines of files. Two plans
 * that differ in one value alone have the same shape but for that value.
 */
import { attributes, children, parseXml, textOf, type XmlElement } from '@/lib/base/xml';
import { tokenizeRes, valueOfToken } from '@/lib/drbd/res-tokens';
import { configSections, parseHaproxyConfig } from '@/lib/haproxy/config-file';
import { renderCibPatch } from '@/lib/pacemaker/cib-patch';
import type { StepAction } from '@/lib/plan/types';
import { MARKER } from './payloads';
import type { Planned } from './try-plan';

export const shapeOf = ({ steps }: Planned): unknown =>
  steps.map(({ action, node, title }) => ({ title, node, action: shapeOfAction(action) }));

function shapeOfAction(action: StepAction): unknown {
  switch (action.kind) {
    case 'cib-patch':
      return shapeOfXml(patchOf(action) ?? '');
    case 'run':
      return { argv: action.argv, stdin: action.stdin };
    case 'write-file':
      return { path: action.path, check: action.check, text: shapeOfFile(action.path, action.text) };
    case 'remove-file':
      return { path: action.path };
    default:
      return action.kind;
  }
}

export function patchOf(action: Extract<StepAction, { kind: 'cib-patch' }>): string | undefined {
  const rendered = renderCibPatch(action.changes, { adminEpoch: 0, epoch: 1, numUpdates: 1 });
  return rendered.ok ? rendered.value : undefined;
}

/** Elements with their attributes in the order of their names. Undefined where it is no XML. */
export function shapeOfXml(xml: string): unknown {
  const parsed = parseXml(xml);
  return parsed.ok ? shapeOfElement(parsed.value.root) : undefined;
}

const shapeOfElement = (element: XmlElement): unknown => [
  element.tagName,
  Object.entries(attributes(element)).sort(([a], [b]) => (a < b ? -1 : 1)),
  textOf(element),
  children(element).map(shapeOfElement),
];

function shapeOfFile(path: string, text: string): unknown {
  if (path.endsWith('.res')) {
    return tokenizeRes(text)
      .filter(({ kind }) => kind !== 'space' && kind !== 'comment')
      .map((token) => [token.kind, valueOfToken(token)]);
  }
  const file = parseHaproxyConfig(text);
  const sections = configSections(file).length;
  return {
    sections,
    // Without what Haven remarks of a line, a NUL in somebody's name: the file is the node's own, and stays as it is.
    lines: file.lines.map(({ words }) => words.map(({ value }) => value)),
  };
}

/** Ids that Haven made from a name hold what is left of it in letters, digits and dots: which does not matter. */
export const withoutMadeIds = (shape: unknown): unknown =>
  JSON.parse(
    JSON.stringify(shape).replaceAll(
      new RegExp(`\\["id","[A-Za-z_][\\w.-]*${MARKER}[\\w.-]*"\\]|\\["id","${MARKER}[\\w.-]*"\\]`, 'g'),
      '["id","made"]',
    ),
  );

/** With one text put in the place of another, in every string of it. */
export function replaced(value: unknown, from: string, to: string): unknown {
  if (typeof value === 'string') return value.split(from).join(to);
  if (Array.isArray(value)) return value.map((one) => replaced(one, from, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.split(from).join(to), replaced(inner, from, to)]),
  );
}
