import { describe, expect, it } from 'vitest';
import { wakeOfClusterLogLine } from './wake-rules';

const line = (daemon: string, text: string): string =>
  `Nov 23 03:46:13.095 node2 pacemaker-${daemon}     [81] ${text}`;
const woken = (text: string): readonly string[] => wakeOfClusterLogLine(text).readings;

describe('what a line of the cluster log wakes (2.1.5)', () => {
  it('waits for the change where a line only announces it', () => {
    expect(
      woken(
        line(
          'attrd',
          '(update_attr_on_host) \tnotice: Setting maintenance[node2]: (unset) -> true | from node2 with no write delay',
        ),
      ),
    ).toEqual([]);
    expect(
      woken(
        line(
          'based',
          '(cib_process_request) \tinfo: Forwarding cib_modify operation for section status to all (origin=local/attrd/6)',
        ),
      ),
    ).toEqual([]);
  });

  it('reads when the CIB has changed', () => {
    expect(woken(line('based', '(cib_perform_op) \tinfo: Diff: +++ 0.6.41 (null)'))).toEqual(['pacemaker']);
    expect(woken(line('based', '(cib_perform_op) \tinfo: Diff: +++ 0.7.0 (null)'))).toEqual([
      'pacemaker',
      'cib',
    ]);
    expect(
      woken(
        line('based', '(cib_process_request) \tinfo: Completed cib_modify operation for section status: OK'),
      ),
    ).toEqual(['pacemaker']);
  });

  it('takes a node that comes or goes for membership, and not what happens on it', () => {
    const diff = (text: string): readonly string[] =>
      woken(line('based', `(cib_perform_op) \tinfo: ${text}`));
    expect(diff("+  /cib/status/node_state[@id='2']:  @in_ccm=false, @crmd=offline")).toEqual([
      'pacemaker',
      'corosync',
    ]);
    expect(diff('++ /cib/status:  <node_state id="2" uname="node2" in_ccm="true"/>')).toEqual([
      'pacemaker',
      'corosync',
    ]);
    expect(diff("++ /cib/status/node_state[@id='2']/transient_attributes[@id='2']")).toEqual(['pacemaker']);
  });

  it('still looks at mounts when a file system is about to be written down as started', () => {
    expect(
      woken(
        line('controld', '(log_executor_event) \tnotice: Result of start operation for fs_hafs on node2: ok'),
      ),
    ).toEqual(['mounts']);
  });

  it('does not wake itself by its own looking', () => {
    expect(woken(line('based', '(cib_process_ping) \tinfo: Reporting our current digest to node1'))).toEqual(
      [],
    );
  });
});
