/** What network readings mean: links of one node, and each VIP across nodes. */
import type { Finding } from '@/lib/base/finding';
import type { NetworkMessageId } from './messages';
import type { NetworkReading } from './types';
import { checkVip, type NodeNetwork, type VipFault, type VipIntent, vipHolders } from './vips';

export type NetworkFinding = Finding<NetworkMessageId>;

/**
 * Links of one node.
 * @param usedNics interfaces the cluster needs: only those are worth an alarm when their link is gone
 * @param previous an earlier reading, to tell new errors from old ones; counters that fell were reset and say nothing
 */
export function networkHealth(
  reading: NetworkReading,
  node: string,
  usedNics: ReadonlySet<string>,
  previous?: NetworkReading,
): readonly NetworkFinding[] {
  const findings: NetworkFinding[] = [];
  for (const nic of reading.interfaces) {
    if (!usedNics.has(nic.name)) continue;
    const object = { kind: 'nic', id: nic.name, node };
    if (nic.carrier === false || nic.operState === 'DOWN' || nic.operState === 'LOWERLAYERDOWN') {
      findings.push({
        severity: 'critical',
        key: 'network.nic-down',
        params: { nic: nic.name, node },
        object,
      });
    }
    const before = previous?.interfaces.find((other) => other.name === nic.name)?.counters;
    const errors =
      before && nic.counters
        ? nic.counters.rxErrors + nic.counters.txErrors - before.rxErrors - before.txErrors
        : 0;
    if (errors > 0)
      findings.push({
        severity: 'warning',
        key: 'network.nic-errors',
        params: { nic: nic.name, node, errors },
        object,
      });
  }
  for (const name of usedNics) {
    if (reading.interfaces.some((nic) => nic.name === name)) continue;
    findings.push({
      severity: 'critical',
      key: 'network.nic-down',
      params: { nic: name, node },
      object: { kind: 'nic', id: name, node },
    });
  }
  return findings;
}

const FAULT_KEYS: Readonly<Record<VipFault['problem'], NetworkMessageId>> = {
  'not-an-address': 'network.vip-not-an-address',
  'outside-network': 'network.vip-outside-network',
  'no-subnet-on-node': 'network.vip-no-subnet-on-node',
  'wrong-nic': 'network.vip-wrong-nic',
  'nic-missing': 'network.vip-nic-missing',
  'nic-down': 'network.vip-nic-down',
  'nic-too-slow': 'network.vip-nic-too-slow',
  'is-node-address': 'network.vip-is-node-address',
  'is-gateway': 'network.vip-is-gateway',
  'is-network-or-broadcast': 'network.vip-is-network-or-broadcast',
};

/**
 * One VIP across the nodes it may run on.
 * @param readings current readings only
 * @param unreadNodes nodes that may hold it but could not be read: they turn "nobody has it" into "unknown"
 */
export function vipHealth(
  vip: VipIntent,
  readings: readonly NodeNetwork[],
  unreadNodes: readonly string[] = [],
): readonly NetworkFinding[] {
  const object = { kind: 'vip', id: vip.address };
  const holders = vipHolders(readings, vip.address);
  const [holder] = holders;
  const findings: NetworkFinding[] = checkVip(vip, readings).map((fault) => ({
    // Where it runs, a fault is felt now; elsewhere it waits for the next failover.
    severity: fault.node === undefined || fault.node === holder?.node ? 'critical' : 'warning',
    key: FAULT_KEYS[fault.problem],
    params: {
      address: vip.address,
      node: fault.node ?? '',
      nic: fault.nic ?? '',
      expected: fault.expected ?? '',
    },
    object: { ...object, ...(fault.node === undefined ? {} : { node: fault.node }) },
  }));
  if (holders.length > 1) {
    const nodes = holders.map((entry) => entry.node).join(', ');
    findings.push({
      severity: 'critical',
      key: 'network.vip-duplicate',
      params: { address: vip.address, nodes },
      object,
    });
  } else if (holder) {
    const params = { address: vip.address, node: holder.node, nic: holder.nic };
    if (!findings.some((finding) => finding.object.node === holder.node)) {
      findings.push({
        severity: 'ok',
        key: 'network.vip-ok',
        params,
        object: { ...object, node: holder.node },
      });
    }
  } else if (unreadNodes.length > 0) {
    findings.push({
      severity: 'unknown',
      key: 'network.vip-unknown',
      params: { address: vip.address },
      object,
    });
  } else
    findings.push({
      severity: 'critical',
      key: 'network.vip-missing',
      params: { address: vip.address },
      object,
    });
  return findings;
}
