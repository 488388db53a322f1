/** From what a person asks to what is planned: names judged, hashes computed. Shared by a proposal and its preview. */
import { sha256 } from '@/lib/data/plans';
import { isProxyName, isServerName } from '@/lib/haproxy/proxy-values';
import { isNodeName, isResourceName } from '@/lib/pacemaker/names';
import { isEditablePath } from '@/lib/plan/file-write';
import { hasHafsNames } from '@/lib/plan/hafs-names';
import { hasApacheNames, hasServiceNames } from '@/lib/plan/service-names';
import type { AskedIntent, Intent } from '@/lib/plan/types';

/** Undefined where something named in it could be no name of the tool it goes to. */
export const intentOf = (asked: AskedIntent): Intent | undefined =>
  hasNames(asked) ? withHashes(asked) : undefined;

/** Whatever is named in it could be a name of the tool it goes to. */
function hasNames(intent: AskedIntent): boolean {
  switch (intent.kind) {
    case 'node-standby':
    case 'node-online':
      return isNodeName(intent.node);
    case 'move-resource':
    case 'drbd-action':
      return isNodeName(intent.node) && isResourceName(intent.resource);
    case 'clean-up':
      return (
        (intent.node === undefined || isNodeName(intent.node)) &&
        (intent.resource === undefined || isResourceName(intent.resource))
      );
    case 'haproxy-server':
      return isProxyName(intent.backend) && isServerName(intent.server);
    case 'edit-file':
      return intent.files.every((file) => isNodeName(file.node) && isEditablePath(file.path));
    case 'edit-haproxy':
      return intent.nodes.every(isNodeName);
    case 'fence-node':
    case 'fence-confirm':
      return isNodeName(intent.node);
    case 'fence-test':
      return isResourceName(intent.device);
    case 'edit-configuration':
      return true;
    case 'nonlocal-bind':
      return intent.nodes.length > 0 && intent.nodes.every(isNodeName);
    case 'serve-apache':
      return hasApacheNames(intent);
    case 'protect-service':
      return hasServiceNames(intent);
    default:
      return hasHafsNames(intent);
  }
}

/** What a text hashes to is computed here and not believed. */
const withHashes = (intent: AskedIntent): Intent =>
  intent.kind === 'edit-file'
    ? { ...intent, files: intent.files.map((file) => ({ ...file, sha256: sha256(file.text) })) }
    : intent;
