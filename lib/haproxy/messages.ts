/** Words of HAProxy's findings and the next safe step of each. HAProxy's own terms (UP, DOWN, MAINT, DRAIN, backend) stay as they are. */
import type { Messages, NextStep } from '@/lib/base/finding';

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

export const haproxyMessages: Messages<
  HaproxyMessageId | NextStep<Exclude<HaproxyMessageId, 'haproxy.healthy'>>
> = {
  en: {
    'haproxy.healthy': '{backend}: {up, number} of {total, number} servers are UP on {node}.',
    'haproxy.frontend-stopped': 'Frontend {frontend} on {node} takes no connections ({status}).',
    'haproxy.frontend-stopped-next':
      'Read why on {node}: journalctl -u haproxy. Check the configuration there: haproxy -c -f /etc/haproxy/haproxy.cfg',
    'haproxy.status-unknown': '{object} on {node} has a status Haven does not know: {status}.',
    'haproxy.status-unknown-next': 'Before any change, compare with HAProxy’s own statistics on {node}.',
    'haproxy.backend-down': '{backend} on {node} has no server that takes requests. Clients get errors.',
    'haproxy.backend-down-next': 'Open HAProxy: the last check of each server says why it is down.',
    'haproxy.backend-on-backup': '{backend} on {node} runs on its backup servers; no main server is UP.',
    'haproxy.backend-on-backup-next':
      'Bring a main server back: its last check on the HAProxy page says why it is down.',
    'haproxy.last-server':
      '{backend} on {node} has one server left ({server}). Its failure stops the service.',
    'haproxy.last-server-next': 'Bring another server back before working on {server}.',
    'haproxy.server-down': '{backend}/{server} is DOWN on {node}: {reason}.',
    'haproxy.server-down-next': 'Check the service on {server}: it should answer the health check again.',
    'haproxy.server-standby':
      '{backend}/{server} is DOWN on {node}, as expected where one node at a time serves.',
    'haproxy.server-standby-next': 'Nothing to do.',
    'haproxy.server-failing':
      '{backend}/{server} fails its checks on {node} ({status}) and will soon be DOWN: {reason}.',
    'haproxy.server-failing-next': 'Check the service on {server} now, before HAProxy takes it out.',
    'haproxy.server-coming-up':
      '{backend}/{server} passes its checks again on {node} ({status}) and will soon be UP.',
    'haproxy.server-coming-up-next': 'Wait; HAProxy takes it back by itself.',
    'haproxy.server-maint': '{backend}/{server} is in maintenance on {node} ({status}).',
    'haproxy.server-maint-next': 'Take it out of maintenance when the work is done.',
    'haproxy.server-drain': '{backend}/{server} is draining on {node}: {sessions, number} sessions left.',
    'haproxy.server-drain-next': 'Wait until the sessions have ended before stopping the service there.',
    'haproxy.server-nolb': '{backend}/{server} is UP on {node} but asked for no new requests (NOLB).',
    'haproxy.server-nolb-next':
      'Find out why the service asks for this; its health check answers so until it wants requests again.',
    'haproxy.server-no-check':
      '{backend}/{server} has no health check: HAProxy on {node} would send requests to it even when it is dead.',
    'haproxy.server-no-check-next': 'When it suits, add “check” to the server’s line in haproxy.cfg.',
    'haproxy.check-not-l7':
      '{backend}/{server} is checked on {node} by connection only ({check}): a hanging service would pass.',
    'haproxy.check-not-l7-next':
      'When it suits, give the backend a check that asks the service itself, such as “option httpchk”.',
  },
  ko: {
    'haproxy.healthy': '{backend}: {node}에서 서버 {total, number}대 중 {up, number}대가 UP입니다.',
    'haproxy.frontend-stopped': '{node}에서 {frontend} 프런트엔드가 연결을 받지 않습니다({status}).',
    'haproxy.frontend-stopped-next':
      '{node}에서 이유를 확인하세요: journalctl -u haproxy. 설정도 검사하세요: haproxy -c -f /etc/haproxy/haproxy.cfg',
    'haproxy.status-unknown': '{node}에서 {object} 항목이 Haven이 모르는 상태입니다: {status}.',
    'haproxy.status-unknown-next': '무엇이든 바꾸기 전에 {node}의 HAProxy 통계와 비교하세요.',
    'haproxy.backend-down':
      '{node}에서 {backend} 백엔드에 요청을 받을 서버가 없습니다. 사용자는 오류를 받습니다.',
    'haproxy.backend-down-next': 'HAProxy 화면에서 각 서버의 마지막 검사 결과를 확인하세요.',
    'haproxy.backend-on-backup':
      '{node}에서 {backend} 백엔드가 백업 서버로 동작합니다. UP인 주 서버가 없습니다.',
    'haproxy.backend-on-backup-next':
      '주 서버를 복구하세요. 중단된 이유는 HAProxy 화면의 마지막 검사 결과에 있습니다.',
    'haproxy.last-server':
      '{node}에서 {backend} 백엔드에 서버가 하나({server})만 남았습니다. 이 서버가 멈추면 서비스가 멈춥니다.',
    'haproxy.last-server-next': '{server} 작업 전에 다른 서버를 복구하세요.',
    'haproxy.server-down': '{node}에서 {backend}/{server} 서버가 DOWN입니다: {reason}.',
    'haproxy.server-down-next': '{server}의 서비스가 상태 검사에 다시 응답하는지 확인하세요.',
    'haproxy.server-standby':
      '{node}에서 {backend}/{server} 서버가 DOWN입니다. 한 번에 한 노드만 서비스하므로 정상입니다.',
    'haproxy.server-standby-next': '할 일은 없습니다.',
    'haproxy.server-failing':
      '{node}에서 {backend}/{server} 서버의 검사가 실패하고 있어({status}) 곧 DOWN이 됩니다: {reason}.',
    'haproxy.server-failing-next': 'HAProxy가 제외하기 전에 {server}의 서비스를 확인하세요.',
    'haproxy.server-coming-up':
      '{node}에서 {backend}/{server} 서버의 검사가 다시 통과하여({status}) 곧 UP이 됩니다.',
    'haproxy.server-coming-up-next': '기다리세요. HAProxy가 스스로 다시 포함합니다.',
    'haproxy.server-maint': '{node}에서 {backend}/{server} 서버가 유지보수 중입니다({status}).',
    'haproxy.server-maint-next': '작업이 끝나면 유지보수를 해제하세요.',
    'haproxy.server-drain':
      '{node}에서 {backend}/{server} 서버를 비우는 중입니다. 세션이 {sessions, number}개 남았습니다.',
    'haproxy.server-drain-next': '그곳의 서비스를 멈추기 전에 세션이 끝날 때까지 기다리세요.',
    'haproxy.server-nolb':
      '{node}에서 {backend}/{server} 서버가 UP이지만 새 요청을 받지 않겠다고 했습니다(NOLB).',
    'haproxy.server-nolb-next':
      '서비스가 왜 그렇게 응답하는지 확인하세요. 상태 검사 응답이 바뀌면 다시 요청을 받습니다.',
    'haproxy.server-no-check':
      '{backend}/{server} 서버에 상태 검사가 없습니다. 죽어 있어도 {node}의 HAProxy가 요청을 보냅니다.',
    'haproxy.server-no-check-next': '적당한 때에 haproxy.cfg의 서버 줄에 “check”를 추가하세요.',
    'haproxy.check-not-l7':
      '{node}에서 {backend}/{server} 서버를 연결만으로 검사합니다({check}). 응답 없는 서비스도 통과합니다.',
    'haproxy.check-not-l7-next':
      '적당한 때에 “option httpchk”처럼 서비스에 직접 묻는 검사를 백엔드에 추가하세요.',
  },
};
