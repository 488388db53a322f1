/** Whether everything named in a change of DRBD could be what it is taken for: before any of it gets near a command. */
import { isDrbdResourceName, isIpv4, isIpv6, isMinor, isMountPoint, isPort } from '@/lib/drbd/names';
import { isLogicalVolumeName, isVolumeGroupName } from '@/lib/host/device-names';
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
      return isSize(intent.sizeBytes);
    case 'hafs-create':
      return (
        isSize(intent.sizeBytes) &&
        isNodeName(intent.source) &&
        isMountPoint(intent.mountPoint) &&
        isMinor(intent.minor) &&
        isPort(intent.port) &&
        isLogicalVolumeName(intent.resource) &&
        intent.places.every(
          ({ node, group, address }) =>
            isNodeName(node) && isVolumeGroupName(group) && (isIpv4(address) || isIpv6(address)),
        )
      );
    case 'hafs-remove':
      return isNodeName(intent.keep) && intent.wipe.every(isNodeName);
  }
}

const isSize = (bytes: number): boolean => Number.isSafeInteger(bytes) && bytes > 0;
