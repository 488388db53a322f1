import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { upkeepCommand, upkeepIn } from './node-lease';
import {
  LEASE_SECONDS,
  LOCK_EXIT,
  LOCK_FILE,
  lockedCommand,
  lockProblem,
  TURN_PLACEHOLDER,
  type Upkeep,
  underLock,
  upkeepScript,
} from './node-lock';

/** The script itself, in a real shell with the real flock, on a file of the test's own. */

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haven-lock-'));
  file = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const here = (argv: readonly string[]): string[] => argv.map((word) => word.replaceAll(LOCK_FILE, file));
const unitOf = (turn: number): string => `haven-job-${turn}`;
const words = (haven: string, turn: number, argv: readonly [string, ...string[]]): string[] =>
  here(underLock(argv, { haven, turn: `${turn}` }, unitOf(turn)));

interface Ended {
  readonly code: number | string;
  readonly out: string;
  readonly said: string;
}

function execute([program = '', ...rest]: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, rest, (error, out, said) =>
      resolve({ code: error ? (error.code ?? String(error.signal)) : 0, out, said }),
    );
  });
}
const run = (haven: string, turn: number, argv: readonly [string, ...string[]]): Promise<Ended> =>
  execute(words(haven, turn, argv));
const upkeep = (what: Upkeep, haven: string, units = 'haven-job-'): Promise<Ended> =>
  execute(here(upkeepScript(what, haven, units)));

