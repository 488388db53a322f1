/**
 * Just enough NTP (server mode of RFC 5905, version 4) for the nodes' chrony to follow this machine's clock:
 * a restored snapshot wakes up in the past and must be set right, and a machine with no time source would
 * show a clock state that no real cluster has. Listens on loopback only.
 */
import { createSocket } from 'node:dgram';

const secondsFrom1900To1970 = 2_208_988_800;

export function serveTime(port: number): void {
  const socket = createSocket('udp4');
  socket.on('message', (request, peer) => {
    const reply = timeReply(request, Date.now());
    if (reply) socket.send(reply, peer.port, peer.address);
  });
  socket.on('error', (error) => console.error(`time server: ${error.message}`));
  socket.bind(port, '127.0.0.1');
}

/** Undefined for anything that is no client request. `nowMs` is the host clock, milliseconds since 1970. */
export function timeReply(request: Buffer, nowMs: number): Buffer | undefined {
  if (request.length < 48 || (request.readUInt8(0) & 0x07) !== 3) return undefined;
  const version = (request.readUInt8(0) >> 3) & 0x07;
  const reply = Buffer.alloc(48);
  reply.writeUInt8((version << 3) | 4, 0);
  reply.writeUInt8(2, 1); // stratum: as good as a synchronised server of a campus
  reply.writeInt8(request.readInt8(2), 2);
  reply.writeInt8(-10, 3); // precision: about a millisecond
  reply.writeUInt32BE(0x0000_0100, 4);
  reply.writeUInt32BE(0x0000_0100, 8);
  reply.write('HAVN', 12, 'ascii');
  writeTimestamp(reply, 16, nowMs);
  request.copy(reply, 24, 40, 48);
  writeTimestamp(reply, 32, nowMs);
  writeTimestamp(reply, 40, nowMs);
  return reply;
}

function writeTimestamp(buffer: Buffer, offset: number, ms: number): void {
  const seconds = Math.floor(ms / 1000);
  buffer.writeUInt32BE((seconds + secondsFrom1900To1970) % 2 ** 32, offset);
  buffer.writeUInt32BE(Math.floor(((ms - seconds * 1000) / 1000) * 2 ** 32) % 2 ** 32, offset + 4);
}
