import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOCK_EXIT, LOCK_FILE, lockedCommand, TURN_PLACEHOLDER, underLock } from './node-lock';

/** The script itself, in a real shell with the real flock, on a file of the test's own. */

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haven-lock-'));
  file = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const words = (haven: string, turn: number, argv: readonly [string, ...string[]]): string[] =>
  underLock(argv, { haven, turn: `${turn}` }).map((word) => word.replaceAll(LOCK_FILE, file));

/** @returns exit status and output */
function run(
  haven: string,
  turn: number,
  argv: readonly [string, ...string[]],
): Promise<{ readonly code: number | string; readonly out: string }> {
  const [program = '', ...rest] = words(haven, turn, argv);
  return new Promise((resolve) => {
    execFile(program, rest, (error, stdout) =>
      resolve({ code: error ? (error.code ?? String(error.signal)) : 0, out: stdout }),
    );
  });
}

const count = (): number => {
  try {
    return readFileSync(join(folder, 'ran'), 'utf8').length;
  } catch {
    return 0;
  }
};
const mark = ['sh', '-c', `printf x >> "$1"`, 'mark'] as const;
const marking = (): readonly [string, ...string[]] => [...mark, join(folder, 'ran')];
const fileText = (): string => readFileSync(file, 'utf8').trim();

describe('the lock of a node', () => {
  it('runs the command as it is: its words, its input, its output, its exit status', async () => {
    const odd = 'a b$HOME`id`\'"\n%n';
    expect(await run('h1', 1, ['printf', '%s', odd])).toEqual({ code: 0, out: odd });
    expect(await run('h1', 2, ['sh', '-c', 'exit 103'])).toMatchObject({ code: 103 });
    expect(await run('h1', 3, ['sh', '-c', 'kill -SEGV $$'])).toMatchObject({ code: 139 });
    const [program = '', ...rest] = words('h1', 4, ['cat']);
    const child = spawn(program, rest);
    child.stdin.end('from outside');
    const text = await new Promise((resolve) => child.stdout.once('data', (data) => resolve(`${data}`)));
    expect(text).toBe('from outside');
  });

  it('lets one at a time in: of twenty at once, each with its own turn, no two overlap', async () => {
    const alone = [
      'sh',
      '-c',
      'mkdir "$1" && sleep 0.05 && rmdir "$1"',
      'alone',
      join(folder, 'inside'),
    ] as const;
    const ends = await Promise.all(Array.from({ length: 20 }, (_, index) => run('h1', index + 1, alone)));
    const codes = ends.map((end) => end.code);
    expect(codes.filter((code) => code === 0).length).toBeGreaterThan(0);
    // 1 would be a mkdir that found another one inside.
    expect(
      [...new Set(codes)].every((code) => [0, LOCK_EXIT.busy, LOCK_EXIT.old].includes(Number(code))),
    ).toBe(true);
  });

  it('runs one turn once, however often and in whatever order it arrives', async () => {
    const ends = await Promise.all(Array.from({ length: 20 }, () => run('h1', 7, marking())));
    expect(ends.filter((end) => end.code === 0)).toHaveLength(1);
    expect(await run('h1', 7, marking())).toMatchObject({ code: LOCK_EXIT.old });
    expect(await run('h1', 6, marking())).toMatchObject({ code: LOCK_EXIT.old });
    expect(count()).toBe(1);
    expect(await run('h1', 8, marking())).toMatchObject({ code: 0 });
    expect(fileText()).toBe('h1 8');
  });

  it('keeps another Haven out while the last change is fresh, and lets it in later', async () => {
    await run('h1', 9, marking());
    expect(await run('h2', 100, marking())).toMatchObject({ code: LOCK_EXIT.other });
    expect(fileText()).toBe('h1 9');
    const old = new Date(Date.now() - 12 * 60_000);
    utimesSync(file, old, old);
    expect(await run('h2', 100, marking())).toMatchObject({ code: 0 });
    // And the first one is the other one now.
    expect(await run('h1', 10, marking())).toMatchObject({ code: LOCK_EXIT.other });
    expect(count()).toBe(2);
  });

  it('is held until the command ends, also when what started it is killed', async () => {
    const [program = '', ...rest] = words('h1', 1, ['sleep', '30']);
    const child = spawn(program, rest, { detached: true });
    const ended = new Promise((resolve) => child.once('close', resolve));
    while ((await run('h1', 0, ['true'])).code !== LOCK_EXIT.busy) await new Promise((r) => setTimeout(r, 5));
    expect(await run('h1', 2, marking())).toMatchObject({ code: LOCK_EXIT.busy });
    // As systemd does it: the whole unit.
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
    await ended;
    expect(await run('h1', 3, marking())).toMatchObject({ code: 0 });
  });

  it('is not kept by a helper that the command leaves in the background', async () => {
    const leaving = ['sh', '-c', 'sleep 5 >/dev/null 2>&1 & exit 0'] as const;
    expect(await run('h1', 1, leaving)).toMatchObject({ code: 0 });
    expect(await run('h1', 2, marking())).toMatchObject({ code: 0 });
  });

  it('refuses when what it wrote cannot be read as its own', async () => {
    writeFileSync(file, 'h1 garbage\n');
    expect(await run('h1', 5, marking())).toMatchObject({ code: LOCK_EXIT.old });
    expect(count()).toBe(0);
  });
});

describe('its command', () => {
  it('is taken apart again, and nothing else is taken for it', () => {
    const argv = ['cibadmin', '--patch'] as const;
    expect(lockedCommand(underLock(argv, TURN_PLACEHOLDER))).toEqual({ turn: TURN_PLACEHOLDER, argv });
    expect(lockedCommand(['sh', '-c', 'true', 'haven-lock', 'h', '1'])).toBeUndefined();
    expect(() => underLock(argv, { haven: 'a b', turn: '1' })).toThrow(RangeError);
    expect(() => underLock(argv, { haven: 'a', turn: '-1' })).toThrow(RangeError);
  });

  it('holds nothing that systemd would expand but the dollars it is given twice', () => {
    expect(underLock(['true'], TURN_PLACEHOLDER).join(' ')).not.toContain('%');
  });
});
