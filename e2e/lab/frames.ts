/**
 * Ethernet frames as the lab's switch sees them: taking QEMU's stream apart, and deciding which rules apply
 * to a frame. Pure. A frame that cannot be understood is treated as "no IP": only whole-link rules touch it.
 */
import { ports, type SwitchedNetwork } from './settings.ts';

/** What a rule is about: one node's cable, a whole network, or one kind of traffic on the networks. */
export type LinkSelector =
  | { readonly kind: 'port'; readonly node: string; readonly network: SwitchedNetwork }
  | { readonly kind: 'network'; readonly network: SwitchedNetwork }
  /** DRBD's TCP connection and nothing else on the 10G network. */
  | { readonly kind: 'replication' }
  /** Corosync's UDP packets on all networks. */
  | { readonly kind: 'corosync' };

export interface FrameFacts {
  readonly protocol: 'tcp' | 'udp' | 'other';
  readonly sourcePort: number;
  readonly destinationPort: number;
}

const notIp: FrameFacts = { protocol: 'other', sourcePort: 0, destinationPort: 0 };
const ethernetHeader = 14;
const etherTypeIpv4 = 0x0800;

export function describeFrame(frame: Buffer): FrameFacts {
  if (frame.length < ethernetHeader + 20 || frame.readUInt16BE(12) !== etherTypeIpv4) return notIp;
  const headerLength = (frame.readUInt8(ethernetHeader) & 0x0f) * 4;
  const protocol = frame.readUInt8(ethernetHeader + 9);
  const fragmentOffset = frame.readUInt16BE(ethernetHeader + 6) & 0x1fff;
  const payload = ethernetHeader + headerLength;
  if (fragmentOffset !== 0 || headerLength < 20 || frame.length < payload + 4) return notIp;
  if (protocol !== 6 && protocol !== 17) return notIp;
  return {
    protocol: protocol === 6 ? 'tcp' : 'udp',
    sourcePort: frame.readUInt16BE(payload),
    destinationPort: frame.readUInt16BE(payload + 2),
  };
}

export interface Passage {
  readonly network: SwitchedNetwork;
  readonly from: string;
  readonly to: string;
}

export function selectorMatches(selector: LinkSelector, passage: Passage, facts: FrameFacts): boolean {
  switch (selector.kind) {
    case 'port':
      return (
        selector.network === passage.network &&
        (selector.node === passage.from || selector.node === passage.to)
      );
    case 'network':
      return selector.network === passage.network;
    case 'replication':
      return passage.network === '10g' && facts.protocol === 'tcp' && usesPort(facts, ports.drbd);
    case 'corosync':
      return facts.protocol === 'udp' && usesPort(facts, ports.corosync);
  }
}

/** Knet uses the configured port on link 0 and the next one on link 1. */
function usesPort(facts: FrameFacts, port: number): boolean {
  const isSame = (candidate: number): boolean =>
    candidate === port || (port === ports.corosync && candidate === port + 1);
  return isSame(facts.sourcePort) || isSame(facts.destinationPort);
}

export interface LinkRule {
  readonly selector: LinkSelector;
  readonly effect: { readonly kind: 'cut' } | { readonly kind: 'delay'; readonly milliseconds: number };
}

export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'delay'; readonly milliseconds: number };

/** A cut beats every delay; delays add up, as they would along a path. */
export function judgeFrame(rules: readonly LinkRule[], passage: Passage, facts: FrameFacts): Verdict {
  let milliseconds = 0;
  for (const rule of rules) {
    if (!selectorMatches(rule.selector, passage, facts)) continue;
    if (rule.effect.kind === 'cut') return { kind: 'drop' };
    milliseconds += rule.effect.milliseconds;
  }
  return milliseconds > 0 ? { kind: 'delay', milliseconds } : { kind: 'pass' };
}

/** QEMU's `-netdev stream` framing: a 4-byte big-endian length, then the frame. */
export class FrameReader {
  private pending: Buffer = Buffer.alloc(0);

  /** Returns the frames completed by this chunk. Throws on a length no Ethernet frame can have. */
  push(chunk: Buffer): Buffer[] {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    const frames: Buffer[] = [];
    let offset = 0;
    while (this.pending.length - offset >= 4) {
      const length = this.pending.readUInt32BE(offset);
      if (length === 0 || length > 70_000) throw new Error(`frame length ${length} out of range`);
      if (this.pending.length - offset - 4 < length) break;
      frames.push(this.pending.subarray(offset + 4, offset + 4 + length));
      offset += 4 + length;
    }
    this.pending = this.pending.subarray(offset);
    return frames;
  }
}

export function encodeFrame(frame: Buffer): Buffer {
  const out = Buffer.allocUnsafe(4 + frame.length);
  out.writeUInt32BE(frame.length, 0);
  frame.copy(out, 4);
  return out;
}
