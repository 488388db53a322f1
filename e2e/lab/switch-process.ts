/**
 * The lab's switch, as a process of its own: joins the nodes' 1G and 10G cables, forgets nothing it was told
 * to cut until told to heal, and answers the nodes' clocks (NTP). Usage: tsx switch-process.ts CONFIG.json
 *
 * QEMU listens on one UNIX socket per cable and this process connects, again and again: a node may come and
 * go, and so may the switch. One request per line on the control socket, one JSON line back.
 */
import { readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { describeFrame, encodeFrame, FrameReader, judgeFrame, type LinkRule } from './frames.ts';
import type { SwitchedNetwork } from './settings.ts';
import { serveTime } from './time-server.ts';

export interface SwitchConfig {
  readonly controlSocket: string;
  readonly timePort: number;
  readonly cables: readonly {
    readonly node: string;
    readonly network: SwitchedNetwork;
    readonly socket: string;
  }[];
}

export type SwitchRequest =
  | { readonly op: 'cut' | 'heal'; readonly rule: LinkRule }
  | { readonly op: 'heal-all' }
  | { readonly op: 'status' };

export interface SwitchReply {
  readonly ok: boolean;
  readonly error?: string;
  readonly rules: readonly LinkRule[];
  readonly ports: readonly PortStatus[];
}

export interface PortStatus {
  readonly node: string;
  readonly network: SwitchedNetwork;
  readonly isConnected: boolean;
  readonly framesIn: number;
  readonly framesOut: number;
  readonly dropped: number;
}

/** Often enough that a node's first packets find the switch; seldom enough to cost nothing. */
const reconnectMs = 200;
/** A node that does not read (frozen) must not fill this process's memory; a real switch drops too. */
const maximumBacklogBytes = 4 * 1024 * 1024;

class Port {
  readonly node: string;
  readonly network: SwitchedNetwork;
  private readonly path: string;
  private socket: Socket | undefined;
  framesIn = 0;
  framesOut = 0;
  dropped = 0;

  constructor(node: string, network: SwitchedNetwork, path: string) {
    this.node = node;
    this.network = network;
    this.path = path;
  }

  get isConnected(): boolean {
    return this.socket !== undefined;
  }

  attach(onFrame: (port: Port, frame: Buffer) => void): void {
    const socket = connect(this.path);
    const reader = new FrameReader();
    socket.on('connect', () => {
      this.socket = socket;
    });
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const frame of reader.push(chunk)) onFrame(this, frame);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.socket = undefined;
      setTimeout(() => this.attach(onFrame), reconnectMs);
    });
  }

  send(frame: Buffer): void {
    if (!this.socket || this.socket.writableLength > maximumBacklogBytes) {
      this.dropped += 1;
      return;
    }
    this.framesOut += 1;
    this.socket.write(encodeFrame(frame));
  }
}

class Switch {
  readonly ports: Port[];
  rules: LinkRule[] = [];

  constructor(config: SwitchConfig) {
    this.ports = config.cables.map((cable) => new Port(cable.node, cable.network, cable.socket));
    for (const port of this.ports) port.attach((from, frame) => this.forward(from, frame));
  }

  /** Two or three nodes: flooding is simpler than learning addresses, and a moved VIP needs no relearning. */
  private forward(from: Port, frame: Buffer): void {
    from.framesIn += 1;
    const facts = describeFrame(frame);
    for (const to of this.ports) {
      if (to === from || to.network !== from.network) continue;
      const verdict = judgeFrame(this.rules, { network: from.network, from: from.node, to: to.node }, facts);
      if (verdict.kind === 'pass') to.send(frame);
      else if (verdict.kind === 'drop') to.dropped += 1;
      else setTimeout(() => to.send(frame), verdict.milliseconds);
    }
  }

  handle(request: SwitchRequest): SwitchReply {
    if (request.op === 'heal-all') this.rules = [];
    if (request.op === 'cut' || request.op === 'heal') {
      const key = JSON.stringify(request.rule.selector);
      this.rules = this.rules.filter((rule) => JSON.stringify(rule.selector) !== key);
      if (request.op === 'cut') this.rules.push(request.rule);
    }
    const ports = this.ports.map(({ node, network, isConnected, framesIn, framesOut, dropped }) => ({
      node,
      network,
      isConnected,
      framesIn,
      framesOut,
      dropped,
    }));
    return { ok: true, rules: this.rules, ports };
  }
}

function serveControl(path: string, handle: (request: SwitchRequest) => SwitchReply): void {
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    let partial = '';
    socket.setEncoding('utf8').on('error', () => {});
    socket.on('data', (chunk: string) => {
      const lines = (partial + chunk).split('\n');
      partial = lines.pop() ?? '';
      for (const line of lines) socket.write(`${JSON.stringify(answer(line, handle))}\n`);
    });
  });
  server.listen(path);
}

function answer(line: string, handle: (request: SwitchRequest) => SwitchReply): SwitchReply {
  try {
    return handle(JSON.parse(line) as SwitchRequest);
  } catch (error) {
    return { ok: false, error: String(error), rules: [], ports: [] };
  }
}

const configPath = process.argv[2];
if (configPath === undefined) {
  console.error('usage: switch-process.ts CONFIG.json');
  process.exit(64);
}
const config = JSON.parse(readFileSync(configPath, 'utf8')) as SwitchConfig;
const lanSwitch = new Switch(config);
serveControl(config.controlSocket, (request) => lanSwitch.handle(request));
serveTime(config.timePort);
process.on('SIGTERM', () => process.exit(0));
