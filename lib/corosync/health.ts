/** What is worth saying about membership and links as one node sees them. Rules: reference 2.3.1. */
import type { Finding, FindingObject, Severity } from '@/lib/base/finding';
import type { CorosyncFindingId } from './messages';
import type { CorosyncReading } from './types';

export type CorosyncFinding = Finding<CorosyncFindingId>;

/** Findings of one whole reading; none means that nothing is wrong with what was read. */
export function checkCorosync(reading: CorosyncReading): CorosyncFinding[] {
  const own = nameOf(reading, reading.nodeId);
  return [...checkQuorum(reading, own), ...checkMembers(reading, own), ...checkLinks(reading, own)];
}

function nameOf(reading: CorosyncReading, nodeId: number | undefined): string {
  const listed = [...reading.nodelist, ...reading.members].find(
    (node) => node.nodeId === nodeId && node.name,
  );
  return listed?.name ?? (nodeId === undefined ? 'this node' : `node ${nodeId}`);
}

function make(
  severity: Severity,
  key: CorosyncFindingId,
  object: FindingObject,
  params: CorosyncFinding['params'],
): CorosyncFinding {
  return { severity, key, object, params };
}

function checkQuorum(reading: CorosyncReading, own: string): CorosyncFinding[] {
  const found: CorosyncFinding[] = [];
  const object = { kind: 'node', id: own, node: own };
  const { expectedVotes, totalVotes, quorum, flags } = reading;
  const params = {
    node: own,
    votes: totalVotes ?? '?',
    expected: expectedVotes ?? '?',
    quorum: quorum ?? '?',
  };
  if (!reading.quorate) {
    found.push(make('critical', 'not-quorate', object, params));
    // After boot alone, "wait for all" and not a lost peer is the reason.
    if (flags.includes('WaitForAll')) found.push(make('info', 'waiting-for-all', object, params));
  } else if (totalVotes !== undefined && expectedVotes !== undefined && totalVotes < expectedVotes) {
    found.push(make('warning', 'votes-missing', object, params));
  }
  const isBareTwoNode = flags.includes('2Node') && !flags.includes('Qdevice');
  if (isBareTwoNode) found.push(make('info', 'fencing-is-all', { kind: 'cluster', id: 'cluster' }, {}));
  return found;
}

function checkMembers(reading: CorosyncReading, own: string): CorosyncFinding[] {
  return reading.nodelist
    .filter(({ nodeId }) => !reading.members.some((member) => member.nodeId === nodeId))
    .map((node) => {
      const member = nameOf(reading, node.nodeId);
      return make(
        'warning',
        'member-missing',
        { kind: 'node', id: member, node: own },
        { node: own, member },
      );
    });
}

function checkLinks(reading: CorosyncReading, own: string): CorosyncFinding[] {
  return reading.peers.flatMap((peer): CorosyncFinding[] => {
    const name = nameOf(reading, peer.nodeId);
    const object = (link: number | string) => ({ kind: 'cluster-link', id: `${name}/${link}`, node: own });
    const down = peer.links.filter(({ connected }) => !connected);
    if (peer.links.length === down.length || !peer.reachable) {
      return [make('critical', 'links-all-down', object('all'), { node: own, peer: name })];
    }
    const lost = down.map(({ link }) =>
      make('warning', 'link-down', object(link), { node: own, peer: name, link }),
    );
    const isSingle = peer.links.length === 1;
    return isSingle ? [make('info', 'single-link', object('all'), { node: own, peer: name })] : lost;
  });
}
