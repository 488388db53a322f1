/** Words of corosync's findings, in both languages, with ICU parameters. A missing one does not compile. */
import type { Messages } from '@/lib/base/finding';

export type CorosyncFindingId =
  | 'not-quorate'
  | 'votes-missing'
  | 'member-missing'
  | 'link-down'
  | 'links-all-down'
  | 'single-link'
  | 'waiting-for-all'
  | 'fencing-is-all';

export const corosyncMessages: Messages<CorosyncFindingId> = {
  en: {
    'not-quorate': '{node} has no quorum ({votes} of {expected} votes, {quorum} needed).',
    'votes-missing': '{votes} of {expected} votes are present.',
    'member-missing': '{member} is not a member of the cluster as {node} sees it.',
    'link-down': 'Cluster link {link} from {node} to {peer} is down.',
    'links-all-down': '{node} reaches {peer} over no cluster link.',
    'single-link': 'There is only one cluster link between {node} and {peer}.',
    'waiting-for-all': '{node} waits until it has seen every node once since it started.',
    'fencing-is-all': 'Two nodes without a third vote: only fencing protects against a partition.',
  },
  ko: {
    'not-quorate': '{node}에 쿼럼이 없습니다(전체 {expected}표 중 {votes}표, {quorum}표 필요).',
    'votes-missing': '전체 {expected}표 중 {votes}표만 있습니다.',
    'member-missing': '{node}에서 볼 때 {member}이(가) 클러스터에 없습니다.',
    'link-down': '{node}에서 {peer}(으)로 가는 클러스터 링크 {link}이(가) 끊겼습니다.',
    'links-all-down': '{node}에서 {peer}(으)로 가는 클러스터 링크가 모두 끊겼습니다.',
    'single-link': '{node}와(과) {peer} 사이의 클러스터 링크가 하나뿐입니다.',
    'waiting-for-all': '{node}이(가) 시작 후 모든 노드를 한 번 볼 때까지 기다리고 있습니다.',
    'fencing-is-all': '노드가 둘이고 세 번째 표가 없습니다. 네트워크 분할은 펜싱으로만 막을 수 있습니다.',
  },
};
