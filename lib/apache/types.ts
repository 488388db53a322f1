/** What can be observed of Apache2 on one node: where its configuration lies, and which addresses it names. */

/** Where Apache listens, as one `Listen` says it. */
export interface ApacheListen {
  readonly line: number;
  /** An IP address without brackets, or `*` for every address of the machine. */
  readonly address: string;
  readonly port: number;
  /** `https`, where it is said; Apache takes port 443 for it by itself. */
  readonly protocol?: string;
  /** Inside `<IfModule>` and the like: nothing in the text says whether it counts. */
  readonly isConditional: boolean;
}

export interface ApacheHostPlace {
  /** An IP address without brackets, `*` for every one (also `_default_`), or a name. */
  readonly address: string;
  /** Absent: any port. */
  readonly port?: number;
}

export interface ApacheHost {
  readonly line: number;
  readonly places: readonly ApacheHostPlace[];
  /** `ServerName`, where it has one. */
  readonly name?: string;
}

/** What one file says of addresses. */
export interface ApacheView {
  readonly listens: readonly ApacheListen[];
  readonly hosts: readonly ApacheHost[];
  /** Paths and patterns of `Include` and `IncludeOptional`, which are not followed. */
  readonly includes: readonly string[];
  /** Lines with an address that no text tells: a variable, a macro, a name. */
  readonly unclear: readonly { readonly line: number; readonly text: string }[];
}

export interface ApacheFile {
  /** As Apache opens it: below /etc/apache2. */
  readonly path: string;
  /** Where links lead: on HAFS, when the configuration lies there. */
  readonly realPath: string;
  /** Absent: the link leads to nothing, because what it leads to is not mounted here. */
  readonly content?: { readonly sha256: string; readonly view: ApacheView };
}

export interface ApacheSocket {
  /** As `ss` writes it: `*`, `0.0.0.0` and `::` for every address. */
  readonly address: string;
  readonly port: number;
}

export interface ApacheReading {
  readonly files: readonly ApacheFile[];
  /** What its processes really listen on; absent when that could not be asked. */
  readonly sockets?: readonly ApacheSocket[];
}
