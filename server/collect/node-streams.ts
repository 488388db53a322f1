import { DRBD_STREAM_ARGV } from '@/lib/drbd/probes';
import type { ReadingName } from '@/lib/live/readings';
import { NETWORK_STREAM_ARGV } from '@/lib/network/probes';
import type { StreamCommand } from '@/server/ssh/remote-line';
import {
  type Wake,
  wakeOfClusterLogLine,
  wakeOfDrbdLine,
  wakeOfJournalLine,
  wakeOfNetworkLine,
} from './wake-rules';

/**
 * The followers on a node: five channels, so that four commands still fit under sshd's ten sessions. Each only wakes
 * readings. `guards` are the readings that nothing else would wake: when the follower is dead, they are unknown.
 */
export interface StreamSpec {
  readonly name: StreamName;
  readonly command: StreamCommand;
  readonly wakeOf: (line: string) => Wake;
  readonly guards: readonly ReadingName[];
}

export type StreamName = 'drbd' | 'cluster-log' | 'network' | 'journal' | 'haproxy';

const CLUSTER_LOGS = ['/var/log/pacemaker/pacemaker.log', '/var/log/corosync/corosync.log'] as const;

/** Sources in the journal that say when something watched changes; everything else is not even sent. */
const JOURNAL_MATCHES = [
  '_TRANSPORT=kernel',
  '+',
  'SYSLOG_IDENTIFIER=systemd',
  '+',
  'SYSLOG_IDENTIFIER=corosync',
  '+',
  'SYSLOG_IDENTIFIER=haproxy',
] as const;

/**
 * HAProxy may log every request through the journal: only lines about its own state pass, filtered on the node. The
 * expression must let through whatever `wakeOfJournalLine` knows.
 */
const JOURNAL_WORDS =
  'is (UP|DOWN|going|MAINT|stopping)|no server available|worker|[Rr]eload|Proxy|[Dd]rbd|DRBD|Split-Brain|mount|nvme|I/O error|^Start|^Stop|^Reloading|Deactivated|Failed|entered|exited|TOTEM|QUORUM|KNET';

export const STREAMS: readonly StreamSpec[] = [
  {
    name: 'drbd',
    command: { argv: [...DRBD_STREAM_ARGV], asRoot: true, input: 'none' },
    wakeOf: wakeOfDrbdLine,
    guards: ['drbd'],
  },
  {
    name: 'cluster-log',
    command: { argv: ['tail', '-n', '0', '-F', ...CLUSTER_LOGS], asRoot: true, input: 'none' },
    wakeOf: wakeOfClusterLogLine,
    guards: ['pacemaker', 'cib'],
  },
  {
    name: 'network',
    command: { argv: [...NETWORK_STREAM_ARGV], asRoot: false, input: 'none' },
    wakeOf: wakeOfNetworkLine,
    guards: ['network'],
  },
  {
    name: 'journal',
    command: {
      argv: [
        'journalctl',
        '--follow',
        '--lines=0',
        '--no-pager',
        '--quiet',
        '--output=short-unix',
        `--grep=${JOURNAL_WORDS}`,
        '--case-sensitive=true',
        ...JOURNAL_MATCHES,
      ],
      asRoot: true,
      input: 'none',
    },
    wakeOf: wakeOfJournalLine,
    guards: [],
  },
];
