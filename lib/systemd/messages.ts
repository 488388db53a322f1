/** Words of systemd's findings and the next safe step of each. systemd's own states stay as they are in every language. */
import type { Messages, NextStep } from '@/lib/base/finding';

export type SystemdMessageId =
  | 'systemd.unit-running'
  | 'systemd.unit-failed'
  | 'systemd.unit-restarting'
  | 'systemd.unit-stopped'
  | 'systemd.unit-changing'
  | 'systemd.unit-missing'
  | 'systemd.unit-masked'
  | 'systemd.unit-unknown'
  | 'systemd.cluster-unit-enabled'
  | 'systemd.unit-not-enabled'
  | 'systemd.unit-outside-cluster'
  | 'systemd.unit-lost';

export const systemdMessages: Messages<
  SystemdMessageId | NextStep<Exclude<SystemdMessageId, 'systemd.unit-running'>>
> = {
  en: {
    'systemd.unit-running': '{unit} is running on {node}.',
    'systemd.unit-failed': '{unit} has failed on {node} ({result}).',
    'systemd.unit-failed-next':
      'Its log on {node} says why: journalctl -u {unit}. If Pacemaker manages it, start nothing by hand.',
    'systemd.unit-restarting': '{unit} keeps being restarted on {node} ({restarts, number} times).',
    'systemd.unit-restarting-next': 'Its log on {node} says why it ends: journalctl -u {unit}',
    'systemd.unit-stopped': '{unit} is not running on {node}.',
    'systemd.unit-stopped-next':
      'Find out why it stopped: journalctl -u {unit}. If Pacemaker does not manage it, start it on {node}: systemctl start {unit}',
    'systemd.unit-changing': '{unit} is {state} on {node}.',
    'systemd.unit-changing-next': 'Wait a moment. If it stays so, look on {node}: systemctl status {unit}',
    'systemd.unit-missing': '{unit} is not installed on {node}.',
    'systemd.unit-missing-next': 'If {node} is meant to have it, install the version the other nodes have.',
    'systemd.unit-masked': '{unit} is masked on {node} and cannot be started.',
    'systemd.unit-masked-next':
      'Find out who masked it and why. Only then, on {node}: systemctl unmask {unit}',
    'systemd.unit-unknown': '{unit} on {node} is in a state Haven does not know: {state}.',
    'systemd.unit-unknown-next': 'Look on {node} before any change: systemctl status {unit}',
    'systemd.cluster-unit-enabled':
      '{unit} is enabled in systemd on {node} although Pacemaker manages it. After a reboot both would start it.',
    'systemd.cluster-unit-enabled-next':
      'Leave the start to Pacemaker; this stops nothing that runs. On {node}: systemctl disable {unit}',
    'systemd.unit-not-enabled':
      '{unit} is not enabled in systemd on {node}, and nobody else starts it. After a reboot it stays down.',
    'systemd.unit-not-enabled-next': 'Let systemd start it at boot. On {node}: systemctl enable {unit}',
    'systemd.unit-outside-cluster':
      '{unit} runs on {node} although Pacemaker manages it and does not run it there.',
    'systemd.unit-outside-cluster-next':
      'Somebody started it by hand. Let Pacemaker look again before anything else: crm_resource --refresh --node={node}',
    'systemd.unit-lost': 'Pacemaker says that {unit} runs on {node}, and systemd says that it does not.',
    'systemd.unit-lost-next':
      'Pacemaker notices at its next monitor. If it stays so, let it look again: crm_resource --refresh --node={node}',
  },
  ko: {
    'systemd.unit-running': '{node}에서 {unit} 유닛이 실행 중입니다.',
    'systemd.unit-failed': '{node}에서 {unit} 유닛이 실패했습니다({result}).',
    'systemd.unit-failed-next':
      '{node}에서 로그를 확인하세요: journalctl -u {unit}. Pacemaker가 관리하는 유닛이라면 직접 시작하지 마세요.',
    'systemd.unit-restarting': '{node}에서 {unit} 유닛이 계속 다시 시작됩니다({restarts, number}회).',
    'systemd.unit-restarting-next': '왜 끝나는지 {node}에서 로그를 확인하세요: journalctl -u {unit}',
    'systemd.unit-stopped': '{node}에서 {unit} 유닛이 실행 중이 아닙니다.',
    'systemd.unit-stopped-next':
      '멈춘 이유를 확인하세요: journalctl -u {unit}. Pacemaker가 관리하지 않는 유닛이라면 {node}에서 시작하세요: systemctl start {unit}',
    'systemd.unit-changing': '{node}에서 {unit} 유닛이 {state} 상태입니다.',
    'systemd.unit-changing-next': '잠시 기다리세요. 계속되면 {node}에서 확인하세요: systemctl status {unit}',
    'systemd.unit-missing': '{node}에 {unit} 유닛이 설치되어 있지 않습니다.',
    'systemd.unit-missing-next': '{node}에 있어야 하는 유닛이라면 다른 노드와 같은 버전을 설치하세요.',
    'systemd.unit-masked': '{node}에서 {unit} 유닛이 마스크되어 시작할 수 없습니다.',
    'systemd.unit-masked-next':
      '누가 왜 마스크했는지 먼저 확인하세요. 그다음 {node}에서 실행하세요: systemctl unmask {unit}',
    'systemd.unit-unknown': '{node}의 {unit} 유닛이 Haven이 모르는 상태입니다: {state}.',
    'systemd.unit-unknown-next': '무엇이든 바꾸기 전에 {node}에서 확인하세요: systemctl status {unit}',
    'systemd.cluster-unit-enabled':
      'Pacemaker가 관리하는 {unit} 유닛이 {node}의 systemd에서 활성화되어 있습니다. 재부팅하면 둘 다 시작하려 합니다.',
    'systemd.cluster-unit-enabled-next':
      '시작은 Pacemaker에 맡기세요. 실행 중인 것은 멈추지 않습니다. {node}에서 실행하세요: systemctl disable {unit}',
    'systemd.unit-not-enabled':
      '{unit} 유닛이 {node}의 systemd에서 활성화되어 있지 않고, 달리 시작하는 것도 없습니다. 재부팅하면 내려간 채로 남습니다.',
    'systemd.unit-not-enabled-next':
      '부팅할 때 systemd가 시작하게 하세요. {node}에서 실행하세요: systemctl enable {unit}',
    'systemd.unit-outside-cluster':
      'Pacemaker가 관리하는 {unit} 유닛이 Pacemaker가 실행하지 않는 {node}에서 실행 중입니다.',
    'systemd.unit-outside-cluster-next':
      '누군가 직접 시작했습니다. 먼저 Pacemaker가 다시 확인하게 하세요: crm_resource --refresh --node={node}',
    'systemd.unit-lost':
      'Pacemaker는 {unit} 유닛이 {node}에서 실행 중이라고 하지만 systemd는 아니라고 합니다.',
    'systemd.unit-lost-next':
      'Pacemaker가 다음 모니터에서 알아챕니다. 계속되면 다시 확인하게 하세요: crm_resource --refresh --node={node}',
  },
};
