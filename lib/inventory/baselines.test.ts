import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import fc from '@/lib/base/property.testing';
import { parseCib } from '@/lib/pacemaker/cib';
import { editClusterProperty } from '@/lib/pacemaker/cib-edits';
import { steadyConfiguration } from '@/lib/pacemaker/cib-steady';
import hafs from '@/lib/pacemaker/fixtures/cib-hafs.json';
import { baselineAfter, firstBaselines, objectsOfEffect } from './baselines';
import { changeLikewise } from './merge-lines';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const numbered = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('a change done likewise to another text', () => {
  const before = numbered('a', 'b', 'c', 'd', 'e', 'f');
  const after = numbered('a', 'b', 'C', 'd', 'e', 'f');
  it('takes over what changed and keeps what somebody else had changed elsewhere', () => {
    // The baseline says `e`, somebody made it `E`, then a job made `c` to `C`.
    const [drifted, job] = [before.replace('e', 'E'), after.replace('e', 'E')];
    expect(changeLikewise(drifted, job, before)).toBe(after);
  });
  it('follows lines that were put in or taken out above', () => {
    const drifted = numbered('new', 'a', 'b', 'c', 'd', 'e', 'f');
    const job = numbered('new', 'a', 'b', 'c', 'x', 'y', 'd', 'e', 'f');
    expect(changeLikewise(drifted, job, before)).toBe(numbered('a', 'b', 'c', 'x', 'y', 'd', 'e', 'f'));
  });
  it('is not guessed where the same place, or a line beside it, differs', () => {
    const drifted = numbered('a', 'b', 'c!', 'd', 'e', 'f');
    expect(changeLikewise(drifted, numbered('a', 'b', 'C', 'd', 'e', 'f'), before)).toBeUndefined();
    expect(changeLikewise(drifted, numbered('a', 'B', 'c!', 'd', 'e', 'f'), before)).toBeUndefined();
  });
  it('is the change itself where nothing else differs', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 })
      .map((lines) => numbered(...lines));
    fc.assert(
      fc.property(text, text, (one, two) => {
        expect(changeLikewise(one, two, one)).toBe(two);
        // Under a place that drifted: the same change there, and the drift left alone.
        const [drifted, kept] = ['P!\nQ\nR\n', 'P\nQ\nR\n'];
        expect(changeLikewise(drifted + one, drifted + two, kept + one)).toBe(kept + two);
      }),
    );
  });
  it('keeps a missing line end at the end of the file', () => {
    expect(changeLikewise('x\na\nb\nc', 'x\na\nb\nd', 'a\nb\nc')).toBe('a\nb\nd');
  });
});

describe('the baseline after a step', () => {
  const file = (text: string) => ({ sha256: sha256(text), text });
  const write = (before: string | null, after: string) => ({
    kind: 'file' as const,
    node: 'node1',
    path: '/etc/haproxy/haproxy.cfg',
    before: before === null ? null : sha256(before),
    after: sha256(after),
    text: after,
  });

  it('is what the job wrote where nothing had drifted', () => {
    expect(baselineAfter(file('a\n'), write('a\n', 'b\n'), 'a\n', sha256)).toEqual(file('b\n'));
    expect(baselineAfter({ sha256: null, text: '' }, write(null, 'b\n'), undefined, sha256)).toEqual(
      file('b\n'),
    );
  });
  it('takes over only the job’s own change: what drifted before stays drift', () => {
    const [adopted, drifted, job] = ['1\n2\n3\n4\n5\n', '1\n2\n3\n4\nfive\n', 'one\n2\n3\n4\nfive\n'];
    expect(baselineAfter(file(adopted), write(drifted, job), drifted, sha256)).toEqual(
      file('one\n2\n3\n4\n5\n'),
    );
  });
  it('stays where nobody can tell whose change it is', () => {
    expect(baselineAfter(file('1\n'), write('2\n', '3\n'), '2\n', sha256)).toBeUndefined();
    expect(baselineAfter(file('1\n'), write('2\n', '3\n'), undefined, sha256)).toBeUndefined();
  });
  it('is met again when drift was planned back', () => {
    expect(baselineAfter(file('1\n'), write('2\n', '1\n'), '2\n', sha256)).toBeUndefined();
  });
  it('is nothing when the job took the file away', () => {
    const gone = { ...write('1\n', ''), after: null, text: '' };
    expect(baselineAfter(file('1\n'), gone, '1\n', sha256)).toEqual({ sha256: null, text: '' });
  });

  it('of the configuration takes over the job’s edits and leaves an outside change drift', () => {
    const steady = (xml: string): string => {
      const cib = parseCib(xml);
      const text = cib.ok ? steadyConfiguration(cib.value.configurationText) : cib;
      if (!text.ok) throw new Error(text.error.what);
      return text.value;
    };
    const outside = hafs.output.replace(
      'name="stonith-enabled" value="true"',
      'name="stonith-enabled" value="false"',
    );
    expect(outside).not.toBe(hafs.output);
    const edits = editClusterProperty(outside, 'cluster-recheck-interval', '5min');
    if (!edits.ok) throw new Error('no edits');
    const next = baselineAfter(
      file(steady(hafs.output)),
      { kind: 'cib', changes: edits.value },
      undefined,
      sha256,
    );
    expect(next?.text).toContain('cluster-recheck-interval');
    expect(next?.text).toContain('name="stonith-enabled" value="true"');
  });
});

