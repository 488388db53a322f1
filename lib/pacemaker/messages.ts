/** Words of Pacemaker's findings and the next safe step of each, in both languages, with ICU parameters. A missing one does not compile. */
import type { Messages, NextStep } from '@/lib/base/finding';

export type PacemakerFindingId =
  | 'starting'
  | 'no-dc'
  | 'no-quorum'
  | 'fencing-disabled'
  | 'quorum-ignored'
  | 'maintenance-mode'
  | 'stop-all'
  | 'node-unclean'
  | 'node-offline'
  | 'node-pending'
  | 'node-leaving'
  | 'node-standby'
  | 'node-standby-on-fail'
  | 'node-maintenance'
  | 'node-health'
  | 'resource-blocked'
  | 'resource-failed'
  | 'resource-failure-ignored'
  | 'resource-orphaned'
  | 'resource-unmanaged'
  | 'resource-disabled'
  | 'resource-stopped'
  | 'resource-role-unknown'
  | 'resource-in-transition'
  | 'resource-on-several-nodes'
  | 'clone-missing-on-node'
  | 'nothing-promoted'
  | 'several-promoted'
  | 'fail-count-blocks'
  | 'fail-count'
  | 'operation-failed'
  | 'fencing-failed'
  | 'fencing-pending'
  | 'drbd-fence-ban'
  | 'ban-left-over'
  | 'preference-left-over'
  | 'move-unfinished'
  | 'node-without-fence-device'
  | 'no-fence-device';

