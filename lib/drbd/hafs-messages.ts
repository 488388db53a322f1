/** Words of changes to DRBD: what each step does, and what is dangerous about a command. DRBD's own terms stay. */
import type { Messages } from '@/lib/base/finding';

const en = {
  'step-pvcreate': 'Make {object} a physical volume of LVM',
  'step-vgcreate': 'Make the volume group {object}',
  'step-lvcreate': 'Make the logical volume {object}',
  'step-lvextend': 'Grow the logical volume {object}',
  'step-lvremove': 'Remove the logical volume {object}',
  'step-mkpart': 'Make the partition {object}',
  'step-rmpart': 'Remove the partition {object}',
  'step-blank': 'Prove once more that {object} is blank',
  'step-write-res': 'Write the resource file of {object}',
  'step-remove-res': 'Take the resource file of {object} away',
  'step-create-md': 'Write new DRBD metadata for {object}',
  'step-up': 'Bring {object} up',
  'step-wait-connected': 'Wait until all copies of {object} are connected',
  'step-first-sync': 'Start the first synchronisation of {object}: this node is the source',
  'step-skip-sync': 'Declare the copies of {object} equal without a synchronisation',
  'step-primary': 'Make this node Primary for {object}',
  'step-mkfs': 'Make the file system on {object}',
  'step-secondary': 'Make this node Secondary for {object}',
  'step-wait-in-sync': 'Wait until all copies of {object} are UpToDate',
  'step-down': 'Take {object} down',
  'step-cib-add': 'Hand {object} over to Pacemaker',
  'step-cib-remove': 'Take {object} out of Pacemaker, services first',
  'step-resize': 'Take over the new size of {object}',
  'step-grow-fs': 'Grow the file system on {object}',
  'step-dry-run': 'See what adjust would do to {object}, and compare it with what was approved',
  'step-adjust': 'Bring the running {object} in line with its file',
  'step-verify': 'Compare the copies of {object} block by block',
  'step-wait-verified': 'Wait until the comparison of {object} has ended',
  'step-invalidate': 'Fetch the blocks of {object} that differ from the other copy',
  'step-disconnect': 'Disconnect {object}',
  'step-connect': 'Connect {object}',
  'step-pause-sync': 'Pause the resynchronisation of {object}',
  'step-resume-sync': 'Resume the resynchronisation of {object}',
  'step-wipe-md': 'Wipe the DRBD metadata of {object} on this node',
  'danger-create-md':
    'Overwrites the end of the backing device. A copy whose metadata is new is overwritten as a whole by its peer.',
  'danger-up':
    'A Pacemaker that manages the resource must not be surprised: only before it does, or in maintenance.',
  'danger-down': 'The copy on this node receives nothing from now on.',
  'danger-adjust':
    'Does everything the dry run showed: a changed address breaks the connection, a changed disk detaches it.',
  'danger-disconnect':
    'Without the other copy a failure of this node loses every later write; with fencing set, the handler may be called.',
  'danger-pause-sync': 'The copy stays Inconsistent and useless for as long as it is paused.',
  'danger-secondary': 'Refused while the device is open; what Pacemaker promoted, Pacemaker demotes.',
  'danger-primary': 'What Pacemaker manages, Pacemaker promotes; by hand only before it does.',
  'danger-first-sync': 'Overwrites the other copies with this one, whatever they hold.',
  'danger-skip-sync':
    'Copies that are not equal stay different unseen until a verify, and each node reads its own.',
  'danger-resize':
    'A smaller device would cut the file system; only ever after every backing device has grown.',
  'danger-verify': 'Reads both copies as a whole: slower storage while it lasts. It repairs nothing.',
  'danger-invalidate': 'Throws the copy on the named node away. Never on the last UpToDate copy.',
  'danger-wipe-md':
    'The copy on this node is no copy any more; it cannot come back without a full synchronisation.',
  'danger-mkfs': 'Destroys what is on the DRBD device, on every copy.',
} as const;

export type HafsMessageId = keyof typeof en;
export type StepTitleId = Extract<HafsMessageId, `step-${string}`>;
export type DangerId = Extract<HafsMessageId, `danger-${string}`>;

