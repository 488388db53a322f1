/** Words of findings about the machine itself, and the next safe step of each. */
import type { Messages, NextStep } from '@/lib/base/finding';

export type HostMessageId =
  | 'host.memory-low'
  | 'host.load-high'
  | 'host.clock-off'
  | 'host.clock-uncertain'
  | 'host.filesystem-full'
  | 'host.filesystem-filling'
  | 'host.filesystem-read-only'
  | 'host.filesystem-size-unknown'
  | 'host.nvme-critical'
  | 'host.nvme-worn'
  | 'host.nvme-media-errors'
  | 'host.nvme-hot';

export const hostMessages: Messages<HostMessageId | NextStep<HostMessageId>> = {
  en: {
    'host.memory-low':
      '{node} has {percent, number}% of its memory left. The kernel may kill cluster processes.',
    'host.memory-low-next':
      'Find the largest processes on {node} (ps aux --sort=-rss); move services to another node if need be.',
    'host.load-high':
      '{node} is overloaded: load {load, number} on {cpus, number} processors. Timeouts of the cluster may fire.',
    'host.load-high-next':
      'Find what causes it on {node} (top). Change nothing on this node until the load is down.',
    'host.clock-off':
      'The clock of {node} differs by {seconds, number} s (±{uncertainty, number} s). Logs and tokens will not fit together.',
    'host.clock-off-next': 'Check time synchronisation on {node}: timedatectl, or chronyc tracking',
    'host.clock-uncertain': 'The clock of {node} could only be compared within ±{uncertainty, number} s.',
    'host.clock-uncertain-next':
      'Wait for the next reading. If it stays so, check the network between Haven and {node}.',
    'host.filesystem-full': '{target} on {node} is full: {percent, number}% used.',
    'host.filesystem-full-next':
      'Free space on {target}. A failover does not help where the file system is replicated.',
    'host.filesystem-filling': '{target} on {node} is filling up: {percent, number}% used.',
    'host.filesystem-filling-next': 'Free space on {target}, or enlarge it, before it is full.',
    'host.filesystem-read-only':
      '{target} on {node} is mounted read-only. The kernel does that after I/O errors.',
    'host.filesystem-read-only-next':
      'Find the I/O error in the kernel log of {node} (journalctl -k). Do not mount it writable before its cause is known.',
    'host.filesystem-size-unknown': '{target} on {node} did not say how full it is.',
    'host.filesystem-size-unknown-next': 'Check on {node} whether it answers: timeout 5 df -h {target}',
    'host.nvme-critical': '{device} on {node} reports a critical warning ({warning, number}).',
    'host.nvme-critical-next':
      'Check that the copy on another node is UpToDate, then plan to replace the disk. What it reports: nvme smart-log {device}',
    'host.nvme-worn': '{device} on {node} has used {percent, number}% of its rated life.',
    'host.nvme-worn-next': 'Plan to replace it while the copy on another node is UpToDate.',
    'host.nvme-media-errors': '{device} on {node} has counted {errors, number} media errors.',
    'host.nvme-media-errors-next':
      'See whether the number grows (nvme smart-log {device}). If it does, plan to replace the disk.',
    'host.nvme-hot': '{device} on {node} is {celsius, number} °C hot and may slow down.',
    'host.nvme-hot-next': 'Check fans and airflow of {node}.',
  },
  ko: {
    'host.memory-low':
      '{node}의 메모리가 {percent, number}%만 남았습니다. 커널이 클러스터 프로세스를 종료할 수 있습니다.',
    'host.memory-low-next':
      '{node}에서 메모리를 많이 쓰는 프로세스를 확인하고(ps aux --sort=-rss), 필요하면 서비스를 다른 노드로 옮기세요.',
    'host.load-high':
      '{node}에 과부하가 걸렸습니다(프로세서 {cpus, number}개에 부하 {load, number}). 클러스터의 시간 제한이 발동할 수 있습니다.',
    'host.load-high-next':
      '{node}에서 원인을 확인하세요(top). 부하가 내려갈 때까지 이 노드에서 변경하지 마세요.',
    'host.clock-off':
      '{node}의 시계가 {seconds, number}초(±{uncertainty, number}초) 다릅니다. 로그와 토큰이 서로 맞지 않게 됩니다.',
    'host.clock-off-next': '{node}의 시각 동기화를 확인하세요: timedatectl 또는 chronyc tracking',
    'host.clock-uncertain': '{node}의 시계를 ±{uncertainty, number}초까지만 비교할 수 있었습니다.',
    'host.clock-uncertain-next': '다음 읽기를 기다리세요. 계속되면 Haven–{node} 네트워크를 확인하세요.',
    'host.filesystem-full': '{node}에서 {target} 파일 시스템이 가득 찼습니다({percent, number}% 사용).',
    'host.filesystem-full-next':
      '{target}의 공간을 확보하세요. 복제되는 파일 시스템이라면 페일오버로 해결되지 않습니다.',
    'host.filesystem-filling': '{node}에서 {target} 파일 시스템이 차고 있습니다({percent, number}% 사용).',
    'host.filesystem-filling-next': '가득 차기 전에 {target}의 공간을 확보하거나 늘리세요.',
    'host.filesystem-read-only':
      '{node}에서 {target} 파일 시스템이 읽기 전용으로 마운트되어 있습니다. 커널은 I/O 오류 뒤에 그렇게 합니다.',
    'host.filesystem-read-only-next':
      '{node}의 커널 로그(journalctl -k)에서 I/O 오류를 확인하세요. 원인을 알기 전에는 쓰기 가능으로 다시 마운트하지 마세요.',
    'host.filesystem-size-unknown': '{node}에서 {target} 파일 시스템이 얼마나 찼는지 알 수 없습니다.',
    'host.filesystem-size-unknown-next': '{node}에서 응답하는지 확인하세요: timeout 5 df -h {target}',
    'host.nvme-critical': '{node}의 {device} 디스크가 심각한 경고({warning, number})를 알립니다.',
    'host.nvme-critical-next':
      '다른 노드의 사본이 UpToDate인지 확인한 뒤 디스크 교체를 준비하세요. 경고 내용을 확인하려면 다음을 실행하세요: nvme smart-log {device}',
    'host.nvme-worn': '{node}의 {device} 디스크가 정격 수명의 {percent, number}%를 썼습니다.',
    'host.nvme-worn-next': '다른 노드의 사본이 UpToDate인 동안 교체를 준비하세요.',
    'host.nvme-media-errors': '{node}의 {device} 디스크에 미디어 오류가 {errors, number}건 있습니다.',
    'host.nvme-media-errors-next':
      '오류가 늘고 있는지 확인하세요(nvme smart-log {device}). 늘고 있다면 디스크 교체를 준비하세요.',
    'host.nvme-hot': '{node}의 {device} 온도가 {celsius, number} °C여서 느려질 수 있습니다.',
    'host.nvme-hot-next': '{node}의 팬과 공기 흐름을 확인하세요.',
  },
};
