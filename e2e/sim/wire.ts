import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A cable to a simulated node that tests can cut without a farewell. It relays bytes between the caller and the node's
 * real port, counts them, and when muted swallows everything in both directions while both ends stay open: exactly what
 * a pulled plug or a frozen machine looks like to TCP.
 */
export class Wire {
  /** Bytes the caller sent, muted or not. */
  bytesFromCaller = 0;
  connections = 0;
  #isMuted = false;
  #isRefusing = false;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  private constructor(targetPort: number) {
    this.#server = createServer((caller) => {
      this.connections += 1;
      if (this.#isRefusing) {
        caller.destroy();
        return;
      }
      const node = connect({ host: '127.0.0.1', port: targetPort, noDelay: true });
      caller.setNoDelay(true);
      this.#join(caller, node, (chunk) => {
        this.bytesFromCaller += chunk.length;
      });
      this.#join(node, caller, () => undefined);
    });
  }

  static async open(targetPort: number, port = 0): Promise<Wire> {
    const wire = new Wire(targetPort);
    await new Promise<void>((resolve) => wire.#server.listen(port, '127.0.0.1', resolve));
    return wire;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** From now on nothing passes and nobody is told. */
  mute(): void {
    this.#isMuted = true;
  }

  /** New connections pass again; those that were muted stay dead, as after a reboot. */
  heal(): void {
    this.#isMuted = false;
    this.#isRefusing = false;
    this.dropAll();
  }

  /** Accepts and closes at once. */
  refuse(): void {
    this.#isRefusing = true;
    this.dropAll();
  }

  /** Resets every connection. */
  dropAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.dropAll();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #join(from: Socket, to: Socket, count: (chunk: Buffer) => void): void {
    this.#sockets.add(from);
    from.on('data', (chunk) => {
      count(chunk);
      if (!this.#isMuted && to.writable) to.write(chunk);
    });
    from.on('error', () => undefined);
    from.on('end', () => {
      if (!this.#isMuted) to.end();
    });
    from.on('close', () => {
      this.#sockets.delete(from);
      if (!this.#isMuted) to.destroy();
    });
  }
}
