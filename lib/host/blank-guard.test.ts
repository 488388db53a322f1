import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command } from '@/lib/base/command';
import { NOT_BLANK, onBlankDevice } from './blank-guard';

/** The script itself, in a real shell, among tools that say what the case wants. */
let bin: string;
const tool = (name: string, script: string): void => {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
};
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'haven-blank-'));
  tool('wipefs', 'exit 0');
  tool('blkid', 'exit 2');
  tool('lsblk', 'echo "vg-hafs "');
});
afterEach(() => rmSync(bin, { recursive: true }));

function run(): number {
  const { argv } = onBlankDevice('/dev/vg/hafs', command(['echo', 'written']));
  // `[ -b ]` is the shell's own: no test machine has the device, so that line alone is left out.
  const [, ...rest] = argv.map((word) => word.replace('[ -b "$device" ] ||', '[ -n "$device" ] ||'));
  try {
    execFileSync('sh', rest, { env: { ...process.env, PATH: `${bin}:${process.env.PATH}` }, stdio: 'pipe' });
    return 0;
  } catch (error) {
    return (error as { status: number }).status;
  }
}

describe('a command on a blank device', () => {
  it('runs when every witness says that nothing is there', () => expect(run()).toBe(0));
  it.each<readonly [string, string, string]>([
    ['a signature', 'wipefs', 'echo ext4'],
    ['a device that wipefs cannot read', 'wipefs', 'exit 1'],
    ['content that blkid knows', 'blkid', 'exit 0'],
    ['contradicting content', 'blkid', 'exit 8'],
    ['no blkid', 'blkid', 'exit 127'],
    ['something that lies on it', 'lsblk', 'echo vg-hafs; echo drbd0'],
    ['a mount', 'lsblk', 'echo "vg-hafs /srv"'],
    ['no answer from lsblk', 'lsblk', 'exit 1'],
  ])('does not run with %s', (_what, name, script) => {
    tool(name, script);
    expect(run()).toBe(NOT_BLANK);
  });
  it('refuses what is no device path', () =>
    expect(() => onBlankDevice('/etc/passwd', command(['true']))).toThrow(RangeError));
});
