/** What can be observed of HAProxy on one node: runtime socket (`show stat`, `show info`) and its configuration file. */

export interface HaproxyServer {
  readonly name: string;
  /** As HAProxy writes it: `UP`, `UP 2/3`, `DOWN`, `DOWN 1/2`, `NOLB`, `MAINT`, `DRAIN`, `no check`. */
  readonly status: string;
  readonly backup: boolean;
  readonly weight: number;
  readonly address?: string;
  readonly checkStatus?: string;
  readonly checkCode?: number;
  readonly checkDurationMs?: number;
  readonly lastCheck?: string;
  /** Seconds since the last change of state. */
  readonly lastChangeSeconds?: number;
  readonly downtimeSeconds?: number;
  readonly currentSessions: number;
  readonly totalSessions: number;
  readonly requests?: number;
  readonly errors5xx?: number;
}
export interface HaproxyBackend {
  readonly name: string;
  readonly status: string;
  readonly mode?: string;
  readonly algorithm?: string;
  readonly activeServers: number;
  readonly backupServers: number;
  readonly currentSessions: number;
  readonly totalSessions: number;
  readonly rate?: number;
  readonly queue: number;
  readonly servers: readonly HaproxyServer[];
}
export interface HaproxyFrontend {
  readonly name: string;
  readonly status: string;
  readonly mode?: string;
  readonly currentSessions: number;
  readonly totalSessions: number;
  readonly rate?: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}
export interface HaproxyReading {
  readonly version?: string;
  readonly uptimeSeconds?: number;
  readonly currentConnections?: number;
  readonly frontends: readonly HaproxyFrontend[];
  readonly backends: readonly HaproxyBackend[];
}

/** One line of haproxy.cfg that Haven understands, within its section. The text itself is kept byte for byte elsewhere. */
export interface HaproxyConfigReading {
  readonly sha256: string;
  readonly sections: readonly {
    readonly kind: string;
    readonly name?: string;
    readonly line: number;
    readonly binds: readonly { readonly address: string; readonly port?: string; readonly ssl: boolean }[];
    readonly servers: readonly {
      readonly name: string;
      readonly address: string;
      readonly backup: boolean;
      readonly check: boolean;
    }[];
    readonly defaultBackend?: string;
    readonly mode?: string;
    readonly balance?: string;
    /** Inside `.if`: whether it is in force depends on the node. */
    readonly conditional?: boolean;
  }[];
}
