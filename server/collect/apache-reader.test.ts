import { describe, expect, it } from 'vitest';
import type { Probe } from '@/lib/base/probe';
import { readApache } from './apache-reader';
import { resultOf } from './outcome-reading';
import { ConnectionMemory, type ReaderContext } from './reader-types';

type Answer = readonly [exitCode: number, stdout: string];

/** A node by what it answers, by program; `cat` by path. */
function contextOf(answers: Readonly<Record<string, Answer>>): ReaderContext {
  return {
    nodeName: 'node1',
    directory: () => ({ id: 'c', name: 'c', nodes: [], networks: [], vips: [], services: [] }) as never,
    probe: async <T>(probe: Probe<T>) => {
      const [program, ...words] = probe.command.argv;
      const key = program === 'cat' ? `cat ${words.at(-1)}` : program;
      const [exitCode, stdout] = answers[key] ?? [127, ''];
      const exited = {
        kind: 'exited',
        exitCode,
        stdout,
        stderr: '',
        truncated: false,
        durationMs: 1,
      } as const;
      return resultOf(probe, exited, 1_000);
    },
    last: () => undefined,
    haproxy: () => undefined,
    note: () => undefined,
    memory: new ConnectionMemory(),
  };
}

const PORTS = '/etc/apache2/ports.conf';
const SS = 'LISTEN 0 511 192.168.10.100:80 0.0.0.0:* users:(("apache2",pid=1,fd=3))\n';

describe('reading Apache2', () => {
  it('tells files, where they lie, and sockets', async () => {
    const read = await readApache(
      contextOf({
        find: [0, `f ${PORTS}\n`],
        realpath: [0, '/srv/hafs/apache2/ports.conf\n'],
        ss: [0, SS],
        [`cat ${PORTS}`]: [0, 'Listen 192.168.10.100:80\n'],
      }),
    );
    expect(read).toMatchObject({
      kind: 'value',
      value: {
        files: [
          {
            path: PORTS,
            realPath: '/srv/hafs/apache2/ports.conf',
            content: { view: { listens: [{ port: 80 }] } },
          },
        ],
        sockets: [{ address: '192.168.10.100', port: 80 }],
      },
    });
  });

  it('says of a node without HAFS that its links lead to nothing, which is no failure', async () => {
    const read = await readApache(
      contextOf({
        find: [0, `l ${PORTS}\nl /etc/apache2/sites-enabled\n`],
        realpath: [0, '/srv/hafs/apache2/ports.conf\n/srv/hafs/apache2/sites-enabled\n'],
        ss: [0, ''],
      }),
    );
    expect(read).toMatchObject({
      kind: 'value',
      value: { files: [{ path: PORTS, realPath: '/srv/hafs/apache2/ports.conf' }, {}], sockets: [] },
    });
    expect(JSON.stringify(read)).not.toContain('content');
  });

  it('is unknown, and says why, where nothing is installed or a text is missing', async () => {
    expect(await readApache(contextOf({ find: [1, ''] }))).toMatchObject({
      kind: 'unknown',
      reason: 'not-installed',
    });
    const gone = {
      find: [0, `f ${PORTS}\n`],
      realpath: [0, '/x\n'],
      ss: [0, SS],
      [`cat ${PORTS}`]: [1, ''],
    } as const;
    expect(await readApache(contextOf(gone))).toMatchObject({ kind: 'unknown', reason: 'command-failed' });
  });

  it('leaves out sockets that could not be asked', async () => {
    const read = await readApache(
      contextOf({
        find: [0, `f ${PORTS}\n`],
        realpath: [0, `${PORTS}\n`],
        [`cat ${PORTS}`]: [0, 'Listen 80\n'],
      }),
    );
    expect(read.kind === 'value' && read.value.sockets).toBeUndefined();
  });
});
