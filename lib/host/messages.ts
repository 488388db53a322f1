/** Words of findings about the machine itself. */
import type { Messages } from '@/lib/base/finding';

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

export const hostMessages: Messages<HostMessageId> = {
  en: {
    'host.memory-low':
      '{node} has {percent, number}% of its memory left. The kernel may kill cluster processes.',
    'host.load-high':
      '{node} is overloaded: load {load, number} on {cpus, number} processors. Timeouts of the cluster may fire.',
    'host.clock-off':
      'The clock of {node} differs by {seconds, number} s (±{uncertainty, number} s). Logs and tokens will not fit together.',
    'host.clock-uncertain': 'The clock of {node} could only be compared within ±{uncertainty, number} s.',
    'host.filesystem-full': '{target} on {node} is full: {percent, number}% used.',
    'host.filesystem-filling': '{target} on {node} is filling up: {percent, number}% used.',
    'host.filesystem-read-only':
      '{target} on {node} is mounted read-only. The kernel does that after I/O errors.',
    'host.filesystem-size-unknown': '{target} on {node} did not say how full it is.',
    'host.nvme-critical':
      '{device} on {node} reports a critical warning ({warning, number}). Replace the disk.',
    'host.nvme-worn': '{device} on {node} has used {percent, number}% of its rated life.',
    'host.nvme-media-errors': '{device} on {node} has counted {errors, number} media errors.',
    'host.nvme-hot': '{device} on {node} is {celsius, number} °C hot and may slow down.',
  },
  ko: {
    'host.memory-low':
      '{node}의 메모리가 {percent, number}%만 남았습니다. 커널이 클러스터 프로세스를 종료할 수 있습니다.',
    'host.load-high':
      '{node}에 과부하가 걸렸습니다. 프로세서 {cpus, number}개에 부하 {load, number}. 클러스터의 시간 제한이 발동할 수 있습니다.',
    'host.clock-off':
      '{node}의 시계가 {seconds, number}초(±{uncertainty, number}초) 다릅니다. 로그와 토큰이 서로 맞지 않게 됩니다.',
    'host.clock-uncertain': '{node}의 시계를 ±{uncertainty, number}초까지만 비교할 수 있었습니다.',
    'host.filesystem-full': '{node}의 {target}이(가) 가득 찼습니다. {percent, number}% 사용.',
    'host.filesystem-filling': '{node}의 {target}이(가) 차고 있습니다. {percent, number}% 사용.',
    'host.filesystem-read-only':
      '{node}의 {target}이(가) 읽기 전용으로 마운트되어 있습니다. 커널은 I/O 오류 뒤에 그렇게 합니다.',
    'host.filesystem-size-unknown': '{node}의 {target}이(가) 얼마나 찼는지 알 수 없습니다.',
    'host.nvme-critical':
      '{node}의 {device}이(가) 심각한 경고({warning, number})를 알립니다. 디스크를 교체하십시오.',
    'host.nvme-worn': '{node}의 {device}이(가) 정격 수명의 {percent, number}%를 썼습니다.',
    'host.nvme-media-errors': '{node}의 {device}에 미디어 오류가 {errors, number}건 있습니다.',
    'host.nvme-hot': '{node}의 {device} 온도가 {celsius, number} °C여서 느려질 수 있습니다.',
  },
};
