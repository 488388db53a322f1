import type { Severity } from '@/lib/base/finding';
import type { ProtectionLevel } from '@/lib/protection/types';

/** Every state a mark can show. Shape, word and colour say the same thing, so that any one of them is enough. */
export type MarkState = Severity | ProtectionLevel;

export interface MarkLook {
  /** Five shapes that stay apart at a glance and in print. */
  readonly shape: '●' | '○' | '▲' | '◆' | '◌';
  readonly text: string;
  readonly soft: string;
  /** Border colour of a card about it. */
  readonly edge: string;
}

const OK: MarkLook = { shape: '●', text: 'text-ok', soft: 'bg-ok-soft', edge: 'border-line' };
const INFO: MarkLook = { shape: '○', text: 'text-info', soft: 'bg-info-soft', edge: 'border-line' };
const WARNING: MarkLook = {
  shape: '▲',
  text: 'text-warning',
  soft: 'bg-warning-soft',
  edge: 'border-warning-mark',
};
const CRITICAL: MarkLook = {
  shape: '◆',
  text: 'text-critical',
  soft: 'bg-critical-soft',
  edge: 'border-critical-mark',
};
const UNKNOWN: MarkLook = {
  shape: '◌',
  text: 'text-unknown',
  soft: 'bg-unknown-soft stale',
  edge: 'border-unknown',
};

export const MARKS: Readonly<Record<MarkState, MarkLook>> = {
  ok: OK,
  info: INFO,
  warning: WARNING,
  critical: CRITICAL,
  unknown: UNKNOWN,
  protected: OK,
  degraded: WARNING,
  exposed: CRITICAL,
  down: CRITICAL,
};
