/**
 * Forgetting a cluster: what became of the key with which Haven signed in to each node. Only a key that Haven itself
 * made and left there is taken away; one that a person gave was theirs before and stays theirs.
 */

export type KeyOutcome =
  /** The line is out of `authorized_keys`. */
  | 'removed'
  /** The node no longer lets the key in: somebody took it out before. */
  | 'not-accepted'
  /** Given by a person when the cluster was adopted; Haven only throws its copy away. */
  | 'given-by-person'
  | 'unreachable'
  /** Another machine answers at the address: nothing was sent to it. */
  | 'host-key-changed'
  /** Signed in, but the file could not be written. */
  | 'not-written'
  /** Haven can no longer open its own copy, so it cannot tell which line is meant. */
  | 'key-lost';

export interface ForgottenNode {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly login: string;
  /** Absent while Haven is at it. */
  readonly outcome?: KeyOutcome;
  readonly detail?: string;
  /** The public key's own part, where it is known: what a person has to look for. */
  readonly publicKey?: string;
}

const IS_LEFT: Readonly<Record<KeyOutcome, boolean>> = {
  removed: false,
  'not-accepted': false,
  'given-by-person': false,
  unreachable: true,
  'host-key-changed': true,
  'not-written': true,
  'key-lost': true,
};

/** Whether a key of Haven's may still lie on the node. */
export const isKeyLeft = (outcome: KeyOutcome): boolean => IS_LEFT[outcome];

/**
 * What a person runs on the node, as the login Haven used, to take the key out; it matches that key alone.
 * @param publicKey base64 in OpenSSH's form: no sign of it means anything to `sed` between these bars
 */
export const removalLine = (publicKey: string): string => `sed -i '\\|${publicKey}|d' ~/.ssh/authorized_keys`;
