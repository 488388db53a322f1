/** Words of network findings, the next safe step of each, and the reasons for a proposed role. */
import type { Messages, NextStep } from '@/lib/base/finding';

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

export const networkMessages: Messages<
  NetworkMessageId | NetworkRoleMessageId | NextStep<Exclude<NetworkMessageId, 'network.vip-ok'>>
> = {
  en: {
    'network.nic-down': '{nic} on {node} has no link.',
    'network.nic-down-next': 'Check cable, switch port and module of {nic} on {node}: ethtool {nic}',
    'network.nic-errors': '{nic} on {node} counted {errors, number} new errors.',
    'network.nic-errors-next':
      'Check cable, switch port and module of {nic}; see whether the count grows: ip -s link show {nic}',
    'network.vip-ok': '{address} is on {node} ({nic}).',
    'network.vip-missing': 'No node has {address}: whatever is reached through it is unreachable.',
    'network.vip-missing-next':
      'Look at the VIP on the Resources page: failures, bans, quorum. Do not add the address by hand.',
    'network.vip-duplicate':
      '{address} is on several nodes at once ({nodes}). Clients reach one or the other; fencing did not work.',
    'network.vip-duplicate-next':
      'See on which node Pacemaker has it. Switch the other one off at its management controller.',
    'network.vip-unknown': 'No readable node has {address}, but not every node could be read.',
    'network.vip-unknown-next': 'Make the unreadable nodes readable before you conclude anything.',
    'network.vip-not-an-address': '{address} is not an IP address.',
    'network.vip-not-an-address-next': 'Correct the address in the VIP’s resource.',
    'network.vip-outside-network': '{address} is outside of its network {expected}.',
    'network.vip-outside-network-next':
      'Compare the VIP’s address with its network {expected}: one of the two is wrong.',
    'network.vip-no-subnet-on-node':
      '{node} has no address of its own in the subnet of {address}, so the VIP cannot work there.',
    'network.vip-no-subnet-on-node-next':
      'Give {node} an address of its own in that subnet. Do not move the VIP there before.',
    'network.vip-wrong-nic':
      '{address} is on {nic} of {node} but belongs on {expected}: this is the wrong network.',
    'network.vip-wrong-nic-next':
      'Compare nic and cidr_netmask of the VIP’s resource with {expected}. Correcting them interrupts the VIP for a moment.',
    'network.vip-nic-missing': '{node} has no interface {nic}, which {address} asks for.',
    'network.vip-nic-missing-next':
      'Check on {node} whether the interface has another name now (ip link). Do not move the VIP there before.',
    'network.vip-nic-down': '{nic} of {node}, where {address} belongs, has no link.',
    'network.vip-nic-down-next':
      'Check cable and switch port of {nic}. If the VIP is on {node} now, move it to another node.',
    'network.vip-nic-too-slow': '{address} is meant for the 10G network, but {nic} of {node} is slower.',
    'network.vip-nic-too-slow-next':
      'Check cable, module and switch port; the negotiated speed on {node}: ethtool {nic}',
    'network.vip-is-node-address': '{address} is the own address of {node} and cannot be a VIP.',
    'network.vip-is-node-address-next': 'Choose a free address for the VIP.',
    'network.vip-is-gateway': '{address} is the default gateway of {node}.',
    'network.vip-is-gateway-next': 'Choose a free address for the VIP.',
    'network.vip-is-network-or-broadcast': '{address} is the network or broadcast address of {expected}.',
    'network.vip-is-network-or-broadcast-next': 'Choose a free host address in {expected} for the VIP.',
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
    'network.nic-down-next': '{node}에서 {nic}의 케이블, 스위치 포트, 모듈을 확인하세요: ethtool {nic}',
    'network.nic-errors': '{node}의 {nic}에서 새 오류가 {errors, number}건 발생했습니다.',
    'network.nic-errors-next':
      '{nic}의 케이블, 스위치 포트, 모듈을 확인하세요. 오류가 늘고 있는지는 다음으로 확인하세요: ip -s link show {nic}',
    'network.vip-ok': 'VIP {address} 주소가 {node}({nic})에 있습니다.',
    'network.vip-missing':
      'VIP {address} 주소를 가진 노드가 없습니다. 이 주소로 접근하는 모든 것에 닿을 수 없습니다.',
    'network.vip-missing-next':
      '리소스 화면에서 VIP의 실패, ban, 쿼럼을 확인하세요. 주소를 직접 추가하지 마세요.',
    'network.vip-duplicate':
      'VIP {address} 주소가 여러 노드({nodes})에 동시에 있습니다. 사용자는 그중 하나에 닿습니다. 펜싱이 동작하지 않은 것입니다.',
    'network.vip-duplicate-next':
      'Pacemaker가 판단하는 보유 노드를 확인하고, 관리 컨트롤러에서 다른 쪽의 전원을 끄세요.',
    'network.vip-unknown':
      '읽을 수 있는 노드 중에는 VIP {address} 주소를 가진 노드가 없지만, 모든 노드를 읽지는 못했습니다.',
    'network.vip-unknown-next': '판단하기 전에 읽지 못한 노드의 연결부터 복구하세요.',
    'network.vip-not-an-address': 'VIP 값 “{address}”: IP 주소가 아닙니다.',
    'network.vip-not-an-address-next': 'VIP 리소스의 주소를 바로잡으세요.',
    'network.vip-outside-network': 'VIP {address} 주소가 네트워크 {expected} 밖에 있습니다.',
    'network.vip-outside-network-next':
      'VIP 주소와 네트워크 {expected} 중 어느 쪽이 잘못되었는지 확인하세요.',
    'network.vip-no-subnet-on-node':
      '{node}에는 {address}의 서브넷에 속한 자체 주소가 없어 VIP가 동작할 수 없습니다.',
    'network.vip-no-subnet-on-node-next':
      '{node}에 그 서브넷의 자체 주소를 설정하세요. 그 전에는 VIP를 이 노드로 옮기지 마세요.',
    'network.vip-wrong-nic':
      'VIP {address} 주소가 {node}의 {nic}에 있지만 {expected}에 있어야 합니다. 잘못된 네트워크입니다.',
    'network.vip-wrong-nic-next':
      'VIP 리소스의 nic과 cidr_netmask를 {expected} 기준으로 확인하세요. 고치는 동안 VIP가 잠시 끊깁니다.',
    'network.vip-nic-missing': 'VIP {address}에 필요한 {nic} 인터페이스가 {node}에 없습니다.',
    'network.vip-nic-missing-next':
      '{node}에서 인터페이스 이름이 바뀌었는지 확인하세요(ip link). 그 전에는 VIP를 이 노드로 옮기지 마세요.',
    'network.vip-nic-down': 'VIP {address} 주소가 있어야 할 {node}의 {nic}에 링크가 없습니다.',
    'network.vip-nic-down-next':
      '{nic}의 케이블과 스위치 포트를 확인하세요. VIP가 지금 {node}에 있다면 다른 노드로 옮기세요.',
    'network.vip-nic-too-slow':
      'VIP {address} 주소는 10G 네트워크용이지만 {node}의 {nic} 인터페이스는 더 느립니다.',
    'network.vip-nic-too-slow-next':
      '케이블, 모듈, 스위치 포트를 확인하세요. 협상된 속도는 {node}에서 확인하세요: ethtool {nic}',
    'network.vip-is-node-address': '{address} 주소는 {node}의 자체 주소이므로 VIP가 될 수 없습니다.',
    'network.vip-is-node-address-next': 'VIP에 쓸 빈 주소를 정하세요.',
    'network.vip-is-gateway': '{address} 주소는 {node}의 기본 게이트웨이입니다.',
    'network.vip-is-gateway-next': 'VIP에 쓸 빈 주소를 정하세요.',
    'network.vip-is-network-or-broadcast':
      '{address} 주소는 {expected}의 네트워크 주소 또는 브로드캐스트 주소입니다.',
    'network.vip-is-network-or-broadcast-next': '{expected} 안에서 VIP에 쓸 빈 호스트 주소를 정하세요.',
    'network.role.drbd': 'DRBD가 {cidr}에서 복제합니다.',
    'network.role.vip': '{cidr}에 VIP가 있습니다: {vips}.',
    'network.role.corosync': 'corosync 링크가 {cidr}에 있습니다.',
    'network.role.ssh': 'Haven이 {cidr}에서 노드에 접속합니다.',
    'network.role.ssh-only': 'Haven이 {cidr}에서 노드에 접속하며, 이 네트워크에는 VIP가 없습니다.',
    'network.role.speed-10g': '{cidr}의 모든 인터페이스 속도가 {speed, number} Mbit/s입니다.',
    'network.role.speed-1g': '{cidr}의 인터페이스 속도가 {speed, number} Mbit/s입니다.',
    'network.role.speed-unknown': '{cidr}의 인터페이스 중 속도를 알 수 없는 것이 있습니다.',
    'network.role.name': '인터페이스 이름 {nic}에서 짐작됩니다.',
    'network.role.default-route': '기본 경로가 {cidr}에 있습니다.',
  },
};
