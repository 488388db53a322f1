import { alarmOfEvents2Line, alarmOfKernelLine, type DrbdAlarm } from '@/lib/drbd/alarms';
import type { ReadingName } from '@/lib/live/readings';

/**
 * Which readings a line of a stream wakes. A line is never believed, only taken as a hint that something moved; what it
 * says is read from the tools. Two exceptions: DRBD's alarms, which no state shows afterwards.
 */

export interface Wake {
  readonly readings: readonly ReadingName[];
  readonly alarm?: DrbdAlarm;
  /** HAProxy has new workers: a kept conversation still talks to an old one. */
  readonly isHaproxyReload?: boolean;
  /** systemd read its unit files again: units may have appeared. */
  readonly isUnitReload?: boolean;
}

const NOTHING: Wake = { readings: [] };

export function wakeOfDrbdLine(line: string): Wake {
  const alarm = alarmOfEvents2Line(line);
  return { readings: ['drbd'], ...(alarm ? { alarm } : {}) };
}

/** Counters do not make `ip monitor` speak; routes and links may change a NIC's speed, which its reader re-reads. */
export const wakeOfNetworkLine = (_line: string): Wake => ({ readings: ['network'] });

/**
 * pacemaker.log and corosync.log, followed together. Lines that only say that somebody looked (a ping of the CIB, a
 * query, an IPC client) must not wake: our own reads would wake themselves for ever. Measured on 2.1.5: crm_mon,
 * cibadmin --query and crm_simulate log nothing at the default level.
 */
const LOOKING =
  /\((?:cib_process_ping|cib_file_\w+|qb_ipcs_\w+|crm_client_\w+|pcmk__new_client|handle_ping|crmd_ha_msg_filter)\)|cib_query|Digest matched|Reporting our current digest/i;
/**
 * Lines that say what is about to be written to the CIB. Whoever looks now sees the old state, and the pause after that
 * look then delays the right one; the change has a line of its own, a few milliseconds later.
 */
const ANNOUNCING =
  /\((?:update_attr_on_host|attrd_write_attribute|cancel_recurring_action|log_executor_event|do_lrm_rsc_op)\)|\(cib_process_request\)\s+info: Forwarding/;
/** `Diff: +++ 0.7.0 (null)`: num_updates 0 means that the configuration changed, not only the status. */
const CONFIGURATION_CHANGED = /\+\+\+ \d+\.\d+\.0 |\/cib\/configuration/;
/** `node_state` with attributes of its own: below it lies every result of every resource, which is no membership. */
const MEMBERSHIP =
  /membership|quorum|pcmk_cpg|node_state\[@id='[^']*'\]:|<node_state|Node \S+ state is now|peer_update/i;
const FILESYSTEM = /Filesystem|_(?:start|stop)_0|fs_/;

export function wakeOfClusterLogLine(line: string): Wake {
  // tail announces which file follows: ==> /var/log/… <==
  if (line === '' || line.startsWith('==> ')) return NOTHING;
  if (!/pacemaker[-d]|attrd|stonith|crmd|cib|lrmd/i.test(line)) {
    return /\[(?:KNET|TOTEM|QUORUM|VOTEQ|CFG|MAIN|SYNC)\s*\]/.test(line)
      ? { readings: ['corosync', 'pacemaker'] }
      : { readings: ['pacemaker'] };
  }
  if (LOOKING.test(line)) return NOTHING;
  const readings: ReadingName[] = ANNOUNCING.test(line) ? [] : ['pacemaker'];
  if (CONFIGURATION_CHANGED.test(line)) readings.push('cib');
  if (MEMBERSHIP.test(line)) readings.push('corosync');
  if (FILESYSTEM.test(line)) readings.push('mounts');
  return { readings };
}

/** `1795365645.594020 node1 systemd[1]: Starting haproxy.service - …` (journalctl -o short-unix). */
const JOURNAL_LINE = /^\d+\.\d+ \S+ ([^\s[:]+)(?:\[\d+\])?: (.*)$/;

export function wakeOfJournalLine(line: string): Wake {
  const match = JOURNAL_LINE.exec(line);
  const [source, text] = [match?.[1], match?.[2] ?? ''];
  switch (source) {
    case 'kernel':
      return wakeOfKernelText(text);
    case 'haproxy':
      return {
        readings: ['haproxy'],
        ...(/worker|reload|re-?execut|Proxy \S+ started/i.test(text) ? { isHaproxyReload: true } : {}),
      };
    case 'corosync':
      return { readings: ['corosync', 'pacemaker', 'configFiles'] };
    case 'systemd':
      return wakeOfSystemdText(text);
    default:
      return NOTHING;
  }
}

function wakeOfKernelText(text: string): Wake {
  const alarm = alarmOfKernelLine(text);
  const readings: ReadingName[] = [];
  if (/drbd/i.test(text)) readings.push('drbd');
  if (/mounted|mounting|unmount/i.test(text)) readings.push('mounts', 'configFiles');
  if (/nvme|I\/O error|blk_update_request/i.test(text)) readings.push('disks');
  return { readings, ...(alarm ? { alarm } : {}) };
}

/** Sessions and timers come and go all day (also our own sign-in): they are no units that anyone watches. */
const UNWATCHED =
  /session-\S+\.scope|user@\d+|user-\d+\.slice|user-runtime-dir|\.timer\b|logrotate|man-db|apt-daily|phpsessionclean|e2scrub/;

/** A person's session ends: whatever they edited is saved. Haven's own lasts as long as its connection. */
const SESSION_END = /^session-\S+\.scope: Deactivated/;

const APACHE = /\b(?:apache2|httpd)\.service\b/;

function wakeOfSystemdText(text: string): Wake {
  if (SESSION_END.test(text)) return { readings: ['configFiles'] };
  if (UNWATCHED.test(text)) return NOTHING;
  if (/^Reloading/.test(text))
    return {
      readings: /haproxy|corosync/i.test(text)
        ? ['units', 'configFiles']
        : APACHE.test(text)
          ? ['units', 'apache', 'configFiles']
          : ['units'],
      isUnitReload: true,
    };
  // "Reloaded apache2.service - The Apache HTTP Server.": its sockets, and on which node its files are.
  const readings: ReadingName[] = APACHE.test(text) ? ['units', 'apache', 'configFiles'] : ['units'];
  // Apache's files may lie on what is mounted.
  if (/\.mount\b|unmount|mounted/i.test(text)) readings.push('mounts', 'configFiles');
  if (/haproxy/i.test(text))
    return { readings: [...readings, 'haproxy', 'configFiles'], isHaproxyReload: true };
  return { readings };
}
