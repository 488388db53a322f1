/**
 * One text for one meaning: attributes sorted, white space and comments left out, element order kept (it has
 * meaning in groups and sets). Two configurations with the same canonical text are the same to Pacemaker.
 */
import { attributes, children, escapeAttribute, textOf, type XmlElement } from '@/lib/base/xml';

/**
 * @param element secrets must already be redacted: the text is stored and compared
 */
export function canonicalText(element: XmlElement): string {
  const pairs = Object.entries(attributes(element)).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const open = `<${element.tagName}${pairs.map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('')}`;
  const inside = escapeAttribute(textOf(element)) + children(element).map(canonicalText).join('');
  return inside === '' ? `${open}/>` : `${open}>${inside}</${element.tagName}>`;
}