describe('what a node’s reading is the first of', () => {
  const PORTS = '/etc/apache2/ports.conf';
  const SITES = '/etc/apache2/sites-enabled';
  const SITE = `${SITES}/000-portal.conf`;
  const CFG = { path: '/etc/haproxy/haproxy.cfg', sha256: 'h' };
  const apache = [
    { path: PORTS, sha256: 'p' },
    { path: SITE, sha256: 's' },
  ];
  const objects = (...args: Parameters<typeof firstBaselines>) =>
    firstBaselines(...args).map(({ object, sha256 }) => `${object} ${sha256}`);
  const others = ['node1:/etc/corosync/corosync.conf null', 'node1:/etc/haproxy/haproxy.cfg h'];
  const notes = (...from: readonly string[]) => from.map((object) => ({ object }));

  it('is its own files, and that there is no Apache2', () => {
    expect(objects('node1', { files: [CFG] }, [])).toEqual([...others, `node1:${PORTS} null`]);
    expect(objects('node1', { files: [CFG, ...apache] }, [])).toEqual([
      ...others,
      `node1:${PORTS} p`,
      `node1:${SITE} s`,
    ]);
  });
  it('is the cluster’s for what lies on HAFS, and nothing for links that lead to nothing', () => {
    const here = { files: [CFG, ...apache], onHafs: [PORTS, SITES] };
    expect(objects('node1', here, [])).toEqual([...others, `*:${PORTS} p`, `*:${SITE} s`]);
    expect(objects('node1', { files: [CFG], elsewhere: [PORTS, SITES] }, [])).toEqual(others);
    // After a failover there is one already.
    const begun = notes(`*:${PORTS}`, 'node1:/etc/haproxy/haproxy.cfg');
    expect(objects('node1', here, begun)).toEqual([]);
  });
  it('is Apache2 alone where a cluster was adopted before it was watched, and nothing that joins later', () => {
    const before = notes('node1:/etc/haproxy/haproxy.cfg', 'node2:/etc/apache2/ports.conf');
    expect(objects('node1', { files: [CFG, ...apache] }, before)).toEqual([
      `node1:${PORTS} p`,
      `node1:${SITE} s`,
    ]);
    const both = [...before, ...notes(`node1:${PORTS}`)];
    expect(objects('node1', { files: [CFG, ...apache] }, both)).toEqual([]);
  });
  it('and a step’s file of Apache may be the node’s or the cluster’s, every other one is the node’s', () => {
    const of = (path: string) =>
      objectsOfEffect({ kind: 'file', node: 'node1', path, before: 'a', after: 'b', text: '' });
    expect(of(PORTS)).toEqual([`node1:${PORTS}`, `*:${PORTS}`]);
    expect(of(CFG.path)).toEqual([`node1:${CFG.path}`]);
  });
});
