import type { Messages } from '@/lib/base/finding';

/** Words of protection. A key with `-next` is the next safe step of the finding of that name. Times are told beside it. */

export type ProtectionKey =
  | 'protected'
  | 'no-services'
  | 'nothing-known'
  | 'haven-silent'
  | 'all-silent'
  | 'all-silent-next'
  | 'node-silent'
  | 'node-silent-next'
  | 'service-down'
  | 'service-down-next'
  | 'services-down'
  | 'service-unseen'
  | 'source-unseen'
  | 'service-failed'
  | 'service-failed-next'
  | 'service-one-node'
  | 'service-one-node-next'
  | 'service-split'
  | 'backend-down'
  | 'backend-down-next'
  | 'backend-unseen'
  | 'backend-one-server'
  | 'backend-one-server-next'
  | 'hafs-not-mounted'
  | 'hafs-not-mounted-next'
  | 'vip-missing'
  | 'vip-missing-next'
  | 'vip-unseen'
  | 'vip-duplicate'
  | 'vip-duplicate-next'
  | 'vip-view-differs'
  | 'vip-view-differs-next'
  | 'copy-unseen'
  | 'no-copy'
  | 'no-copy-next'
  | 'one-copy-disk'
  | 'one-copy-disk-next'
  | 'one-copy-link'
  | 'one-copy-link-next'
  | 'one-copy-syncing'
  | 'one-copy-syncing-next'
  | 'one-copy-node'
  | 'one-copy-node-next'
  | 'copy-missing'
  | 'copy-missing-next'
  | 'split-brain'
  | 'split-brain-next'
  | 'two-primaries'
  | 'two-primaries-next'
  | 'no-primary'
  | 'role-view-differs'
  | 'would-not-survive'
  | 'would-not-survive-next'
  | 'survival-unseen'
  | 'fencing-off'
  | 'fencing-off-next'
  | 'no-fence-device'
  | 'no-fence-device-next'
  | 'fence-failed'
  | 'fence-failed-next'
  | 'no-quorum'
  | 'no-quorum-next'
  | 'maintenance-mode'
  | 'maintenance-mode-next'
  | 'node-offline'
  | 'node-offline-next'
  | 'node-unclean'
  | 'node-unclean-next'
  | 'node-standby'
  | 'node-standby-next'
  | 'pacemaker-unseen'
  | 'pacemaker-unseen-next'
  | 'dc-view-differs'
  | 'dc-view-differs-next'
  | 'ring-view-differs'
  | 'member-view-differs'
  | 'member-view-differs-next';

