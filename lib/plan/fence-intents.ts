/** What people ask of fencing itself. */
export type FenceIntent = FenceTest | FenceNode | FenceConfirm;

/** Asks a device whether it answers and whom it can fence. It switches nothing. */
export interface FenceTest {
  readonly kind: 'fence-test';
  readonly device: string;
}

/** Kills a node: its power is cut, or the machine is reset, without any shutdown. */
export interface FenceNode {
  readonly kind: 'fence-node';
  readonly node: string;
  readonly action: 'reboot' | 'off';
}

/** Tells the cluster, on a person's word, that a node it cannot fence is dead. */
export interface FenceConfirm {
  readonly kind: 'fence-confirm';
  readonly node: string;
  /** What the person has seen, or the ticket that says it. */
  readonly statement: string;
}

/** Changes whose victim may be silent: it is because it does not answer that it is killed. */
export type Killing = FenceNode | FenceConfirm;
export const KILLING = ['fence-node', 'fence-confirm'] as const;
export const isKilling = (intent: { readonly kind: string }): intent is Killing =>
  KILLING.some((kind) => kind === intent.kind);
