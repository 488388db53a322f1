import { defineMessages } from '@/lib/i18n/define';

/** Words of fencing by hand, and of the test of a fence device. */
export const fencingMessages = defineMessages(
  {
    'intent-fence-test': 'Test the fence device {device}',
    'intent-fence-node-reboot': 'Fence {node}: reboot it by its power',
    'intent-fence-node-off': 'Fence {node}: switch its power off',
    'intent-fence-confirm': 'Tell the cluster that {node} is without power: “{statement}”',
    'propose-fence-test': 'Test…',
    'propose-fence-reboot': 'Fence (reboot)…',
    'propose-fence-off': 'Fence (power off)…',

    'step-fence-query': 'Ask the fence device {device} whether it answers',
    'step-fence-list': 'See that the fencer has a device for {node}',
    'step-fence-reboot': 'Reboot {node} by its fence device',
    'step-fence-off': 'Switch {node} off by its fence device',
    'step-fence-confirm': 'Tell the cluster that {node} is dead',
    'check-node-fenced': '{node} was fenced, or is down, as the others see it',
    'danger-fence':
      'The machine is killed without a shutdown. What it had not written is lost, and what ran there is recovered elsewhere.',
    'danger-fence-confirm':
      'If the machine is not really without power, both nodes run everything: two Primaries, two owners of one address, destroyed data.',

    'nothing-not-unclean': 'The cluster is not waiting for {node} to be fenced. There is nothing to confirm.',
    'refusal-no-other-node':
      'No other node of the cluster answers that could do it for {objects}. Bring another node back first.',
    'refusal-no-fence-device': 'No fence device can fence {objects}. Add one under Resources, Fencing.',
    'refusal-no-such-device': 'There is no fence device {objects}.',

    'guard-fence-kills': 'It is meant to kill this node',
    'guard-fence-kills-fail': 'Killed without a shutdown, with everything that runs there: {objects}.',
    'guard-fence-not-only': 'Another node can carry on',
    'guard-fence-not-only-fail':
      'No other node is fit to take over from {objects}. End standby or maintenance of another one first.',
    'guard-fence-quorum': 'The others keep quorum',
    'guard-fence-quorum-fail': 'Without this node there would be no quorum: {objects}.',
    'guard-fence-copy': 'The others have an UpToDate copy of everything',
    'guard-fence-copy-fail': 'The last UpToDate copy would go with this node: {objects}.',
    'guard-fence-resync': 'Nobody is being resynchronised from this node',
    'guard-fence-resync-fail':
      'The target would be left with half of the data: {objects}. Wait for the resync.',
    'guard-fence-device': 'Another node has a fence device for it',
    'guard-fence-device-fail': 'There is no fence device that another node could use: {objects}.',
    'guard-fence-tested': 'The fence device was tested in the last 90 days',
    'guard-fence-tested-fail': 'Not tested in the last 90 days: {objects}. Test it under Resources, Fencing.',
    'guard-fence-unreachable': 'Haven does not reach the machine',
    'guard-fence-unreachable-fail': '{objects} answers over SSH: it is not without power. Fence it instead.',
    'guard-fence-gone': 'No other node sees it',
    'guard-fence-gone-fail': 'It still takes part in the cluster: {objects}.',
    'guard-fence-stated': 'A person has seen that it is without power',
    'guard-fence-stated-fail':
      'Only a person at the machine can know that it is without power. Stated: {objects}.',
  },
  {
    'intent-fence-test': '펜스 장치 {device} 시험',
    'intent-fence-node-reboot': '{node} 노드 펜싱: 전원으로 재시작',
    'intent-fence-node-off': '{node} 노드 펜싱: 전원 차단',
    'intent-fence-confirm': '{node} 노드의 전원이 꺼져 있다고 클러스터에 알리기: “{statement}”',
    'propose-fence-test': '시험…',
    'propose-fence-reboot': '펜싱(재시작)…',
    'propose-fence-off': '펜싱(전원 차단)…',

    'step-fence-query': '펜스 장치 {device} 응답 확인',
    'step-fence-list': '{node} 노드를 펜싱할 장치가 있는지 확인',
    'step-fence-reboot': '펜스 장치로 {node} 노드 재시작',
    'step-fence-off': '펜스 장치로 {node} 노드 전원 차단',
    'step-fence-confirm': '{node} 노드가 꺼졌다고 클러스터에 알리기',
    'check-node-fenced': '다른 노드가 보기에 {node} 노드가 펜싱되었거나 내려가 있음',
    'danger-fence':
      '종료 절차 없이 바로 꺼집니다. 아직 쓰지 않은 데이터는 잃고, 실행 중이던 것은 다른 노드에서 복구됩니다.',
    'danger-fence-confirm':
      '전원이 실제로 꺼져 있지 않으면 두 노드가 모든 것을 함께 실행합니다. Primary가 둘, 같은 주소가 둘이 되고 데이터가 망가집니다.',

    'nothing-not-unclean': '클러스터가 {node} 노드의 펜싱을 기다리고 있지 않습니다. 확인할 것이 없습니다.',
    'refusal-no-other-node':
      '{objects} 노드를 대신해 실행할 다른 노드가 응답하지 않습니다. 먼저 다른 노드를 복구하세요.',
    'refusal-no-fence-device': '{objects} 노드를 펜싱할 장치가 없습니다. 리소스의 펜싱에서 추가하세요.',
    'refusal-no-such-device': '{objects} 펜스 장치가 없습니다.',

    'guard-fence-kills': '이 노드를 강제로 끄려는 것이 맞습니다',
    'guard-fence-kills-fail': '종료 절차 없이 꺼집니다. 노드와 그 위에서 실행 중인 것: {objects}.',
    'guard-fence-not-only': '다른 노드가 이어받을 수 있습니다',
    'guard-fence-not-only-fail':
      '{objects} 노드를 이어받을 수 있는 노드가 없습니다. 먼저 다른 노드의 standby나 유지보수를 끝내세요.',
    'guard-fence-quorum': '나머지 노드가 쿼럼을 유지합니다',
    'guard-fence-quorum-fail': '이 노드가 없으면 쿼럼을 잃습니다: {objects}.',
    'guard-fence-copy': '나머지 노드에 모든 데이터의 UpToDate 사본이 있습니다',
    'guard-fence-copy-fail': '마지막 UpToDate 사본이 이 노드와 함께 사라집니다: {objects}.',
    'guard-fence-resync': '이 노드에서 재동기화를 받는 노드가 없습니다',
    'guard-fence-resync-fail': '대상에 데이터가 절반만 남습니다: {objects}. 재동기화가 끝나기를 기다리세요.',
    'guard-fence-device': '다른 노드가 쓸 수 있는 펜스 장치가 있습니다',
    'guard-fence-device-fail': '다른 노드가 쓸 수 있는 펜스 장치가 없습니다: {objects}.',
    'guard-fence-tested': '펜스 장치를 최근 90일 안에 시험했습니다',
    'guard-fence-tested-fail': '최근 90일 안에 시험하지 않았습니다: {objects}. 리소스의 펜싱에서 시험하세요.',
    'guard-fence-unreachable': 'Haven에서 이 노드에 닿지 않습니다',
    'guard-fence-unreachable-fail':
      '{objects} 노드가 SSH에 응답합니다. 전원이 꺼진 상태가 아니므로 대신 펜싱하세요.',
    'guard-fence-gone': '다른 노드에도 보이지 않습니다',
    'guard-fence-gone-fail': '아직 클러스터에 참여하고 있습니다: {objects}.',
    'guard-fence-stated': '전원이 꺼진 것을 사람이 확인했습니다',
    'guard-fence-stated-fail': '전원이 꺼졌는지는 현장의 사람만 알 수 있습니다. 적은 내용: {objects}.',
  },
);
