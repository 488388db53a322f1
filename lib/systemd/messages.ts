/** Words of systemd's findings. systemd's own states stay as they are in every language. */
import type { Messages } from '@/lib/base/finding';

export type SystemdMessageId =
  | 'systemd.unit-running'
  | 'systemd.unit-failed'
  | 'systemd.unit-restarting'
  | 'systemd.unit-stopped'
  | 'systemd.unit-changing'
  | 'systemd.unit-missing'
  | 'systemd.unit-masked'
  | 'systemd.unit-unknown'
  | 'systemd.cluster-unit-enabled';

export const systemdMessages: Messages<SystemdMessageId> = {
  en: {
    'systemd.unit-running': '{unit} is running on {node}.',
    'systemd.unit-failed': '{unit} has failed on {node} ({result}). Its log says why: journalctl -u {unit}.',
    'systemd.unit-restarting': '{unit} keeps being restarted on {node} ({restarts, number} times).',
    'systemd.unit-stopped': '{unit} is not running on {node}.',
    'systemd.unit-changing': '{unit} is {state} on {node}.',
    'systemd.unit-missing': '{unit} is not installed on {node}.',
    'systemd.unit-masked': '{unit} is masked on {node} and cannot be started.',
    'systemd.unit-unknown': '{unit} on {node} is in a state Haven does not know: {state}.',
    'systemd.cluster-unit-enabled':
      '{unit} is enabled in systemd on {node} although Pacemaker manages it. After a reboot both would start it; disable it in systemd.',
  },
  ko: {
    'systemd.unit-running': '{node}에서 {unit}이(가) 실행 중입니다.',
    'systemd.unit-failed':
      '{node}에서 {unit}이(가) 실패했습니다({result}). 이유는 로그에 있습니다: journalctl -u {unit}.',
    'systemd.unit-restarting': '{node}에서 {unit}이(가) 계속 다시 시작됩니다({restarts, number}회).',
    'systemd.unit-stopped': '{node}에서 {unit}이(가) 실행 중이 아닙니다.',
    'systemd.unit-changing': '{node}에서 {unit}이(가) {state} 상태입니다.',
    'systemd.unit-missing': '{node}에 {unit}이(가) 설치되어 있지 않습니다.',
    'systemd.unit-masked': '{node}에서 {unit}이(가) 마스크되어 시작할 수 없습니다.',
    'systemd.unit-unknown': '{node}의 {unit}이(가) Haven이 모르는 상태입니다: {state}.',
    'systemd.cluster-unit-enabled':
      'Pacemaker가 관리하는 {unit}이(가) {node}의 systemd에서 활성화되어 있습니다. 재부팅하면 둘 다 시작하려 합니다. systemd에서 비활성화하십시오.',
  },
};
