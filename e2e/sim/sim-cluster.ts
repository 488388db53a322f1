import type { LoadedCluster } from '@/lib/data/clusters';
import type { DirectoryCluster } from '@/lib/live/protocol';
import { SimNode } from './sim-node';
import { makeKeyPair, type SimAccounts } from './ssh-server';

/** The two-node practice cluster in memory: HAFS and both VIPs on node1, everything healthy. */

export interface SimClusterOptions {
  /** Another login than root, with a password and an empty list of keys. */
  readonly password?: string;
  readonly sudoRefuses?: readonly string[];
}

export const CLUSTER_ID = 'sim-cluster';

export class SimCluster {
  private constructor(
    readonly node1: SimNode,
    readonly node2: SimNode,
    /** The private key that opens both nodes for root and haven. */
    readonly privateKey: string,
  ) {}

  static async start(options: SimClusterOptions = {}): Promise<SimCluster> {
    const keys = makeKeyPair();
    const accounts = (): SimAccounts => ({
      root: { publicKeys: [keys.public], handKeys: [keys.public], sudo: 'all' },
      haven: {
        publicKeys: [keys.public],
        handKeys: [keys.public],
        sudo: 'all',
        password: options.password ?? 'correct horse',
      },
      guest: { publicKeys: [keys.public], handKeys: [keys.public], sudo: 'none' },
    });
    const common = options.sudoRefuses ? { sudoRefuses: options.sudoRefuses } : {};
    const [node1, node2] = await Promise.all([
      SimNode.start({ name: 'node1', accounts: accounts(), ...common }),
      SimNode.start({ name: 'node2', accounts: accounts(), ...common }),
    ]);
    return new SimCluster(node1, node2, keys.private);
  }

  get nodes(): readonly [SimNode, SimNode] {
    return [this.node1, this.node2];
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  /** Commands that no node knew; a test ends by checking that there were none. */
  unexpected(): readonly string[] {
    return this.nodes.flatMap((node) => node.server.unexpected.map((call) => `${node.name}: ${call}`));
  }

  directory(): DirectoryCluster {
    return {
      id: CLUSTER_ID,
      name: 'sim',
      practice: false,
      nodes: this.nodes.map(({ name }) => ({ id: `id-${name}`, name })),
      networks: [
        { role: '1g', name: '1G', cidr: '192.168.10.0/24' },
        { role: '10g', name: '10G', cidr: '10.10.0.0/24' },
      ],
      vips: [
        { id: 'vip-1g', resourceId: 'vip_1g', address: '192.168.10.100', networkRole: '1g' },
        { id: 'vip-10g', resourceId: 'vip_10g', address: '10.10.0.100', networkRole: '10g' },
      ],
      services: [
        {
          id: 'apache',
          name: 'apache',
          mode: 'active-standby',
          resourceId: 'apache',
          unit: 'apache2.service',
          usesHafs: true,
          vipId: 'vip-1g',
        },
      ],
    };
  }

  /** The inventory as the database would give it. */
  loaded(login = 'root'): LoadedCluster {
    return {
      directory: this.directory(),
      nodes: this.nodes.map((node) => ({
        id: `id-${node.name}`,
        name: node.name,
        host: '127.0.0.1',
        port: node.port,
        login,
        hostKey: node.hostKey.public,
        privateKey: this.privateKey,
      })),
    };
  }

  /** The 10G VIP goes from node1 to node2, with the lines real nodes print. */
  moveVip10g(): void {
    const entry = vipEntry(this.node1.answers.ip.stdout);
    this.node1.edit('ip', (text) => text.replace(`,${entry}`, ''));
    this.node2.edit('ip', (text) => text.replace(/("local":"10\.10\.0\.2".*?\})/, `$1,${entry}`));
    for (const node of this.nodes) {
      node.edit('crm_mon', (text) =>
        text.replace(/(<resource id="vip_10g".*?<node name=")node1(" id=")1/s, '$1node2$22'),
      );
    }
    this.node1.say(
      'network',
      'Deleted 3: ens2f0    inet 10.10.0.100/24 brd 10.10.0.255 scope global secondary ens2f0',
    );
    this.node2.say(
      'network',
      '3: ens2f0    inet 10.10.0.100/24 brd 10.10.0.255 scope global secondary ens2f0',
    );
    for (const node of this.nodes) node.say('cluster-log', MOVED_LINE);
  }

  /** The disk under HAFS is lost on node2. */
  failDisk(): void {
    this.node2.edit('events2', (text) => text.replace('disk:UpToDate', 'disk:Diskless'));
    this.node2.edit('proc-drbd', (text) => text.replace('ds:UpToDate/UpToDate', 'ds:Diskless/UpToDate'));
    this.node2.say(
      'drbd',
      '2026-11-22T17:20:00.000000+00:00 change device name:hafs volume:0 minor:0 disk:Diskless',
    );
  }
}

const MOVED_LINE =
  "Nov 22 17:20:00.341 node1 pacemaker-based     [380] (cib_perform_op) \tinfo: +  /cib/status/node_state[@id='2']/lrm[@id='2']/lrm_resources/lrm_resource[@id='vip_10g']/lrm_rsc_op[@id='vip_10g_last_0']:  @operation=start";

function vipEntry(ip: string): string {
  const entry = /\{"family":"inet","local":"10\.10\.0\.100"[^}]*\}/.exec(ip)?.[0];
  if (!entry) throw new Error('the recording has no 10G VIP on node1');
  return entry;
}