export const messages: Messages<ProtectionKey> = {
  en: {
    protected: 'Everything protected',
    'no-services': 'Nodes and data protected; no services are registered',
    'nothing-known': 'Unknown: nothing has been read from {cluster} yet',
    'haven-silent': 'Unknown: Haven is silent',
    'all-silent': 'Unknown: no node answers ({nodes})',
    'all-silent-next':
      'Look at Haven’s own network first: a cluster rarely loses all its nodes at once, and may be fine.',
    'node-silent': '{node} is silent: its part is unknown',
    'node-silent-next':
      'Check that {node} answers on its management address. The cluster may be fine without it.',
    'service-down': '{service} is down',
    'service-down-next': 'Open Resources: the failure and its cause stand at {service}.',
    'services-down': '{count, plural, one {# service is} other {# services are}} down: {services}',
    'service-unseen': 'Whether {service} runs is unknown',
    'source-unseen': '{service}: what {node} says of {reading} is not current',
    'service-failed': '{resource} failed on {node}',
    'service-failed-next': 'Read the failure’s reason, remove its cause, then clean the failure up.',
    'service-one-node': '{service} runs on {node} only',
    'service-one-node-next': 'Bring the second instance back before working on {node}.',
    'service-split': '{resource} runs on {nodes} at the same time',
    'backend-down': 'HAProxy has no server left for {backend}',
    'backend-down-next': 'Open HAProxy: the last check of each server says why it is down.',
    'backend-unseen': 'HAProxy’s servers of {backend} are unknown',
    'backend-one-server': '{backend} has one server left: {server}',
    'backend-one-server-next': 'Bring the other server back before working on {server}.',
    'hafs-not-mounted': '{storage} is not mounted on {node}, where {service} runs',
    'hafs-not-mounted-next':
      'Do not mount it by hand: look at the Filesystem resource on the Resources page.',
    'vip-missing': 'No node holds the VIP {address}',
    'vip-missing-next': 'Look at the VIP’s resource {resource} on the Resources page.',
    'vip-unseen': 'Who holds the VIP {address} is unknown',
    'vip-duplicate': 'The VIP {address} is on {nodes} at the same time',
    'vip-duplicate-next':
      'Two holders mean fencing did not work. Switch one node off at its management controller.',
    'vip-view-differs': 'The VIP {address} is on {seen}, but Pacemaker believes it on {believed}',
    'vip-view-differs-next':
      'Someone may have added the address by hand. Remove it there, or refresh the resource.',
    'copy-unseen': 'The second copy of {storage} is unknown: {node} is silent',
    'no-copy': '{storage} has no good copy that can be seen',
    'no-copy-next': 'Change nothing. Open DRBD and compare both nodes before any command.',
    'one-copy-disk': '{storage} has one copy left: {node}’s disk is {state}',
    'one-copy-disk-next':
      'Do not restart or stand by {good}: it has the only good copy. Then look at {node}’s disk.',
    'one-copy-link': '{storage} has one copy left: replication to {node} is {state}',
    'one-copy-link-next':
      'Do not restart or stand by {good}. Check the 10G link between the nodes; it resyncs by itself.',
    'one-copy-syncing': '{storage} has one copy until {node} is in sync ({percent} %)',
    'one-copy-syncing-next': 'Let it finish. Do not restart or stand by {good} before.',
    'one-copy-node': '{storage} has one copy left: {node} is offline',
    'one-copy-node-next': 'Do not restart or stand by {good}. Bring {node} back; it resyncs by itself.',
    'copy-missing': '{storage}: the copy on {node} is {state}, {count} good copies remain',
    'copy-missing-next': 'No haste: look at {node}’s disk and its replication link.',
    'split-brain': '{storage} is split: {nodes} no longer replicate and both have data of their own',
    'split-brain-next': 'Change nothing on either node. Both sides must be compared before one is chosen.',
    'two-primaries': '{storage} is Primary on {nodes} at the same time',
    'two-primaries-next': 'Both sides write. Stop the services of one side before anything else.',
    'no-primary': '{storage} is Primary nowhere',
    'role-view-differs': '{storage}: {node} is {own}, but {peer} believes it {believed}',
    'would-not-survive': '{service} would not survive the loss of {node}',
    'would-not-survive-next': 'Look for fail counts, bans and standby nodes on the Resources page.',
    'survival-unseen':
      'Whether the services would survive a node’s loss is unknown: the simulation is not current',
    'fencing-off': 'Fencing is off: a silent node cannot be told from a dead one',
    'fencing-off-next': 'Test the fence devices, then set stonith-enabled to true.',
    'no-fence-device': 'Fencing is on, but no fence device runs',
    'no-fence-device-next': 'Look at the stonith resources on the Resources page and test each device.',
    'fence-failed': 'Fencing {node} failed',
    'fence-failed-next': 'Check the management controller of {node}: reachable, right password, powered.',
    'no-quorum': 'The cluster has no quorum',
    'no-quorum-next': 'Bring a missing node back. Do not force anything while it is unseen.',
    'maintenance-mode': 'Maintenance mode: Pacemaker recovers nothing',
    'maintenance-mode-next': 'End it when the work is done; see first what Pacemaker would then do.',
    'node-offline': '{node} is offline',
    'node-offline-next': 'Look at its power and management controller; when it is back it joins by itself.',
    'node-unclean': '{node} is unclean: it must be fenced before its services can move',
    'node-unclean-next': 'Watch the fencing. If it fails, check the management controller of {node}.',
    'node-standby': '{node} is in standby: nothing can move to it',
    'node-standby-next': 'Bring it back online when its maintenance is done.',
    'pacemaker-unseen': 'No node tells what Pacemaker does',
    'pacemaker-unseen-next': 'Check that the nodes can be reached and that pacemaker runs on them.',
    'dc-view-differs': 'The nodes name different coordinators: {views}',
    'dc-view-differs-next': 'The cluster may be partitioned. Check both corosync links before any change.',
    'ring-view-differs': 'The nodes are in different corosync memberships: {views}',
    'member-view-differs': '{observer} believes {node} offline, but {node} itself runs the cluster',
    'member-view-differs-next':
      'The cluster may be partitioned. Check both corosync links before any change.',
  },
  ko: {
    protected: '모두 보호됨',
    'no-services': '노드와 데이터 보호됨, 등록된 서비스 없음',
    'nothing-known': '알 수 없음: {cluster}에서 아직 읽은 것이 없음',
    'haven-silent': '알 수 없음: Haven 응답 없음',
    'all-silent': '알 수 없음: 응답하는 노드 없음 ({nodes})',
    'all-silent-next':
      'Haven 쪽 네트워크부터 확인. 모든 노드가 동시에 죽는 일은 드물며 클러스터는 정상일 수 있음.',
    'node-silent': '{node} 응답 없음, 해당 노드 상태 알 수 없음',
    'node-silent-next': '{node} 관리 주소의 응답 확인. 클러스터 자체는 정상일 수 있음.',
    'service-down': '{service} 중단',
    'service-down-next': '리소스 화면에서 {service}의 실패와 원인 확인.',
    'services-down': '서비스 {count}개 중단: {services}',
    'service-unseen': '{service} 실행 여부 알 수 없음',
    'source-unseen': '{service}: {node}의 {reading} 정보가 최신이 아님',
    'service-failed': '{node}에서 {resource} 실패',
    'service-failed-next': '실패 원인을 확인·제거한 뒤 실패 기록 정리.',
    'service-one-node': '{service}: {node}에서만 실행 중',
    'service-one-node-next': '{node} 작업 전에 두 번째 인스턴스 복구.',
    'service-split': '{resource}: {nodes}에서 동시에 실행 중',
    'backend-down': '{backend}에 살아 있는 HAProxy 서버 없음',
    'backend-down-next': 'HAProxy 화면에서 각 서버의 마지막 체크 결과 확인.',
    'backend-unseen': '{backend}의 HAProxy 서버 상태 알 수 없음',
    'backend-one-server': '{backend}에 서버 하나만 남음: {server}',
    'backend-one-server-next': '{server} 작업 전에 다른 서버 복구.',
    'hafs-not-mounted': '{service} 실행 노드 {node}에 {storage} 미마운트',
    'hafs-not-mounted-next': '직접 마운트 금지. 리소스 화면에서 Filesystem 리소스 확인.',
    'vip-missing': 'VIP {address} 보유 노드 없음',
    'vip-missing-next': '리소스 화면에서 VIP 리소스 {resource} 확인.',
    'vip-unseen': 'VIP {address} 보유 노드 알 수 없음',
    'vip-duplicate': 'VIP {address}: {nodes}에 동시 존재',
    'vip-duplicate-next': '두 노드 동시 보유는 펜싱 실패를 뜻함. 관리 컨트롤러에서 한 노드 전원 차단.',
    'vip-view-differs': 'VIP {address}: 실제 위치 {seen}, Pacemaker 판단 {believed}',
    'vip-view-differs-next': '주소를 수동으로 추가했을 수 있음. 그 주소를 제거하거나 리소스를 새로 고침.',
    'copy-unseen': '{storage}의 두 번째 사본 알 수 없음: {node} 응답 없음',
    'no-copy': '{storage}의 정상 사본이 보이지 않음',
    'no-copy-next': '아무것도 바꾸지 말 것. DRBD 화면에서 양쪽 노드를 먼저 비교.',
    'one-copy-disk': '{storage} 사본이 하나만 남음: {node} 디스크 {state}',
    'one-copy-disk-next': '유일한 정상 사본이 있는 {good} 재시작·standby 금지. 이후 {node} 디스크 점검.',
    'one-copy-link': '{storage} 사본이 하나만 남음: {node} 복제 연결 {state}',
    'one-copy-link-next': '{good} 재시작·standby 금지. 노드 간 10G 링크 점검, 연결되면 자동 동기화.',
    'one-copy-syncing': '{storage} 동기화 중, {node} 완료 전까지 사본 하나 ({percent} %)',
    'one-copy-syncing-next': '완료까지 대기. 그 전에 {good} 재시작·standby 금지.',
    'one-copy-node': '{storage} 사본이 하나만 남음: {node} 오프라인',
    'one-copy-node-next': '{good} 재시작·standby 금지. {node} 복구 시 자동 동기화.',
    'copy-missing': '{storage}: {node} 사본 {state}, 정상 사본 {count}개 남음',
    'copy-missing-next': '급하지 않음. {node} 디스크와 복제 링크 점검.',
    'split-brain': '{storage} 스플릿 브레인: {nodes} 복제 중단, 양쪽에 서로 다른 데이터',
    'split-brain-next': '양쪽 모두 변경 금지. 어느 쪽을 살릴지 정하기 전에 비교 필요.',
    'two-primaries': '{storage}: {nodes}에서 동시에 Primary',
    'two-primaries-next': '양쪽에서 쓰는 중. 먼저 한쪽의 서비스 정지.',
    'no-primary': '{storage}: Primary 노드 없음',
    'role-view-differs': '{storage}: {node} 자신은 {own}, {peer}의 판단은 {believed}',
    'would-not-survive': '{node} 장애 시 {service} 중단 예상',
    'would-not-survive-next': '리소스 화면에서 실패 횟수, ban, standby 노드 확인.',
    'survival-unseen': '노드 장애 시 서비스 생존 여부 알 수 없음: 모의 실행 결과가 최신이 아님',
    'fencing-off': '펜싱 꺼짐: 응답 없는 노드와 죽은 노드를 구분할 수 없음',
    'fencing-off-next': '펜스 장치 시험 후 stonith-enabled를 true로 설정.',
    'no-fence-device': '펜싱은 켜져 있으나 동작하는 펜스 장치 없음',
    'no-fence-device-next': '리소스 화면에서 stonith 리소스를 확인하고 장치별로 시험.',
    'fence-failed': '{node} 펜싱 실패',
    'fence-failed-next': '{node} 관리 컨트롤러의 연결, 비밀번호, 전원 확인.',
    'no-quorum': '클러스터 쿼럼 상실',
    'no-quorum-next': '빠진 노드 복구. 그 노드가 보이지 않는 동안 강제 조치 금지.',
    'maintenance-mode': '유지보수 모드: Pacemaker 복구 동작 없음',
    'maintenance-mode-next': '작업이 끝나면 해제. 해제 시 Pacemaker 동작을 먼저 확인.',
    'node-offline': '{node} 오프라인',
    'node-offline-next': '전원과 관리 컨트롤러 확인. 복구되면 자동 합류.',
    'node-unclean': '{node} unclean: 펜싱되어야 서비스 이동 가능',
    'node-unclean-next': '펜싱 진행 확인. 실패하면 {node} 관리 컨트롤러 점검.',
    'node-standby': '{node} standby: 이 노드로 이동 불가',
    'node-standby-next': '유지보수가 끝나면 online으로 복귀.',
    'pacemaker-unseen': 'Pacemaker 상태를 알려 주는 노드 없음',
    'pacemaker-unseen-next': '노드 연결과 pacemaker 실행 여부 확인.',
    'dc-view-differs': '노드마다 DC가 다름: {views}',
    'dc-view-differs-next': '클러스터 분할 가능성. 변경 전에 corosync 링크 두 개 모두 확인.',
    'ring-view-differs': '노드마다 corosync 멤버십이 다름: {views}',
    'member-view-differs': '{observer} 판단은 {node} 오프라인, {node} 자신은 클러스터 동작 중',
    'member-view-differs-next': '클러스터 분할 가능성. 변경 전에 corosync 링크 두 개 모두 확인.',
  },
};
