/** Whether everything named in a change of DRBD could be what it is taken for: before any of it gets near a command. */
import { isDrbdResourceName } from '@/lib/drbd/names';
import { isNodeName } from '@/lib/pacemaker/names';
import type { HafsIntent } from './hafs-intents';

export function hasHafsNames(intent: HafsIntent): boolean {
  if (!isDrbdResourceName(intent.resource)) return false;
  switch (intent.kind) {
    case 'drbd-verify':
    case 'drbd-repair':
      return isNodeName(intent.node);
    case 'drbd-options':
      return Object.keys(intent.values).length > 0;
    case 'hafs-grow':
      return Number.isSafeInteger(intent.sizeBytes) && intent.sizeBytes > 0;
  }
}
