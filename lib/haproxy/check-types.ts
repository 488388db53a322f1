/** What is known besides the text when a configuration is judged, and what is wrong with it, as data. */

export interface CheckedNode {
  readonly node: string;
  /** Addresses the node holds now, VIPs included. Absent: unknown, and nothing is assumed. */
  readonly addresses?: readonly string[];
  /** `net.ipv4.ip_nonlocal_bind` and the one for IPv6. Absent: unknown. */
  readonly nonlocalBind?: { readonly inet?: boolean; readonly inet6?: boolean };
  /** Sockets that listen there now (`ss -Hltn`), HAProxy's own among them. */
  readonly listeners?: readonly {
    /** `*` for every address. */
    readonly address: string;
    readonly port: number;
    /** Absent: the reading does not say whose it is. */
    readonly process?: string;
  }[];
}

export interface CheckedVip {
  readonly address: string;
  readonly role?: '1g' | '10g' | 'management' | 'other';
}

export interface ConfigContext {
  /** The nodes that get this file. */
  readonly nodes: readonly CheckedNode[];
  readonly vips: readonly CheckedVip[];
  readonly networks: readonly {
    readonly cidr: string;
    readonly role: '1g' | '10g' | 'management' | 'other';
  }[];
  /** Sections people reach on the 1G VIP on purpose, such as Horizon, although their servers are on the 10G network. */
  readonly publicSections?: ReadonlySet<string>;
  /** The admin socket Haven asks; absent: any will do. */
  readonly socketPath?: string;
}

export type ConfigProblemId =
  | 'line-is-broken'
  | 'too-many-words'
  /** Fatal since HAProxy 2.3: the file may have been cut. */
  | 'no-final-line-break'
  | 'duplicate-section'
  | 'duplicate-server'
  | 'duplicate-address'
  | 'missing-backend'
  | 'missing-track-target'
  | 'missing-defaults'
  | 'dynamic-backend'
  | 'no-check'
  | 'no-servers'
  | 'missing-timeout'
  | 'bad-bind'
  /** HAProxy accepts it in silence and the kernel spreads clients over both. */
  | 'bind-twice'
  | 'bind-wildcard-clash'
  | 'bind-unknown-address'
  /** A node that does not hold the VIP could not start HAProxy (reference 3.3). */
  | 'bind-needs-nonlocal'
  | 'bind-nonlocal-unknown'
  | 'bind-foreign-address'
  | 'port-taken'
  | 'internal-on-1g-vip'
  | 'server-on-1g-network'
  | 'server-is-vip'
  | 'server-outside-networks'
  | 'no-admin-socket'
  | 'admin-socket-not-admin'
  | 'admin-socket-elsewhere';

export interface ConfigProblem {
  readonly id: ConfigProblemId;
  /** `error`: HAProxy would not start, or not do what the file says. `unknown`: a reading that decides it is missing. */
  readonly level: 'error' | 'warning' | 'info' | 'unknown';
  /** 1-based line of the file; absent for what is missing altogether. */
  readonly line?: number;
  /** Where it is said before, 1-based. */
  readonly otherLine?: number;
  readonly section?: string;
  readonly node?: string;
  /** The name, address or directive. */
  readonly what?: string;
}
