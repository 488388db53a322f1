import type { Messages } from '@/lib/base/finding';

/** Words of protection. A key with `-next` is the next safe step of the finding of that name. Times are told beside it. */

export type ProtectionKey =
  | 'protected'
  | 'no-services'
  | 'nothing-known'
  | 'nothing-known-next'
  | 'haven-silent'
  | 'haven-silent-next'
  | 'all-silent'
  | 'all-silent-next'
  | 'node-silent'
  | 'node-silent-next'
  | 'service-down'
  | 'service-down-next'
  | 'services-down'
  | 'services-down-next'
  | 'services-not-moved'
  | 'services-not-moved-next'
  | 'services-lost-with'
  | 'services-lost-with-next'
  | 'service-unseen'
  | 'service-unseen-next'
  | 'source-unseen'
  | 'source-unseen-next'
  | 'service-failed'
  | 'service-failed-next'
  | 'service-one-node'
  | 'service-one-node-next'
  | 'service-split'
  | 'backend-down'
  | 'backend-down-next'
  | 'backend-unseen'
  | 'backend-unseen-next'
  | 'backend-one-server'
  | 'backend-one-server-next'
  | 'hafs-not-mounted'
  | 'hafs-not-mounted-next'
  | 'vip-missing'
  | 'vip-missing-next'
  | 'vip-unseen'
  | 'vip-unseen-next'
  | 'vip-duplicate'
  | 'vip-duplicate-next'
  | 'vip-view-differs'
  | 'vip-view-differs-next'
  | 'copy-unseen'
  | 'copy-unseen-next'
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
  | 'no-primary-next'
  | 'role-view-differs'
  | 'role-view-differs-next'
  | 'would-not-survive'
  | 'would-not-survive-next'
  | 'would-not-survive-alone'
  | 'would-not-survive-alone-next'
  | 'survival-unseen'
  | 'survival-unseen-next'
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
  | 'ring-view-differs-next'
  | 'member-view-differs'
  | 'member-view-differs-next';

