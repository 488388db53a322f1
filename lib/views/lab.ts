import { loadSetting } from '@/lib/data/settings';

export interface LabText {
  readonly en: string;
  readonly ko: string;
}

/** How far the practice cluster is, for people. Neither keys nor passwords of the lab are in it. */
export interface LabView {
  /** `none`: nobody makes one here. `abandoned`: whoever made it died. */
  readonly phase: 'none' | 'working' | 'ready' | 'failed' | 'abandoned' | 'down';
  readonly steps: readonly {
    readonly id: string;
    readonly label: LabText;
    readonly state: 'pending' | 'running' | 'done' | 'failed';
    readonly startedAt?: number;
    readonly endedAt?: number;
    readonly detail?: string;
  }[];
  readonly problem?: { readonly message: string; readonly hint: string };
}

/** As in e2e/lab/lab-info.ts, which the product may not import; every field is checked before use. */
interface StoredStatus {
  readonly phase?: unknown;
  readonly ready?: unknown;
  readonly abandoned?: unknown;
  readonly steps?: unknown;
  readonly error?: { readonly message?: unknown; readonly hint?: unknown };
}

export async function getLab(): Promise<LabView> {
  const status = (await loadSetting('lab-status')) as StoredStatus | undefined;
  if (!status) return { phase: 'none', steps: [] };
  const { error } = status;
  const problem = error
    ? { problem: { message: String(error.message ?? ''), hint: String(error.hint ?? '') } }
    : {};
  return { phase: phaseOf(status), steps: stepsOf(status.steps), ...problem };
}

function phaseOf(status: StoredStatus): LabView['phase'] {
  if (status.ready === true) return 'ready';
  if (status.phase === 'failed' || status.phase === 'down') return status.phase;
  return status.abandoned === true ? 'abandoned' : 'working';
}

const STATES = ['pending', 'running', 'done', 'failed'] as const;

function stepsOf(steps: unknown): LabView['steps'] {
  if (!Array.isArray(steps)) return [];
  return steps.flatMap((raw: Readonly<Record<string, unknown>> | null) => {
    const label = raw?.label as Partial<LabText> | undefined;
    const state = STATES.find((name) => name === raw?.state);
    if (!raw || typeof raw.id !== 'string' || !label || !state) return [];
    return [
      {
        id: raw.id,
        label: { en: String(label.en ?? raw.id), ko: String(label.ko ?? raw.id) },
        state,
        ...(typeof raw.startedAt === 'number' ? { startedAt: raw.startedAt } : {}),
        ...(typeof raw.endedAt === 'number' ? { endedAt: raw.endedAt } : {}),
        ...(typeof raw.detail === 'string' ? { detail: raw.detail.slice(0, 300) } : {}),
      },
    ];
  });
}
