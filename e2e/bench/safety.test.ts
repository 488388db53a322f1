import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addedUp, SAFETY, safetyLine } from './safety';

const line = (attempts: number, failures: number, by: string) => ({
  id: 'R3',
  attempts,
  failures,
  target: `0 run twice in 10,000 (by ${by})`,
  pass: attempts > 0 && failures === 0,
});

describe('a safety figure', () => {
  it('is read from the line that a test printed, and from no other', () => {
    const text = JSON.stringify(line(3, 0, 'kills'));
    expect(safetyLine('R3', text)).toEqual(line(3, 0, 'kills'));
    expect(safetyLine('R2', text)).toBeUndefined();
    expect(safetyLine('R3', 'faults: seed 1')).toBeUndefined();
  });

  it('of several tests is their sum, and holds only if each of them and the run does', () => {
    const good = [line(7, 0, 'kills'), line(5, 0, 'broken wires')];
    expect(addedUp(good, true)).toMatchObject({
      id: 'R3',
      attempts: 12,
      failures: 0,
      target: '0 run twice in 10,000',
      pass: true,
    });
    expect(addedUp(good, false)?.pass).toBe(false);
    expect(addedUp([...good, line(1, 1, 'x')], true)).toMatchObject({ failures: 1, pass: false });
    expect(addedUp([...good, line(0, 0, 'x')], true)?.pass).toBe(false);
    expect(addedUp([], true)).toBeUndefined();
  });

  it('has its tests', () => {
    const root = join(import.meta.dirname, '../..');
    const missing = Object.values(SAFETY)
      .flatMap(({ files }) => files)
      .filter((file) => !existsSync(join(root, file)));
    expect(missing).toEqual([]);
  });
});
