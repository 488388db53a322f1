/**
 * A scenario as a file that people can read and write: resources one per line, DRBD in the words of `drbdadm
 * status`, only what differs from a healthy node. Used by tests, and by the recorder to write what tools answered.
 */

import type { UnknownReason } from '@/lib/base/observation';
import type { CorosyncReading } from '@/lib/corosync/types';
import type { DrbdReading } from '@/lib/drbd/types';
import type { HaproxyReading } from '@/lib/haproxy/types';
import type { DirectoryService, DirectoryVip, NodeLinkState } from '@/lib/live/protocol';
import type {
  CrmBan,
  CrmFailCount,
  CrmNode,
  CrmResource,
  PacemakerReading,
  SimulatedAction,
} from '@/lib/pacemaker/types';
import type { Simulated } from '../facts';
import type { Intent } from '../types';
import type { StorageFile } from './scenario-storage';

/** `fs_hafs | ocf:heartbeat:Filesystem | Started | node1 | group g_hafs | blocked` */
export type ResourceLine = string;
/** `node1 online, standby, DC` */
export type NodeLine = string;

export type SimulatedFile =
  | { readonly unknown: string }
  | {
      readonly actions: readonly SimulatedAction[];
      readonly fencing: readonly { readonly target: string; readonly task: string }[];
      readonly after: readonly ResourceLine[];
    };

/**
 * What one node says of DRBD: `hafs Primary UpToDate node2:Connected:Established:UpToDate`, percent at the end of a
 * resync, `oos12` for KiB out of sync, and KiB of the device behind its disk: `UpToDate@393180`.
 */
export type DrbdLine = string;

export interface HaproxyHostFile {
  readonly addresses?: readonly string[];
  /** In place of `addresses`, where NICs matter: `eno1 192.168.1.11/24 1000`; a second address is secondary. */
  readonly nics?: readonly string[];
  readonly nonlocalBind?: boolean;
  /** `10.10.0.11:8774 uwsgi` */
  readonly listeners?: readonly string[];
  /** Servers by what they were told: `nova/node1 drain`. */
  readonly servers?: readonly string[];
}

export interface NodeFile {
  readonly drbd: readonly DrbdLine[];
  /** Version of the loaded DRBD module; 8.4.11 when left out. */
  readonly kernel?: string;
  readonly quorate?: boolean;
  readonly members?: readonly number[];
  readonly votes?: number;
  readonly hostname?: string;
  readonly clockOffsetMs?: number;
  readonly epoch?: number;
  readonly dc?: string | null;
  /** Haven's connection to it; `live` when left out. */
  readonly link?: NodeLinkState;
  /** Servers of HAProxy: `glance/node1 UP`. */
  readonly haproxy?: readonly string[];
  /** Only where the change is about DRBD's devices or files. */
  readonly storage?: StorageFile;
  /** What a haproxy.cfg is held against; what is left out was not read. */
  readonly haproxyHost?: HaproxyHostFile;
  /** `glance-api.service loaded enabled active` */
  readonly units?: readonly string[];
  /** What the wire said of addresses: `free`, `taken`, `unknown`. */
  readonly wire?: Readonly<Record<string, 'free' | 'taken' | 'unknown'>>;
  /** Text of configuration files, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Paths that were looked at and are not there. */
  readonly absent?: readonly string[];
  /** Readings that are not known, and why; `stale` ones are known and old. */
  readonly unknown?: Readonly<Partial<Record<string, UnknownReason | 'stale'>>>;
}

export interface ScenarioFile {
  readonly about: string;
  /** What answered for the simulator and the status: the tool and its version. */
  readonly recordedFrom: string;
  readonly intent: Intent;
  /** File of the configuration, beside this one or shared. */
  readonly cib: string;
  readonly quorum: { readonly twoNode: boolean; readonly expected: number; readonly quorum: number };
  readonly controllerState: string;
  readonly otherJobs: readonly string[];
  readonly services: readonly DirectoryService[];
  readonly vips: readonly DirectoryVip[];
  readonly measuredSeconds: Readonly<Record<string, readonly number[]>>;
  /** When each fence device last passed its test, ms. */
  readonly fenceTests?: Readonly<Record<string, number>>;
  readonly nodes: Readonly<Record<string, NodeFile>>;
  readonly status: {
    readonly dc?: string;
    readonly quorate: boolean;
    readonly options: PacemakerReading['options'];
    readonly nodes: readonly NodeLine[];
    readonly resources: readonly ResourceLine[];
    readonly bans: readonly CrmBan[];
    readonly failCounts: readonly CrmFailCount[];
  };
  /** What a move takes hold of, when that is not the resource itself. */
  readonly handle?: string;
  readonly change?: {
    readonly newVerifyLines: readonly string[] | 'unknown';
    readonly simulation: SimulatedFile;
    /** `same`: nothing temporary to take away. */
    readonly settled: SimulatedFile | 'same';
    readonly afterLoss: Readonly<Record<string, SimulatedFile>>;
  };
}

const NODE_FLAGS = ['standby', 'standbyOnFail', 'maintenance', 'pending', 'unclean', 'shutdown'] as const;
const RESOURCE_FLAGS = ['orphaned', 'blocked', 'failed', 'maintenance'] as const;

export function readHaproxy(lines: readonly string[]): HaproxyReading {
  const servers = lines.map((line) => {
    const [place = '', ...status] = line.split(' ');
    const [backend = '', name = ''] = place.split('/');
    return { backend, name, status: status.join(' ') };
  });
  const counts = { currentSessions: 0, totalSessions: 0 };
  return {
    frontends: [],
    backends: [...new Set(servers.map((one) => one.backend))].map((name) => ({
      name,
      status: 'UP',
      activeServers: 1,
      backupServers: 0,
      queue: 0,
      ...counts,
      servers: servers
        .filter((one) => one.backend === name)
        .map((one) => ({ name: one.name, status: one.status, backup: false, weight: 1, ...counts })),
    })),
  };
}

