import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '@/lib/base/command';
import { removeFileCommand, type WriteFile, writeFileCommand } from './file-write';

/** The scripts themselves, in a real shell, on a folder of their own. */
const PATH = '/etc/drbd.d/hafs.res';
const TEXT = 'resource hafs { }\n';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
let folder: string;
let file: string;
let staged: string;
/** Programs that stand in for the machine's own. */
let tools: string;
beforeEach(() => {
  tools = mkdtempSync(join(tmpdir(), 'haven-tools-'));
  folder = mkdtempSync(join(tmpdir(), 'haven-file-'));
  file = join(folder, 'hafs.res');
  staged = join(folder, 'staged');
  writeFileSync(staged, TEXT);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  rmSync(tools, { recursive: true });
});

function run({ argv }: Command): number {
  const [program, ...args] = argv.map((word) => (word === PATH ? file : word));
  try {
    const env = { ...process.env, PATH: `${tools}:${process.env.PATH ?? ''}` };
    execFileSync(program ?? '', args, { stdio: 'pipe', env });
    return 0;
  } catch (error) {
    return (error as { status: number }).status;
  }
}
const write = (of: Partial<WriteFile> = {}): number =>
  run(
    writeFileCommand(
      {
        kind: 'write-file',
        path: PATH,
        baseSha256: null,
        sha256: sha256(TEXT),
        text: TEXT,
        check: ['test', '-f'],
        ...of,
      },
      staged,
    ),
  );
const remove = (baseSha256: string): number =>
  run(removeFileCommand({ kind: 'remove-file', path: PATH, baseSha256 }));
/** Only what was there before and the file itself: nothing half-made stays. */
const names = (): readonly string[] => readdirSync(folder).sort();

describe('a new file', () => {
  it('is there as a whole, for root alone, and nothing else is left', () => {
    expect(write()).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(TEXT);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(names()).toEqual(['hafs.res', 'staged']);
  });
  it('is done when a second run finds it, as after a lost answer', () => {
    write();
    expect(write()).toBe(0);
  });
  it('never replaces one that is there', () => {
    writeFileSync(file, 'somebody’s\n');
    expect(write()).toBe(75);
    expect(readFileSync(file, 'utf8')).toBe('somebody’s\n');
    expect(names()).toEqual(['hafs.res', 'staged']);
  });
  it('is not made when the check refuses it, or the text is another', () => {
    expect(write({ check: ['test', '-d'] })).toBe(76);
    writeFileSync(staged, 'cut');
    expect(write()).toBe(74);
    expect(existsSync(file)).toBe(false);
  });
  it('is not made by a look', () => {
    expect(write({ isReadOnly: true })).toBe(0);
    expect(existsSync(file)).toBe(false);
  });
});

describe('a file in the place of a packaged one', () => {
  const packaged = 'the package’s\n';
  /** dpkg knows one configuration file by its sum, as `dpkg-query --showformat='${Conffiles}\\n'` prints it. */
  const dpkgKnows = (text: string): void => {
    const md5 = createHash('md5').update(text).digest('hex');
    writeFileSync(
      join(tools, 'dpkg-query'),
      `#!/bin/sh\nprintf ' /etc/other %s\\n %s ${md5}\\n' ${md5} '${file}'\n`,
      {
        mode: 0o755,
      },
    );
  };
  it('replaces what nobody has edited, and keeps its permissions', () => {
    dpkgKnows(packaged);
    writeFileSync(file, packaged, { mode: 0o640 });
    expect(write({ replacesPackaged: true })).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(TEXT);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(names()).toEqual(['hafs.res', 'staged']);
    expect(write({ replacesPackaged: true })).toBe(0);
  });
  it('leaves what somebody has edited', () => {
    dpkgKnows(packaged);
    writeFileSync(file, `${packaged}# mine\n`);
    expect(write({ replacesPackaged: true })).toBe(75);
    expect(readFileSync(file, 'utf8')).toBe(`${packaged}# mine\n`);
  });
  it('is simply made where the package brings none, and not made when the check refuses it', () => {
    dpkgKnows(packaged);
    expect(write({ replacesPackaged: true, check: ['test', '-d'] })).toBe(76);
    expect(existsSync(file)).toBe(false);
    expect(write({ replacesPackaged: true })).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(TEXT);
  });
  it('can be read by others where it has to be', () => {
    expect(write({ isReadable: true })).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o644);
  });
});

describe('a file that goes', () => {
  it('goes when it is the reviewed one, and a second run is done', () => {
    writeFileSync(file, TEXT);
    expect(remove(sha256(TEXT))).toBe(0);
    expect(existsSync(file)).toBe(false);
    expect(remove(sha256(TEXT))).toBe(0);
  });
  it('stays when somebody changed it', () => {
    writeFileSync(file, `${TEXT}# mine\n`);
    expect(remove(sha256(TEXT))).toBe(75);
    expect(existsSync(file)).toBe(true);
  });
});

describe('a file that is replaced', () => {
  it('is replaced when it is the reviewed one, and only then', () => {
    writeFileSync(file, 'old\n');
    expect(write({ baseSha256: sha256('older\n') })).toBe(75);
    expect(write({ baseSha256: sha256('old\n') })).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(TEXT);
  });
  it('is replaced where it lies: a link stays a link', () => {
    const real = join(folder, 'real');
    writeFileSync(real, 'old\n');
    symlinkSync('real', file);
    expect(write({ baseSha256: sha256('old\n') })).toBe(0);
    expect(readFileSync(real, 'utf8')).toBe(TEXT);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(names()).toEqual(['hafs.res', 'real', 'staged']);
  });
  it('is left alone where the link leads to nothing', () => {
    symlinkSync('gone', file);
    expect(write({ baseSha256: sha256('old\n') })).toBeGreaterThan(0);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(names()).toEqual(['hafs.res', 'staged']);
  });
});
