/** Whether everything named in a service could be what it is taken for: before any of it gets near a command or a file. */

import { parseIp } from '@/lib/base/address';
import { isPort } from '@/lib/haproxy/proxy-values';
import { isNodeName, isResourceName } from '@/lib/pacemaker/names';
import { isUnitName } from '@/lib/systemd/commands';
import { type ProtectService, type ServeApache, unitFile } from './service-intents';

/** What HAProxy may be told to ask for: a path and nothing that ends the line or the request. */
const PATH = /^\/[A-Za-z0-9_./~-]{0,200}$/;

export const isHealthPath = (path: string): boolean => PATH.test(path);

/** An address, or every one; and the id of a resource. */
export const hasApacheNames = ({ from, vip }: ServeApache): boolean =>
  (from === '*' || parseIp(from) !== undefined) && isResourceName(vip);

export function hasServiceNames(intent: ProtectService): boolean {
  const { name, unit, nodes, port, filesystem, entrance, healthPath } = intent;
  const { newVip } = entrance;
  const ip = parseIp(entrance.address);
  return (
    isResourceName(name) &&
    isUnitName(unitFile(unit)) &&
    unitFile(unit).endsWith('.service') &&
    nodes.length > 0 &&
    nodes.every(isNodeName) &&
    isPort(port) &&
    isPort(entrance.port) &&
    ip?.family === 'inet' &&
    (filesystem === undefined || isResourceName(filesystem)) &&
    (healthPath === undefined || isHealthPath(healthPath)) &&
    (newVip === undefined ||
      (isResourceName(newVip.id) && newVip.prefixLength >= 1 && newVip.prefixLength <= 32))
  );
}
