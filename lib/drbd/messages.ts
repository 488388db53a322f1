/** Words of DRBD's findings. DRBD's own terms (Primary, UpToDate, StandAlone …) stay as they are in every language. */
import type { Messages } from '@/lib/base/finding';

export type DrbdMessageId =
  | 'drbd.healthy'
  | 'drbd.generation-unknown'
  | 'drbd.resource-down'
  | 'drbd.disk-diskless'
  | 'drbd.disk-failed'
  | 'drbd.disk-inconsistent'
  | 'drbd.disk-outdated'
  | 'drbd.disk-consistent'
  | 'drbd.disk-changing'
  | 'drbd.disk-unknown'
  | 'drbd.diskless-client'
  | 'drbd.peer-disk'
  | 'drbd.connection-standalone'
  | 'drbd.connection-connecting'
  | 'drbd.connection-failed'
  | 'drbd.connection-changing'
  | 'drbd.connection-unknown'
  | 'drbd.no-peer'
  | 'drbd.no-volume'
  | 'drbd.replication-unknown'
  | 'drbd.replication-off'
  | 'drbd.resync-running'
  | 'drbd.resync-running-no-progress'
  | 'drbd.resync-paused'
  | 'drbd.resync-stalled'
  | 'drbd.verify-running'
  | 'drbd.out-of-sync'
  | 'drbd.replica-behind'
  | 'drbd.io-suspended'
  | 'drbd.quorum-lost'
  | 'drbd.two-primaries'
  | 'drbd.one-copy-left'
  | 'drbd.no-copy-up-to-date'
  | 'drbd.split-brain-suspected'
  | 'drbd.alarm-split-brain'
  | 'drbd.alarm-split-brain-found'
  | 'drbd.alarm-split-brain-solved'
  | 'drbd.alarm-unrelated-data'
  | 'drbd.alarm-io-error'
  | 'drbd.alarm-out-of-sync-found'
  | 'drbd.alarm-fence-peer-called';

