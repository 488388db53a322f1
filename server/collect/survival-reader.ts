import { isNodeName } from '@/lib/pacemaker/names';
import { cibVersionProbe, nodeLossProbe } from '@/lib/pacemaker/probes';
import type { SimulationReading } from '@/lib/pacemaker/types';
import { absentAsUnknown, unknownBecause } from './outcome-reading';
import type { ReaderContext, ReadResult } from './reader-types';

/**
 * What the cluster's own simulator says about losing each node that is up. Asked on the DC only: every node would
 * answer the same, and each answer costs the node seconds of CPU under emulation.
 */
export async function readSurvival({
  nodeName,
  last,
  probe,
}: ReaderContext): Promise<ReadResult<'survival'>> {
  const view = last('pacemaker');
  if (view?.dc?.name !== nodeName) return { kind: 'none' };
  const version = await probe(cibVersionProbe);
  if (version.kind === 'absent') return absentAsUnknown(version, 'cibadmin');
  if (version.kind === 'unknown') return version;
  const names = view.nodes.filter((node) => node.type === 'member' && node.online).map((node) => node.name);
  if (!names.every(isNodeName))
    return unknownBecause('unparsable', 'a node name that cannot be passed to crm_simulate');
  const onLoss: Record<string, SimulationReading> = {};
  // One after the other: they are the heaviest thing Haven ever asks of a node.
  for (const name of names) {
    const loss = await probe(nodeLossProbe(name));
    if (loss.kind === 'absent') return absentAsUnknown(loss, 'crm_simulate');
    if (loss.kind === 'unknown') return loss;
    onLoss[name] = loss.value;
  }
  return { kind: 'value', value: { cibVersion: version.value, onLoss }, observedAt: version.receivedAt };
}