export const messages: Messages<ProtectionKey> = {
  en: {
    protected: 'Everything protected',
    'no-services': 'Nodes and data protected; no services are registered',
    'nothing-known': 'Unknown: nothing has been read from {cluster} yet',
    'nothing-known-next': 'Wait for the first reading. If none comes, check that the nodes answer over SSH.',
    'haven-silent': 'Unknown: Haven is silent',
    'haven-silent-next':
      'This page connects again by itself. If it stays so, check that Haven runs on its server.',
    'all-silent': 'Unknown: no node answers ({nodes})',
    'all-silent-next':
      'Look at Haven’s own network first: a cluster rarely loses all its nodes at once, and may be fine.',
    'node-silent': '{node} is silent: its part is unknown',
    'node-silent-next':
      'Check that {node} answers on its management address. The cluster may be fine without it.',
    'service-down': '{service} is down',
    'service-down-next': 'Open Resources: the failure and its cause stand at {service}.',
    'services-down': '{count, plural, one {# service is} other {# services are}} down: {services}',
    'services-down-next': 'Open Resources: the failures and their causes stand there.',
    'services-not-moved': '{node} went offline; not served from another node yet: {services}',
    'services-not-moved-next':
      'Pacemaker starts them elsewhere by itself, within a minute or two. If nothing moves, open Resources.',
    'services-lost-with': '{node} does not answer; down with it: {services}',
    'services-lost-with-next':
      'Watch the fencing of {node}: once it is off, Pacemaker starts them elsewhere. Start nothing by hand.',
    'service-unseen': 'Whether {service} runs is unknown',
    'service-unseen-next': 'Look at the silent nodes first: the service may well be running.',
    'source-unseen': '{service}: what {node} says of {reading} is not current',
    'source-unseen-next': 'Open the page of {node}: it says why the reading is missing.',
    'service-failed': '{resource} failed on {node}',
    'service-failed-next': 'Read the failure’s reason, remove its cause, then clean the failure up.',
    'service-one-node': '{service} runs on {node} only',
    'service-one-node-next': 'Bring the second instance back before working on {node}.',
    'service-split': '{resource} runs on {nodes} at the same time',
    'backend-down': 'HAProxy has no server left for {backend}',
    'backend-down-next': 'Open HAProxy: the last check of each server says why it is down.',
    'backend-unseen': 'HAProxy’s servers of {backend} are unknown',
    'backend-unseen-next': 'Check on the nodes’ pages why HAProxy could not be read; it may well be serving.',
    'backend-one-server': '{backend} has one server left: {server}',
    'backend-one-server-next': 'Bring the other server back before working on {server}.',
    'hafs-not-mounted': '{storage} is not mounted on {node}, where {service} runs',
    'hafs-not-mounted-next':
      'Do not mount it by hand: look at the Filesystem resource on the Resources page.',
    'vip-missing': 'No node holds the VIP {address}',
    'vip-missing-next': 'Look at the VIP’s resource {resource} on the Resources page.',
    'vip-unseen': 'Who holds the VIP {address} is unknown',
    'vip-unseen-next': 'Check that {node} answers. Do not add the address anywhere by hand.',
    'vip-duplicate': 'The VIP {address} is on {nodes} at the same time',
    'vip-duplicate-next':
      'Two holders mean fencing did not work. Switch one node off at its management controller.',
    'vip-view-differs': 'The VIP {address} is on {seen}, but Pacemaker believes it on {believed}',
    'vip-view-differs-next':
      'Someone may have added the address by hand. Remove it there, or refresh the resource.',
    'copy-unseen': 'The second copy of {storage} is unknown: {node} is silent',
    'copy-unseen-next':
      'Check that {node} answers. Until then keep the other node running: it may have the only good copy.',
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
    'no-primary-next': 'Look at failures and bans on the Resources page. Promote nothing by hand.',
    'role-view-differs': '{storage}: {node} is {own}, but {peer} believes it {believed}',
    'role-view-differs-next':
      'Compare both nodes on the DRBD page before any change: one reading may only be older.',
    'would-not-survive': '{service} would not survive the loss of {node}',
    'would-not-survive-next': 'Look for fail counts, bans and standby nodes on the Resources page.',
    'would-not-survive-alone': '{service} would not survive the loss of {node}: no other node can take over',
    'would-not-survive-alone-next': 'Bring {away} back first, and begin no work on {node} before.',
    'survival-unseen':
      'Whether the services would survive a node’s loss is unknown: the simulation is not current',
    'survival-unseen-next':
      'Check that the nodes answer: the simulation then repeats by itself. Begin no maintenance before.',
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
    'dc-view-differs-next': 'The cluster may be partitioned. Check every corosync link before any change.',
    'ring-view-differs': 'The nodes are in different corosync memberships: {views}',
    'ring-view-differs-next': 'The cluster may be partitioned. Check every corosync link before any change.',
    'member-view-differs': '{observer} believes {node} offline, but {node} itself runs the cluster',
    'member-view-differs-next':
      'The cluster may be partitioned. Check every corosync link before any change.',
  },
  ko: {
    protected: '모두 보호됨',
    'no-services': '노드와 데이터 보호됨, 등록된 서비스 없음',
    'nothing-known': '알 수 없음: {cluster}에서 아직 읽은 것 없음',
    'nothing-known-next': '첫 읽기를 기다리세요. 계속 읽히지 않으면 노드가 SSH로 응답하는지 확인하세요.',
    'haven-silent': '알 수 없음: Haven 응답 없음',
    'haven-silent-next':
      '이 화면은 자동으로 다시 연결합니다. 계속되면 서버에서 Haven이 실행 중인지 확인하세요.',
    'all-silent': '알 수 없음: 응답하는 노드 없음({nodes})',
    'all-silent-next':
      'Haven 쪽 네트워크부터 확인하세요. 모든 노드가 동시에 멈추는 일은 드물며 클러스터는 정상일 수 있습니다.',
    'node-silent': '{node} 노드가 응답하지 않아 상태를 알 수 없습니다',
    'node-silent-next': '{node}의 관리 주소가 응답하는지 확인하세요. 클러스터 자체는 정상일 수 있습니다.',
    'service-down': '{service} 서비스가 중단되었습니다',
    'service-down-next': '리소스 화면에서 {service}의 실패와 원인을 확인하세요.',
    'services-down': '서비스 {count}개가 중단되었습니다: {services}',
    'services-down-next': '리소스 화면에서 실패와 원인을 확인하세요.',
    'services-not-moved':
      '{node} 노드가 오프라인이 되었고, 다른 노드에서 아직 제공되지 않는 서비스: {services}',
    'services-not-moved-next':
      'Pacemaker가 1~2분 안에 다른 노드에서 자동으로 시작합니다. 움직임이 없으면 리소스 화면을 여세요.',
    'services-lost-with': '{node} 노드가 응답하지 않아 함께 중단된 서비스: {services}',
    'services-lost-with-next':
      '{node} 노드의 펜싱을 확인하세요. 꺼지면 Pacemaker가 다른 노드에서 자동으로 시작합니다. 직접 시작하지 마세요.',
    'service-unseen': '{service} 서비스의 실행 여부를 알 수 없습니다',
    'service-unseen-next': '응답하지 않는 노드부터 확인하세요. 서비스는 실행 중일 수 있습니다.',
    'source-unseen': '{service}: {node}의 {reading} 정보가 최신이 아닙니다',
    'source-unseen-next': '{node} 화면에서 왜 읽지 못했는지 확인하세요.',
    'service-failed': '{node}에서 {resource} 리소스가 실패했습니다',
    'service-failed-next': '실패 이유를 확인해 원인을 없앤 뒤 실패 기록을 정리하세요.',
    'service-one-node': '{service} 서비스가 {node}에서만 실행 중입니다',
    'service-one-node-next': '{node} 작업 전에 두 번째 인스턴스를 복구하세요.',
    'service-split': '{resource} 리소스가 {nodes}에서 동시에 실행 중입니다',
    'backend-down': '{backend} 백엔드에 남은 HAProxy 서버가 없습니다',
    'backend-down-next': 'HAProxy 화면에서 각 서버의 마지막 검사 결과를 확인하세요.',
    'backend-unseen': '{backend} 백엔드의 HAProxy 서버 상태를 알 수 없습니다',
    'backend-unseen-next':
      '노드 화면에서 HAProxy를 읽지 못한 이유를 확인하세요. 서비스는 정상일 수 있습니다.',
    'backend-one-server': '{backend} 백엔드에 서버가 하나만 남았습니다: {server}',
    'backend-one-server-next': '{server} 작업 전에 다른 서버를 복구하세요.',
    'hafs-not-mounted': '{service} 서비스가 실행되는 {node}에 {storage} 마운트가 없습니다',
    'hafs-not-mounted-next': '직접 마운트하지 마세요. 리소스 화면에서 Filesystem 리소스를 확인하세요.',
    'vip-missing': 'VIP {address} 주소를 가진 노드가 없습니다',
    'vip-missing-next': '리소스 화면에서 VIP 리소스 {resource} 항목을 확인하세요.',
    'vip-unseen': 'VIP {address} 주소를 어느 노드가 가졌는지 알 수 없습니다',
    'vip-unseen-next': '{node} 노드가 응답하는지 확인하세요. 주소를 직접 추가하지 마세요.',
    'vip-duplicate': 'VIP {address} 주소가 {nodes}에 동시에 있습니다',
    'vip-duplicate-next':
      '두 노드가 동시에 가진 것은 펜싱이 실패했다는 뜻입니다. 관리 컨트롤러에서 한 노드의 전원을 끄세요.',
    'vip-view-differs': 'VIP {address} 주소는 {seen}에 있지만 Pacemaker의 판단은 {believed}입니다',
    'vip-view-differs-next':
      '누군가 주소를 직접 추가했을 수 있습니다. 그 주소를 제거하거나 리소스를 새로 고치세요.',
    'copy-unseen': '{storage}의 두 번째 사본을 알 수 없습니다: {node} 응답 없음',
    'copy-unseen-next':
      '{node} 노드가 응답하는지 확인하세요. 그때까지 상대 노드를 계속 실행하세요. 유일한 정상 사본이 있을 수 있습니다.',
    'no-copy': '{storage}의 정상 사본이 보이지 않습니다',
    'no-copy-next': '아무것도 바꾸지 마세요. 명령을 실행하기 전에 DRBD 화면에서 두 노드를 비교하세요.',
    'one-copy-disk': '{storage} 사본이 하나만 남았습니다: {node} 디스크 {state}',
    'one-copy-disk-next':
      '유일한 정상 사본이 있는 {good} 노드를 재시작하거나 standby로 전환하지 마세요. 그다음 {node}의 디스크를 점검하세요.',
    'one-copy-link': '{storage} 사본이 하나만 남았습니다: {node} 복제 연결 {state}',
    'one-copy-link-next':
      '{good} 노드를 재시작하거나 standby로 전환하지 마세요. 노드 사이의 10G 링크를 점검하세요. 연결되면 자동으로 재동기화됩니다.',
    'one-copy-syncing': '{node} 동기화가 끝날 때까지 {storage} 사본이 하나입니다({percent} %)',
    'one-copy-syncing-next':
      '끝날 때까지 기다리세요. 그 전에 {good} 노드를 재시작하거나 standby로 전환하지 마세요.',
    'one-copy-node': '{storage} 사본이 하나만 남았습니다: {node} 오프라인',
    'one-copy-node-next':
      '{good} 노드를 재시작하거나 standby로 전환하지 마세요. {node} 노드를 복구하면 자동으로 재동기화됩니다.',
    'copy-missing': '{storage}: {node} 사본이 {state} 상태이며 정상 사본 {count}개가 남았습니다',
    'copy-missing-next': '급하지 않습니다. {node}의 디스크와 복제 링크를 점검하세요.',
    'split-brain': '{storage} 스플릿 브레인: {nodes} 복제가 끊겼고 양쪽 데이터가 서로 다릅니다',
    'split-brain-next': '어느 쪽도 바꾸지 마세요. 어느 쪽을 남길지 정하기 전에 양쪽을 비교해야 합니다.',
    'two-primaries': '{storage}: {nodes}에서 동시에 Primary입니다',
    'two-primaries-next': '양쪽에서 쓰고 있습니다. 무엇보다 먼저 한쪽의 서비스를 멈추세요.',
    'no-primary': '{storage}: Primary인 노드가 없습니다',
    'no-primary-next': '리소스 화면에서 실패와 ban을 확인하세요. 직접 승격하지 마세요.',
    'role-view-differs': '{storage}: {node} 자신은 {own}, {peer}의 판단은 {believed}입니다',
    'role-view-differs-next':
      '변경하기 전에 DRBD 화면에서 두 노드를 비교하세요. 한쪽 정보가 오래된 것일 수 있습니다.',
    'would-not-survive': '{node} 노드에 장애가 나면 {service} 서비스가 중단됩니다',
    'would-not-survive-next': '리소스 화면에서 실패 횟수, ban, standby 노드를 확인하세요.',
    'would-not-survive-alone':
      '{node} 노드에 장애가 나면 {service} 서비스가 중단됩니다: 이어받을 다른 노드가 없습니다',
    'would-not-survive-alone-next': '먼저 {away} 노드를 복구하고, 그 전에는 {node} 노드에서 작업하지 마세요.',
    'survival-unseen': '노드 장애 때 서비스가 유지될지 알 수 없습니다: 모의 실행 결과가 최신이 아님',
    'survival-unseen-next':
      '노드가 응답하는지 확인하세요. 모의 실행은 자동으로 다시 이루어집니다. 그 전에 유지보수를 시작하지 마세요.',
    'fencing-off': '펜싱이 꺼져 있어 응답 없는 노드와 죽은 노드를 구분할 수 없습니다',
    'fencing-off-next': '펜스 장치를 시험한 뒤 stonith-enabled를 true로 설정하세요.',
    'no-fence-device': '펜싱은 켜져 있지만 동작하는 펜스 장치가 없습니다',
    'no-fence-device-next': '리소스 화면에서 stonith 리소스를 확인하고 장치를 하나씩 시험하세요.',
    'fence-failed': '{node} 노드의 펜싱이 실패했습니다',
    'fence-failed-next': '{node} 관리 컨트롤러의 연결, 비밀번호, 전원을 확인하세요.',
    'no-quorum': '클러스터에 쿼럼이 없습니다',
    'no-quorum-next': '빠진 노드를 복구하세요. 그 노드가 보이지 않는 동안 강제로 조치하지 마세요.',
    'maintenance-mode': '유지보수 모드입니다: Pacemaker가 아무것도 복구하지 않습니다',
    'maintenance-mode-next': '작업이 끝나면 해제하세요. 해제하면 Pacemaker가 무엇을 할지 먼저 확인하세요.',
    'node-offline': '{node} 노드가 오프라인입니다',
    'node-offline-next': '전원과 관리 컨트롤러를 확인하세요. 복구되면 자동으로 합류합니다.',
    'node-unclean': '{node} 노드가 unclean 상태입니다: 펜싱되어야 서비스가 이동할 수 있습니다',
    'node-unclean-next': '펜싱 진행을 확인하세요. 실패하면 {node}의 관리 컨트롤러를 점검하세요.',
    'node-standby': '{node} 노드가 standby 상태입니다: 이 노드로 이동할 수 없습니다',
    'node-standby-next': '유지보수가 끝나면 온라인으로 되돌리세요.',
    'pacemaker-unseen': 'Pacemaker 상태를 알려 주는 노드가 없습니다',
    'pacemaker-unseen-next': '노드에 연결되는지, 노드에서 pacemaker가 실행 중인지 확인하세요.',
    'dc-view-differs': '노드마다 DC가 다릅니다: {views}',
    'dc-view-differs-next':
      '클러스터가 분할되었을 수 있습니다. 변경하기 전에 corosync 링크를 모두 확인하세요.',
    'ring-view-differs': '노드마다 corosync 멤버십이 다릅니다: {views}',
    'ring-view-differs-next':
      '클러스터가 분할되었을 수 있습니다. 변경하기 전에 corosync 링크를 모두 확인하세요.',
    'member-view-differs': '{observer}의 판단은 {node} 오프라인이지만 {node} 자신은 클러스터를 실행 중입니다',
    'member-view-differs-next':
      '클러스터가 분할되었을 수 있습니다. 변경하기 전에 corosync 링크를 모두 확인하세요.',
  },
};