export function writeNode(node: CrmNode): NodeLine {
  const flags = NODE_FLAGS.filter((flag) => node[flag]);
  return [`${node.name} ${node.online ? 'online' : 'offline'}`, ...flags].join(', ');
}

export function readNode(line: NodeLine, index: number): CrmNode {
  const [first = '', ...flags] = line.split(', ');
  const [name = '', state] = first.split(' ');
  const has = (flag: (typeof NODE_FLAGS)[number]): boolean => flags.includes(flag);
  return {
    name,
    id: `${index + 1}`,
    online: state === 'online',
    standby: has('standby'),
    standbyOnFail: has('standbyOnFail'),
    maintenance: has('maintenance'),
    pending: has('pending'),
    unclean: has('unclean'),
    shutdown: has('shutdown'),
    expectedUp: true,
    isDc: false,
    resourcesRunning: 0,
    type: 'member',
  };
}

export function writeResource(one: CrmResource): ResourceLine {
  const within = one.within
    .map((outer) => `${outer.multiState ? 'promotable ' : ''}${outer.kind} ${outer.id}`)
    .join(' > ');
  const flags = [...RESOURCE_FLAGS.filter((flag) => one[flag]), ...(one.managed ? [] : ['unmanaged'])];
  return [one.id, one.agent, one.role, one.nodes.join('+') || '-', within || '-', flags.join(' ')]
    .join(' | ')
    .replace(/ \| $/, '');
}

export function readResource(line: ResourceLine): CrmResource {
  const [id = '', agent = '', role = '', nodes = '-', within = '-', flags = ''] = line.split(' | ');
  const has = (flag: string): boolean => flags.split(' ').includes(flag);
  return {
    id,
    agent,
    role: role as CrmResource['role'],
    active: nodes !== '-',
    orphaned: has('orphaned'),
    blocked: has('blocked'),
    managed: !has('unmanaged'),
    maintenance: has('maintenance'),
    failed: has('failed'),
    failureIgnored: false,
    nodes: nodes === '-' ? [] : nodes.split('+'),
    within: within === '-' ? [] : within.split(' > ').map(readOuter),
  };
}

function readOuter(text: string): CrmResource['within'][number] {
  const multiState = text.startsWith('promotable ');
  const [kind = '', id = ''] = text.replace('promotable ', '').split(' ');
  return { kind: kind as 'clone' | 'group' | 'bundle', id, ...(kind === 'clone' ? { multiState } : {}) };
}

export const writeSimulated = (one: Simulated): SimulatedFile =>
  one.known
    ? {
        actions: one.reading.actions,
        fencing: one.reading.fencing,
        after: one.reading.after.map(writeResource),
      }
    : { unknown: one.reason };

export const readSimulated = (file: SimulatedFile): Simulated =>
  'unknown' in file
    ? { known: false, reason: file.unknown }
    : {
        known: true,
        reading: {
          actions: file.actions,
          fencing: file.fencing,
          after: file.after.map(readResource),
          afterNodes: [],
        },
      };

export function readDrbd(lines: readonly DrbdLine[], kernel = '8.4.11'): DrbdReading {
  return {
    version: { kernel, generation: kernel.startsWith('9') ? '9' : '8.4', utils: '9.22.0' },
    resources: lines.map((line, minor) => {
      const [name = '', role = '', disk = '', ...peers] = line.split(' ');
      return {
        name,
        role: role as 'Primary',
        suspended: [],
        devices: [{ volume: 0, minor, ...readDisk(disk) }],
        connections: peers.map((peer, index) => readPeer(peer, index)),
      };
    }),
  };
}

function readDisk(text: string) {
  const [disk = '', size] = text.split('@');
  return { disk: disk as 'UpToDate', ...(size === undefined ? {} : { sizeKiB: Number(size) }) };
}

function readPeer(text: string, index: number): DrbdReading['resources'][number]['connections'][number] {
  const [peerName = '', connection = '', replication = '', peerDisk = '', percent] = text.split(':');
  const isCounter = percent?.startsWith('oos') ?? false;
  const progress =
    percent === undefined
      ? {}
      : isCounter
        ? { outOfSyncKiB: Number(percent.slice(3)) }
        : { progress: { percent: Number(percent), stalled: false } };
  return {
    peerName,
    peerNodeId: index,
    connection: connection as 'Connected',
    peerRole: 'Unknown',
    peerDevices: [
      {
        volume: 0,
        replication: replication as 'Established',
        peerDisk: peerDisk as 'UpToDate',
        resyncSuspended: [],
        ...progress,
      },
    ],
  };
}

export function readCorosync(
  file: NodeFile,
  quorum: ScenarioFile['quorum'],
  nodeId: number,
): CorosyncReading {
  const members = file.members ?? Array.from({ length: quorum.expected }, (_, index) => index + 1);
  return {
    clusterName: 'hacloud',
    nodeId,
    quorate: file.quorate ?? true,
    expectedVotes: quorum.expected,
    totalVotes: file.votes ?? members.length,
    quorum: quorum.quorum,
    flags: quorum.twoNode ? ['2Node', 'Quorate', 'WaitForAll'] : ['Quorate'],
    members: members.map((id) => ({ nodeId: id, votes: 1 })),
    peers: [],
    nodelist: [],
  };
}
