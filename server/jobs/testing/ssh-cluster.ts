/**
 * The fake nodes behind real SSH servers: what the engine sends is quoted, goes through `sudo`, a socket and ssh2,
 * is read back as a shell would read it, and may be cut off on the way.
 */
import ssh2 from 'ssh2';
import { makeKeyPair, type SimAccounts, SimSshServer } from '@/e2e/sim/ssh-server';
import { Wire } from '@/e2e/sim/wire';
import type { Command, Outcome } from '@/lib/base/command';
import type { LiveState, NodeLink } from '@/lib/live/protocol';
import { NodeConnection } from '../../ssh/node-connection';
import { FakeCluster, NODES } from './fake-cluster';

interface Linked {
  readonly server: SimSshServer;
  readonly wire: Wire;
  readonly connection: NodeConnection;
}

const LOGIN = 'haven';

/** One in a few hundred of ssh2's own new keys it cannot read itself (1.17.0). */
function usableKeyPair(): ReturnType<typeof makeKeyPair> {
  for (;;) {
    const pair = makeKeyPair();
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}

export class SshCluster extends FakeCluster {
  private readonly links = new Map<string, Linked>();
  /** Cut this node's wire when the next command of this program about that unit was carried out, before its answer is sent. */
  cutAfter: { readonly node: string; readonly program: string; readonly about: string } | undefined;

  async open(): Promise<this> {
    const user = usableKeyPair();
    for (const node of NODES) {
      const host = usableKeyPair();
      const accounts: SimAccounts = { [LOGIN]: { publicKeys: [user.public], handKeys: [], sudo: 'all' } };
      const server = await SimSshServer.start(host.private, accounts, {
        run: ({ argv }, stdin) => this.serve(node, argv, stdin),
      });
      const wire = await Wire.open(server.port, 0);
      const target = {
        host: '127.0.0.1',
        port: wire.port,
        login: LOGIN,
        hostKey: host.public,
        credential: { kind: 'key', privateKey: user.private },
      } as const;
      const connection = new NodeConnection(target);
      connection.start();
      this.links.set(node, { server, wire, connection });
    }
    return this;
  }

  async close(): Promise<void> {
    for (const { connection, wire, server } of this.links.values()) {
      await connection.stop();
      await wire.close();
      await server.stop();
    }
  }

  /** Every command line that reached a node, as a shell would have read it. */
  get unexpected(): readonly string[] {
    return [...this.links.values()].flatMap(({ server }) => server.unexpected);
  }

  override state(): LiveState {
    const links: Record<string, NodeLink> = {};
    for (const node of NODES) {
      const { state, since } = this.links.get(node)?.connection.status ?? { state: 'connecting', since: 0 };
      links[`id-${node}`] = { state, since, streams: {} };
    }
    return { ...super.state(), links };
  }

  override run(_clusterId: string, node: string, command: Command): Promise<Outcome> {
    const link = this.links.get(node);
    return link
      ? link.connection.run(command)
      : Promise.resolve({ kind: 'unreachable', message: 'no such node' });
  }

  private serve(node: string, argv: readonly string[], stdin: string) {
    const outcome = this.carryOut(node, argv, stdin);
    if (outcome.kind !== 'exited') return undefined;
    const { exitCode, stdout, stderr } = outcome;
    const { cutAfter } = this;
    const isAbout = argv.some((word) => word.replace('.service', '').endsWith(cutAfter?.about ?? ''));
    if (cutAfter?.node === node && argv[0] === cutAfter.program && isAbout) {
      this.cutAfter = undefined;
      this.links.get(node)?.wire.dropAll();
      return { isHanging: true };
    }
    return { exitCode, stdout, stderr };
  }
}
