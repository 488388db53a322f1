import { describe, expect, it } from 'vitest';
import type { Probe } from '@/lib/base/probe';
import { readConfigFiles } from './config-files-reader';
import { resultOf } from './outcome-reading';
import { ConnectionMemory, type ReaderContext } from './reader-types';

const PORTS = '/etc/apache2/ports.conf';
const FIXED = ['/etc/corosync/corosync.conf', '/etc/haproxy/haproxy.cfg'];
const HASH = 'a'.repeat(64);

/** A node by what `find` prints and which files `sha256sum` and `test` still meet. */
function nodeWith(find: readonly string[], there: readonly string[], findExit = 1) {
  const asked: string[] = [];
  const probe = async <T>(one: Probe<T>) => {
    const [program = '', ...words] = one.command.argv;
    asked.push(program);
    const paths = words.slice(words.indexOf('--') + 1);
    const met = paths.filter((path) => there.includes(path));
    const [exitCode, stdout] =
      program === 'find'
        ? [findExit, find.map((line) => `${line}\n`).join('')]
        : program === 'sha256sum'
          ? [met.length === paths.length ? 0 : 1, met.map((path) => `${HASH}  ${path}\n`).join('')]
          : [there.includes(words.at(-1) ?? '') ? 0 : 1, ''];
    const exited = { kind: 'exited', exitCode, stdout, stderr: '', truncated: false, durationMs: 1 } as const;
    return resultOf(one, exited, 1_000);
  };
  const context: ReaderContext = {
    nodeName: 'node1',
    directory: () => ({ id: 'c', name: 'c', nodes: [], networks: [], vips: [], services: [] }) as never,
    probe,
    last: () => undefined,
    haproxy: () => undefined,
    note: () => undefined,
    memory: new ConnectionMemory(),
  };
  return { context, asked };
}

describe('reading the watched files', () => {
  it('is one find and one sha256sum, Apache2 included', async () => {
    const { context, asked } = nodeWith(['f 9 /etc/passwd', `f 7 ${PORTS}`], [...FIXED, PORTS]);
    expect(await readConfigFiles(context)).toMatchObject({
      kind: 'value',
      value: { files: [{ path: PORTS }, { path: FIXED[0] }, { path: FIXED[1] }], onHafs: [PORTS] },
    });
    expect(asked).toEqual(['find', 'sha256sum']);
  });
  it('of a node without Apache2, and of one without HAFS, has nothing of it', async () => {
    const without = await readConfigFiles(nodeWith(['f 9 /etc/passwd'], FIXED).context);
    expect(without).toMatchObject({ kind: 'value', value: { files: [{}, {}] } });
    expect(without).not.toHaveProperty('value.elsewhere');
    const { context } = nodeWith(['f 9 /etc/passwd', `l 9 ${PORTS}`], FIXED, 0);
    expect(await readConfigFiles(context)).toMatchObject({
      kind: 'value',
      value: { files: [{}, {}], elsewhere: [PORTS] },
    });
  });
  it('is unknown, and no removal, where HAFS goes while it is read', async () => {
    const { context } = nodeWith(['f 9 /etc/passwd', `f 7 ${PORTS}`], FIXED);
    expect(await readConfigFiles(context)).toMatchObject({ kind: 'unknown', reason: 'command-failed' });
  });
  it('says that a file is gone when the node says so, and never of a folder that is closed', async () => {
    const gone = await readConfigFiles(nodeWith(['f 9 /etc/passwd'], FIXED.slice(0, 1)).context);
    expect(gone).toMatchObject({ kind: 'value', value: { files: [{ path: FIXED[0] }] } });
    const closed = await readConfigFiles(nodeWith(['f 9 /etc/passwd', 'x 9 /etc/drbd.d'], FIXED).context);
    expect(closed).toMatchObject({ kind: 'unknown', reason: 'command-failed' });
  });
});