export const hafsMessages: Messages<HafsMessageId> = {
  en,
  ko: {
    'step-pvcreate': '{object}을(를) LVM 물리 볼륨으로 만들기',
    'step-vgcreate': '볼륨 그룹 {object} 만들기',
    'step-lvcreate': '논리 볼륨 {object} 만들기',
    'step-lvextend': '논리 볼륨 {object} 늘리기',
    'step-lvremove': '논리 볼륨 {object} 제거',
    'step-mkpart': '파티션 {object} 만들기',
    'step-rmpart': '파티션 {object} 제거',
    'step-blank': '{object}이(가) 비어 있음을 다시 확인',
    'step-write-res': '{object}의 리소스 파일 쓰기',
    'step-remove-res': '{object}의 리소스 파일 치우기',
    'step-create-md': '{object}의 새 DRBD 메타데이터 쓰기',
    'step-up': '{object} 올리기',
    'step-wait-connected': '{object}의 모든 사본이 연결될 때까지 대기',
    'step-first-sync': '{object}의 첫 동기화 시작: 이 노드가 원본',
    'step-skip-sync': '동기화 없이 {object}의 사본들이 같다고 선언',
    'step-primary': '이 노드를 {object}의 Primary로 만들기',
    'step-mkfs': '{object}에 파일 시스템 만들기',
    'step-secondary': '이 노드를 {object}의 Secondary로 만들기',
    'step-wait-in-sync': '{object}의 모든 사본이 UpToDate가 될 때까지 대기',
    'step-down': '{object} 내리기',
    'step-cib-add': '{object}을(를) Pacemaker에 넘기기',
    'step-cib-remove': '서비스부터 차례로 {object}을(를) Pacemaker에서 빼기',
    'step-resize': '{object}의 새 크기 반영',
    'step-grow-fs': '{object}의 파일 시스템 늘리기',
    'step-dry-run': 'adjust가 {object}에 할 일을 미리 보고 승인된 내용과 비교',
    'step-adjust': '실행 중인 {object}을(를) 파일에 맞추기',
    'step-verify': '{object}의 사본을 블록 단위로 비교',
    'step-wait-verified': '{object}의 비교가 끝날 때까지 대기',
    'step-invalidate': '{object}에서 다른 블록을 다른 사본에서 가져오기',
    'step-disconnect': '{object} 연결 끊기',
    'step-connect': '{object} 연결',
    'step-pause-sync': '{object}의 재동기화 일시 정지',
    'step-resume-sync': '{object}의 재동기화 재개',
    'step-wipe-md': '이 노드에서 {object}의 DRBD 메타데이터 지우기',
    'danger-create-md':
      '백업 장치의 끝을 덮어씁니다. 메타데이터가 새것인 사본은 상대 사본으로 전부 덮어써집니다.',
    'danger-up': 'Pacemaker가 관리하기 전이나 유지보수 모드에서만 하십시오.',
    'danger-down': '이 노드의 사본은 지금부터 아무것도 받지 않습니다.',
    'danger-adjust':
      '미리 보기에 나온 일을 모두 합니다. 주소가 바뀌면 연결이 끊기고 디스크가 바뀌면 분리됩니다.',
    'danger-disconnect':
      '다른 사본이 없으면 이 노드의 장애로 이후의 쓰기를 모두 잃습니다. fencing이 설정되어 있으면 핸들러가 호출될 수 있습니다.',
    'danger-pause-sync': '정지한 동안 사본은 Inconsistent로 남아 쓸 수 없습니다.',
    'danger-secondary': '장치가 열려 있으면 거부됩니다. Pacemaker가 승격한 것은 Pacemaker가 강등합니다.',
    'danger-primary': 'Pacemaker가 관리하는 것은 Pacemaker가 승격합니다. 그 전에만 직접 하십시오.',
    'danger-first-sync': '다른 사본에 무엇이 있든 이 사본으로 덮어씁니다.',
    'danger-skip-sync':
      '같지 않은 사본은 verify 전까지 다른 채로 드러나지 않으며, 노드마다 자기 사본을 읽습니다.',
    'danger-resize': '장치가 작아지면 파일 시스템이 잘립니다. 모든 백업 장치를 늘린 뒤에만 하십시오.',
    'danger-verify': '두 사본을 모두 읽으므로 그동안 저장소가 느려집니다. 고치지는 않습니다.',
    'danger-invalidate': '지정한 노드의 사본을 버립니다. 마지막 UpToDate 사본에는 절대 하지 마십시오.',
    'danger-wipe-md': '이 노드의 사본은 더 이상 사본이 아닙니다. 전체 동기화 없이는 되돌릴 수 없습니다.',
    'danger-mkfs': '모든 사본에서 DRBD 장치의 내용을 없앱니다.',
  },
};
