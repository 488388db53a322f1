/**
 * Edits that were built one after the other, as few patches as Pacemaker can take. Its patching looks every place up
 * before it puts anything in (reference 2.5.2), so what goes into an element that the same patch makes needs another one.
 */
import type { CibChange } from './cib-patch';

/** @param parts each built on the configuration that the parts before it leave */
export function mergedPatches(parts: readonly (readonly CibChange[])[]): readonly (readonly CibChange[])[] {
  const patches: CibChange[][] = [];
  for (const part of parts) {
    if (part.length === 0) continue;
    const last = patches.at(-1);
    if (last && !reachesInto(part, last)) last.push(...part);
    else patches.push([...part]);
  }
  return patches;
}

function reachesInto(part: readonly CibChange[], earlier: readonly CibChange[]): boolean {
  const made = earlier.flatMap((change) => (change.op === 'create' ? idsIn(change.xml) : []));
  return part.some((change) => {
    const place = change.op === 'create' ? change.parent : change.path;
    return made.some((id) => place.includes(`'${id}'`) || place.includes(`"${id}"`));
  });
}

const idsIn = (xml: string): readonly string[] =>
  [...xml.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? '');
