/** Scores that would outrank what DRBD says of its data (reference 2.2.4, invariant 38). */
import { drbdResources } from '@/lib/pacemaker/cib-queries';
import type { CibReading, CibResource } from '@/lib/pacemaker/types';
import { parseScore } from '@/lib/pacemaker/values';

/** Between the score of good data (10000) and of doubtful data (1000). */
const DATA_GAP = 9_000;

/** Preferences for the promoted role, and stickiness, that reach into the gap; by where they stand. */
export function highScores(cib: CibReading): readonly string[] {
  const drbd = drbdResources(cib);
  if (drbd.length === 0) return [];
  const ids = new Set(drbd.flatMap((one) => [one.id, ...one.within.map((around) => around.id)]));
  const isHigh = (text: string | undefined) => (parseScore(text) ?? 0) >= DATA_GAP;
  const stickiness = [
    ...(isHigh(cib.resourceDefaults['resource-stickiness']) ? ['resource-stickiness'] : []),
    ...cib.resources
      .flatMap(withInner)
      .filter(({ id, meta }) => ids.has(id) && isHigh(meta['resource-stickiness']))
      .map(({ id }) => `${id} resource-stickiness`),
  ];
  const locations = cib.constraints
    .filter(({ kind, attributes }) => kind === 'location' && ids.has(attributes.rsc ?? ''))
    .filter(({ xml }) => /role="(?:Promoted|Master)"/.test(xml))
    .filter(({ xml }) => [...xml.matchAll(/\bscore="([^"]*)"/g)].some(([, score]) => isHigh(score)))
    .map(({ id }) => id);
  return [...stickiness, ...locations];
}

function withInner(resource: CibResource): readonly CibResource[] {
  if (resource.kind === 'group') return [resource, ...resource.members];
  return resource.kind === 'primitive' || !resource.child
    ? [resource]
    : [resource, ...withInner(resource.child)];
}
