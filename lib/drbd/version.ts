import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import type { DrbdVersion } from './types';

export interface DrbdToolVersion {
  /** `DRBDADM_VERSION`, e.g. `9.22.0`. */
  readonly utils: string;
  /**
   * `DRBD_KERNEL_VERSION`, or, where an 8.4 module is loaded and that line is missing (seen with 9.22), the value of
   * `DRBD_KERNEL_VERSION_CODE`. Undefined when both are zero: no module was found.
   */
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
  const kernel = values.get('DRBD_KERNEL_VERSION') ?? versionOfCode(values.get('DRBD_KERNEL_VERSION_CODE'));
  return ok({ utils, ...(kernel !== undefined && isVersion(kernel) ? { kernel } : {}) });
}

/** `0xMMmmpp`, so `0x08040b` is 8.4.11. */
function versionOfCode(code: string | undefined): string | undefined {
  const bytes = /^0x([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(code ?? '');
  if (!bytes || /^0x0+$/.test(code ?? '')) return undefined;
  return bytes
    .slice(1)
    .map((byte) => Number.parseInt(byte, 16))
    .join('.');
}

const isVersion = (text: string): boolean => /^\d+\.\d+\.\d+[\w.~+-]*$/.test(text);

/** The generation decides grammar, commands and where progress is told: always from the loaded module, never assumed. */
export function generationOf(kernel: string | undefined): DrbdVersion['generation'] {
  if (kernel === undefined) return 'none';
  if (kernel.startsWith('8.4.')) return '8.4';
  return /^9\./.test(kernel) ? '9' : 'unknown';
}