export const pacemakerMessages: Messages<PacemakerFindingId | NextStep<PacemakerFindingId>> = {
  en: {
    starting: 'Pacemaker is {state}; its view is not complete yet.',
    'starting-next':
      'Wait until it has started. If that takes minutes, read its log on the node: journalctl -u pacemaker',
    'no-dc': 'The cluster has no coordinator (DC): nothing is started, stopped or moved.',
    'no-dc-next':
      'Wait a minute: an election normally ends by itself. If it does not, check on every node: systemctl status corosync pacemaker',
    'no-quorum': 'No quorum: resources follow the policy “{policy}”.',
    'no-quorum-next': 'Bring a missing node back. Force nothing while it is unseen.',
    'fencing-disabled': 'Fencing is disabled: a lost node’s data can be taken over while it still writes.',
    'fencing-disabled-next': 'Test the fence devices, then set stonith-enabled to true.',
    'quorum-ignored': 'Loss of quorum is ignored (no-quorum-policy=ignore).',
    'quorum-ignored-next':
      'Once fencing works, set no-quorum-policy to stop. With two nodes, two_node in corosync.conf keeps the quorum.',
    'maintenance-mode': 'The cluster is in maintenance mode: failures are not repaired.',
    'maintenance-mode-next':
      'End it when the work is done. Check first that every resource is where it should be.',
    'stop-all': 'All resources are told to stop (stop-all-resources).',
    'stop-all-next': 'Find out who set it and why. Only then set stop-all-resources to false.',
    'node-unclean': '{node} is lost and not yet fenced: its resources do not fail over until it is.',
    'node-unclean-next': 'Watch the fencing. If it fails, check the management controller of {node}.',
    'node-offline': '{node} is not in the cluster.',
    'node-offline-next':
      'Check the power and the management controller of {node}. If it is running, check there: systemctl status corosync pacemaker',
    'node-pending': '{node} is joining the cluster.',
    'node-pending-next':
      'Wait until it has joined. If it does not, read the log on {node}: journalctl -u pacemaker',
    'node-leaving': '{node} is shutting down.',
    'node-leaving-next':
      'Wait until it has left before working on another node. If nobody asked for it, read the log on {node}: journalctl -u pacemaker',
    'node-standby': '{node} is in standby: it runs nothing and takes over nothing.',
    'node-standby-next': 'Bring {node} back online when its maintenance is done.',
    'node-standby-on-fail': '{node} was put into standby because a resource failed there.',
    'node-standby-on-fail-next':
      'Read the failure on the Resources page, remove its cause and clean it up. Then bring {node} back online.',
    'node-maintenance': '{node} is in maintenance: its resources are not watched.',
    'node-maintenance-next':
      'End the maintenance of {node} when the work is done. Check first that its resources are as they should be.',
    'node-health': 'Node health of {node} is {health}.',
    'node-health-next':
      'See which attribute says so (crm_mon -1 -A), then check the disk, memory and load of {node}.',
    'resource-blocked': '{resource} is blocked on {node}: the cluster cannot go on without a person.',
    'resource-blocked-next':
      'Read the failure on the Resources page and remove its cause. Then clean up: crm_resource --cleanup --resource {resource} --node {node}',
    'resource-failed': '{resource} has failed on {node}.',
    'resource-failed-next':
      'Read the failure on the Resources page and remove its cause. Then clean up: crm_resource --cleanup --resource {resource} --node {node}',
    'resource-failure-ignored': '{resource} has failed on {node}; the failure is ignored by configuration.',
    'resource-failure-ignored-next':
      'Read the failure on the Resources page and decide whether it may go on being ignored.',
    'resource-orphaned': '{resource} is no longer configured but still known on {node}.',
    'resource-orphaned-next':
      'Check on {node} that nothing uses it any more. Then clean up: crm_resource --cleanup --resource {resource} --node {node}',
    'resource-unmanaged': '{resource} is not managed: the cluster neither starts nor repairs it.',
    'resource-unmanaged-next':
      'When the work on it is done, let Pacemaker manage it again: see is-managed and maintenance in its configuration.',
    'resource-disabled': '{resource} is stopped on request.',
    'resource-disabled-next':
      'Nothing to do if it is meant to be stopped. Otherwise find out who set its target-role, and why.',
    'resource-stopped': '{resource} is stopped but should run.',
    'resource-stopped-next':
      'Ask the cluster what keeps it from starting: crm_resource --why --resource {resource}',
    'resource-role-unknown': '{resource} is in a state Haven does not know.',
    'resource-role-unknown-next': 'Before any change, compare with the output on a node: crm_mon -1',
    'resource-in-transition': '{resource} is {role}.',
    'resource-in-transition-next': 'Wait until it is done; change nothing meanwhile.',
    'resource-on-several-nodes': '{resource} runs on more than one node at once: {nodes}.',
    'resource-on-several-nodes-next':
      'Check first whether the nodes see each other and whether fencing worked. Start and stop nothing by hand.',
    'clone-missing-on-node': '{resource} does not run on {node}.',
    'clone-missing-on-node-next':
      'Ask the cluster what keeps it from running there: crm_resource --why --resource {resource}',
    'nothing-promoted': '{resource} has no promoted instance.',
    'nothing-promoted-next':
      'Look at the copies on the DRBD page and at failures and bans on the Resources page. Promote nothing by hand.',
    'several-promoted': '{resource} is promoted on more than one node: {nodes}.',
    'several-promoted-next':
      'Treat it as a split-brain: change nothing, and check fencing and the replication link first.',
    'fail-count-blocks':
      '{resource} would not run on {node}: {count, select, infinity {it failed there for good} other {it failed there {count} times, and the limit is {threshold}}}.',
    'fail-count-blocks-next':
      'Remove the cause, then clean up: crm_resource --cleanup --resource {resource} --node {node}',
    'fail-count': '{resource} has failed on {node} {count} times.',
    'fail-count-next':
      'Read the reason on the Resources page. Once its cause is gone, clean up: crm_resource --cleanup --resource {resource} --node {node}',
    'operation-failed': '{task} of {resource} failed on {node}: {reason}.',
    'operation-failed-next':
      'Read the log of {node} around that time (journalctl -u pacemaker) and remove the cause. Then clean up: crm_resource --cleanup --resource {resource} --node {node}',
    'fencing-failed': 'Fencing {node} failed: {reason}.',
    'fencing-failed-next':
      'Check the management controller of {node}: reachable, right password, powered. Do not report {node} as off by hand while it may still run.',
    'fencing-pending': 'Fencing of {node} is under way.',
    'fencing-pending-next': 'Wait for its outcome. If it fails, check the management controller of {node}.',
    'drbd-fence-ban': 'DRBD forbids promoting {resource} except on the node with current data ({id}).',
    'drbd-fence-ban-next':
      'Let the resync finish: DRBD then removes this by itself. Do not remove it by hand.',
    'ban-left-over': '{resource} is banned from {node} by an old command ({id}).',
    'ban-left-over-next':
      'Check whether the ban is still meant. If not, lift it; {resource} may then move: crm_resource --clear --resource {resource} --node {node}',
    'preference-left-over': '{resource} is held in place by an old command ({id}).',
    'preference-left-over-next':
      'Check whether it is still meant. If not, lift it; {resource} may then move: crm_resource --clear --resource {resource}',
    'move-unfinished': 'A move of {resource} was not finished: {id} is still there.',
    'move-unfinished-next': 'Open Changes and see how the job that left {id} ended.',
    'node-without-fence-device': 'No fence device names {node}.',
    'node-without-fence-device-next':
      'Give {node} a fence device and test it. What could fence it now: stonith_admin --list {node}',
    'no-fence-device': 'Fencing is on but no fence device exists: nothing will start.',
    'no-fence-device-next': 'Configure and test a fence device for every node. Leave fencing on.',
  },
  ko: {
    starting: 'Pacemaker 상태가 {state}입니다. 아직 전체 상태를 알 수 없습니다.',
    'starting-next':
      '시작이 끝날 때까지 기다리세요. 몇 분이 지나도 그대로면 노드에서 로그를 확인하세요: journalctl -u pacemaker',
    'no-dc': '클러스터에 코디네이터(DC)가 없습니다. 시작, 중지, 이동이 이루어지지 않습니다.',
    'no-dc-next':
      '1분쯤 기다리세요. 선출은 보통 저절로 끝납니다. 끝나지 않으면 모든 노드에서 확인하세요: systemctl status corosync pacemaker',
    'no-quorum': '쿼럼이 없습니다. 리소스에 “{policy}” 정책이 적용됩니다.',
    'no-quorum-next': '빠진 노드를 복구하세요. 그 노드가 보이지 않는 동안 강제로 조치하지 마세요.',
    'fencing-disabled': '펜싱이 꺼져 있습니다. 응답하지 않는 노드가 쓰는 중에도 데이터가 넘어갈 수 있습니다.',
    'fencing-disabled-next': '펜스 장치를 시험한 뒤 stonith-enabled를 true로 설정하세요.',
    'quorum-ignored': '쿼럼 상실을 무시하도록 설정되어 있습니다(no-quorum-policy=ignore).',
    'quorum-ignored-next':
      '펜싱이 동작하면 no-quorum-policy를 stop으로 설정하세요. 노드가 둘이면 corosync.conf의 two_node가 쿼럼을 유지합니다.',
    'maintenance-mode': '클러스터가 유지보수 모드입니다. 장애가 복구되지 않습니다.',
    'maintenance-mode-next': '작업이 끝나면 해제하세요. 그 전에 모든 리소스가 제자리에 있는지 확인하세요.',
    'stop-all': '모든 리소스를 중지하도록 설정되어 있습니다(stop-all-resources).',
    'stop-all-next': '누가 왜 설정했는지 먼저 확인한 뒤 stop-all-resources를 false로 설정하세요.',
    'node-unclean':
      '{node} 노드가 사라졌고 아직 펜싱되지 않았습니다. 펜싱될 때까지 리소스가 넘어가지 않습니다.',
    'node-unclean-next': '펜싱 진행을 확인하세요. 실패하면 {node}의 관리 컨트롤러를 점검하세요.',
    'node-offline': '{node} 노드가 클러스터에 없습니다.',
    'node-offline-next':
      '{node}의 전원과 관리 컨트롤러를 확인하세요. 켜져 있다면 그 노드에서 확인하세요: systemctl status corosync pacemaker',
    'node-pending': '{node} 노드가 클러스터에 참여하는 중입니다.',
    'node-pending-next':
      '합류할 때까지 기다리세요. 합류하지 않으면 {node}에서 로그를 확인하세요: journalctl -u pacemaker',
    'node-leaving': '{node} 노드가 종료하는 중입니다.',
    'node-leaving-next':
      '다른 노드 작업은 종료가 끝난 뒤에 시작하세요. 아무도 요청하지 않았다면 {node}에서 로그를 확인하세요: journalctl -u pacemaker',
    'node-standby': '{node} 노드가 standby 상태입니다. 아무것도 실행하지 않고 넘겨받지도 않습니다.',
    'node-standby-next': '유지보수가 끝나면 {node} 노드를 온라인으로 되돌리세요.',
    'node-standby-on-fail': '리소스 장애로 {node} 노드가 standby 상태가 되었습니다.',
    'node-standby-on-fail-next':
      '리소스 화면에서 실패를 확인해 원인을 없애고 실패 기록을 정리하세요. 그다음 {node} 노드를 온라인으로 되돌리세요.',
    'node-maintenance': '{node} 노드가 유지보수 중입니다. 리소스를 감시하지 않습니다.',
    'node-maintenance-next':
      '작업이 끝나면 {node}의 유지보수를 해제하세요. 그 전에 리소스가 정상인지 확인하세요.',
    'node-health': '{node} 노드의 상태 지표가 {health}입니다.',
    'node-health-next':
      '어느 속성 때문인지 확인하고(crm_mon -1 -A) {node}의 디스크, 메모리, 부하를 점검하세요.',
    'resource-blocked': '{node}에서 {resource} 리소스가 막혀 있습니다. 사람이 처리해야 진행됩니다.',
    'resource-blocked-next':
      '리소스 화면에서 실패를 확인해 원인을 없앤 뒤 정리하세요: crm_resource --cleanup --resource {resource} --node {node}',
    'resource-failed': '{node}에서 {resource} 리소스에 장애가 발생했습니다.',
    'resource-failed-next':
      '리소스 화면에서 실패를 확인해 원인을 없앤 뒤 정리하세요: crm_resource --cleanup --resource {resource} --node {node}',
    'resource-failure-ignored': '{node}에서 {resource} 리소스에 장애가 있지만 설정에 따라 무시되고 있습니다.',
    'resource-failure-ignored-next': '리소스 화면에서 실패를 확인하고, 계속 무시해도 되는지 판단하세요.',
    'resource-orphaned': '{resource} 리소스는 설정에서 사라졌지만 {node}에 남아 있습니다.',
    'resource-orphaned-next':
      '{node}에서 더 이상 쓰이지 않는지 확인한 뒤 정리하세요: crm_resource --cleanup --resource {resource} --node {node}',
    'resource-unmanaged':
      '{resource} 리소스는 관리 대상이 아닙니다. 클러스터가 시작하거나 복구하지 않습니다.',
    'resource-unmanaged-next':
      '작업이 끝나면 다시 Pacemaker가 관리하게 하세요. 구성의 is-managed와 maintenance를 확인하세요.',
    'resource-disabled': '{resource} 리소스는 요청에 따라 중지되어 있습니다.',
    'resource-disabled-next':
      '의도한 중지라면 할 일은 없습니다. 아니라면 누가 왜 target-role을 설정했는지 확인하세요.',
    'resource-stopped': '{resource} 리소스가 실행되어야 하지만 중지되어 있습니다.',
    'resource-stopped-next':
      '무엇이 시작을 막는지 클러스터에 확인하세요: crm_resource --why --resource {resource}',
    'resource-role-unknown': '{resource} 리소스의 상태를 Haven이 알지 못합니다.',
    'resource-role-unknown-next': '무엇이든 바꾸기 전에 노드에서 출력을 비교하세요: crm_mon -1',
    'resource-in-transition': '{resource} 리소스가 상태를 바꾸는 중입니다({role}).',
    'resource-in-transition-next': '끝날 때까지 기다리고, 그동안 아무것도 바꾸지 마세요.',
    'resource-on-several-nodes': '{resource} 리소스가 여러 노드에서 동시에 실행되고 있습니다: {nodes}.',
    'resource-on-several-nodes-next':
      '노드들이 서로를 보는지, 펜싱이 동작했는지 먼저 확인하세요. 직접 시작하거나 멈추지 마세요.',
    'clone-missing-on-node': '{resource} 리소스가 {node}에서 실행되지 않습니다.',
    'clone-missing-on-node-next':
      '무엇이 실행을 막는지 클러스터에 확인하세요: crm_resource --why --resource {resource}',
    'nothing-promoted': '{resource} 리소스에 승격된 인스턴스가 없습니다.',
    'nothing-promoted-next':
      'DRBD 화면에서 사본 상태를, 리소스 화면에서 실패와 ban을 확인하세요. 직접 승격하지 마세요.',
    'several-promoted': '{resource} 리소스가 여러 노드에서 승격되어 있습니다: {nodes}.',
    'several-promoted-next':
      '스플릿 브레인으로 보고 아무것도 바꾸지 마세요. 펜싱과 복제 연결부터 확인하세요.',
    'fail-count-blocks':
      '{resource} 리소스는 {node}에서 실행될 수 없습니다. {count, select, infinity {그곳에서 회복할 수 없는 장애가 있었습니다} other {그곳에서 {count}번 실패했고 한도는 {threshold}번입니다}}.',
    'fail-count-blocks-next':
      '원인을 없앤 뒤 정리하세요: crm_resource --cleanup --resource {resource} --node {node}',
    'fail-count': '{resource} 리소스가 {node}에서 {count}번 실패했습니다.',
    'fail-count-next':
      '리소스 화면에서 이유를 확인하세요. 원인을 없앤 뒤 정리하세요: crm_resource --cleanup --resource {resource} --node {node}',
    'operation-failed': '{node}에서 {resource} 리소스의 {task} 작업이 실패했습니다: {reason}.',
    'operation-failed-next':
      '{node}에서 그 무렵의 로그(journalctl -u pacemaker)를 확인해 원인을 없앤 뒤 정리하세요: crm_resource --cleanup --resource {resource} --node {node}',
    'fencing-failed': '{node} 노드의 펜싱이 실패했습니다: {reason}.',
    'fencing-failed-next':
      '{node} 관리 컨트롤러의 연결, 비밀번호, 전원을 확인하세요. {node} 노드가 켜져 있을 수 있는 동안 꺼졌다고 수동으로 알리지 마세요.',
    'fencing-pending': '{node} 노드를 펜싱하는 중입니다.',
    'fencing-pending-next': '결과를 기다리세요. 실패하면 {node}의 관리 컨트롤러를 점검하세요.',
    'drbd-fence-ban':
      'DRBD가 최신 데이터를 가진 노드 밖에서 {resource} 리소스의 승격을 금지하고 있습니다({id}).',
    'drbd-fence-ban-next':
      '재동기화가 끝날 때까지 기다리세요. 그러면 DRBD가 스스로 제거합니다. 직접 제거하지 마세요.',
    'ban-left-over': '이전 명령이 {node}에서 {resource} 리소스의 실행을 금지하고 있습니다({id}).',
    'ban-left-over-next':
      '아직 필요한 금지인지 확인하세요. 아니라면 해제하세요. 해제하면 {resource} 리소스가 이동할 수 있습니다: crm_resource --clear --resource {resource} --node {node}',
    'preference-left-over': '이전 명령이 {resource} 리소스의 위치를 고정하고 있습니다({id}).',
    'preference-left-over-next':
      '아직 필요한 고정인지 확인하세요. 아니라면 해제하세요. 해제하면 {resource} 리소스가 이동할 수 있습니다: crm_resource --clear --resource {resource}',
    'move-unfinished': '{resource} 리소스의 이동이 끝나지 않았습니다. {id} 제약이 남아 있습니다.',
    'move-unfinished-next': '변경 화면에서 {id} 제약을 남긴 작업이 어떻게 끝났는지 확인하세요.',
    'node-without-fence-device': '{node} 노드를 담당하는 펜스 장치가 없습니다.',
    'node-without-fence-device-next':
      '{node} 노드에 펜스 장치를 구성하고 시험하세요. 지금 펜싱할 수 있는 장치를 확인하려면 다음을 실행하세요: stonith_admin --list {node}',
    'no-fence-device': '펜싱이 켜져 있지만 펜스 장치가 없습니다. 아무것도 시작되지 않습니다.',
    'no-fence-device-next': '모든 노드에 펜스 장치를 구성하고 시험하세요. 펜싱은 켜 두세요.',
  },
};
