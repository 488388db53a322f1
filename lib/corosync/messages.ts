/** Words of corosync's findings and the next safe step of each, in both languages, with ICU parameters. A missing one does not compile. */
import type { Messages, NextStep } from '@/lib/base/finding';

export type CorosyncFindingId =
  | 'not-quorate'
  | 'votes-missing'
  | 'member-missing'
  | 'link-down'
  | 'links-all-down'
  | 'single-link'
  | 'waiting-for-all'
  | 'fencing-is-all'
  | 'single-cable';

export const corosyncMessages: Messages<CorosyncFindingId | NextStep<CorosyncFindingId>> = {
  en: {
    'not-quorate': '{node} has no quorum ({votes} of {expected} votes, {quorum} needed).',
    'not-quorate-next': 'Bring a missing node back. Force nothing while it is unseen.',
    'votes-missing': '{votes} of {expected} votes are present.',
    'votes-missing-next': 'Bring the missing node back before working on another one.',
    'member-missing': '{member} is not a member of the cluster as {node} sees it.',
    'member-missing-next': 'Check the power of {member} and the cluster network between it and {node}.',
    'link-down': 'Cluster link {link} from {node} to {peer} is down.',
    'link-down-next':
      'Check cable, switch port and interface of link {link} on {node} and {peer}: corosync-cfgtool -s',
    'links-all-down': '{node} reaches {peer} over no cluster link.',
    'links-all-down-next':
      'Find out whether {peer} runs, and what it sees, before any change: the cluster may be partitioned.',
    'single-cable':
      'Corosync, DRBD and the fence devices all use the network {network}. One cable or switch takes all three away.',
    'single-cable-next':
      'Give corosync a second link, or the fence devices another network, so that a node can still be fenced when this one is down.',
    'single-link': 'There is only one cluster link between {node} and {peer}.',
    'single-link-next': 'When it suits, give the cluster a second link over another network.',
    'waiting-for-all': '{node} waits until it has seen every node once since it started.',
    'waiting-for-all-next': 'Start the missing nodes. Force nothing while one of them is unseen.',
    'fencing-is-all': 'Two nodes without a third vote: only fencing protects against a partition.',
    'fencing-is-all-next':
      'Test the fencing of both nodes regularly, and consider a third vote (corosync-qdevice).',
  },
  ko: {
    'not-quorate': '{node}에 쿼럼이 없습니다(전체 {expected}표 중 {votes}표, {quorum}표 필요).',
    'not-quorate-next': '빠진 노드를 복구하세요. 그 노드가 보이지 않는 동안 강제로 조치하지 마세요.',
    'votes-missing': '전체 {expected}표 중 {votes}표만 있습니다.',
    'votes-missing-next': '다른 노드를 작업하기 전에 빠진 노드를 복구하세요.',
    'member-missing': '{node}에서 볼 때 {member} 노드가 클러스터에 없습니다.',
    'member-missing-next': '{member}의 전원과 {node}–{member} 클러스터 네트워크를 확인하세요.',
    'link-down': '{node}에서 {peer} 노드로 가는 클러스터 링크가 끊겼습니다(링크 {link}).',
    'link-down-next':
      '{node}–{peer} 링크 {link}의 케이블, 스위치 포트, 인터페이스를 확인하세요: corosync-cfgtool -s',
    'links-all-down': '{node}에서 {peer} 노드로 가는 클러스터 링크가 모두 끊겼습니다.',
    'links-all-down-next':
      '무엇이든 바꾸기 전에 {peer} 노드가 실행 중인지, 무엇을 보고 있는지 확인하세요. 클러스터가 분할되었을 수 있습니다.',
    'single-cable':
      'Corosync, DRBD, 펜스 장치가 모두 {network} 네트워크를 씁니다. 케이블이나 스위치 하나로 셋 다 끊깁니다.',
    'single-cable-next':
      '이 네트워크가 내려가도 노드를 펜싱할 수 있도록 corosync에 두 번째 링크를 두거나 펜스 장치를 다른 네트워크에 두세요.',
    'single-link': '{node}–{peer} 클러스터 링크가 하나뿐입니다.',
    'single-link-next': '적당한 때에 다른 네트워크로 두 번째 링크를 구성하세요.',
    'waiting-for-all': '{node} 노드가 시작 후 모든 노드를 한 번 볼 때까지 기다리고 있습니다.',
    'waiting-for-all-next': '빠진 노드를 시작하세요. 보이지 않는 노드가 있는 동안 강제로 조치하지 마세요.',
    'fencing-is-all': '노드가 둘이고 세 번째 표가 없습니다. 네트워크 분할은 펜싱으로만 막을 수 있습니다.',
    'fencing-is-all-next': '두 노드의 펜싱을 정기적으로 시험하고, 세 번째 표(corosync-qdevice)를 검토하세요.',
  },
};
