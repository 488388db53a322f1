/** Words of network findings and of the reasons for a proposed role. */
import type { Messages } from '@/lib/base/finding';

export type NetworkMessageId =
  | 'network.nic-down'
  | 'network.nic-errors'
  | 'network.vip-ok'
  | 'network.vip-missing'
  | 'network.vip-duplicate'
  | 'network.vip-unknown'
  | 'network.vip-not-an-address'
  | 'network.vip-outside-network'
  | 'network.vip-no-subnet-on-node'
  | 'network.vip-wrong-nic'
  | 'network.vip-nic-missing'
  | 'network.vip-nic-down'
  | 'network.vip-nic-too-slow'
  | 'network.vip-is-node-address'
  | 'network.vip-is-gateway'
  | 'network.vip-is-network-or-broadcast';

export type NetworkRoleMessageId =
  | 'network.role.drbd'
  | 'network.role.vip'
  | 'network.role.corosync'
  | 'network.role.ssh'
  | 'network.role.ssh-only'
  | 'network.role.speed-10g'
  | 'network.role.speed-1g'
  | 'network.role.speed-unknown'
  | 'network.role.name'
  | 'network.role.default-route';

export const networkMessages: Messages<NetworkMessageId | NetworkRoleMessageId> = {
  en: {
    'network.nic-down': '{nic} on {node} has no link.',
    'network.nic-errors':
      '{nic} on {node} counted {errors, number} new errors. Check cable, switch port and module.',
    'network.vip-ok': '{address} is on {node} ({nic}).',
    'network.vip-missing': 'No node has {address}: whatever is reached through it is unreachable.',
    'network.vip-duplicate':
      '{address} is on several nodes at once ({nodes}). Clients reach one or the other; fencing did not work.',
    'network.vip-unknown': 'No readable node has {address}, but not every node could be read.',
    'network.vip-not-an-address': '{address} is not an IP address.',
    'network.vip-outside-network': '{address} is outside of its network {expected}.',
    'network.vip-no-subnet-on-node':
      '{node} has no address of its own in the subnet of {address}, so the VIP cannot work there.',
    'network.vip-wrong-nic':
      '{address} is on {nic} of {node} but belongs on {expected}: this is the wrong network.',
    'network.vip-nic-missing': '{node} has no interface {nic}, which {address} asks for.',
    'network.vip-nic-down': '{nic} of {node}, where {address} belongs, has no link.',
    'network.vip-nic-too-slow': '{address} is meant for the 10G network, but {nic} of {node} is slower.',
    'network.vip-is-node-address': '{address} is the own address of {node} and cannot be a VIP.',
    'network.vip-is-gateway': '{address} is the default gateway of {node}.',
    'network.vip-is-network-or-broadcast': '{address} is the network or broadcast address of {expected}.',
    'network.role.drbd': 'DRBD replicates over {cidr}.',
    'network.role.vip': 'VIPs are in {cidr}: {vips}.',
    'network.role.corosync': 'A corosync link runs over {cidr}.',
    'network.role.ssh': 'Haven reaches the nodes over {cidr}.',
    'network.role.ssh-only': 'Haven reaches the nodes over {cidr}, and no VIP is in it.',
    'network.role.speed-10g': 'Every interface of {cidr} runs at {speed, number} Mbit/s.',
    'network.role.speed-1g': 'Interfaces of {cidr} run at {speed, number} Mbit/s.',
    'network.role.speed-unknown': 'Not every interface of {cidr} says how fast it is.',
    'network.role.name': 'The name {nic} suggests it.',
    'network.role.default-route': 'The default route leaves through {cidr}.',
  },
  ko: {
    'network.nic-down': '{node}의 {nic}에 링크가 없습니다.',
    'network.nic-errors':
      '{node}의 {nic}에서 새 오류가 {errors, number}건 발생했습니다. 케이블, 스위치 포트, 모듈을 확인하십시오.',
    'network.vip-ok': '{address}이(가) {node}({nic})에 있습니다.',
    'network.vip-missing':
      '{address}을(를) 가진 노드가 없습니다. 이 주소로 접근하는 모든 것에 닿을 수 없습니다.',
    'network.vip-duplicate':
      '{address}이(가) 여러 노드({nodes})에 동시에 있습니다. 사용자는 둘 중 하나에 닿습니다. 펜싱이 동작하지 않은 것입니다.',
    'network.vip-unknown':
      '읽을 수 있는 노드 중에는 {address}을(를) 가진 노드가 없지만, 모든 노드를 읽지는 못했습니다.',
    'network.vip-not-an-address': '{address}은(는) IP 주소가 아닙니다.',
    'network.vip-outside-network': '{address}이(가) 네트워크 {expected} 밖에 있습니다.',
    'network.vip-no-subnet-on-node':
      '{node}에는 {address}의 서브넷에 속한 자체 주소가 없어 VIP가 동작할 수 없습니다.',
    'network.vip-wrong-nic':
      '{address}이(가) {node}의 {nic}에 있지만 {expected}에 있어야 합니다. 잘못된 네트워크입니다.',
    'network.vip-nic-missing': '{address}에 필요한 인터페이스 {nic}이(가) {node}에 없습니다.',
    'network.vip-nic-down': '{address}이(가) 있어야 할 {node}의 {nic}에 링크가 없습니다.',
    'network.vip-nic-too-slow': '{address}은(는) 10G 네트워크용이지만 {node}의 {nic}은(는) 더 느립니다.',
    'network.vip-is-node-address': '{address}은(는) {node}의 자체 주소이므로 VIP가 될 수 없습니다.',
    'network.vip-is-gateway': '{address}은(는) {node}의 기본 게이트웨이입니다.',
    'network.vip-is-network-or-broadcast':
      '{address}은(는) {expected}의 네트워크 주소 또는 브로드캐스트 주소입니다.',
    'network.role.drbd': 'DRBD가 {cidr}(으)로 복제합니다.',
    'network.role.vip': '{cidr}에 VIP가 있습니다: {vips}.',
    'network.role.corosync': 'corosync 링크가 {cidr}을(를) 사용합니다.',
    'network.role.ssh': 'Haven이 {cidr}(으)로 노드에 접속합니다.',
    'network.role.ssh-only': 'Haven이 {cidr}(으)로 노드에 접속하며, 이 네트워크에는 VIP가 없습니다.',
    'network.role.speed-10g': '{cidr}의 모든 인터페이스 속도가 {speed, number} Mbit/s입니다.',
    'network.role.speed-1g': '{cidr}의 인터페이스 속도가 {speed, number} Mbit/s입니다.',
    'network.role.speed-unknown': '{cidr}의 인터페이스 중 속도를 알 수 없는 것이 있습니다.',
    'network.role.name': '이름 {nic}이(가) 이를 암시합니다.',
    'network.role.default-route': '기본 경로가 {cidr}을(를) 통합니다.',
  },
};
