/** What can be observed of corosync on one node: `corosync-quorumtool -s`, `corosync-cfgtool -n`, `corosync-cmapctl`. */
export interface CorosyncReading {
  readonly clusterName?: string;
  readonly nodeId?: number;
  readonly ringId?: string;
  readonly quorate: boolean;
  readonly expectedVotes?: number;
  readonly totalVotes?: number;
  readonly quorum?: number;
  readonly flags: readonly string[];
  readonly members: readonly { readonly nodeId: number; readonly votes: number; readonly name?: string }[];
  /** Links to each peer as knet sees them. `connected` missing in the tool's line means down. */
  readonly peers: readonly {
    readonly nodeId: number;
    readonly reachable: boolean;
    readonly links: readonly {
      readonly link: number;
      readonly local?: string;
      readonly remote?: string;
      readonly enabled: boolean;
      readonly connected: boolean;
      readonly mtu?: number;
    }[];
  }[];
  /** Configured nodes (cmap nodelist): name, id and ring addresses. */
  readonly nodelist: readonly {
    readonly nodeId: number;
    readonly name?: string;
    readonly addresses: readonly string[];
  }[];
}
