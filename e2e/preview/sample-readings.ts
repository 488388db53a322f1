import { combineApache } from '@/lib/apache/probes';
import type { CorosyncReading } from '@/lib/corosync/types';
import type { DrbdConfigReading, DrbdReading } from '@/lib/drbd/types';
import type { HaproxyReading, HaproxyServer } from '@/lib/haproxy/types';
import type { NodeReadings } from '@/lib/live/readings';
import type { NetworkInterface, NetworkReading } from '@/lib/network/types';
import { sampleConfigFiles, sampleSteadySha256 } from './sample-drift';
import { sampleConfigReading } from './sample-haproxy-cfg';
import { sampleCib, samplePacemaker, sampleSurvival } from './sample-pacemaker';
import {
  ACTIVE_SERVICES,
  drbdNodes,
  nodeNumber,
  SAMPLE_VIP_1G,
  SAMPLE_VIP_10G,
  type SampleNode,
  type SampleWorld,
  STANDBY_SERVICES,
} from './sample-world';

/** What every tool on one node would say of a sample world. */
export function sampleReadings(world: SampleWorld, node: SampleNode): Partial<NodeReadings> {
  const isDc = world.nodes.find((each) => each.up)?.name === node.name;
  return {
    host: host(world, node),
    clock: { offsetMs: 3.2 * nodeNumber(world, node.name), uncertaintyMs: 0.4 },
    drbd: drbd(world, node),
    drbdConfig: drbdConfig(world),
    pacemaker: samplePacemaker(world, node.name),
    cib: { ...sampleCib(world), steadySha256: sampleSteadySha256(world) },
    configFiles: sampleConfigFiles(world, node),
    ...(isDc ? { survival: sampleSurvival(world) } : {}),
    corosync: corosync(world, node),
    network: network(world, node),
    ...(node.haproxyRunning === false ? {} : { haproxy: haproxy(world) }),
    haproxyConfig: sampleConfigReading(),
    apache: apache(world, node),
    units: units(world, node),
    disks: disks(world, node),
    mounts: mounts(world, node),
  };
}

function host(world: SampleWorld, node: SampleNode): NodeReadings['host'] {
  return {
    hostname: node.name,
    machineId: '3f9c2f7e8a9b4c1d8e7f6a5b4c3d2e1f',
    bootId: '5d0e7a52-94cf-4a63-9b0e-0f2f8f0f7c11',
    kernel: '6.1.0-52-amd64',
    os: 'Debian GNU/Linux 12 (bookworm)',
    uptimeSeconds: 86_400 * 12 + 3_700 * nodeNumber(world, node.name),
    load1: 0.42,
    cpuCount: 32,
    memoryTotalKiB: 131_072 * 1024,
    memoryAvailableKiB: 88_200 * 1024,
    versions: {
      pacemaker: '2.1.5',
      corosync: '3.1.7',
      drbdKernel: '8.4.11',
      drbdUtils: '9.22.0',
      haproxy: '2.6.12',
      apache2: '2.4.71',
      resourceAgents: '4.12.0',
    },
  };
}

