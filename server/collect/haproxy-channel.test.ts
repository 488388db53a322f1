import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StreamHandle } from '../ssh/stream-channel';
import { HaproxyChannel } from './haproxy-channel';

afterEach(() => void vi.useRealTimers());

const STAT = '# pxname,svname,status,weight,act,bck,chkdown,lastchg\nweb,BACKEND,UP,1,1,0,0,1\n';
const INFO = 'Name: HAProxy\nVersion: 2.6.12\nPid: 1\nUptime_sec: 9\nStopping: 0\n';

function open() {
  const written: string[] = [];
  const renew = vi.fn();
  const handle = { write: (text: string) => void written.push(text), stop: () => undefined };
  const channel = new HaproxyChannel(handle as unknown as StreamHandle, renew);
  const say = (text: string) => {
    for (const line of text.split('\n')) channel.onLine(line);
  };
  return { channel, written, renew, say };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the conversation with HAProxy', () => {
  it('asks a second question only after the first was answered: an answer is never older than its question', async () => {
    const { channel, written, say } = open();
    const first = channel.ask();
    const second = channel.ask();
    await settled();
    const asked = written.length;
    expect(asked).toBe(2); // the prompt, and one question
    say(`${INFO}\n${STAT}`);
    await first;
    await settled();
    expect(written).toHaveLength(asked + 1);
    say(`${INFO}\n${STAT}`);
    expect((await second).kind).toBe((await first).kind);
  });

  it('is over when a question was not answered in time: the late answer would be taken for the next one', async () => {
    vi.useFakeTimers();
    const { channel, renew, say } = open();
    const first = channel.ask();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await first).toMatchObject({ kind: 'unknown', reason: 'timed-out' });
    expect(renew).toHaveBeenCalledTimes(1);
    const second = channel.ask();
    say(`${INFO}\n${STAT}`);
    expect(await second).toMatchObject({ kind: 'unknown', reason: 'stream-dead' });
  });
});
