import { describe, expect, it } from 'vitest';
import {
  describeFrame,
  encodeFrame,
  FrameReader,
  judgeFrame,
  type LinkRule,
  type Passage,
} from './frames.ts';

/** A minimal Ethernet + IPv4 frame with the given protocol number and ports. */
function ipFrame(protocol: number, source: number, destination: number, fragmentOffset = 0): Buffer {
  const frame = Buffer.alloc(14 + 20 + 8);
  frame.writeUInt16BE(0x0800, 12);
  frame.writeUInt8(0x45, 14);
  frame.writeUInt16BE(fragmentOffset, 20);
  frame.writeUInt8(protocol, 23);
  frame.writeUInt16BE(source, 34);
  frame.writeUInt16BE(destination, 36);
  return frame;
}

const on10g: Passage = { network: '10g', from: 'node1', to: 'node2' };
const cut = (selector: LinkRule['selector']): LinkRule => ({ selector, effect: { kind: 'cut' } });

describe('describeFrame', () => {
  it('names protocol and ports of TCP and UDP', () => {
    expect(describeFrame(ipFrame(6, 40000, 7788))).toEqual({
      protocol: 'tcp',
      sourcePort: 40000,
      destinationPort: 7788,
    });
    expect(describeFrame(ipFrame(17, 5405, 5405)).protocol).toBe('udp');
  });

  it('takes ARP, later fragments and truncated frames for "no ports known"', () => {
    const arp = Buffer.alloc(42);
    arp.writeUInt16BE(0x0806, 12);
    for (const frame of [arp, ipFrame(6, 1, 7788, 5), ipFrame(6, 1, 7788).subarray(0, 30), Buffer.alloc(0)]) {
      expect(describeFrame(frame).protocol).toBe('other');
    }
  });
});

describe('judgeFrame', () => {
  const drbd = describeFrame(ipFrame(6, 45000, 7788));
  const drbdReply = describeFrame(ipFrame(6, 7788, 45000));
  const corosync = describeFrame(ipFrame(17, 5405, 5405));

  it('cutting the replication drops DRBD both ways and nothing else on the same cable', () => {
    const rules = [cut({ kind: 'replication' })];
    expect(judgeFrame(rules, on10g, drbd).kind).toBe('drop');
    expect(judgeFrame(rules, on10g, drbdReply).kind).toBe('drop');
    expect(judgeFrame(rules, on10g, corosync).kind).toBe('pass');
    expect(judgeFrame(rules, { ...on10g, network: '1g' }, drbd).kind).toBe('pass');
  });

  it('cutting corosync covers both links and leaves DRBD alone', () => {
    const rules = [cut({ kind: 'corosync' })];
    const secondLink = describeFrame(ipFrame(17, 5406, 5406));
    expect(judgeFrame(rules, { ...on10g, network: '1g' }, secondLink).kind).toBe('drop');
    expect(judgeFrame(rules, on10g, corosync).kind).toBe('drop');
    expect(judgeFrame(rules, on10g, drbd).kind).toBe('pass');
  });

  it('cutting a node from a network leaves the other nodes connected', () => {
    const rules = [cut({ kind: 'port', node: 'node1', network: '10g' })];
    expect(judgeFrame(rules, { network: '10g', from: 'node3', to: 'node1' }, drbd).kind).toBe('drop');
    expect(judgeFrame(rules, { network: '10g', from: 'node2', to: 'node3' }, drbd).kind).toBe('pass');
  });

  it('adds delays up, and a cut beats them', () => {
    const slow = (selector: LinkRule['selector'], milliseconds: number): LinkRule => ({
      selector,
      effect: { kind: 'delay', milliseconds },
    });
    const rules = [slow({ kind: 'network', network: '10g' }, 20), slow({ kind: 'replication' }, 30)];
    expect(judgeFrame(rules, on10g, drbd)).toEqual({ kind: 'delay', milliseconds: 50 });
    expect(judgeFrame([...rules, cut({ kind: 'replication' })], on10g, drbd)).toEqual({ kind: 'drop' });
  });
});

describe('FrameReader', () => {
  it('finds the same frames however the stream is cut into chunks', () => {
    const frames = [Buffer.from('first frame'), Buffer.alloc(1514, 7), Buffer.from('x')];
    const stream = Buffer.concat(frames.map(encodeFrame));
    for (const size of [1, 3, 64, 5000]) {
      const reader = new FrameReader();
      const found: Buffer[] = [];
      for (let at = 0; at < stream.length; at += size)
        found.push(...reader.push(stream.subarray(at, at + size)).map((frame) => Buffer.from(frame)));
      expect(found).toEqual(frames);
    }
  });

  it('refuses a length that no frame can have', () => {
    expect(() => new FrameReader().push(Buffer.from([0xff, 0xff, 0xff, 0xff]))).toThrow(/out of range/);
  });
});
