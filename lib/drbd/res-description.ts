/** What a new DRBD resource shall be, free of grammar, and what is wrong with it. `res-render.ts` writes it down. */
import type { OptionRefusal } from './option-value';

export interface HafsVolume {
  readonly volume: number;
  readonly minor: number;
  /** Backing device by host name; a host without one is a diskless tiebreaker (9.x). */
  readonly disks: Readonly<Record<string, string>>;
  /** `internal`, or the metadata device by host name. */
  readonly metadata: 'internal' | Readonly<Record<string, string>>;
}

export interface HafsHost {
  /** Equals `uname -n`, and should equal the cluster's node name (reference 1.9.2). */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Written on 9.x only; 8.4 refuses the word. */
  readonly nodeId: number;
}

/** How a copy that may be stale is kept from being used (reference 1.5): one of the two, never both. */
export type HafsProtection =
  | {
      readonly kind: 'fencing';
      /** Seconds the handler waits for Pacemaker and for fencing (`--timeout`); its own default is 90. */
      readonly timeoutSeconds?: number;
    }
  | { readonly kind: 'quorum'; readonly onNoQuorum: 'io-error' | 'suspend-io' };

export interface HafsDescription {
  readonly name: string;
  readonly volumes: readonly HafsVolume[];
  readonly hosts: readonly HafsHost[];
  readonly protocol: 'A' | 'B' | 'C';
  readonly protection: HafsProtection;
  /** `net.verify-alg` → `crc32c`; sections `net`, `disk`, `options`. */
  readonly options: Readonly<Record<string, string>>;
  /** Besides those that `protection` brings along. */
  readonly handlers: Readonly<Record<string, string>>;
  /** Printable, at most 64 characters; never part of a refusal. */
  readonly sharedSecret?: string;
}

export type DescriptionRefusal =
  | OptionRefusal
  | { readonly code: 'bad-name'; readonly what: string; readonly value: string }
  | { readonly code: 'duplicate'; readonly what: string; readonly value: string }
  | {
      readonly code: 'host-count';
      readonly hosts: number;
      readonly generation: '8.4' | '9';
      readonly max: number;
    }
  | { readonly code: 'unknown-host'; readonly host: string }
  /** A host without backing device on a generation that cannot have one. */
  | { readonly code: 'diskless-host'; readonly host: string }
  | { readonly code: 'no-volume' }
  /** `quorum` needs 9.x and three voters. */
  | { readonly code: 'quorum-not-possible'; readonly hosts: number }
  /** Frozen I/O and asynchronous replication exclude each other: the kernel answers ERR 154. */
  | { readonly code: 'fencing-needs-synchronous'; readonly protocol: string }
  /** Set through a field of its own. */
  | { readonly code: 'reserved-option'; readonly option: string };
