import { defineMessages } from '../define';

/** Words of the first visit: the first administrator, then the first cluster. */
export const welcome = defineMessages(
  {
    title: 'Welcome to Haven',
    intro:
      'Haven shows what keeps your services alive, and changes it only by plans you have seen. First it needs an administrator.',
    createTitle: 'Create the administrator',
    name: 'Your name',
    nameHint: 'As it should appear in the audit.',
    setupCode: 'Setup code',
    setupCodeHint:
      'Haven wrote it to its log when it started. It proves that you have access to this server.',
    create: 'Create the administrator',
    alreadySetUp: 'An administrator has been created in the meantime. Sign in.',
    wrongSetupCode:
      'The setup code is wrong. It is in the log of the running Haven and changes with each start.',
    emailTaken: 'This e-mail address is already in use.',
    nextTitle: 'Which cluster first?',
    nextIntro: 'Haven only reads until you approve a change. Nothing is installed on the nodes.',
    adoptTitle: 'Adopt a running cluster',
    adoptText:
      'You give the address of one node and how to sign in there; Haven finds the others and reads everything.',
    adoptButton: 'Adopt a cluster',
    practiceCluster: 'Practice cluster',
    practiceTitle: 'Use the practice cluster',
    practiceText:
      'Two virtual machines on this computer with real DRBD, Pacemaker and HAProxy. Break what you like.',
    practiceButton: 'Use the practice cluster',
    practiceNone: 'No practice cluster is being made here. “npm run demo” makes one.',
    practiceReady: 'The practice cluster is running.',
    practiceWorking: 'The practice cluster is being made. This page follows it.',
    practiceFailed: 'The practice cluster is not available on this computer.',
    practiceAbandoned:
      'Making the practice cluster was interrupted. Start “npm run demo” again; it carries on where it was.',
    practiceDown: 'The practice cluster is stopped. “npm run demo” starts it.',
    stepPending: 'to come',
    stepRunning: 'in progress',
    stepDone: 'done',
    stepFailed: 'failed',
    elapsed: '{seconds, number} s',
    whatHelps: 'What helps',
    staleProgress: 'Haven is not responding; the progress shown is old.',
    signedInElsewhere: 'Sign in to continue.',
  },
  {
    title: 'Haven에 오신 것을 환영합니다',
    intro:
      'Haven은 서비스를 살려 두는 모든 것을 보여 주고, 미리 본 계획대로만 바꿉니다. 먼저 관리자가 필요합니다.',
    createTitle: '관리자 만들기',
    name: '이름',
    nameHint: '감사 기록에 이 이름으로 남습니다.',
    setupCode: '설치 코드',
    setupCodeHint:
      'Haven이 시작하면서 로그에 남긴 코드입니다. 이 서버에 접근할 수 있는 사람인지 확인하는 데 씁니다.',
    create: '관리자 만들기',
    alreadySetUp: '그사이 다른 사람이 관리자를 만들었습니다. 로그인하세요.',
    wrongSetupCode: '설치 코드가 맞지 않습니다. 실행 중인 Haven의 로그에 있으며, 시작할 때마다 바뀝니다.',
    emailTaken: '이미 쓰이고 있는 이메일 주소입니다.',
    nextTitle: '어느 클러스터부터 볼까요?',
    nextIntro: '변경을 승인하기 전까지 Haven은 읽기만 합니다. 노드에는 아무것도 설치하지 않습니다.',
    adoptTitle: '운영 중인 클러스터 등록',
    adoptText: '노드 하나의 주소와 로그인 방법을 알려 주면, Haven이 나머지 노드를 찾아 모두 읽습니다.',
    adoptButton: '클러스터 등록',
    practiceCluster: '연습용 클러스터',
    practiceTitle: '연습용 클러스터 사용',
    practiceText:
      '이 컴퓨터의 가상 머신 두 대에서 진짜 DRBD, Pacemaker, HAProxy가 실행됩니다. 마음껏 망가뜨려도 됩니다.',
    practiceButton: '연습용 클러스터 사용',
    practiceNone: '여기에서는 연습용 클러스터를 만들고 있지 않습니다. “npm run demo”로 만들 수 있습니다.',
    practiceReady: '연습용 클러스터가 실행 중입니다.',
    practiceWorking: '연습용 클러스터를 만들고 있습니다. 이 화면에서 진행 상황을 볼 수 있습니다.',
    practiceFailed: '이 컴퓨터에서는 연습용 클러스터를 쓸 수 없습니다.',
    practiceAbandoned:
      '연습용 클러스터를 만들다가 중단되었습니다. “npm run demo”를 다시 실행하면 이어서 만듭니다.',
    practiceDown: '연습용 클러스터가 멈춰 있습니다. “npm run demo”로 시작하세요.',
    stepPending: '대기',
    stepRunning: '진행 중',
    stepDone: '완료',
    stepFailed: '실패',
    elapsed: '{seconds, number}초',
    whatHelps: '해결 방법',
    staleProgress: 'Haven이 응답하지 않습니다. 표시된 진행 상황은 이전 것입니다.',
    signedInElsewhere: '계속하려면 로그인하세요.',
  },
);
