import { defineMessages } from '@/lib/i18n/define';

/** Words of a new cluster made from bare machines. */
export const buildMessages = defineMessages(
  {
    'intent-build-cluster': 'Build the cluster {cluster} from {nodes}',

    'step-build-mask': 'Keep the services on {node} from starting while they are installed',
    'step-build-lists': 'Refresh the package lists on {node}',
    'step-build-packages': 'Install the cluster’s packages on {node}',
    'step-build-unmask': 'Let the services on {node} be started again',
    'step-build-disable': 'See to it that on {node} only Pacemaker starts them',
    'step-build-time': 'Let chrony on {node} follow the time servers',
    'step-build-sysctl': 'Let programs on {node} listen on addresses it does not hold',
    'step-build-secrets': 'Make the folder for secrets on {node}, for root alone',
    'step-build-secret':
      'Write {path} on {node}; the secret in it is filled in on the way and is in no plan and no log',
    'step-build-start': 'Start Corosync and Pacemaker on {node}, now and at every boot',
    'step-build-members': 'Wait until all nodes see each other and have quorum',
    'step-build-pv': 'Prove {device} blank once more on {node}, and give it to LVM',
    'step-build-vg': 'Make the volume group {group} on {node}',
    'step-build-module': 'Load DRBD’s module on {node}',
    'step-build-cib': 'Tell Pacemaker everything in one patch: fencing, DRBD, HAFS, HAProxy and VIPs',
    'step-build-runs': 'Wait, and see that the cluster works',

    'check-packages': '{node}: installed: {names}',
    'check-unit': '{node}: {unit} is {is}',
    'check-quorate': '{node}: quorum with {members} members',
    'check-all-online': '{node}: sees {names} online',
    'check-volume-group': '{node}: the volume group {group} is usable',

    'refusal-corosync-conf':
      'No corosync.conf can be written of these names and addresses: {objects}. Change the name or the addresses.',

    'guard-machines-read': 'Every machine was read whole just now',
    'guard-machines-read-fail': 'Not read: {objects}.',
    'guard-machines-bare': 'No machine holds anything of another cluster',
    'guard-machines-bare-fail':
      'Something of a cluster is there already: {objects}. Adopt that cluster, or remove it by hand.',
    'guard-packages-offered': 'Every package is installed or offered by a package source',
    'guard-packages-offered-fail':
      'No package source offers them: {objects}. Check the sources, run apt-get update there, and plan again.',
    'guard-two-copies': 'Two nodes carry the copies of HAFS',
    'guard-two-copies-fail': 'Exactly two nodes of the cluster carry a copy. Chosen: {objects}.',
    'guard-places-blank': 'What the copies are written on is blank',
    'guard-places-blank-fail':
      'There is something on it, and Haven writes over nothing: {objects}. Choose another disk, or empty it by hand.',
    'guard-room-for-copies': 'There is room for every copy',
    'guard-room-for-copies-fail': 'Too small: {objects}. Choose a smaller size or another disk.',
    'guard-links-separate': 'Corosync’s two links are two networks on two interfaces of every machine',
    'guard-links-separate-fail':
      'One cable would carry both, or the machines do not meet there: {objects}. Choose another network.',
    'guard-everyone-fenced': 'Every node has a fence device of its own',
    'guard-everyone-fenced-fail':
      'Missing, or another node’s: {objects}. Give every node the address of its own power controller.',
    'guard-vip-networks': 'Every VIP belongs to its network on every node',
    'guard-vip-networks-fail':
      'The address does not belong to that network: {objects}. Choose one that does.',
    'guard-vips-free': 'Nobody has the addresses of the VIPs',
    'guard-vips-free-fail': 'Somebody has the address: {objects}. Choose a free one.',
    'guard-vips-answered': 'HAProxy listens on every VIP',
    'guard-vips-answered-fail':
      'Nothing in haproxy.cfg listens there: {objects}. The address would be up and answer nobody.',
    'guard-first-sync-skipped': 'The copies are made equal by a first synchronisation',
    'guard-first-sync-skipped-fail':
      'The first synchronisation of {objects} is left out. Only disks that read as zeros are equal without it.',
  },
  {
    'intent-build-cluster': '{nodes}에 클러스터 {cluster} 구축',

    'step-build-mask': '{node}에서 설치하는 동안 서비스가 시작되지 않게 하기',
    'step-build-lists': '{node}의 패키지 목록 새로 받기',
    'step-build-packages': '{node}에 클러스터 패키지 설치',
    'step-build-unmask': '{node}의 서비스를 다시 시작할 수 있게 하기',
    'step-build-disable': '{node}에서 서비스는 Pacemaker만 시작하도록 설정',
    'step-build-time': '{node}의 chrony가 시간 서버를 따르게 하기',
    'step-build-sysctl': '{node}의 프로그램이 갖지 않은 주소에서도 수신하게 하기',
    'step-build-secrets': '{node}에 root만 볼 수 있는 비밀 폴더 만들기',
    'step-build-secret': '{node}에 {path} 쓰기(비밀 값은 전송 직전에 채우며 계획과 로그에 남지 않음)',
    'step-build-start': '{node}에서 Corosync와 Pacemaker를 지금 시작하고 부팅할 때마다 시작',
    'step-build-members': '모든 노드가 서로를 보고 쿼럼을 얻을 때까지 대기',
    'step-build-pv': '{node}에서 {device} 장치가 비어 있는지 다시 확인하고 LVM에 넘기기',
    'step-build-vg': '{node}에 볼륨 그룹 {group} 만들기',
    'step-build-module': '{node}에 DRBD 모듈 적재',
    'step-build-cib': '펜싱, DRBD, HAFS, HAProxy, VIP를 패치 하나로 Pacemaker에 전달',
    'step-build-runs': '기다린 뒤 클러스터가 동작하는지 확인',

    'check-packages': '{node}: 설치됨: {names}',
    'check-unit': '{node}: {unit} 상태 {is}',
    'check-quorate': '{node}: 구성원 {members}개로 쿼럼 확보',
    'check-all-online': '{node}: {names} 온라인 확인',
    'check-volume-group': '{node}: 볼륨 그룹 {group} 사용 가능',

    'refusal-corosync-conf':
      '이 이름과 주소로는 corosync.conf를 쓸 수 없습니다: {objects}. 이름이나 주소를 바꾸세요.',

    'guard-machines-read': '모든 서버를 방금 빠짐없이 읽음',
    'guard-machines-read-fail': '읽지 못했습니다: {objects}.',
    'guard-machines-bare': '다른 클러스터의 흔적이 있는 서버가 없음',
    'guard-machines-bare-fail':
      '클러스터의 흔적이 이미 있습니다: {objects}. 그 클러스터를 등록하거나 직접 지우세요.',
    'guard-packages-offered': '모든 패키지가 설치되어 있거나 패키지 저장소에 있음',
    'guard-packages-offered-fail':
      '패키지 저장소에 없습니다: {objects}. 저장소를 확인하고 그 서버에서 apt-get update를 실행한 뒤 다시 계획하세요.',
    'guard-two-copies': 'HAFS 복제본을 두 노드가 가짐',
    'guard-two-copies-fail': '복제본은 클러스터의 노드 두 개가 가져야 합니다. 선택한 노드: {objects}.',
    'guard-places-blank': '복제본을 쓸 곳이 비어 있음',
    'guard-places-blank-fail':
      '무언가 들어 있으며 Haven은 덮어쓰지 않습니다: {objects}. 다른 디스크를 고르거나 직접 비우세요.',
    'guard-room-for-copies': '모든 복제본에 충분한 공간이 있음',
    'guard-room-for-copies-fail': '공간이 모자랍니다: {objects}. 크기를 줄이거나 다른 디스크를 고르세요.',
    'guard-links-separate': 'Corosync 링크 두 개가 모든 서버에서 서로 다른 네트워크와 인터페이스를 씀',
    'guard-links-separate-fail':
      '케이블 하나에 둘 다 실리거나 서버들이 그곳에서 만나지 않습니다: {objects}. 다른 네트워크를 고르세요.',
    'guard-everyone-fenced': '모든 노드에 전용 펜스 장치가 있음',
    'guard-everyone-fenced-fail':
      '없거나 다른 노드의 것입니다: {objects}. 노드마다 자기 전원 제어기의 주소를 입력하세요.',
    'guard-vip-networks': '모든 VIP가 모든 노드에서 해당 네트워크에 속함',
    'guard-vip-networks-fail': '주소가 그 네트워크에 속하지 않습니다: {objects}. 속하는 주소를 고르세요.',
    'guard-vips-free': 'VIP 주소를 쓰는 곳이 없음',
    'guard-vips-free-fail': '이미 쓰이는 주소입니다: {objects}. 비어 있는 주소를 고르세요.',
    'guard-vips-answered': 'HAProxy가 모든 VIP에서 수신함',
    'guard-vips-answered-fail':
      'haproxy.cfg에 그 주소에서 수신하는 항목이 없습니다: {objects}. 주소는 올라오지만 아무도 응답하지 않습니다.',
    'guard-first-sync-skipped': '첫 동기화로 복제본을 같게 만듦',
    'guard-first-sync-skipped-fail':
      '{objects}의 첫 동기화를 생략합니다. 0으로 읽히는 디스크만 동기화 없이도 같습니다.',
  },
);
