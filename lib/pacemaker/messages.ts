/** Words of Pacemaker's findings, in both languages, with ICU parameters. A missing one does not compile. */
import type { Messages } from '@/lib/base/finding';

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

export const pacemakerMessages: Messages<PacemakerFindingId> = {
  en: {
    starting: 'Pacemaker is {state}; its view is not complete yet.',
    'no-dc': 'The cluster has no coordinator (DC): nothing is started, stopped or moved.',
    'no-quorum': 'No quorum: resources follow the policy “{policy}”.',
    'fencing-disabled': 'Fencing is disabled: a lost node’s data can be taken over while it still writes.',
    'quorum-ignored': 'Loss of quorum is ignored (no-quorum-policy=ignore).',
    'maintenance-mode': 'The cluster is in maintenance mode: failures are not repaired.',
    'stop-all': 'All resources are told to stop (stop-all-resources).',
    'node-unclean': '{node} is lost and not yet fenced: its resources do not fail over until it is.',
    'node-offline': '{node} is not in the cluster.',
    'node-pending': '{node} is joining the cluster.',
    'node-leaving': '{node} is shutting down.',
    'node-standby': '{node} is in standby: it runs nothing and takes over nothing.',
    'node-standby-on-fail': '{node} was put into standby because a resource failed there.',
    'node-maintenance': '{node} is in maintenance: its resources are not watched.',
    'node-health': 'Node health of {node} is {health}.',
    'resource-blocked': '{resource} is blocked on {node}: the cluster cannot go on without a person.',
    'resource-failed': '{resource} has failed on {node}.',
    'resource-failure-ignored': '{resource} has failed on {node}; the failure is ignored by configuration.',
    'resource-orphaned': '{resource} is no longer configured but still known on {node}.',
    'resource-unmanaged': '{resource} is not managed: the cluster neither starts nor repairs it.',
    'resource-disabled': '{resource} is stopped on request.',
    'resource-stopped': '{resource} is stopped but should run.',
    'resource-role-unknown': '{resource} is in a state Haven does not know.',
    'resource-in-transition': '{resource} is {role}.',
    'resource-on-several-nodes': '{resource} runs on more than one node at once: {nodes}.',
    'clone-missing-on-node': '{resource} does not run on {node}.',
    'nothing-promoted': '{resource} has no promoted instance.',
    'several-promoted': '{resource} is promoted on more than one node: {nodes}.',
    'fail-count-blocks':
      '{resource} would not run on {node}: {count, select, infinity {it failed there for good} other {it failed there {count} times, and the limit is {threshold}}}. Clean up once the cause is gone.',
    'fail-count': '{resource} has failed on {node} {count} times.',
    'operation-failed': '{task} of {resource} failed on {node}: {reason}.',
    'fencing-failed': 'Fencing {node} failed: {reason}.',
    'fencing-pending': 'Fencing of {node} is under way.',
    'drbd-fence-ban': 'DRBD forbids promoting {resource} except on the node with current data ({id}).',
    'ban-left-over': '{resource} is banned from {node} by an old command ({id}).',
    'preference-left-over': '{resource} is held in place by an old command ({id}).',
    'move-unfinished': 'A move of {resource} was not finished: {id} is still there.',
    'node-without-fence-device': 'No fence device names {node}.',
    'no-fence-device': 'Fencing is on but no fence device exists: nothing will start.',
  },
  ko: {
    starting: 'Pacemaker 상태가 {state}입니다. 아직 전체 상태를 알 수 없습니다.',
    'no-dc': '클러스터에 코디네이터(DC)가 없습니다. 시작, 중지, 이동이 이루어지지 않습니다.',
    'no-quorum': '쿼럼이 없습니다. 리소스에 “{policy}” 정책이 적용됩니다.',
    'fencing-disabled': '펜싱이 꺼져 있습니다. 응답하지 않는 노드가 쓰는 중에도 데이터가 넘어갈 수 있습니다.',
    'quorum-ignored': '쿼럼 상실을 무시하도록 설정되어 있습니다(no-quorum-policy=ignore).',
    'maintenance-mode': '클러스터가 유지보수 모드입니다. 장애가 복구되지 않습니다.',
    'stop-all': '모든 리소스를 중지하도록 설정되어 있습니다(stop-all-resources).',
    'node-unclean':
      '{node} 노드가 사라졌고 아직 펜싱되지 않았습니다. 펜싱될 때까지 리소스가 넘어가지 않습니다.',
    'node-offline': '{node} 노드가 클러스터에 없습니다.',
    'node-pending': '{node} 노드가 클러스터에 참여하는 중입니다.',
    'node-leaving': '{node} 노드가 종료하는 중입니다.',
    'node-standby': '{node} 노드가 대기(standby) 상태입니다. 아무것도 실행하지 않고 넘겨받지도 않습니다.',
    'node-standby-on-fail': '리소스 장애로 {node} 노드가 대기(standby) 상태가 되었습니다.',
    'node-maintenance': '{node} 노드가 유지보수 중입니다. 리소스를 감시하지 않습니다.',
    'node-health': '{node} 노드의 상태 지표가 {health}입니다.',
    'resource-blocked': '{node}에서 {resource} 리소스가 막혀 있습니다. 사람이 처리해야 진행됩니다.',
    'resource-failed': '{node}에서 {resource} 리소스에 장애가 발생했습니다.',
    'resource-failure-ignored': '{node}에서 {resource} 리소스에 장애가 있으나 설정에 따라 무시되고 있습니다.',
    'resource-orphaned': '{resource} 리소스는 설정에서 사라졌지만 {node}에 남아 있습니다.',
    'resource-unmanaged':
      '{resource} 리소스는 관리 대상이 아닙니다. 클러스터가 시작하거나 복구하지 않습니다.',
    'resource-disabled': '{resource} 리소스는 요청에 따라 중지되어 있습니다.',
    'resource-stopped': '{resource} 리소스가 실행되어야 하지만 중지되어 있습니다.',
    'resource-role-unknown': '{resource} 리소스의 상태를 Haven이 알지 못합니다.',
    'resource-in-transition': '{resource} 리소스가 상태를 바꾸는 중입니다({role}).',
    'resource-on-several-nodes': '{resource} 리소스가 여러 노드에서 동시에 실행되고 있습니다: {nodes}.',
    'clone-missing-on-node': '{resource} 리소스가 {node}에서 실행되지 않습니다.',
    'nothing-promoted': '{resource} 리소스에 승격된 인스턴스가 없습니다.',
    'several-promoted': '{resource} 리소스가 여러 노드에서 승격되어 있습니다: {nodes}.',
    'fail-count-blocks':
      '{resource} 리소스는 {node}에서 실행될 수 없습니다. {count, select, infinity {그곳에서 회복할 수 없는 장애가 있었습니다} other {그곳에서 {count}번 실패했고 한도는 {threshold}번입니다}}. 원인을 없앤 뒤 정리(cleanup)하십시오.',
    'fail-count': '{resource} 리소스가 {node}에서 {count}번 실패했습니다.',
    'operation-failed': '{node}에서 {resource}의 {task} 작업이 실패했습니다: {reason}.',
    'fencing-failed': '{node} 노드의 펜싱이 실패했습니다: {reason}.',
    'fencing-pending': '{node} 노드를 펜싱하는 중입니다.',
    'drbd-fence-ban': 'DRBD가 최신 데이터를 가진 노드 밖에서 {resource}의 승격을 금지하고 있습니다({id}).',
    'ban-left-over': '이전 명령이 {node}에서 {resource}의 실행을 금지하고 있습니다({id}).',
    'preference-left-over': '이전 명령이 {resource}의 위치를 고정하고 있습니다({id}).',
    'move-unfinished': '{resource}의 이동이 끝나지 않았습니다. {id} 제약이 남아 있습니다.',
    'node-without-fence-device': '{node} 노드를 담당하는 펜스 장치가 없습니다.',
    'no-fence-device': '펜싱이 켜져 있지만 펜스 장치가 없습니다. 아무것도 시작되지 않습니다.',
  },
};
