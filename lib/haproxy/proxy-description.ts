/** A frontend, backend or listen section as a form knows it. What no form knows stays in `extra`, word for word. */

export interface ServerDescription {
  readonly name: string;
  /** An address, or a name that is resolved when HAProxy starts. */
  readonly address: string;
  /** Absent: the port the client came to. */
  readonly port?: number;
  readonly check?: boolean;
  /** Time between checks, `2s`. */
  readonly inter?: string;
  /** Failed checks until DOWN. */
  readonly fall?: number;
  /** Passed checks until UP. */
  readonly rise?: number;
  readonly backup?: boolean;
  /** 0 to 256. */
  readonly weight?: number;
  readonly ssl?: boolean;
  readonly verify?: 'none' | 'required';
  /** Further parameters, in order. */
  readonly extra?: readonly string[];
}

export interface BindDescription {
  /** `*` for every address of the family IPv4. */
  readonly address: string;
  readonly port: number;
  /** With TLS: certificate file or folder. */
  readonly certificate?: string;
  /** Binds an address the node does not hold, without the sysctl (reference 3.3). */
  readonly transparent?: boolean;
  /** Further parameters, in order. */
  readonly extra?: readonly string[];
}

export type CheckDescription =
  /** Only that a connection opens. */
  | { readonly kind: 'tcp' }
  | {
      readonly kind: 'http';
      readonly method?: string;
      readonly path?: string;
      /** With it the check is HTTP/1.1 (reference 3.6, 3). */
      readonly host?: string;
      /** Without it 2xx and 3xx pass. */
      readonly expect?: {
        readonly match: 'status' | 'rstatus' | 'string' | 'rstring';
        readonly value: string;
      };
    }
  | { readonly kind: 'mysql'; readonly user?: string }
  | { readonly kind: 'pgsql'; readonly user: string }
  | { readonly kind: 'redis' | 'ldap' | 'tls-hello' };

export const TIMEOUT_NAMES = [
  'connect',
  'client',
  'server',
  'check',
  'http-request',
  'http-keep-alive',
  'queue',
  'tunnel',
] as const;
export type TimeoutName = (typeof TIMEOUT_NAMES)[number];

export type ProxyKind = 'frontend' | 'backend' | 'listen';

export interface ProxyDescription {
  readonly kind: ProxyKind;
  readonly name: string;
  readonly mode?: 'http' | 'tcp';
  readonly binds?: readonly BindDescription[];
  readonly defaultBackend?: string;
  /** Words after `balance`. */
  readonly balance?: readonly string[];
  readonly check?: CheckDescription;
  readonly timeouts?: Readonly<Partial<Record<TimeoutName, string>>>;
  readonly servers?: readonly ServerDescription[];
  /** Further lines, as words, in order. */
  readonly extra?: readonly (readonly string[])[];
}

/** What an edit changes: absent keeps, null takes out. Binds and servers have edits of their own. */
export interface ProxyChange {
  readonly mode?: 'http' | 'tcp' | null;
  readonly defaultBackend?: string | null;
  readonly balance?: readonly string[] | null;
  readonly check?: CheckDescription | null;
  readonly timeouts?: Readonly<Partial<Record<TimeoutName, string | null>>>;
}
