import type { Messages, NextStep } from '@/lib/base/finding';

/** Words of drift. A key with `-next` is the next safe step. */
export type DriftId = 'configuration-differs' | 'file-differs' | 'nodes-differ';
export type DriftKey = DriftId | NextStep<DriftId>;

export const driftMessages: Messages<DriftKey> = {
  en: {
    'configuration-differs': 'The cluster’s configuration is not as it was adopted or applied',
    'configuration-differs-next':
      'Open Drift: look at the difference, then adopt it or have it planned back. Nothing happens by itself.',
    'file-differs': '{path} on {node} is not as it was adopted or applied',
    'file-differs-next':
      'Open Drift: look at the difference, then adopt it or have it planned back. Nothing happens by itself.',
    'nodes-differ': '{path} differs between {nodes}',
    'nodes-differ-next': 'Open Drift and compare both: after a failover the other text would be in force.',
  },
  ko: {
    'configuration-differs': '클러스터 구성이 편입하거나 적용한 상태와 다릅니다',
    'configuration-differs-next':
      '구성 변동 화면에서 차이를 확인한 뒤 그대로 받아들이거나 되돌리는 계획을 만드세요. 저절로 바뀌는 것은 없습니다.',
    'file-differs': '{node}의 {path} 파일이 편입하거나 적용한 상태와 다릅니다',
    'file-differs-next':
      '구성 변동 화면에서 차이를 확인한 뒤 그대로 받아들이거나 되돌리는 계획을 만드세요. 저절로 바뀌는 것은 없습니다.',
    'nodes-differ': '{path} 파일이 노드마다 다릅니다({nodes})',
    'nodes-differ-next': '구성 변동 화면에서 서로 비교하세요. 장애 조치 뒤에는 다른 내용이 적용됩니다.',
  },
};