function drbd(world: SampleWorld, node: SampleNode): DrbdReading {
  const version = { kernel: '8.4.11', generation: '8.4', utils: '9.22.0' } as const;
  const peer = drbdNodes(world).find((each) => each.name !== node.name);
  if (!drbdNodes(world).some((each) => each.name === node.name))
    return { version: { generation: 'none' }, resources: [] };
  const isPrimary =
    world.primary === node.name || (world.split === true && world.connection === 'StandAlone');
  const connected = world.connection === 'Connected' && peer?.up === true;
  const syncing = world.sync && connected;
  const replication = !connected
    ? 'Off'
    : syncing
      ? world.sync?.target === node.name
        ? 'SyncTarget'
        : 'SyncSource'
      : 'Established';
  const connection = connected
    ? 'Connected'
    : world.connection === 'StandAlone'
      ? 'StandAlone'
      : 'Connecting';
  return {
    version,
    resources: [
      {
        name: 'hafs',
        role: isPrimary ? 'Primary' : 'Secondary',
        suspended: [],
        devices: [
          {
            volume: 0,
            minor: 0,
            disk: node.disk,
            backingDevice: '/dev/nvme0n1p3',
            sizeKiB: 960 * 1024 * 1024,
            readKiB: 48_210_332,
            writtenKiB: 12_930_221,
          },
        ],
        connections: [
          {
            peerName: 'peer',
            peerNodeId: 1,
            connection,
            peerRole: connected ? (world.primary === peer?.name ? 'Primary' : 'Secondary') : 'Unknown',
            peerDevices: [
              {
                volume: 0,
                replication,
                peerDisk: connected ? (peer?.disk ?? 'DUnknown') : peer?.up ? 'Outdated' : 'DUnknown',
                resyncSuspended: [],
                outOfSyncKiB: world.sync
                  ? Math.round((1 - world.sync.percent / 100) * 60_000_000)
                  : connected
                    ? 0
                    : 482_116,
                sentKiB: isPrimary ? 92_011_233 : 1_204,
                receivedKiB: isPrimary ? 1_204 : 92_011_233,
                ...(syncing && world.sync
                  ? {
                      progress: {
                        percent: world.sync.percent,
                        rateKiBps: world.sync.rateKiBps,
                        etaSeconds: world.sync.etaSeconds,
                        stalled: false,
                      },
                    }
                  : {}),
              },
            ],
          },
        ],
      },
    ],
  };
}

function drbdConfig(world: SampleWorld): DrbdConfigReading {
  return {
    resources: [
      {
        name: 'hafs',
        protocol: 'C',
        fencing: 'resource-and-stonith',
        hosts: drbdNodes(world).map((node) => ({
          name: node.name,
          address: `10.10.0.${nodeNumber(world, node.name)}`,
          port: 7788,
          volumes: [{ volume: 0, device: '/dev/drbd0', disk: '/dev/nvme0n1p3', metaDisk: 'internal' }],
        })),
        options: {
          'on-io-error': 'detach',
          'verify-alg': 'crc32c',
          'c-max-rate': '400M',
          'after-sb-0pri': 'discard-zero-changes',
          'after-sb-1pri': 'consensus',
          'after-sb-2pri': 'disconnect',
        },
        handlers: {
          'fence-peer': '/usr/lib/drbd/crm-fence-peer.sh',
          'unfence-peer': '/usr/lib/drbd/crm-unfence-peer.sh',
        },
      },
    ],
  };
}

function corosync(world: SampleWorld, node: SampleNode): CorosyncReading {
  const seen = world.nodes.filter((each) => (world.split ? each.name === node.name : each.up));
  const id = (name: string) => nodeNumber(world, name);
  return {
    clusterName: world.name,
    nodeId: id(node.name),
    ringId: world.split ? `${id(node.name)}.3c` : '1.38',
    quorate: true,
    expectedVotes: world.nodes.length,
    totalVotes: seen.length,
    quorum: world.nodes.length === 2 ? 1 : Math.floor(world.nodes.length / 2) + 1,
    flags: world.nodes.length === 2 ? ['2Node', 'Quorate', 'WaitForAll'] : ['Quorate'],
    members: seen.map((each) => ({ nodeId: id(each.name), votes: 1, name: each.name })),
    peers: world.nodes
      .filter((each) => each.name !== node.name)
      .map((each) => ({
        nodeId: id(each.name),
        reachable: seen.includes(each),
        links: [0, 1].map((link) => ({
          link,
          local: link === 0 ? `10.10.0.${id(node.name)}` : `192.168.10.${id(node.name)}`,
          remote: link === 0 ? `10.10.0.${id(each.name)}` : `192.168.10.${id(each.name)}`,
          enabled: true,
          connected: seen.includes(each) && !(link === 0 && world.connection !== 'Connected'),
          mtu: 1446,
        })),
      })),
    nodelist: world.nodes.map((each) => ({
      nodeId: id(each.name),
      name: each.name,
      addresses: [`10.10.0.${id(each.name)}`, `192.168.10.${id(each.name)}`],
    })),
  };
}

