import { describe, expect, it } from 'vitest';
import { parseHaproxyConfig } from './config-file';
import { lostServices } from './service-loss';

const cfg = (...servers: string[]) =>
  parseHaproxyConfig(`backend b\n${servers.map((line) => `  server ${line}\n`).join('')}`);
const running = (...lines: string[]) => ({
  backends: [
    {
      name: 'b',
      status: 'UP',
      activeServers: 1,
      backupServers: 0,
      currentSessions: 0,
      totalSessions: 0,
      queue: 0,
      servers: lines.map((line) => {
        const [name = '', ...status] = line.split(' ');
        return {
          name,
          status: status.join(' '),
          backup: false,
          weight: 1,
          currentSessions: 0,
          totalSessions: 0,
        };
      }),
    },
  ],
});
const BOTH = cfg('n1 10.0.0.1:80 check', 'n2 10.0.0.2:80 check');

describe('a service that answers', () => {
  it('is lost when only servers stay that do not answer', () => {
    const after = cfg('n2 10.0.0.2:80 check');
    expect(lostServices(running('n1 UP', 'n2 DOWN'), BOTH, after)).toEqual(['b']);
    expect(lostServices(running('n1 UP', 'n2 UP'), BOTH, after)).toEqual([]);
  });
  it('is lost when the answering server stays disabled or without weight', () => {
    for (const word of ['disabled', 'weight 0'])
      expect(lostServices(running('n1 UP'), BOTH, cfg(`n1 10.0.0.1:80 ${word}`))).toEqual(['b']);
  });
  it('is not lost by renaming its server', () => {
    expect(lostServices(running('n1 UP'), BOTH, cfg('first 10.0.0.1:80 check'))).toEqual([]);
  });
  it('is not lost when it did not answer before, or goes as a whole', () => {
    expect(lostServices(running('n1 DOWN'), BOTH, cfg('n3 10.0.0.3:80'))).toEqual([]);
    expect(lostServices(running('n1 UP'), BOTH, parseHaproxyConfig('global\n'))).toEqual([]);
  });
  it('is not judged where servers come from DNS', () => {
    const after = parseHaproxyConfig('backend b\n  server-template n 1-3 x.local:80\n');
    expect(lostServices(running('n1 UP'), BOTH, after)).toEqual([]);
  });
});
