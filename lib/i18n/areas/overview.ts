import { defineMessages } from '../define';

/** Words of the overview. */
export const overview = defineMessages(
  {
    headlineAll: '{count, plural, one {The cluster is protected} other {All # clusters are protected}}',
    headlineSome:
      '{count, plural, one {The cluster needs attention} other {{trouble} of # clusters need attention}}',
    nodes: 'Nodes',
    nodesLive: '{count} nodes live',
    replication: 'Replication',
    services: 'Services',
    noServices: 'No services are registered for this cluster.',
    'active-active': 'active-active',
    'active-standby': 'active-standby',
    servicesProtected: '{count, plural, one {# protected} other {All # protected}}',
    lastEvent: 'Last event',
    noEvent: 'none yet',
    events: 'What changed',
    changes: 'Recent changes',
    allChanges: 'All changes',
    noChanges: 'Nobody has changed anything through Haven yet.',
    openTopology: 'Open the picture',
    practiceBadge: 'Practice',
    noAnswer: 'Haven does not answer',
    noAnswerText:
      'Nothing is known right now. The page tries again by itself and shows everything once Haven is back.',
    emptyTitle: 'No cluster yet',
    emptyText:
      'Adopt a running cluster by giving one node’s address: Haven only reads it and changes nothing. Or try everything on the practice cluster, which runs on this machine.',
    emptyViewer: 'An administrator has to adopt a cluster first. Nothing is wrong with your account.',
    adopt: 'Adopt a cluster',
    practice: 'Use the practice cluster',
  },
  {
    headlineAll: '{count, plural, one {클러스터 보호됨} other {클러스터 #개 모두 보호됨}}',
    headlineSome: '{count, plural, one {클러스터 확인 필요} other {클러스터 #개 중 {trouble}개 확인 필요}}',
    nodes: '노드',
    nodesLive: '노드 {count}개 실시간',
    replication: '복제',
    services: '서비스',
    noServices: '이 클러스터에 등록된 서비스가 없습니다.',
    'active-active': 'active-active',
    'active-standby': 'active-standby',
    servicesProtected: '{count}개 모두 보호됨',
    lastEvent: '마지막 변화',
    noEvent: '아직 없음',
    events: '최근 변화',
    changes: '최근 변경 작업',
    allChanges: '전체 보기',
    noChanges: 'Haven으로 변경한 작업이 아직 없습니다.',
    openTopology: '구성도 열기',
    practiceBadge: '연습용',
    noAnswer: 'Haven 응답 없음',
    noAnswerText:
      '지금은 알 수 있는 상태가 없습니다. 이 화면은 자동으로 다시 연결하며, Haven이 돌아오면 모두 표시합니다.',
    emptyTitle: '등록된 클러스터 없음',
    emptyText:
      '운영 중인 클러스터는 노드 주소 하나로 등록할 수 있습니다. Haven은 읽기만 하며 아무것도 바꾸지 않습니다. 이 컴퓨터에서 실행되는 연습용 클러스터로 먼저 시험해 볼 수도 있습니다.',
    emptyViewer: '관리자가 먼저 클러스터를 등록해야 합니다. 계정에는 문제가 없습니다.',
    adopt: '클러스터 등록',
    practice: '연습용 클러스터 사용',
  },
);
