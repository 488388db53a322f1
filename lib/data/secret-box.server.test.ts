import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '@/server/testing/database';
import { dataDir } from './data-dir';
import { openSecret, sealSecret } from './secret-box';

testDatabase();

describe('a secret box', () => {
  it('opens for its purpose only, and never looks the same twice', () => {
    const box = sealSecret('-----BEGIN 한글', 'node-key');
    expect(openSecret(box, 'node-key')).toBe('-----BEGIN 한글');
    expect(sealSecret('-----BEGIN 한글', 'node-key')).not.toBe(box);
    expect(() => openSecret(box, 'adoption')).toThrow();
  });

  it('refuses every altered character', () => {
    const box = sealSecret('secret', 'node-key');
    for (let at = 0; at < box.length; at++) {
      const other = box[at] === 'A' ? 'Q' : 'A';
      expect(() => openSecret(box.slice(0, at) + other + box.slice(at + 1), 'node-key')).toThrow();
    }
  });

  it('keeps its key where only its owner reads it', () => {
    sealSecret('x', 'node-key');
    expect(statSync(join(dataDir(), 'secret.key')).mode & 0o777).toBe(0o600);
  });
});
