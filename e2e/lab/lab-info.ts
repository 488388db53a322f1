/**
 * The two JSON files a lab instance publishes, as types. Nothing here reads or writes: pages, the server
 * and browser stories may import this file without pulling in QEMU handling.
 *
 * `status.json` says how far the lab is; `lab.json` says how to reach what it built. Both are replaced
 * atomically, so a reader never sees half a file; either may be absent.
 */

export type LabPhase = 'packages' | 'image' | 'boot' | 'form' | 'restore' | 'ready' | 'failed' | 'down';

export type LabStepState = 'pending' | 'running' | 'done' | 'failed';

export interface LabText {
  readonly en: string;
  readonly ko: string;
}

export interface LabStep {
  readonly id: string;
  readonly label: LabText;
  readonly state: LabStepState;
  /** Milliseconds since the epoch, host clock. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** One line in English about what is happening or what went wrong, e.g. the condition waited for. */
  readonly detail?: string;
}

export interface LabStatus {
  readonly version: 1;
  readonly phase: LabPhase;
  readonly ready: boolean;
  readonly startedAt: number;
  readonly updatedAt: number;
  /** Process that writes the file while the lab is being brought up; a dead pid means nobody works on it. */
  readonly pid?: number;
  readonly steps: readonly LabStep[];
  readonly error?: { readonly message: string; readonly hint: string };
}

export type LabNetworkName = 'mgmt' | '1g' | '10g';

export interface LabNodeInfo {
  readonly name: string;
  /** Where SSH answers, seen from this machine. */
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: 'root';
  readonly privateKeyPath: string;
  /** OpenSSH form, `SHA256:` and unpadded base64 of the node's ed25519 host key. */
  readonly hostKeySha256: string;
  readonly macs: Readonly<Record<LabNetworkName, string>>;
  readonly addresses: Readonly<Record<LabNetworkName, string>>;
}

export interface LabVip {
  /** Pacemaker resource id. */
  readonly id: string;
  readonly address: string;
  readonly network: '1g' | '10g';
  readonly interface: string;
}

export interface LabInfo {
  readonly version: 1;
  /** `bare`: machines without a cluster; what is said of VIPs is what the networks have room for. */
  readonly kind?: 'formed' | 'bare';
  readonly clusterName: string;
  readonly accelerator: 'kvm' | 'tcg';
  readonly nodes: readonly LabNodeInfo[];
  readonly vips: readonly LabVip[];
  /** Account for trying a non-root adoption: in the sudo allow-list, with key and with password. */
  readonly havenUser: { readonly user: string; readonly password: string; readonly privateKeyPath: string };
}
