import { randomInt } from 'node:crypto';
import { hashPassword, verifyPassword } from 'better-auth/crypto';

export { hashPassword };

export const isPassword = (hash: string, password: string): Promise<boolean> =>
  verifyPassword({ hash, password });

/** Without signs that look alike: it is read aloud or typed from a screen. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Random text in groups of four, e.g. `k7qm-w3xe-…`; five bits a sign. */
export function randomCode(groups: number): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}
