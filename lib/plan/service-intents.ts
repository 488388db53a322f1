/** What people ask for a service as a whole, over systemd, Pacemaker and HAProxy, and the small changes it is made of. */

/** One plan in place of five: who starts it, where it may run, and how clients reach it. */
export interface ProtectService {
  readonly kind: 'protect-service';
  /** Pacemaker resource id, and the name of HAProxy's sections. */
  readonly name: string;
  /** systemd unit, with or without `.service`. */
  readonly unit: string;
  /** Every node at once, or one after the other on HAFS. */
  readonly shape: 'active-active' | 'active-standby';
  /** Nodes on which it may run, at least two. */
  readonly nodes: readonly string[];
  /** Port it listens on, on each node's own address in the VIP's network. */
  readonly port: number;
  /** Filesystem resource it lives on; only with `active-standby`. */
  readonly filesystem?: string;
  readonly entrance: ServiceEntrance;
  /** Absent: a connection that opens is enough. */
  readonly healthPath?: string;
}

/** Where clients come in. */
export interface ServiceEntrance {
  readonly address: string;
  readonly port: number;
  readonly mode: 'http' | 'tcp';
  /** The VIP comes into being with the service, and follows it. */
  readonly newVip?: { readonly id: string; readonly prefixLength: number; readonly nic?: string };
}

/** Whether programs may bind a VIP the node does not hold (`net.ipv4.ip_nonlocal_bind`), now and after a restart. */
export interface NonlocalBindWish {
  readonly kind: 'nonlocal-bind';
  readonly nodes: readonly string[];
  readonly isOn: boolean;
}

/** Apache2 on another VIP: the address it listens on now, in its own files, becomes the VIP's. */
export interface ServeApache {
  readonly kind: 'serve-apache';
  /** IP address without brackets; `*` where it listens on every one. */
  readonly from: string;
  /** Pacemaker's id of the VIP to listen on. */
  readonly vip: string;
}

/** Whether systemd starts a unit by itself: what Pacemaker manages, it alone starts (invariant 24). */
export interface UnitAtBoot {
  readonly kind: 'unit-at-boot';
  readonly unit: string;
  readonly nodes: readonly string[];
  readonly isOn: boolean;
  /** Started or stopped at once, too. */
  readonly isNow: boolean;
}

/** A unit's whole name. */
export const unitFile = (unit: string): string => (/\.[a-z]+$/.test(unit) ? unit : `${unit}.service`);
