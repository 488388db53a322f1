/** A file the lab writes into a node: for the image (same on all nodes) or for one node's seed. */
export interface GeneratedFile {
  /** Absolute path inside the node. */
  readonly path: string;
  /** Permission bits; every generated file belongs to root. */
  readonly mode: number;
  readonly content: string;
}

export function textFile(path: string, content: string, mode = 0o644): GeneratedFile {
  return { path, mode, content };
}

export function scriptFile(path: string, content: string): GeneratedFile {
  return { path, mode: 0o755, content };
}
