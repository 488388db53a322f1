import { describe, expect, it } from 'vitest';
import { parseLook, parseStat, percentOfCore, sessionRoot, ticksByName, treeTicks } from './node-cpu';

const stat = (
  pid: number,
  name: string,
  parent: number,
  [utime, stime, cutime, cstime]: readonly number[],
): string =>
  `${pid} (${name}) S ${parent} 1 1 0 -1 4194560 100 0 0 0 ${utime} ${stime} ${cutime} ${cstime} 20 0 1 0 100 1000 10`;

const LOOK = [
  '100',
  '--',
  stat(1, 'systemd', 0, [500, 100, 9000, 9000]),
  stat(300, 'sshd', 1, [5, 5, 700, 700]),
  stat(400, 'sshd', 300, [10, 20, 30, 40]),
  stat(401, 'sh', 400, [1, 1, 0, 0]),
  stat(402, 'tail', 401, [2, 3, 0, 0]),
  stat(500, 'sshd', 300, [9, 9, 9, 9]),
  stat(501, 'bash', 500, [1, 1, 1, 1]),
  stat(900, 'pacemaker-based', 800, [7, 8, 0, 0]),
  '--',
  '/proc/402/environ:SSH_CONNECTION=10.0.2.2 54052',
  '/proc/501/environ:SSH_CONNECTION=10.0.2.2 54053',
].join('\n');

describe('CPU of a session on a node', () => {
  const look = parseLook(LOOK, 1_000_000);

  it('adds up the session, what runs below it and what ended below it', () => {
    expect(treeTicks(look, 400)).toBe(10 + 20 + 30 + 40 + 2 + 5);
  });

  it('finds the session by its client port, and never takes the listener for one', () => {
    expect(sessionRoot(look, 54_052)).toBe(400);
    expect(sessionRoot(look, 54_053)).toBe(500);
    expect(sessionRoot(look, 54_054)).toBeUndefined();
  });

  it('counts a daemon without what it started', () => {
    expect(ticksByName(look, new Set(['systemd', 'pacemaker-based']))).toEqual(
      new Map([
        ['systemd', 600],
        ['pacemaker-based', 15],
      ]),
    );
  });

  it('states percent of one core over the time between two looks', () => {
    expect(percentOfCore(50, look, { ...look, nodeTime: 1_010_000 })).toBeCloseTo(5);
    expect(percentOfCore(50, look, look)).toBeNaN();
  });
});

describe('parseStat', () => {
  it('reads names with blanks and parentheses', () => {
    expect(parseStat(stat(7, 'a (b) c', 3, [1, 2, 3, 4]))).toEqual({
      pid: 7,
      parent: 3,
      name: 'a (b) c',
      own: 3,
      waited: 7,
    });
  });
  it('takes no line that is cut short for a process', () => {
    expect(parseStat('')).toBeUndefined();
    expect(parseStat('7 (cat S 1')).toBeUndefined();
  });
});
