import { createHash } from 'node:crypto';
import { parseCib } from '../../../lib/pacemaker/cib.ts';
import { cib } from './nodes';

/** What the configuration says, whatever its version: the same text is the same cluster to Pacemaker. */
export async function configurationHash(node: string): Promise<string> {
  const read = parseCib(await cib(node));
  if (!read.ok) throw new Error(read.error.what);
  return createHash('sha256').update(read.value.configurationText).digest('hex');
}