function network(world: SampleWorld, node: SampleNode): NetworkReading {
  const number = nodeNumber(world, node.name);
  const vip10 = world.vip10gOn === node.name || world.vipAlsoOn === node.name;
  const nic = (
    name: string,
    speedMbps: number,
    own: string,
    vip: string | null,
    scale: number,
  ): NetworkInterface => ({
    name,
    mac: `52:54:00:a${number}:00:0${scale}`,
    kind: 'ether',
    operState: 'UP',
    carrier: true,
    mtu: 1500,
    speedMbps,
    addresses: [
      { address: own, prefixLength: 24, family: 'inet', secondary: false, scope: 'global' },
      ...(vip
        ? [{ address: vip, prefixLength: 24, family: 'inet', secondary: true, scope: 'global' } as const]
        : []),
    ],
    counters: {
      rxBytes: 812_223_112_993 * scale,
      txBytes: 933_120_004_112 * scale,
      rxErrors: 0,
      txErrors: 0,
      rxDropped: scale === 1 ? 12 : 0,
      txDropped: 0,
    },
  });
  return {
    interfaces: [
      nic('eno1', 1_000, `192.168.10.${number}`, world.primary === node.name ? SAMPLE_VIP_1G : null, 1),
      nic('ens2f0', 10_000, `10.10.0.${number}`, vip10 ? SAMPLE_VIP_10G : null, 4),
    ],
    defaultGateway: '192.168.10.254',
  };
}

function haproxy(world: SampleWorld): HaproxyReading {
  const dead = (backend: string, name: string) => world.deadServers?.includes(`${backend}/${name}`) ?? false;
  const server = (
    backend: string,
    node: SampleNode,
    port: number,
    alive: boolean,
    backup: boolean,
  ): HaproxyServer => ({
    name: node.name,
    status: alive ? 'UP' : 'DOWN',
    backup,
    weight: 1,
    address: `10.10.0.${nodeNumber(world, node.name)}:${port}`,
    checkStatus: alive ? 'L7OK' : 'L4CON',
    ...(alive ? { checkCode: 200, checkDurationMs: 3 } : { lastCheck: 'Connection refused' }),
    lastChangeSeconds: alive ? 86_412 : 312,
    downtimeSeconds: alive ? 0 : 312,
    currentSessions: alive && !backup ? 6 : 0,
    totalSessions: alive ? 182_991 : 12,
    requests: alive ? 204_112 : 12,
    errors5xx: dead(backend, node.name) ? 4 : 0,
  });
  const backends = [
    ...ACTIVE_SERVICES.map((service) => ({
      name: service.backend,
      servers: world.nodes.map((node) =>
        server(
          service.backend,
          node,
          service.port,
          node.up && !node.standby && !dead(service.backend, node.name),
          false,
        ),
      ),
    })),
    ...STANDBY_SERVICES.map((service) => ({
      name: service.id,
      servers: drbdNodes(world).map((node, index) =>
        server(service.id, node, service.port, world.primary === node.name, index > 0),
      ),
    })),
  ];
  return {
    version: '2.6.12',
    uptimeSeconds: 86_400 * 3,
    currentConnections: 18,
    frontends: backends.map((backend) => ({
      name: `${backend.name}_fe`,
      status: 'OPEN',
      mode: 'http',
      currentSessions: 12,
      totalSessions: 401_222,
      rate: 9,
      bytesIn: 812_331_221,
      bytesOut: 9_122_331_221,
    })),
    backends: backends.map(({ name, servers }) => {
      const up = servers.filter((each) => each.status === 'UP');
      return {
        name,
        status: up.length > 0 ? 'UP' : 'DOWN',
        mode: 'http',
        algorithm: 'leastconn',
        activeServers: up.filter((each) => !each.backup).length,
        backupServers: up.filter((each) => each.backup).length,
        currentSessions: up.length * 6,
        totalSessions: 401_222,
        rate: 9,
        queue: 0,
        servers,
      };
    }),
  };
}

