/** What can be observed of a node's network: `ip -j addr`, `ip -j -s link`, `ip -j route`, `/sys/class/net/…/speed`. */
export interface NetworkAddress {
  readonly address: string;
  readonly prefixLength: number;
  readonly family: 'inet' | 'inet6';
  /** The kernel's flag; a VIP added by IPaddr2 is usually secondary. */
  readonly secondary: boolean;
  readonly label?: string;
  readonly scope?: string;
}
export interface NetworkInterface {
  readonly name: string;
  readonly mac?: string;
  /** `info_kind` of `ip -d`: bond, bridge, vlan, veth, tun …; `loopback` for lo; undefined for a physical NIC. */
  readonly kind?: string;
  /** The bond, bridge or VRF this interface belongs to. */
  readonly master?: string;
  readonly operState: string;
  readonly carrier?: boolean;
  readonly mtu?: number;
  /** Megabit per second; undefined when the driver does not say (-1 on virtual NICs). */
  readonly speedMbps?: number;
  readonly addresses: readonly NetworkAddress[];
  readonly counters?: {
    readonly rxBytes: number;
    readonly txBytes: number;
    readonly rxErrors: number;
    readonly txErrors: number;
    readonly rxDropped: number;
    readonly txDropped: number;
  };
}
export interface NetworkReading {
  readonly interfaces: readonly NetworkInterface[];
  readonly defaultGateway?: string;
  readonly defaultInterface?: string;
}
