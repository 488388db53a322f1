import { createHash } from 'node:crypto';
import type { ServerHostKeyAlgorithm } from 'ssh2';

/** A server's public key as OpenSSH writes it, and its fingerprint as `ssh-keygen -l` prints it. */
export interface HostKey {
  /** e.g. `ssh-ed25519` */
  readonly type: string;
  /** `ssh-ed25519 AAAA…`, without comment */
  readonly key: string;
  /** `SHA256:` and unpadded base64 */
  readonly sha256: string;
}

/** Signature algorithms that prove possession of a key of this type, strongest first. SHA-1 is not among them. */
const ALGORITHMS: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
};

/** Asked for in this order when nothing is pinned yet. */
export const FIRST_CONTACT_ALGORITHMS: ServerHostKeyAlgorithm[] = Object.values(ALGORITHMS).flat();

/**
 * The algorithms to offer so that the server must prove exactly the pinned kind of key. Offering more would make a
 * server with several keys show another one and look changed.
 */
export function algorithmsFor(pinned: string): ServerHostKeyAlgorithm[] {
  const type = pinned.split(' ', 1)[0] ?? '';
  return [...(ALGORITHMS[type] ?? [])];
}

/** Reads the wire form (RFC 4253 section 6.6: length-prefixed type, then the key); undefined when it is not one. */
export function hostKeyOf(blob: Buffer): HostKey | undefined {
  if (blob.length < 8) return undefined;
  const length = blob.readUInt32BE(0);
  if (length === 0 || length > 64 || blob.length < 4 + length) return undefined;
  const type = blob.toString('ascii', 4, 4 + length);
  if (!(type in ALGORITHMS)) return undefined;
  return { type, key: `${type} ${blob.toString('base64')}`, sha256: fingerprintOf(blob) };
}

export function fingerprintOf(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** Fingerprint of a stored key; `unreadable` when the stored text is no key (then nothing can match it). */
export function fingerprintOfKey(key: string): string {
  const base64 = key.split(' ')[1];
  return base64 ? fingerprintOf(Buffer.from(base64, 'base64')) : 'unreadable';
}

/** Whether the server's key is the pinned one: the whole key, not its fingerprint. A comment is ignored. */
export function isPinned(seen: HostKey, pinned: string): boolean {
  const [type, base64] = pinned.trim().split(/\s+/);
  return seen.key === `${type} ${base64}`;
}
