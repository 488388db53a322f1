/** Whether edits are in a configuration: how a change is read back from every node's own copy. */
import { attributes, parseXml, type XmlElement } from '@/lib/base/xml';
import { canonicalText } from './canonical';
import { type CibChange, createdPath, foldCreated, sameAttributes } from './cib-patch';
import { findBySegments, parseCibPath } from './cib-path';

/**
 * @param configurationText the configuration section in canonical form, as a CibReading has it
 * @returns paths of what is not (or no longer) as the edits would leave it; undefined when it cannot be said
 */
export function unreachedEdits(
  configurationText: string,
  changes: readonly CibChange[],
): readonly string[] | undefined {
  const parsed = parseXml(`<cib>${configurationText}</cib>`, ['cib']);
  const folded = foldCreated(changes);
  if (!parsed.ok || !folded.ok) return undefined;
  const made = new Set(folded.value.map((change) => (change.op === 'create' ? createdPath(change) : '')));
  return folded.value.flatMap((change) => {
    const path = (change.op === 'create' ? createdPath(change) : change.path) ?? '';
    // Taken out and put in again elsewhere: only where it is in the end counts.
    if (change.op === 'delete' && made.has(path)) return [];
    return isReached(parsed.value.root, path, change) ? [] : [path];
  });
}

function isReached(cib: XmlElement, path: string, change: CibChange): boolean {
  const segments = parseCibPath(path);
  const found = segments && findBySegments(cib, segments);
  switch (change.op) {
    case 'delete':
      return !found;
    case 'modify':
      return found !== undefined && sameAttributes(attributes(found), change.after);
    case 'create': {
      const wanted = parseXml(change.xml);
      return found !== undefined && wanted.ok && canonicalText(found) === canonicalText(wanted.value.root);
    }
  }
}