export const drbdMessages: Messages<DrbdMessageId> = {
  en: {
    'drbd.healthy': '{resource}: every copy is UpToDate and connected.',
    'drbd.generation-unknown':
      'DRBD module {version} is of a generation Haven does not know. Its state is shown, but treat it with care.',
    'drbd.resource-down':
      '{resource} is configured on {node} but not running there: its copy receives nothing.',
    'drbd.disk-diskless':
      '{resource}/{volume} has lost its disk on {node}. It works through its peer only; the next failure stops it.',
    'drbd.disk-failed':
      '{resource}/{volume}: the disk on {node} failed. Check the device and the kernel log before attaching it again.',
    'drbd.disk-inconsistent':
      '{resource}/{volume}: the copy on {node} is Inconsistent and cannot be used until a resync has finished.',
    'drbd.disk-outdated':
      '{resource}/{volume}: the copy on {node} is Outdated. It is older than its peer and needs a resync.',
    'drbd.disk-consistent':
      '{resource}/{volume}: the copy on {node} waits for the other copy to know which one is newer.',
    'drbd.disk-changing': '{resource}/{volume}: the disk on {node} is {state}.',
    'drbd.disk-unknown': '{resource}/{volume}: the disk on {node} is in a state Haven does not know.',
    'drbd.diskless-client': '{resource}/{volume} has no disk on {node}, as configured.',
    'drbd.peer-disk': '{resource}/{volume}: {node} sees the copy of {peer} as {state}.',
    'drbd.connection-standalone':
      '{resource}: {node} stands alone and does not try to reach {peer}. Someone disconnected it, or DRBD did after a split-brain.',
    'drbd.connection-connecting':
      '{resource}: {node} waits for {peer}. Check the peer and the replication network.',
    'drbd.connection-failed': '{resource}: the connection from {node} to {peer} failed ({state}).',
    'drbd.connection-changing': '{resource}: the connection from {node} to {peer} is {state}.',
    'drbd.connection-unknown':
      '{resource}: the connection from {node} to {peer} is in a state Haven does not know.',
    'drbd.no-peer': '{resource} on {node} is connected to no peer: there is no second copy.',
    'drbd.no-volume': '{resource} on {node} has no volume: it holds no data.',
    'drbd.replication-unknown':
      '{resource}/{volume}: replication from {node} to {peer} is in a state Haven does not know.',
    'drbd.replication-off':
      '{resource}/{volume}: {node} is connected to {peer}, but this volume does not replicate ({state}).',
    'drbd.resync-running':
      '{resource}/{volume}: resync between {node} and {peer}, {percent, number}% done, about {eta} left.',
    'drbd.resync-running-no-progress':
      '{resource}/{volume}: resync between {node} and {peer} ({state}), time left unknown.',
    'drbd.resync-paused': '{resource}/{volume}: resync between {node} and {peer} is paused ({reasons}).',
    'drbd.resync-stalled':
      '{resource}/{volume}: resync between {node} and {peer} has stalled at {percent, number}%.',
    'drbd.verify-running': '{resource}/{volume}: online verify between {node} and {peer} ({state}).',
    'drbd.out-of-sync':
      '{resource}/{volume}: {kib, number} KiB differ between {node} and {peer} though replication runs. Resync before relying on the copy.',
    'drbd.replica-behind':
      '{resource}/{volume}: replication between {node} and {peer} is congested ({state}); the copy lags.',
    'drbd.io-suspended':
      '{resource}: all I/O on {node} is frozen ({reasons}). Services on it hang until this is resolved.',
    'drbd.quorum-lost': '{resource}/{volume} has lost quorum on {node}.',
    'drbd.two-primaries':
      '{resource} is Primary on more than one node ({nodes}). A file system on it is being damaged unless it is a cluster file system.',
    'drbd.one-copy-left': '{resource}/{volume}: only one UpToDate copy is left, seen from {node}.',
    'drbd.no-copy-up-to-date': '{resource}/{volume}: {node} reaches no UpToDate copy.',
    'drbd.split-brain-suspected':
      '{resource}: split-brain suspected between {nodes}. Do not reconnect before choosing which side keeps its data.',
    'drbd.alarm-split-brain':
      '{resource}: DRBD reported a split-brain on {node} and dropped the connection. A person must choose which side survives.',
    'drbd.alarm-split-brain-found':
      '{resource}: DRBD found a split-brain on {node} and is looking for a policy that solves it.',
    'drbd.alarm-split-brain-solved':
      '{resource}: a split-brain on {node} was solved by discarding one side. Review what was lost.',
    'drbd.alarm-unrelated-data':
      '{resource}: the copies seen from {node} have no common past. They were never replicas of each other.',
    'drbd.alarm-io-error': '{resource}: I/O error below DRBD on {node}. Check the device.',
    'drbd.alarm-out-of-sync-found': '{resource}: online verify on {node} found blocks that differ.',
    'drbd.alarm-fence-peer-called': '{resource}: {node} asked to fence its peer.',
  },
  ko: {
    'drbd.healthy': '{resource}: 모든 복제본이 UpToDate이고 연결되어 있습니다.',
    'drbd.generation-unknown':
      'DRBD 모듈 {version}은(는) Haven이 모르는 세대입니다. 상태는 표시하지만 주의해서 보십시오.',
    'drbd.resource-down':
      '{resource}이(가) {node}에 설정되어 있지만 동작하지 않습니다. 이 복제본은 아무것도 받지 못합니다.',
    'drbd.disk-diskless':
      '{resource}/{volume}: {node}의 디스크가 떨어졌습니다. 상대 노드를 통해서만 동작하며, 다음 장애에서 멈춥니다.',
    'drbd.disk-failed':
      '{resource}/{volume}: {node}의 디스크에 장애가 났습니다. 다시 연결하기 전에 장치와 커널 로그를 확인하십시오.',
    'drbd.disk-inconsistent':
      '{resource}/{volume}: {node}의 복제본이 Inconsistent이며, 재동기화가 끝날 때까지 쓸 수 없습니다.',
    'drbd.disk-outdated':
      '{resource}/{volume}: {node}의 복제본이 Outdated입니다. 상대보다 오래되어 재동기화가 필요합니다.',
    'drbd.disk-consistent':
      '{resource}/{volume}: {node}의 복제본이 어느 쪽이 최신인지 알기 위해 다른 복제본을 기다립니다.',
    'drbd.disk-changing': '{resource}/{volume}: {node}의 디스크 상태가 {state}입니다.',
    'drbd.disk-unknown': '{resource}/{volume}: {node}의 디스크가 Haven이 모르는 상태입니다.',
    'drbd.diskless-client': '{resource}/{volume}: {node}에는 설정대로 디스크가 없습니다.',
    'drbd.peer-disk': '{resource}/{volume}: {node}에서 본 {peer}의 복제본 상태가 {state}입니다.',
    'drbd.connection-standalone':
      '{resource}: {node}이(가) StandAlone이며 {peer}에 연결을 시도하지 않습니다. 누군가 연결을 끊었거나 스플릿 브레인 뒤에 DRBD가 끊은 것입니다.',
    'drbd.connection-connecting':
      '{resource}: {node}이(가) {peer}을(를) 기다립니다. 상대 노드와 복제 네트워크를 확인하십시오.',
    'drbd.connection-failed': '{resource}: {node}에서 {peer}(으)로의 연결이 실패했습니다({state}).',
    'drbd.connection-changing': '{resource}: {node}에서 {peer}(으)로의 연결이 {state} 상태입니다.',
    'drbd.connection-unknown': '{resource}: {node}에서 {peer}(으)로의 연결이 Haven이 모르는 상태입니다.',
    'drbd.no-peer': '{node}의 {resource}은(는) 연결된 상대가 없습니다. 두 번째 복제본이 없습니다.',
    'drbd.no-volume': '{node}의 {resource}에 볼륨이 없습니다. 데이터를 담고 있지 않습니다.',
    'drbd.replication-unknown':
      '{resource}/{volume}: {node}에서 {peer}(으)로의 복제가 Haven이 모르는 상태입니다.',
    'drbd.replication-off':
      '{resource}/{volume}: {node}은(는) {peer}에 연결되어 있지만 이 볼륨은 복제되지 않습니다({state}).',
    'drbd.resync-running':
      '{resource}/{volume}: {node}와(과) {peer} 사이 재동기화 {percent, number}% 완료, 약 {eta} 남음.',
    'drbd.resync-running-no-progress':
      '{resource}/{volume}: {node}와(과) {peer} 사이 재동기화 중({state}), 남은 시간은 알 수 없습니다.',
    'drbd.resync-paused':
      '{resource}/{volume}: {node}와(과) {peer} 사이 재동기화가 일시 중지되었습니다({reasons}).',
    'drbd.resync-stalled':
      '{resource}/{volume}: {node}와(과) {peer} 사이 재동기화가 {percent, number}%에서 멈췄습니다.',
    'drbd.verify-running': '{resource}/{volume}: {node}와(과) {peer} 사이 온라인 검증 중({state}).',
    'drbd.out-of-sync':
      '{resource}/{volume}: 복제 중인데도 {node}와(과) {peer}의 데이터가 {kib, number} KiB 다릅니다. 이 복제본에 의존하기 전에 재동기화하십시오.',
    'drbd.replica-behind':
      '{resource}/{volume}: {node}와(과) {peer} 사이 복제가 혼잡하여({state}) 복제본이 뒤처져 있습니다.',
    'drbd.io-suspended':
      '{resource}: {node}의 모든 I/O가 정지되었습니다({reasons}). 해결될 때까지 서비스가 멈춥니다.',
    'drbd.quorum-lost': '{resource}/{volume}: {node}에서 쿼럼을 잃었습니다.',
    'drbd.two-primaries':
      '{resource}이(가) 둘 이상의 노드({nodes})에서 Primary입니다. 클러스터 파일 시스템이 아니라면 파일 시스템이 손상되고 있습니다.',
    'drbd.one-copy-left': '{resource}/{volume}: {node}에서 볼 때 UpToDate 복제본이 하나만 남았습니다.',
    'drbd.no-copy-up-to-date': '{resource}/{volume}: {node}에서 닿을 수 있는 UpToDate 복제본이 없습니다.',
    'drbd.split-brain-suspected':
      '{resource}: {nodes} 사이에 스플릿 브레인이 의심됩니다. 어느 쪽 데이터를 남길지 정하기 전에는 다시 연결하지 마십시오.',
    'drbd.alarm-split-brain':
      '{resource}: DRBD가 {node}에서 스플릿 브레인을 알리고 연결을 끊었습니다. 어느 쪽을 남길지 사람이 정해야 합니다.',
    'drbd.alarm-split-brain-found':
      '{resource}: DRBD가 {node}에서 스플릿 브레인을 발견하고 해결할 정책을 찾고 있습니다.',
    'drbd.alarm-split-brain-solved':
      '{resource}: {node}의 스플릿 브레인이 한쪽을 버리는 것으로 해결되었습니다. 잃은 것을 확인하십시오.',
    'drbd.alarm-unrelated-data':
      '{resource}: {node}에서 본 복제본들은 공통된 과거가 없습니다. 서로의 복제본이었던 적이 없습니다.',
    'drbd.alarm-io-error': '{resource}: {node}의 DRBD 아래에서 I/O 오류가 났습니다. 장치를 확인하십시오.',
    'drbd.alarm-out-of-sync-found': '{resource}: {node}의 온라인 검증에서 서로 다른 블록을 찾았습니다.',
    'drbd.alarm-fence-peer-called': '{resource}: {node}이(가) 상대 노드의 펜싱을 요청했습니다.',
  },
};
