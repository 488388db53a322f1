/** Writes `lab.json`: how to reach the nodes and what they carry, for stories, the server and people. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Accelerator } from './accelerator.ts';
import { fingerprint, type LabInstance, labKeys } from './instance.ts';
import type { LabInfo, LabNodeInfo } from './lab-info.ts';
import type { LabPaths } from './paths.ts';
import type { LabKind } from './recipe.ts';
import { writeAtomic } from './run.ts';
import { clusterName, havenUser, macAddress, type NodeSpec, networks, vip1g, vip10g } from './settings.ts';

export function labInfo(
  paths: LabPaths,
  instance: LabInstance,
  nodes: readonly NodeSpec[],
  accelerator: Accelerator,
  kind: LabKind,
): LabInfo {
  const keys = labKeys(paths);
  const describe = ({ name, id }: NodeSpec): LabNodeInfo => ({
    name,
    host: '127.0.0.1',
    port: instance.sshPorts[name] ?? 0,
    user: 'root',
    privateKeyPath: keys.rootKey,
    hostKeySha256: fingerprint(`${keys.hostKey(name)}.pub`),
    macs: { mgmt: macAddress('mgmt', id), '1g': macAddress('1g', id), '10g': macAddress('10g', id) },
    addresses: {
      mgmt: networks.mgmt.address(id),
      '1g': networks['1g'].address(id),
      '10g': networks['10g'].address(id),
    },
  });
  return {
    version: 1,
    kind,
    clusterName,
    accelerator,
    nodes: nodes.map(describe),
    vips: [vip1g, vip10g].map((vip) => ({ ...vip, interface: networks[vip.network].nic })),
    havenUser: { user: havenUser.name, password: havenUser.password, privateKeyPath: keys.havenKey },
  };
}

/** With `known_hosts` beside the keys, so that the system's ssh checks host keys without asking. */
export function writeLabInfo(paths: LabPaths, info: LabInfo): void {
  const hostLine = ({ name }: LabNodeInfo): string => {
    const publicKey = readFileSync(`${labKeys(paths).hostKey(name)}.pub`, 'utf8')
      .trim()
      .split(/\s+/);
    return `${name} ${publicKey.slice(0, 2).join(' ')}\n`;
  };
  writeAtomic(join(paths.keys, 'known_hosts'), info.nodes.map(hostLine).join(''));
  writeAtomic(paths.info, `${JSON.stringify(info, null, 2)}\n`);
}
