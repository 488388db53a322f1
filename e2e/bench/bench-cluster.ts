/** What is measured on: the lab's virtual machines, or two namespaces of this machine (`native-cluster.ts`). */
import type { LabInfo, LabNodeInfo } from '@/e2e/lab/lab-info';
import type { ReadingName } from '@/lib/live/readings';

export type BenchNode = Pick<LabNodeInfo, 'name' | 'port' | 'user' | 'privateKeyPath' | 'hostKeySha256'> & {
  readonly host: string;
};

export interface BenchCluster {
  readonly clusterName: string;
  /** `none`: nothing is emulated or virtual, the nodes run on this machine's own kernel. */
  readonly accelerator: LabInfo['accelerator'] | 'none';
  readonly nodes: readonly BenchNode[];
}

/** Whether the targets for native speed hold; otherwise only the ratio to the baseline says something. */
export const isNative = ({ accelerator }: BenchCluster): boolean => accelerator !== 'tcg';

export const speedWords = (cluster: BenchCluster): string =>
  ({
    none: 'native speed: namespaces on one machine, which also runs Haven and Chromium',
    kvm: 'native speed (KVM)',
    tcg: 'emulated nodes (no KVM)',
  })[cluster.accelerator];

/** Namespaces have neither systemd nor DRBD: what Haven can know of them without. Undefined: everything. */
export const knownReadings = ({ accelerator }: BenchCluster): readonly ReadingName[] | undefined =>
  accelerator === 'none'
    ? ['pacemaker', 'network', 'corosync', 'haproxy', 'mounts', 'cib', 'host']
    : undefined;