function units(world: SampleWorld, node: SampleNode): NodeReadings['units'] {
  const unit = (id: string, active: boolean, enabled = false) => ({
    id: `${id}.service`,
    loadState: 'loaded',
    activeState: active ? 'active' : 'inactive',
    subState: active ? 'running' : 'dead',
    unitFileState: enabled ? 'enabled' : 'disabled',
    changedAt: world.now - 86_400_000,
    restarts: 0,
    ...(active ? { memoryBytes: 130_000_000, mainPid: 812 } : {}),
  });
  const here = world.primary === node.name;
  return {
    units: [
      unit('corosync', true, true),
      unit('pacemaker', true, true),
      unit('haproxy', node.haproxyRunning !== false && !node.standby),
      unit('apache2', here),
      ...STANDBY_SERVICES.map((service) => unit(service.id, here)),
      ...ACTIVE_SERVICES.map((service) =>
        unit(
          service.unit,
          !node.standby && !(world.deadServers?.includes(`${service.backend}/${node.name}`) ?? false),
          true,
        ),
      ),
    ],
  };
}

function disks(world: SampleWorld, node: SampleNode): NodeReadings['disks'] {
  const hasDrbd = drbdNodes(world).some((each) => each.name === node.name);
  const part = (name: string, sizeBytes: number, mountpoints: readonly string[]) => ({
    name,
    path: `/dev/${name}`,
    type: 'part',
    sizeBytes,
    mountpoints,
    children: [],
  });
  return {
    devices: [
      {
        name: 'nvme0n1',
        path: '/dev/nvme0n1',
        type: 'disk',
        sizeBytes: 1_024_209_543_168,
        model: 'SAMSUNG MZVL21T0HCLR',
        serial: `S676NX0T1${nodeNumber(world, node.name)}`,
        transport: 'nvme',
        rotational: false,
        mountpoints: [],
        children: [
          part('nvme0n1p1', 536_870_912, ['/boot/efi']),
          part('nvme0n1p2', 42_949_672_960, ['/']),
          ...(hasDrbd ? [part('nvme0n1p3', 980_723_000_000, [])] : []),
        ],
      },
    ],
    nvme: [
      {
        device: '/dev/nvme0n1',
        percentUsed: 3,
        temperatureCelsius: 38,
        availableSparePercent: 100,
        mediaErrors: node.disk === 'Diskless' ? 3 : 0,
        criticalWarning: node.disk === 'Diskless' ? 4 : 0,
      },
    ],
  };
}

/** Its files are links into HAFS: on the other node they lead to nothing. */
function apache(world: SampleWorld, node: SampleNode): NodeReadings['apache'] {
  const isHere = world.primary === node.name;
  const file = (path: string, text: string) => ({
    path: `/etc/apache2/${path}`,
    realPath: `/srv/hafs/apache2/${path}`,
    ...(isHere ? { content: { sha256: '0'.repeat(64), text } } : {}),
  });
  const host = `<VirtualHost ${SAMPLE_VIP_1G}:80>\nServerName horizon.example.ac.kr\n</VirtualHost>\n`;
  return combineApache(
    [
      file('ports.conf', `Listen ${SAMPLE_VIP_1G}:80\n`),
      ...(isHere ? [file('sites-enabled/000-horizon.conf', host)] : []),
    ],
    isHere ? [{ address: SAMPLE_VIP_1G, port: 80, process: 'apache2' }] : [],
  );
}

function mounts(world: SampleWorld, node: SampleNode): NodeReadings['mounts'] {
  const root = {
    source: '/dev/nvme0n1p2',
    target: '/',
    fsType: 'ext4',
    options: 'rw',
    sizeBytes: 42_000_000_000,
    usedBytes: 11_000_000_000,
    availableBytes: 29_000_000_000,
  };
  const hafs = {
    source: '/dev/drbd0',
    target: '/srv/hafs',
    fsType: 'xfs',
    options: 'rw,noatime',
    sizeBytes: 980_000_000_000,
    usedBytes: 598_000_000_000,
    availableBytes: 382_000_000_000,
  };
  return { mounts: world.primary === node.name ? [root, hafs] : [root] };
}
