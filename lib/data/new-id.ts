import { randomBytes } from 'node:crypto';

/** A random id, 120 bits, without signs that a URL or a shell would quote. */
export const newId = (): string => randomBytes(15).toString('hex');
