/**
 * Words of DRBD's findings, and the next safe step of each. DRBD's own terms (Primary, UpToDate, StandAlone …) stay as
 * they are in every language.
 */
import type { Messages, NextStep } from '@/lib/base/finding';

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

export const drbdMessages: Messages<DrbdMessageId | NextStep<Exclude<DrbdMessageId, 'drbd.healthy'>>> = {
  en: {
    'drbd.healthy': '{resource}: every copy is UpToDate and connected.',
    'drbd.generation-unknown': 'DRBD module {version} is of a generation Haven does not know.',
    'drbd.generation-unknown-next':
      'Before relying on what is shown, compare it with “drbdadm status” on the node.',
    'drbd.resource-down':
      '{resource} is configured on {node} but not running there: its copy receives nothing.',
    'drbd.resource-down-next':
      'If {node} is in standby, bring it back online when its work is done: Pacemaker then starts the copy. Otherwise see what Resources says about it.',
    'drbd.disk-diskless':
      '{resource}/{volume} has lost its disk on {node}. It works through its peer only; the next failure stops it.',
    'drbd.disk-diskless-next':
      'Do not restart the other node or put it in standby. Check the disk and the kernel log of {node} (journalctl -k); once the disk is sound, attach it there: drbdadm attach {resource}',
    'drbd.disk-failed': '{resource}/{volume}: the disk on {node} failed.',
    'drbd.disk-failed-next':
      'Keep the other node running. Check the device and the kernel log of {node} (journalctl -k) before attaching the disk again.',
    'drbd.disk-inconsistent':
      '{resource}/{volume}: the copy on {node} is Inconsistent and cannot be used until a resync has finished.',
    'drbd.disk-inconsistent-next':
      'Let the resync finish. Keep the node with the UpToDate copy running: no restart, no standby.',
    'drbd.disk-outdated':
      '{resource}/{volume}: the copy on {node} is Outdated. It is older than its peer and needs a resync.',
    'drbd.disk-outdated-next':
      'Check the replication link; once it is connected, the copy on {node} resyncs by itself. Keep the node with the UpToDate copy running: no restart, no standby.',
    'drbd.disk-consistent':
      '{resource}/{volume}: the copy on {node} waits for the other copy to know which one is newer.',
    'drbd.disk-consistent-next':
      'Check that the other node is up and the replication link works: DRBD decides by itself once both copies meet.',
    'drbd.disk-changing': '{resource}/{volume}: the disk on {node} is {state}.',
    'drbd.disk-changing-next': 'Wait a moment. If it stays so, read the kernel log of {node}: journalctl -k',
    'drbd.disk-unknown': '{resource}/{volume}: the disk on {node} is in a state Haven does not know.',
    'drbd.disk-unknown-next':
      'Before any change, compare with the output on {node}: drbdadm status {resource}',
    'drbd.diskless-client': '{resource}/{volume} has no disk on {node}, as configured.',
    'drbd.diskless-client-next': 'Nothing to do.',
    'drbd.peer-disk': '{resource}/{volume}: {node} sees the copy of {peer} as {state}.',
    'drbd.peer-disk-next':
      'Look at the disk of {peer} on the DRBD page. Keep the node with the UpToDate copy running: no restart, no standby.',
    'drbd.connection-standalone':
      '{resource}: {node} stands alone and does not try to reach {peer}. Someone disconnected it, or DRBD did after a split-brain.',
    'drbd.connection-standalone-next':
      'Find out first whether it was a split-brain: the kernel logs of both nodes say so (journalctl -k). Only if it was none, run on {node}: drbdadm connect {resource}',
    'drbd.connection-connecting': '{resource}: {node} waits for {peer}.',
    'drbd.connection-connecting-next':
      'Check that {peer} is up and that the replication network between the nodes works.',
    'drbd.connection-failed': '{resource}: the connection from {node} to {peer} failed ({state}).',
    'drbd.connection-failed-next':
      'Check the replication network between {node} and {peer}; DRBD normally tries again by itself.',
    'drbd.connection-changing': '{resource}: the connection from {node} to {peer} is {state}.',
    'drbd.connection-changing-next': 'Wait a moment; this state normally passes by itself.',
    'drbd.connection-unknown':
      '{resource}: the connection from {node} to {peer} is in a state Haven does not know.',
    'drbd.connection-unknown-next':
      'Before any change, compare with the output on both nodes: drbdadm status {resource}',
    'drbd.no-peer': '{resource} on {node} is connected to no peer: there is no second copy.',
    'drbd.no-peer-next':
      'Do not restart {node}. Check whether a second copy is meant to exist: drbdadm dump {resource}',
    'drbd.no-volume': '{resource} on {node} has no volume: it holds no data.',
    'drbd.no-volume-next':
      'See what the configuration asks for, without changing anything: drbdadm --dry-run adjust {resource}',
    'drbd.replication-unknown':
      '{resource}/{volume}: replication from {node} to {peer} is in a state Haven does not know.',
    'drbd.replication-unknown-next':
      'Before any change, compare with the output on both nodes: drbdadm status {resource}',
    'drbd.replication-off':
      '{resource}/{volume}: {node} is connected to {peer}, but this volume does not replicate ({state}).',
    'drbd.replication-off-next':
      'Look at the disks of both nodes first: a side without a disk cannot replicate. Keep the node with the UpToDate copy running: no restart, no standby.',
    'drbd.resync-running':
      '{resource}/{volume}: resync between {node} and {peer}, {percent, number}% done, about {eta} left.',
    'drbd.resync-running-next':
      'Let it finish. Keep the node with the UpToDate copy running: no restart, no standby.',
    'drbd.resync-running-no-progress':
      '{resource}/{volume}: resync between {node} and {peer} ({state}), time left unknown.',
    'drbd.resync-running-no-progress-next':
      'Let it finish. Keep the node with the UpToDate copy running: no restart, no standby.',
    'drbd.resync-paused': '{resource}/{volume}: resync between {node} and {peer} is paused ({reasons}).',
    'drbd.resync-paused-next':
      'If another resync goes first, wait for it. If somebody paused it by hand and agrees, resume it: drbdadm resume-sync {resource}',
    'drbd.resync-stalled':
      '{resource}/{volume}: resync between {node} and {peer} has stalled at {percent, number}%.',
    'drbd.resync-stalled-next':
      'Check the replication network and the load of the disks on both nodes. Restart neither node.',
    'drbd.verify-running': '{resource}/{volume}: online verify between {node} and {peer} ({state}).',
    'drbd.verify-running-next': 'Let it finish. Services keep running; the disks are busier meanwhile.',
    'drbd.out-of-sync':
      '{resource}/{volume}: {kib, number} KiB differ between {node} and {peer} though replication runs.',
    'drbd.out-of-sync-next':
      'Do not fail over before this is resynced. When it suits, run on the Secondary node: drbdadm disconnect {resource}, then drbdadm connect {resource}. It then resyncs from the Primary.',
    'drbd.replica-behind':
      '{resource}/{volume}: replication between {node} and {peer} is congested ({state}); the copy lags.',
    'drbd.replica-behind-next':
      'Check the load of the replication network and of the disk behind the copy. Avoid a failover until the copy has caught up.',
    'drbd.io-suspended':
      '{resource}: all I/O on {node} is frozen ({reasons}). Services on it hang until this is resolved.',
    'drbd.io-suspended-next':
      'Look at the peer and at fencing first: I/O usually resumes once the peer is fenced or back. Force nothing.',
    'drbd.quorum-lost': '{resource}/{volume} has lost quorum on {node}.',
    'drbd.quorum-lost-next':
      'Bring a missing node or its replication link back. Force nothing while it is unseen.',
    'drbd.two-primaries':
      '{resource} is Primary on more than one node ({nodes}). A file system on it is being damaged unless it is a cluster file system.',
    'drbd.two-primaries-next':
      'Both sides may be writing. Stop the services of one side before anything else, and discard nothing.',
    'drbd.one-copy-left': '{resource}/{volume}: only one UpToDate copy is left, seen from {node}.',
    'drbd.one-copy-left-next':
      'Keep the node with the UpToDate copy running: no restart, no standby. Then bring the other copy back.',
    'drbd.no-copy-up-to-date': '{resource}/{volume}: {node} reaches no UpToDate copy.',
    'drbd.no-copy-up-to-date-next':
      'Change nothing. Bring the missing node back, and compare both nodes on the DRBD page before any command.',
    'drbd.split-brain-suspected': '{resource}: split-brain suspected between {nodes}.',
    'drbd.split-brain-suspected-next':
      'Change nothing on either side and do not reconnect. Compare both sides before choosing which one keeps its data.',
    'drbd.alarm-split-brain': '{resource}: DRBD reported a split-brain on {node} and dropped the connection.',
    'drbd.alarm-split-brain-next':
      'Change nothing on either side and do not reconnect. A person must compare both sides and choose which one keeps its data.',
    'drbd.alarm-split-brain-found':
      '{resource}: DRBD found a split-brain on {node} and is looking for a policy that solves it.',
    'drbd.alarm-split-brain-found-next': 'Wait for the outcome; change nothing on either side.',
    'drbd.alarm-split-brain-solved': '{resource}: a split-brain on {node} was solved by discarding one side.',
    'drbd.alarm-split-brain-solved-next':
      'Find out what was lost: what was written on the discarded side since the connection broke.',
    'drbd.alarm-unrelated-data':
      '{resource}: the copies seen from {node} have no common past. They were never replicas of each other.',
    'drbd.alarm-unrelated-data-next':
      'Do not connect them. Check on both nodes that the right disks are configured: drbdadm dump {resource}',
    'drbd.alarm-io-error': '{resource}: I/O error below DRBD on {node}.',
    'drbd.alarm-io-error-next':
      'Keep the other node running. Check the device and the kernel log of {node}: journalctl -k',
    'drbd.alarm-out-of-sync-found': '{resource}: online verify on {node} found blocks that differ.',
    'drbd.alarm-out-of-sync-found-next':
      'Do not fail over before a resync. The DRBD page shows how much differs.',
    'drbd.alarm-fence-peer-called': '{resource}: {node} asked to fence its peer.',
    'drbd.alarm-fence-peer-called-next':
      'Watch the fencing on the Resources page. If it fails, check the management controller of the peer.',
  },
  ko: {
    'drbd.healthy': '{resource}: 모든 사본이 UpToDate이고 연결되어 있습니다.',
    'drbd.generation-unknown': 'Haven이 모르는 세대의 DRBD 모듈입니다({version}).',
    'drbd.generation-unknown-next': '화면의 상태를 믿기 전에 노드에서 “drbdadm status” 출력과 비교하세요.',
    'drbd.resource-down':
      '{resource}: {node}에 설정되어 있지만 동작하지 않습니다. 이 사본은 아무것도 받지 못합니다.',
    'drbd.resource-down-next':
      '{node} 노드가 standby라면 작업이 끝난 뒤 온라인으로 되돌리세요. Pacemaker가 사본을 시작합니다. standby가 아니라면 리소스 화면에서 원인을 확인하세요.',
    'drbd.disk-diskless':
      '{resource}/{volume}: {node}의 디스크가 떨어졌습니다. 상대 노드를 통해서만 동작하며, 다음 장애에서 멈춥니다.',
    'drbd.disk-diskless-next':
      '상대 노드를 재시작하거나 standby로 전환하지 마세요. {node}의 디스크와 커널 로그(journalctl -k)를 확인하고, 디스크에 이상이 없으면 그 노드에서 다시 연결하세요: drbdadm attach {resource}',
    'drbd.disk-failed': '{resource}/{volume}: {node}의 디스크에 장애가 났습니다.',
    'drbd.disk-failed-next':
      '상대 노드를 계속 실행하세요. 디스크를 다시 연결하기 전에 {node}의 장치와 커널 로그(journalctl -k)를 확인하세요.',
    'drbd.disk-inconsistent':
      '{resource}/{volume}: {node}의 사본이 Inconsistent이며, 재동기화가 끝날 때까지 쓸 수 없습니다.',
    'drbd.disk-inconsistent-next':
      '재동기화가 끝날 때까지 기다리세요. UpToDate 사본이 있는 노드를 재시작하거나 standby로 전환하지 마세요.',
    'drbd.disk-outdated':
      '{resource}/{volume}: {node}의 사본이 Outdated입니다. 상대보다 오래되어 재동기화가 필요합니다.',
    'drbd.disk-outdated-next':
      '복제 연결을 확인하세요. 연결되면 {node}의 사본은 스스로 재동기화됩니다. UpToDate 사본이 있는 노드를 재시작하거나 standby로 전환하지 마세요.',
    'drbd.disk-consistent':
      '{resource}/{volume}: {node}의 사본이 어느 쪽이 최신인지 알기 위해 다른 사본을 기다립니다.',
    'drbd.disk-consistent-next':
      '상대 노드와 복제 연결을 확인하세요. 두 사본이 만나면 DRBD가 스스로 판단합니다.',
    'drbd.disk-changing': '{resource}/{volume}: {node}의 디스크 상태가 {state}입니다.',
    'drbd.disk-changing-next': '잠시 기다리세요. 계속되면 {node}의 커널 로그를 확인하세요: journalctl -k',
    'drbd.disk-unknown': '{resource}/{volume}: {node}의 디스크가 Haven이 모르는 상태입니다.',
    'drbd.disk-unknown-next': '무엇이든 바꾸기 전에 {node}에서 출력을 비교하세요: drbdadm status {resource}',
    'drbd.diskless-client': '{resource}/{volume}: {node}에는 설정대로 디스크가 없습니다.',
    'drbd.diskless-client-next': '할 일은 없습니다.',
    'drbd.peer-disk': '{resource}/{volume}: {node}에서 본 {peer}의 사본 상태가 {state}입니다.',
    'drbd.peer-disk-next':
      'DRBD 화면에서 {peer}의 디스크를 확인하세요. UpToDate 사본이 있는 노드를 재시작하거나 standby로 전환하지 마세요.',
    'drbd.connection-standalone':
      '{resource}: {node} 노드가 StandAlone이며 {peer} 노드에 연결을 시도하지 않습니다. 누군가 연결을 끊었거나, 스플릿 브레인 뒤에 DRBD가 끊었습니다.',
    'drbd.connection-standalone-next':
      '스플릿 브레인이었는지 두 노드의 커널 로그(journalctl -k)에서 먼저 확인하세요. 아닌 것이 확실할 때만 {node}에서 실행하세요: drbdadm connect {resource}',
    'drbd.connection-connecting': '{resource}: {node} 노드가 {peer} 노드의 연결을 기다립니다.',
    'drbd.connection-connecting-next':
      '{peer} 노드가 켜져 있는지, 노드 사이의 복제 네트워크가 정상인지 확인하세요.',
    'drbd.connection-failed': '{resource}: {node}에서 {peer} 노드로 가는 연결이 실패했습니다({state}).',
    'drbd.connection-failed-next':
      '{node}–{peer} 복제 네트워크를 확인하세요. DRBD는 보통 스스로 다시 연결합니다.',
    'drbd.connection-changing': '{resource}: {node}에서 {peer} 노드로 가는 연결이 {state} 상태입니다.',
    'drbd.connection-changing-next': '잠시 기다리세요. 보통 저절로 지나가는 상태입니다.',
    'drbd.connection-unknown': '{resource}: {node}에서 {peer} 노드로 가는 연결이 Haven이 모르는 상태입니다.',
    'drbd.connection-unknown-next':
      '무엇이든 바꾸기 전에 두 노드에서 출력을 비교하세요: drbdadm status {resource}',
    'drbd.no-peer': '{resource}: {node} 노드에 연결된 상대가 없습니다. 두 번째 사본이 없습니다.',
    'drbd.no-peer-next':
      '{node} 노드를 재시작하지 마세요. 두 번째 사본이 있어야 하는지 설정을 확인하세요: drbdadm dump {resource}',
    'drbd.no-volume': '{resource}: {node} 노드에 볼륨이 없습니다. 데이터를 담고 있지 않습니다.',
    'drbd.no-volume-next':
      '설정이 요구하는 상태를 바꾸지 않고 확인하세요: drbdadm --dry-run adjust {resource}',
    'drbd.replication-unknown':
      '{resource}/{volume}: {node}에서 {peer} 노드로 가는 복제가 Haven이 모르는 상태입니다.',
    'drbd.replication-unknown-next':
      '무엇이든 바꾸기 전에 두 노드에서 출력을 비교하세요: drbdadm status {resource}',
    'drbd.replication-off':
      '{resource}/{volume}: {node} 노드가 {peer} 노드에 연결되어 있지만 이 볼륨은 복제되지 않습니다({state}).',
    'drbd.replication-off-next':
      '두 노드의 디스크를 먼저 확인하세요. 디스크가 없는 쪽은 복제할 수 없습니다. UpToDate 사본이 있는 노드를 재시작하거나 standby로 전환하지 마세요.',
    'drbd.resync-running':
      '{resource}/{volume}: {node}–{peer} 재동기화가 {percent, number}% 진행되었고 약 {eta} 남았습니다.',
    'drbd.resync-running-next':
      '끝날 때까지 기다리세요. UpToDate 사본이 있는 노드를 재시작하거나 standby로 전환하지 마세요.',
    'drbd.resync-running-no-progress':
      '{resource}/{volume}: {node}–{peer} 재동기화 중입니다({state}). 남은 시간은 알 수 없습니다.',
    'drbd.resync-running-no-progress-next':
      '끝날 때까지 기다리세요. UpToDate 사본이 있는 노드를 재시작하거나 standby로 전환하지 마세요.',
    'drbd.resync-paused': '{resource}/{volume}: {node}–{peer} 재동기화가 일시 중지되었습니다({reasons}).',
    'drbd.resync-paused-next':
      '다른 재동기화가 먼저라면 기다리세요. 사람이 멈췄다면 이유를 확인한 뒤 다시 시작하세요: drbdadm resume-sync {resource}',
    'drbd.resync-stalled': '{resource}/{volume}: {node}–{peer} 재동기화가 {percent, number}%에서 멈췄습니다.',
    'drbd.resync-stalled-next':
      '복제 네트워크와 두 노드의 디스크 부하를 확인하세요. 어느 노드도 재시작하지 마세요.',
    'drbd.verify-running': '{resource}/{volume}: {node}–{peer} 온라인 검증 중입니다({state}).',
    'drbd.verify-running-next': '끝날 때까지 기다리세요. 서비스는 계속되며, 그동안 디스크가 더 바쁩니다.',
    'drbd.out-of-sync':
      '{resource}/{volume}: 복제 중인데도 {node}–{peer} 사이에 {kib, number} KiB가 서로 다릅니다.',
    'drbd.out-of-sync-next':
      '재동기화하기 전에는 페일오버하지 마세요. 적당한 때에 Secondary 노드에서 drbdadm disconnect {resource}, 이어서 drbdadm connect {resource} 명령을 실행하면 Primary에서 재동기화됩니다.',
    'drbd.replica-behind':
      '{resource}/{volume}: {node}–{peer} 복제가 혼잡하여({state}) 사본이 뒤처져 있습니다.',
    'drbd.replica-behind-next':
      '복제 네트워크와 사본 쪽 디스크의 부하를 확인하세요. 사본이 따라잡을 때까지 페일오버를 피하세요.',
    'drbd.io-suspended':
      '{resource}: {node}의 모든 I/O가 정지되었습니다({reasons}). 해결될 때까지 서비스가 멈춥니다.',
    'drbd.io-suspended-next':
      '상대 노드와 펜싱부터 확인하세요. 상대가 펜싱되거나 돌아오면 I/O는 대개 다시 시작됩니다. 강제로 재개하지 마세요.',
    'drbd.quorum-lost': '{resource}/{volume}: {node}에서 쿼럼을 잃었습니다.',
    'drbd.quorum-lost-next':
      '빠진 노드나 복제 연결을 복구하세요. 그 노드가 보이지 않는 동안 강제로 조치하지 마세요.',
    'drbd.two-primaries':
      '{resource}: 둘 이상의 노드({nodes})에서 Primary입니다. 클러스터 파일 시스템이 아니라면 파일 시스템이 손상되고 있습니다.',
    'drbd.two-primaries-next':
      '양쪽에서 쓰고 있을 수 있습니다. 무엇보다 먼저 한쪽의 서비스를 멈추고, 어느 쪽 데이터도 버리지 마세요.',
    'drbd.one-copy-left': '{resource}/{volume}: {node}에서 볼 때 UpToDate 사본이 하나만 남았습니다.',
    'drbd.one-copy-left-next':
      'UpToDate 사본이 있는 노드를 재시작하거나 standby로 전환하지 마세요. 그다음 다른 사본을 복구하세요.',
    'drbd.no-copy-up-to-date': '{resource}/{volume}: {node}에서 닿을 수 있는 UpToDate 사본이 없습니다.',
    'drbd.no-copy-up-to-date-next':
      '아무것도 바꾸지 마세요. 빠진 노드를 복구하고, 명령을 실행하기 전에 DRBD 화면에서 두 노드를 비교하세요.',
    'drbd.split-brain-suspected': '{resource}: {nodes} 사이에 스플릿 브레인이 의심됩니다.',
    'drbd.split-brain-suspected-next':
      '어느 쪽도 바꾸지 말고 다시 연결하지도 마세요. 어느 쪽 데이터를 남길지 정하기 전에 양쪽을 비교하세요.',
    'drbd.alarm-split-brain': '{resource}: DRBD가 {node}에서 스플릿 브레인을 알리고 연결을 끊었습니다.',
    'drbd.alarm-split-brain-next':
      '어느 쪽도 바꾸지 말고 다시 연결하지도 마세요. 양쪽을 비교한 뒤 어느 쪽 데이터를 남길지 사람이 정해야 합니다.',
    'drbd.alarm-split-brain-found':
      '{resource}: DRBD가 {node}에서 스플릿 브레인을 발견하고 해결할 정책을 찾고 있습니다.',
    'drbd.alarm-split-brain-found-next': '결과가 나올 때까지 기다리고, 어느 쪽도 바꾸지 마세요.',
    'drbd.alarm-split-brain-solved':
      '{resource}: {node}의 스플릿 브레인이 한쪽을 버리는 것으로 해결되었습니다.',
    'drbd.alarm-split-brain-solved-next': '연결이 끊긴 뒤 버려진 쪽에 쓰인 데이터가 무엇인지 확인하세요.',
    'drbd.alarm-unrelated-data':
      '{resource}: {node}에서 본 사본들에 공통된 이력이 없습니다. 서로의 사본이었던 적이 없습니다.',
    'drbd.alarm-unrelated-data-next':
      '서로 연결하지 마세요. 두 노드에서 올바른 디스크가 설정되어 있는지 확인하세요: drbdadm dump {resource}',
    'drbd.alarm-io-error': '{resource}: {node}의 DRBD 아래에서 I/O 오류가 났습니다.',
    'drbd.alarm-io-error-next':
      '상대 노드를 계속 실행하세요. {node}의 장치와 커널 로그를 확인하세요: journalctl -k',
    'drbd.alarm-out-of-sync-found': '{resource}: {node}의 온라인 검증에서 서로 다른 블록을 찾았습니다.',
    'drbd.alarm-out-of-sync-found-next':
      '재동기화하기 전에는 페일오버하지 마세요. DRBD 화면에서 얼마나 다른지 확인하세요.',
    'drbd.alarm-fence-peer-called': '{resource}: {node} 노드가 상대 노드의 펜싱을 요청했습니다.',
    'drbd.alarm-fence-peer-called-next':
      '리소스 화면에서 펜싱 진행을 확인하세요. 실패하면 상대 노드의 관리 컨트롤러를 점검하세요.',
  },
};
