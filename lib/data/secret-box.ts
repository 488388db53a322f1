/**
 * Secrets at rest: AES-256-GCM under a key that Postgres never sees, so a dump of the database alone reveals nothing.
 * The key is `HAVEN_SECRET_KEY`, or made once in `<data dir>/secret.key`. Losing it means giving the nodes' keys again.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir } from './data-dir';

const FORMAT = 'v1';
const IV_BYTES = 12;
/** Below this a key could be guessed. */
const MIN_KEY_LENGTH = 32;

let master: Buffer | undefined;

function masterKey(): Buffer {
  if (master) return master;
  const given = process.env.HAVEN_SECRET_KEY;
  if (given !== undefined && given !== '') {
    if (given.length < MIN_KEY_LENGTH)
      throw new Error(`HAVEN_SECRET_KEY is shorter than ${MIN_KEY_LENGTH} characters`);
    master = Buffer.from(given, 'utf8');
  } else {
    master = loadKeyFile(join(/* turbopackIgnore: true */ dataDir(), 'secret.key'));
  }
  return master;
}

/** Read, or made whole under another name and linked: of two processes starting at once, one key wins. */
function loadKeyFile(path: string): Buffer {
  try {
    return Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(dataDir(), { recursive: true, mode: 0o711 });
  const partial = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(partial, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(partial, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(partial, { force: true });
  }
  return Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url');
}

/** A key of its own for every use, all from one secret. */
export function deriveKey(purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey(), 'haven', purpose, 32));
}

/**
 * Encrypts text.
 * @param purpose what it is for, e.g. `node-key`; a box moved to another use does not open
 */
export function sealSecret(plain: string, purpose: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(`box:${purpose}`), iv);
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return [
    FORMAT,
    iv.toString('base64url'),
    body.toString('base64url'),
    cipher.getAuthTag().toString('base64url'),
  ].join('.');
}

/** Opens a box; throws when it was altered, sealed for another purpose or under another key. */
export function openSecret(box: string, purpose: string): string {
  const [format, iv, body, tag, ...rest] = box.split('.');
  if (format !== FORMAT || iv === undefined || body === undefined || tag === undefined || rest.length > 0) {
    throw new Error('not a secret box');
  }
  const decipher = createDecipheriv(
    'aes-256-gcm',
    deriveKey(`box:${purpose}`),
    Buffer.from(iv, 'base64url'),
    {
      authTagLength: 16,
    },
  );
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8');
}
