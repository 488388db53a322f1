import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { answerCommand } from './answer-probe';

const run = promisify(execFile);
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that says these one after the other, the last one for ever. */
async function serving(...codes: readonly number[]): Promise<number> {
  const left = [...codes];
  const server = createServer((_request, response) => {
    response.writeHead((left.length > 1 ? left.shift() : left[0]) ?? 500).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** The command as it is, with less patience. */
async function asked(port: number, isHttp: boolean, patience: number): Promise<string> {
  const { argv } = answerCommand({ address: '127.0.0.1', port, isHttp });
  const [program, ...args] = [...argv.slice(0, -1), `${patience}`];
  return (await run(program ?? '', args)).stdout;
}

describe('asking a service the way a client does', () => {
  it('waits until the server behind HAProxy answers, and takes no 503 for one', async () => {
    expect(await asked(await serving(503, 404), true, 10)).toBe('HTTP/1.1 404 Not Found\n');
    await expect(asked(await serving(503), true, 2)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('503'),
    });
  });

  it('is content with a connection where it is not HTTP', async () => {
    expect(await asked(await serving(503), false, 5)).toBe('open\n');
  });

  it('names the address that does not answer', async () => {
    await expect(asked(1, false, 1)).rejects.toMatchObject({ stderr: '127.0.0.1:1: no connection\n' });
  });

  it('takes nothing but an IPv4 address and a port', () => {
    expect(() => answerCommand({ address: '-x', port: 80, isHttp: true })).toThrow(RangeError);
    expect(() => answerCommand({ address: '10.0.0.1', port: 0, isHttp: true })).toThrow(RangeError);
  });
});
