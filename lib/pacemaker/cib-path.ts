/**
 * Paths into the CIB's configuration as Pacemaker's diff format 2 writes them: `/cib/configuration/…` with element
 * names and `[@id='…']` and nothing else of XPath (reference 2.5.2).
 */
import { attr, children, type XmlElement, type XmlNode } from '@/lib/base/xml';
import { isXmlId } from './names';

interface Segment {
  readonly tag: string;
  readonly id?: string;
}

const PREFIX = '/cib/configuration';
const SEGMENT = /^([A-Za-z_][A-Za-z0-9_-]*)(?:\[@id='([^'"[\]<>&]{1,255})'\])?$/;
const COMMENT_NODE = 8;

/** The segments below `/cib`; undefined for anything that is no path into the configuration. */
export function parseCibPath(path: string): readonly Segment[] | undefined {
  if (path !== PREFIX && !path.startsWith(`${PREFIX}/`)) return undefined;
  const segments: Segment[] = [];
  for (const part of splitPath(path.slice('/cib/'.length))) {
    const match = SEGMENT.exec(part);
    if (!match?.[1]) return undefined;
    segments.push(match[2] === undefined ? { tag: match[1] } : { tag: match[1], id: match[2] });
  }
  const again = segments.map(({ tag, id }) => (id === undefined ? tag : `${tag}[@id='${id}']`)).join('/');
  return `/cib/${again}` === path ? segments : undefined;
}

/** Splits at slashes outside brackets: an id may contain a slash in very old CIBs. */
const splitPath = (path: string): string[] => path.match(/(?:[^/[]|\[[^\]]*\])+/g) ?? [];

/** One step of a path. */
export const segmentOf = (element: XmlElement): string => {
  const id = attr(element, 'id');
  return id === undefined ? element.tagName : `${element.tagName}[@id='${id}']`;
};

/** Path of an element that lies in the configuration of a CIB. */
export function pathOf(element: XmlElement): string {
  const parts: string[] = [];
  let at: XmlNode | null = element;
  while (at && at.nodeType === 1) {
    parts.unshift(segmentOf(at as XmlElement));
    at = at.parentNode;
  }
  return `/${parts.join('/')}`;
}

/**
 * The one element a path names.
 * @param from the element whose children the first segment names
 * @returns undefined when none matches, or more than one does (a path must never be a guess)
 */
export function findBySegments(from: XmlElement, segments: readonly Segment[]): XmlElement | undefined {
  let at = from;
  for (const { tag, id } of segments) {
    const matches = children(at, tag).filter((element) => id === undefined || attr(element, 'id') === id);
    const [only] = matches;
    if (!only || matches.length > 1) return undefined;
    at = only;
  }
  return at;
}

/** Children that count for a position: elements and comments, as Pacemaker counts them; not white space. */
export function significantChildren(parent: XmlElement): XmlNode[] {
  const found: XmlNode[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === 1 || node.nodeType === COMMENT_NODE) found.push(node);
  }
  return found;
}

/** `/cib/configuration/constraints` and the like. */
export const sectionPath = (section: string): string => `${PREFIX}/${section}`;

/** Path of an element with that id below a known path; the id must be checked (`isXmlId`). */
export function elementPath(parent: string, tag: string, id: string): string {
  if (!isXmlId(id) && !/^[A-Za-z0-9_.-]{1,255}$/.test(id)) throw new RangeError('not an element id');
  return `${parent}/${tag}[@id='${id}']`;
}
