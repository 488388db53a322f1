import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import type { DrbdVersion } from './types';

export interface DrbdToolVersion {
  /** `DRBDADM_VERSION`, e.g. `9.22.0`. */
  readonly utils: string;
  /** `DRBD_KERNEL_VERSION`; undefined when it is `0`, which means that no module was found. */
  readonly kernel?: string;
}

/** Parses `drbdadm --version`, which prints shell assignments (drbd-utils 8.9 and later; reference 1.1). */
export function parseDrbdadmVersion(text: string): Result<DrbdToolVersion, ParseError> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Z_]+)=(.*)$/.exec(line.trimEnd());
    if (match?.[1]) values.set(match[1], match[2] ?? '');
  }
  const utils = values.get('DRBDADM_VERSION');
  if (utils === undefined || !isVersion(utils)) return parseError('no DRBDADM_VERSION', text);
  const kernel = values.get('DRBD_KERNEL_VERSION');
  return ok({ utils, ...(kernel !== undefined && isVersion(kernel) ? { kernel } : {}) });
}

const isVersion = (text: string): boolean => /^\d+\.\d+\.\d+[\w.~+-]*$/.test(text);

/** The generation decides grammar, commands and where progress is told: always from the loaded module, never assumed. */
export function generationOf(kernel: string | undefined): DrbdVersion['generation'] {
  if (kernel === undefined) return 'none';
  if (kernel.startsWith('8.4.')) return '8.4';
  return /^9\./.test(kernel) ? '9' : 'unknown';
}