/** Nobody has been heard here for that long. */
function age(seconds: number): void {
  const at = new Date(Date.now() - seconds * 1000);
  utimesSync(file, at, at);
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
    expect(await run('h1', 1, ['printf', '%s', odd])).toEqual({ code: 0, out: odd, said: '' });
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
    expect(fileText()).toMatch(/^h1 8 haven-job-8 \d{4}-\d\d-\d\dT[\d:]{8}\+00:00$/);
  });

  it('keeps another Haven out while the holder was heard of lately, says who it is, and lets it in later', async () => {
    await run('h1', 9, marking());
    age(20);
    const refused = await run('h2', 100, marking());
    expect(refused.code).toBe(LOCK_EXIT.held);
    expect(fileText()).toMatch(/^h1 9 /);
    const problem = lockProblem('node1', 'held', refused.said);
    expect(problem).toMatchObject({ id: 'node-held', params: { haven: 'h1', unit: 'haven-job-9' } });
    expect(Math.abs(Date.parse(problem.params.since ?? '') - Date.now())).toBeLessThan(60_000);
    // A busy machine may have been slow to say no; never more than what is left.
    const seconds = Number(problem.params.seconds);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(LEASE_SECONDS - 19);
    age(LEASE_SECONDS + 2);
    expect(await run('h2', 100, marking())).toMatchObject({ code: 0 });
    // And the first one is the other one now.
    expect(await run('h1', 10, marking())).toMatchObject({ code: LOCK_EXIT.held });
    expect(count()).toBe(2);
  });

  it('counts the lease from the end of a command, not from its start', async () => {
    await run('h1', 1, ['touch', '-d', '10 minutes ago', file]);
    expect(await run('h2', 1, marking())).toMatchObject({ code: LOCK_EXIT.held });
  });

  it('is let go by its own job alone, and a late command of that job still finds it past', async () => {
    await run('h1', 5, marking());
    expect(await upkeep('release', 'h2')).toMatchObject({ code: LOCK_EXIT.held });
    expect(await upkeep('release', 'h1', 'haven-other-')).toMatchObject({ code: LOCK_EXIT.held });
    expect(await run('h2', 1, marking())).toMatchObject({ code: LOCK_EXIT.held });
    expect(await upkeep('release', 'h1')).toMatchObject({ code: 0 });
    expect(await run('h2', 1, marking())).toMatchObject({ code: 0 });
    expect(await upkeep('release', 'h2')).toMatchObject({ code: 0 });
    // Two Havens later, the first one's last turn is not forgotten.
    expect(await run('h1', 5, marking())).toMatchObject({ code: LOCK_EXIT.old });
    expect(await run('h1', 6, marking())).toMatchObject({ code: 0 });
    expect(fileText().split('\n')).toHaveLength(2);
    expect(count()).toBe(3);
  });

  it('is kept for a job between its steps, by that job alone', async () => {
    await run('h1', 5, marking());
    age(LEASE_SECONDS - 5);
    expect(await upkeep('keep', 'h2')).toMatchObject({ code: LOCK_EXIT.held });
    expect(await upkeep('keep', 'h1')).toMatchObject({ code: 0 });
    age(0);
    expect(await run('h2', 1, marking())).toMatchObject({ code: LOCK_EXIT.held });
    await upkeep('release', 'h1');
    expect(await upkeep('keep', 'h1')).toMatchObject({ code: LOCK_EXIT.held });
    expect(await run('h2', 1, marking())).toMatchObject({ code: 0 });
  });

  it('is free when a person has emptied its file', async () => {
    await run('h1', 5, marking());
    await execute(['truncate', '--size=0', file]);
    expect(await run('h2', 1, marking())).toMatchObject({ code: 0 });
  });

  it('refuses where its file cannot be opened', async () => {
    const nowhere = words('h1', 1, marking()).map((word) => word.replaceAll(file, `${folder}/no/lock`));
    expect(await execute(nowhere)).toMatchObject({ code: LOCK_EXIT.unwritable });
    expect(count()).toBe(0);
  });

  it('is held until the command ends, also when what started it is killed', async () => {
    const [program = '', ...rest] = words('h1', 1, ['sleep', '600']);
    const child = spawn(program, rest, { detached: true });
    const ended = new Promise((resolve) => child.once('close', resolve));
    while ((await run('h1', 0, ['true'])).code !== LOCK_EXIT.busy) await new Promise((r) => setTimeout(r, 5));
    // It has the lock, and says so a moment later.
    while (fileText() === '') await new Promise((r) => setTimeout(r, 5));
    const busy = await run('h2', 2, marking());
    expect(busy.code).toBe(LOCK_EXIT.busy);
    expect(lockProblem('node1', 'busy', busy.said)).toMatchObject({
      id: 'node-busy',
      params: { haven: 'h1', unit: 'haven-job-1' },
    });
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

  it('never names a holder it could not read', () => {
    for (const said of ['', 'sh: not found\n', 'h1 1 u 2026\nx\ny\n'])
      expect(lockProblem('node1', 'held', said).id).toBe('not-started');
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
    expect(lockedCommand(underLock(argv, TURN_PLACEHOLDER, 'u'))).toEqual({
      turn: TURN_PLACEHOLDER,
      unit: 'u',
      argv,
    });
    const kept = upkeepCommand('release', 'node1', 'h1', 'job');
    expect(upkeepIn(kept.argv)).toEqual({ what: 'release', haven: 'h1', units: 'haven-job-' });
    expect(upkeepIn(['systemd-run', '--', 'true'])).toBeUndefined();
    expect(lockedCommand(['sh', '-c', 'true', 'haven-lock', 'h', '1', 'u'])).toBeUndefined();
    expect(() => underLock(argv, { haven: 'a b', turn: '1' }, 'u')).toThrow(RangeError);
    expect(() => underLock(argv, { haven: 'a', turn: '-1' }, 'u')).toThrow(RangeError);
  });

  it('holds nothing that systemd would expand but the dollars it is given twice', () => {
    const scripts = [underLock(['true'], TURN_PLACEHOLDER, 'u'), upkeepScript('keep', 'h', 'u')];
    expect([...scripts, upkeepScript('release', 'h', 'u')].join(' ')).not.toContain('%');
    expect(upkeepCommand('keep', 'node1', 'h', 'job').argv.join(' ').replaceAll('$$', '')).not.toContain('$');
  });
});
