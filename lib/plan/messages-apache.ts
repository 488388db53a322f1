import { defineMessages } from '@/lib/i18n/define';

/** Words of Apache2's addresses. */
export const apacheMessages = defineMessages(
  {
    'intent-serve-apache': 'Serve Apache2 on {vip} in place of {from}',
    'intent-serve-apache-every': 'Serve Apache2 on {vip} alone, in place of every address',

    'step-apache-test': 'Have Apache2 on {node} check its whole configuration',
    'step-apache-reload': 'Reload Apache2 on {node}: what is being answered is finished',
    'step-apache-restart':
      'Have Pacemaker stop {resource} and what waits for it, and start them again: one address and every address cannot be open at once',
    'step-apache-return': 'Only if it fails: have Apache2 on {node} listen where it did',

    'check-listens': '{node}: Apache2 listens on {place}',
    'check-listens-no-more': '{node}: Apache2 does not listen on {place} any more',

    'refusal-apache-unmanaged': 'Pacemaker has no resource for Apache2, so nothing says where it runs.',
    'refusal-apache-not-systemd':
      '{objects} starts Apache2 with its own agent. Haven changes it only where it is a systemd resource.',
    'refusal-apache-unread':
      'No node has Apache2’s files: {objects}. They lie on HAFS, and it is mounted where Apache2 runs.',
    'refusal-apache-no-listen': 'No Listen names this address: {objects}.',
    'refusal-apache-unclear':
      'The text does not tell which address this is, so nothing is changed: {objects}. Write the address there first.',
    'refusal-apache-duplicate':
      'Two Listen would name the same place, and Apache2 would not start: {objects}. Remove one of them first.',

    'guard-apache-runs-here': 'Apache2 runs on one node, and its files were read there',
    'guard-apache-runs-here-fail':
      'Where Apache2 runs, its files were not read, or it does not run on exactly one node: {objects}.',
    'guard-apache-binds': 'Apache2 can bind the VIP on every node it may run on',
    'guard-apache-binds-fail':
      'Apache2 starts before the VIP is there, and binding it is forbidden: {objects}. Allow binding a VIP that is elsewhere first.',
    'guard-apache-port-free': 'Nobody else listens where Apache2 is to listen',
    'guard-apache-port-free-fail': 'Taken, and Apache2 would end itself: {objects}.',
    'guard-apache-network': 'What people use is on the 1G network',
    'guard-apache-network-fail': 'Not a network for people: {objects}. What they load would share its wire.',
    'guard-apache-on-vip': 'Apache2 listens on a VIP',
    'guard-apache-on-vip-fail': 'No VIP, so it would not follow Apache2 to another node: {objects}.',
    'guard-apache-together': 'The VIP is where Apache2 is, and one waits for the other',
    'guard-apache-together-fail':
      'A rule is missing: {objects}. The VIP may be on another node than Apache2.',
    'guard-apache-left': 'No address loses its answer',
    'guard-apache-left-fail':
      'Nobody answers there any more: {objects}. Tell those who use it, and change its DNS name.',
    'apache-left-every': 'Of every address, {place} still answers.',
    'guard-apache-no-stop': 'Apache2 need not be stopped',
    'guard-apache-no-stop-fail':
      'Stopped and started again, 3 to 15 seconds for Apache2 and as long as each takes for the rest: {objects}.',
    'guard-apache-on-vips-only': 'Apache2 listens on VIPs alone',
    'guard-apache-on-vips-only-fail':
      'Also reached past the VIP, on the address of the node itself: {objects}.',
    'guard-apache-all-seen': 'Every file with addresses was read',
    'guard-apache-all-seen-fail': 'These are included too, and Haven does not follow them: {objects}.',
  },
  {
    'intent-serve-apache': 'Apache2를 {from} 대신 {vip} VIP에서 서비스',
    'intent-serve-apache-every': 'Apache2를 모든 주소 대신 {vip} VIP에서만 서비스',

    'step-apache-test': '{node}에서 Apache2 전체 구성 검사',
    'step-apache-reload': '{node}에서 Apache2 다시 읽기: 처리 중인 요청은 끝까지 처리',
    'step-apache-restart':
      'Pacemaker로 {resource} 리소스와 그 뒤를 기다리는 리소스를 멈췄다 다시 시작: 한 주소와 모든 주소를 동시에 열 수 없음',
    'step-apache-return': '실패한 경우에만: {node}의 Apache2를 이전 주소로 복구',

    'check-listens': '{node}: Apache2가 {place}에서 수신 중',
    'check-listens-no-more': '{node}: Apache2가 {place}에서 더는 수신하지 않음',

    'refusal-apache-unmanaged': 'Pacemaker에 Apache2 리소스가 없어 어느 노드에서 실행되는지 알 수 없습니다.',
    'refusal-apache-not-systemd':
      '{objects} 리소스는 자체 에이전트로 Apache2를 시작합니다. Haven은 systemd 리소스일 때만 바꿉니다.',
    'refusal-apache-unread':
      'Apache2 파일이 있는 노드가 없습니다: {objects}. 파일은 HAFS에 있고 HAFS는 Apache2가 실행되는 노드에 마운트됩니다.',
    'refusal-apache-no-listen': '이 주소를 쓰는 Listen이 없습니다: {objects}.',
    'refusal-apache-unclear':
      '어떤 주소인지 파일만 보고는 알 수 없어 아무것도 바꾸지 않습니다: {objects}. 먼저 그 자리에 주소를 적으세요.',
    'refusal-apache-duplicate':
      'Listen 둘이 같은 자리를 가리켜 Apache2가 시작하지 못합니다: {objects}. 먼저 하나를 지우세요.',

    'guard-apache-runs-here': 'Apache2가 한 노드에서 실행되고 그 노드의 파일을 읽었습니다',
    'guard-apache-runs-here-fail':
      'Apache2가 실행되는 노드의 파일을 읽지 못했거나, 정확히 한 노드에서 실행되고 있지 않습니다: {objects}.',
    'guard-apache-binds': 'Apache2가 실행될 수 있는 모든 노드에서 VIP에 바인드할 수 있습니다',
    'guard-apache-binds-fail':
      'VIP보다 Apache2가 먼저 시작되는데 바인드가 금지되어 있습니다: {objects}. 먼저 다른 노드에 있는 VIP 바인드를 허용하세요.',
    'guard-apache-port-free': 'Apache2가 쓸 자리를 다른 프로그램이 쓰지 않습니다',
    'guard-apache-port-free-fail': '이미 쓰는 자리라 Apache2가 종료됩니다: {objects}.',
    'guard-apache-network': '사람이 쓰는 서비스가 1G 네트워크에 있습니다',
    'guard-apache-network-fail':
      '사람이 쓰는 네트워크가 아닙니다: {objects}. 사용자 트래픽이 그 네트워크를 함께 쓰게 됩니다.',
    'guard-apache-on-vip': 'Apache2가 VIP에서 수신합니다',
    'guard-apache-on-vip-fail': 'VIP가 아니라서 Apache2를 따라 다른 노드로 옮겨 가지 않습니다: {objects}.',
    'guard-apache-together': 'VIP와 Apache2가 같은 노드에 있고 시작 순서가 정해져 있습니다',
    'guard-apache-together-fail':
      '빠진 규칙이 있습니다: {objects}. VIP가 Apache2와 다른 노드에 있을 수 있습니다.',
    'guard-apache-left': '응답을 잃는 주소가 없습니다',
    'guard-apache-left-fail':
      '더는 아무도 응답하지 않습니다: {objects}. 쓰는 사람에게 알리고 DNS 이름을 바꾸세요.',
    'apache-left-every': '모든 주소 가운데 계속 응답하는 곳: {place}.',
    'guard-apache-no-stop': 'Apache2를 멈추지 않아도 됩니다',
    'guard-apache-no-stop-fail':
      '멈췄다 다시 시작합니다. Apache2는 3~15초, 나머지는 각각 걸리는 만큼 끊깁니다: {objects}.',
    'guard-apache-on-vips-only': 'Apache2가 VIP에서만 수신합니다',
    'guard-apache-on-vips-only-fail': 'VIP를 거치지 않고 노드 자신의 주소로도 접속됩니다: {objects}.',
    'guard-apache-all-seen': '주소가 적힌 파일을 모두 읽었습니다',
    'guard-apache-all-seen-fail': '함께 포함되지만 Haven이 따라가지 않는 파일이 있습니다: {objects}.',
  },
);
