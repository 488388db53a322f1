import { defineMessages } from '@/lib/i18n/define';

/** Words of VIPs that come and go, of protected services, and of changes made of several. */
export const serviceMessages = defineMessages(
  {
    'intent-protect-active-active':
      'Protect {unit} as {name}: on {nodes} at once, behind HAProxy at {entrance}',
    'intent-protect-active-standby':
      'Protect {unit} as {name}: on one of {nodes} at a time, behind HAProxy at {entrance}',
    'intent-nonlocal-bind-on': 'Allow binding a VIP that is elsewhere on {nodes}',
    'intent-nonlocal-bind-off': 'Forbid binding a VIP that is elsewhere on {nodes}',
    'intent-unit-enable': 'Let systemd start {unit} at boot on {nodes}',
    'intent-unit-disable': 'Keep systemd from starting {unit} at boot on {nodes}',
    'intent-combined': '{of} as a whole: {parts}',
    'intent-edit-several': 'Edit the configuration for {of}',

    'step-folder': 'Make the folder {path} on {node}',
    'step-daemon-reload': 'Let systemd on {node} read its units again',
    'step-kernel-setting': 'Set {key} to {value} on {node}',
    'step-unit-enable': 'Let systemd start {unit} at boot on {node} again',
    'step-unit-disable': 'Keep systemd from starting {unit} at boot on {node}: Pacemaker will',
    'step-unit-disable-now': 'Stop {unit} on {node} and keep systemd from starting it: Pacemaker will',
    'step-backend-up': 'Wait until every HAProxy sees a server of {backend} that answers',
    'step-answers': 'Ask {address}:{port} from {node}, the way a client would',

    'check-backend-up': '{node}: HAProxy’s backend {backend} is UP',
    'check-kernel-setting': '{node}: {key} is {value}',
    'check-unit': '{node}: {unit} is {values}',

    'refusal-unit-unread': 'systemd did not say what it knows of the unit: {objects}.',
    'refusal-unit-missing': 'systemd has no such unit: {objects}. Install the service there first.',
    'refusal-setting-unread': 'The kernel’s setting could not be read on {objects}.',
    'refusal-too-few-nodes': '{objects} needs two nodes at least: with one nothing takes over.',
    'refusal-no-such-filesystem':
      'The cluster has no file system {objects} for a service that runs on one node at a time.',
    'refusal-no-such-vip': 'The cluster has no VIP {objects}. Choose one, or have one made.',
    'refusal-no-address-in-network':
      'The node has no address of its own in the network of the VIP: {objects}.',

    'guard-vip-network': 'The VIP is on its own network and NIC, on every node that may hold it',
    'guard-vip-network-fail': 'The VIP would be on the wrong network: {objects}.',
    'guard-vip-free': 'The address is free',
    'guard-vip-free-fail': 'The address is taken: {objects}. Choose another one.',
    'guard-vip-unbound': 'Nothing is bound to the address that goes',
    'guard-vip-unbound-fail':
      'These are bound to the address, or named with it, and lose it: {objects}. Move them first.',
    'guard-unit-everywhere': 'The unit is installed on every node',
    'guard-unit-everywhere-fail':
      'The unit is missing: {objects}. Install it there first, or leave the node out.',
    'guard-unit-unmanaged': 'No other resource manages the unit',
    'guard-unit-unmanaged-fail': 'Pacemaker manages the unit already: {objects}.',
    'guard-service-port-free': 'The port of the service is its own on every node',
    'guard-service-port-free-fail': 'Another program listens on the port: {objects}. Choose another one.',
    'guard-service-on-hafs': 'The service runs where its files are mounted, and after them',
    'guard-service-on-hafs-fail': 'A rule is missing: {objects}.',

    'vip-not-an-address': '{address} is no address.',
    'vip-outside-network': '{address} is not in the network {expected}.',
    'vip-no-subnet-on-node': '{node} has no NIC in the network of {address}.',
    'vip-wrong-nic': 'On {node}, {address} belongs to {expected}, not to {nic}.',
    'vip-nic-missing': '{node} has no NIC {nic}.',
    'vip-nic-down': 'NIC {nic} of {node} is down.',
    'vip-nic-too-slow': 'NIC {nic} of {node} is slower than 10G.',
    'vip-is-node-address': '{address} is the own address of {node}.',
    'vip-is-gateway': '{address} is the gateway of {node}.',
    'vip-is-network-or-broadcast': '{address} is the network’s own or its broadcast address ({expected}).',
    'vip-role-mismatch': '{vip} belongs to {expected}, and {address} does not.',
    'vip-nic-too-fast': 'On {node}, {nic} is the 10G NIC, and {vip} is a 1G VIP.',
    'vip-reading-unknown': 'The network of {node} is not known now.',
    'vip-speed-unknown': 'Nothing says how fast {nic} of {node} is.',
    'vip-role-unknown':
      'No network with a confirmed role holds {address}. Confirm the role of its network first.',
    'vip-no-network':
      'No network with a confirmed role holds {address}. Confirm the role of its network first.',
    'vip-wrong-prefix': '{address} on {node}: the network there is {expected}.',
  },
  {
    'intent-protect-active-active':
      '{unit} 서비스를 {name} 이름으로 보호: {nodes}에서 동시에 실행, HAProxy {entrance}',
    'intent-protect-active-standby':
      '{unit} 서비스를 {name} 이름으로 보호: {nodes} 중 한 노드에서 실행, HAProxy {entrance}',
    'intent-nonlocal-bind-on': '{nodes}에서 다른 노드에 있는 VIP 바인드 허용',
    'intent-nonlocal-bind-off': '{nodes}에서 다른 노드에 있는 VIP 바인드 금지',
    'intent-unit-enable': '{nodes}에서 부팅할 때 {unit} 자동 시작',
    'intent-unit-disable': '{nodes}에서 부팅할 때 {unit} 자동 시작 해제',
    'intent-combined': '{of} 전체: {parts}',
    'intent-edit-several': '{of}에 맞게 구성 편집',

    'step-folder': '{node}에 {path} 폴더 만들기',
    'step-daemon-reload': '{node}의 systemd 유닛 다시 읽기',
    'step-kernel-setting': '{node} 커널 설정: {key} = {value}',
    'step-unit-enable': '{node}에서 부팅할 때 {unit} 자동 시작 다시 설정',
    'step-unit-disable': '{node}에서 부팅할 때 {unit} 자동 시작 해제: 시작은 Pacemaker가 맡음',
    'step-unit-disable-now': '{node}에서 {unit} 중지 및 자동 시작 해제: 시작은 Pacemaker가 맡음',
    'step-backend-up': '모든 HAProxy에서 {backend} 서버가 응답할 때까지 대기',
    'step-answers': '{node}에서 클라이언트처럼 {address}:{port} 확인',

    'check-backend-up': '{node}: HAProxy 백엔드 {backend} UP',
    'check-kernel-setting': '{node}: {key} = {value}',
    'check-unit': '{node}: {unit} {values}',

    'refusal-unit-unread': 'systemd가 유닛 상태를 알려 주지 않았습니다: {objects}.',
    'refusal-unit-missing': 'systemd에 그런 유닛이 없습니다: {objects}. 먼저 그 노드에 서비스를 설치하세요.',
    'refusal-setting-unread': '{objects}에서 커널 설정을 읽지 못했습니다.',
    'refusal-too-few-nodes': '{objects}에는 노드가 둘 이상 필요합니다. 하나뿐이면 넘겨받을 노드가 없습니다.',
    'refusal-no-such-filesystem':
      '한 노드에서만 실행하는 서비스에 쓸 {objects} 파일 시스템이 클러스터에 없습니다.',
    'refusal-no-such-vip': '클러스터에 {objects} VIP가 없습니다. 다른 VIP를 고르거나 새로 만드세요.',
    'refusal-no-address-in-network': 'VIP의 네트워크에 노드 자신의 주소가 없습니다: {objects}.',

    'guard-vip-network': 'VIP를 가질 수 있는 모든 노드에서 네트워크와 NIC가 맞습니다',
    'guard-vip-network-fail': 'VIP가 다른 네트워크에 놓입니다: {objects}.',
    'guard-vip-free': '주소를 아무도 쓰지 않습니다',
    'guard-vip-free-fail': '이미 쓰는 주소입니다: {objects}. 다른 주소를 고르세요.',
    'guard-vip-unbound': '없어지는 주소를 쓰는 것이 없습니다',
    'guard-vip-unbound-fail':
      '이 주소에 바인드했거나 이 주소를 가리키는 것이 있습니다: {objects}. 먼저 옮기세요.',
    'guard-unit-everywhere': '모든 노드에 유닛이 설치되어 있습니다',
    'guard-unit-everywhere-fail': '유닛이 없습니다: {objects}. 먼저 설치하거나 그 노드를 빼세요.',
    'guard-unit-unmanaged': '이 유닛을 관리하는 다른 리소스가 없습니다',
    'guard-unit-unmanaged-fail': 'Pacemaker가 이미 이 유닛을 관리합니다: {objects}.',
    'guard-service-port-free': '모든 노드에서 서비스의 포트를 다른 프로그램이 쓰지 않습니다',
    'guard-service-port-free-fail': '다른 프로그램이 이 포트를 씁니다: {objects}. 다른 포트를 고르세요.',
    'guard-service-on-hafs': '서비스가 파일이 마운트된 노드에서, 마운트된 다음에 실행됩니다',
    'guard-service-on-hafs-fail': '빠진 규칙이 있습니다: {objects}.',

    'vip-not-an-address': '{address}: 주소가 아닙니다.',
    'vip-outside-network': '{address}: {expected} 네트워크의 주소가 아닙니다.',
    'vip-no-subnet-on-node': '{node}에는 {address} 네트워크의 NIC가 없습니다.',
    'vip-wrong-nic': '{node}에서 {address} 주소에 맞는 NIC: {expected}({nic} 아님).',
    'vip-nic-missing': '{node}에 {nic} NIC가 없습니다.',
    'vip-nic-down': '{node}의 {nic} NIC가 꺼져 있습니다.',
    'vip-nic-too-slow': '{node}의 {nic} NIC는 10G보다 느립니다.',
    'vip-is-node-address': '{address}: {node} 자신의 주소입니다.',
    'vip-is-gateway': '{address}: {node}의 게이트웨이입니다.',
    'vip-is-network-or-broadcast': '{address}: 네트워크 주소이거나 브로드캐스트 주소입니다({expected}).',
    'vip-role-mismatch': '{vip}의 네트워크는 {expected}인데 {address} 주소는 거기에 없습니다.',
    'vip-nic-too-fast': '{node}의 {nic} NIC는 10G용인데 {vip} VIP는 1G용입니다.',
    'vip-reading-unknown': '{node}의 네트워크 상태를 지금 알 수 없습니다.',
    'vip-speed-unknown': '{node}의 {nic} 속도를 알 수 없습니다.',
    'vip-role-unknown':
      '{address} 주소가 속한 네트워크의 역할이 확인되지 않았습니다. 먼저 네트워크 역할을 확인하세요.',
    'vip-no-network':
      '{address} 주소가 속한 네트워크의 역할이 확인되지 않았습니다. 먼저 네트워크 역할을 확인하세요.',
    'vip-wrong-prefix': '{node}의 {address}: 이 네트워크는 {expected}입니다.',
  },
);
