/** Words of HAProxy's findings. HAProxy's own terms (UP, DOWN, MAINT, DRAIN, backend) stay as they are. */
import type { Messages } from '@/lib/base/finding';

export type HaproxyMessageId =
  | 'haproxy.healthy'
  | 'haproxy.frontend-stopped'
  | 'haproxy.status-unknown'
  | 'haproxy.backend-down'
  | 'haproxy.backend-on-backup'
  | 'haproxy.last-server'
  | 'haproxy.server-down'
  | 'haproxy.server-standby'
  | 'haproxy.server-failing'
  | 'haproxy.server-coming-up'
  | 'haproxy.server-maint'
  | 'haproxy.server-drain'
  | 'haproxy.server-nolb'
  | 'haproxy.server-no-check'
  | 'haproxy.check-not-l7';

export const haproxyMessages: Messages<HaproxyMessageId> = {
  en: {
    'haproxy.healthy': '{backend}: {up, number} of {total, number} servers are UP on {node}.',
    'haproxy.frontend-stopped': 'Frontend {frontend} on {node} takes no connections ({status}).',
    'haproxy.status-unknown': '{object} on {node} has a status Haven does not know: {status}.',
    'haproxy.backend-down': '{backend} on {node} has no server that takes requests. Clients get errors.',
    'haproxy.backend-on-backup': '{backend} on {node} runs on its backup servers; no main server is UP.',
    'haproxy.last-server':
      '{backend} on {node} has one server left ({server}). Its failure stops the service.',
    'haproxy.server-down': '{backend}/{server} is DOWN on {node}: {reason}.',
    'haproxy.server-standby':
      '{backend}/{server} is DOWN on {node}, as expected where one node at a time serves.',
    'haproxy.server-failing':
      '{backend}/{server} fails its checks on {node} ({status}) and will soon be DOWN: {reason}.',
    'haproxy.server-coming-up':
      '{backend}/{server} passes its checks again on {node} ({status}) and will soon be UP.',
    'haproxy.server-maint': '{backend}/{server} is in maintenance on {node} ({status}).',
    'haproxy.server-drain': '{backend}/{server} is draining on {node}: {sessions, number} sessions left.',
    'haproxy.server-nolb': '{backend}/{server} is UP on {node} but asked for no new requests (NOLB).',
    'haproxy.server-no-check':
      '{backend}/{server} has no health check: HAProxy on {node} would send requests to it even when it is dead.',
    'haproxy.check-not-l7':
      '{backend}/{server} is checked on {node} by connection only ({check}): a hanging service would pass.',
  },
  ko: {
    'haproxy.healthy': '{backend}: {node}에서 서버 {total, number}대 중 {up, number}대가 UP입니다.',
    'haproxy.frontend-stopped': '{node}의 프런트엔드 {frontend}이(가) 연결을 받지 않습니다({status}).',
    'haproxy.status-unknown': '{node}의 {object}이(가) Haven이 모르는 상태입니다: {status}.',
    'haproxy.backend-down': '{node}의 {backend}에 요청을 받을 서버가 없습니다. 사용자는 오류를 받습니다.',
    'haproxy.backend-on-backup': '{node}의 {backend}이(가) 백업 서버로 동작합니다. UP인 주 서버가 없습니다.',
    'haproxy.last-server':
      '{node}의 {backend}에 서버가 하나({server})만 남았습니다. 이 서버가 멈추면 서비스가 멈춥니다.',
    'haproxy.server-down': '{node}에서 {backend}/{server}이(가) DOWN입니다: {reason}.',
    'haproxy.server-standby':
      '{node}에서 {backend}/{server}이(가) DOWN입니다. 한 번에 한 노드만 서비스하므로 정상입니다.',
    'haproxy.server-failing':
      '{node}에서 {backend}/{server}의 검사가 실패하고 있어({status}) 곧 DOWN이 됩니다: {reason}.',
    'haproxy.server-coming-up':
      '{node}에서 {backend}/{server}의 검사가 다시 통과하여({status}) 곧 UP이 됩니다.',
    'haproxy.server-maint': '{node}에서 {backend}/{server}이(가) 유지보수 중입니다({status}).',
    'haproxy.server-drain':
      '{node}에서 {backend}/{server}을(를) 비우는 중입니다. 남은 세션 {sessions, number}개.',
    'haproxy.server-nolb':
      '{node}에서 {backend}/{server}이(가) UP이지만 새 요청을 받지 않겠다고 했습니다(NOLB).',
    'haproxy.server-no-check':
      '{backend}/{server}에 상태 검사가 없습니다. 죽어 있어도 {node}의 HAProxy가 요청을 보냅니다.',
    'haproxy.check-not-l7':
      '{node}에서 {backend}/{server}을(를) 연결만으로 검사합니다({check}). 응답 없는 서비스도 통과합니다.',
  },
};
