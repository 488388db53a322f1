/** The words a person types for a link, and what they mean. Pure. */
import type { LinkSelector } from './frames.ts';
import { LabError } from './run.ts';
import type { SwitchedNetwork } from './settings.ts';

/** Management runs through QEMU's user-mode network, so it is cut at the virtual NIC, not in the switch. */
export type LinkTarget =
  | { readonly kind: 'switch'; readonly selector: LinkSelector }
  | { readonly kind: 'management'; readonly node: string };

export const linkHelp = `links: NODE 1g | NODE 10g | NODE mgmt | 1g | 10g | replication | corosync`;

/** `words` as typed, e.g. ["node1", "10g"] or ["replication"]. */
export function parseLink(words: readonly string[], nodes: readonly string[]): LinkTarget {
  const [first, second] = words;
  const wrong = (): LabError => new LabError(`Unknown link "${words.join(' ')}".`, linkHelp);
  if (first === undefined || words.length > 2) throw wrong();
  if (second === undefined) {
    if (first === 'replication' || first === 'corosync') return { kind: 'switch', selector: { kind: first } };
    if (isSwitched(first)) return { kind: 'switch', selector: { kind: 'network', network: first } };
    throw wrong();
  }
  if (!nodes.includes(first))
    throw new LabError(`There is no node "${first}".`, `nodes: ${nodes.join(', ')}`);
  if (second === 'mgmt') return { kind: 'management', node: first };
  if (isSwitched(second)) return { kind: 'switch', selector: { kind: 'port', node: first, network: second } };
  throw wrong();
}

function isSwitched(word: string): word is SwitchedNetwork {
  return word === '1g' || word === '10g';
}
