/** Parts that every change of DRBD is put together from. */
import type { Command } from '@/lib/base/command';
import type { DrbdCommand } from '@/lib/drbd/lifecycle';
import type { DrbdHost } from '../drbd-world';
import { type DraftStep, READ_BACK_TIMEOUT_MS } from '../planner';
import type { Check } from '../types';

/** A connection is made within seconds of both sides being up; a firewall in between shows as this running out. */
export const CONNECT_TIMEOUT_MS = 120_000;
/** A verify or a resync reads whole devices: hours on terabytes. Running out asks nobody to stop it. */
export const SYNC_TIMEOUT_MS = 24 * 3_600_000;

type DrbdCheck = Extract<Check, { kind: 'drbd' }>;
export const drbdCheck = (
  node: string,
  resource: string,
  field: DrbdCheck['field'],
  ...values: readonly string[]
): Check => ({ kind: 'drbd', node, resource, field, values });

/** Every copy UpToDate, connected, nothing out of sync and no resync running. */
export const inSync = (resource: string, hosts: readonly DrbdHost[]): readonly Check[] =>
  hosts.flatMap(({ name }) => [
    drbdCheck(name, resource, 'replication', 'Established'),
    drbdCheck(name, resource, 'out-of-sync', '0'),
    drbdCheck(name, resource, 'disk', 'UpToDate'),
  ]);

interface RunShape {
  readonly title: string;
  readonly node: string;
  readonly params?: DraftStep['params'];
  readonly before?: readonly Check[];
  readonly verify?: readonly Check[];
  readonly verifyTimeoutMs?: number;
  readonly recovers?: string;
  readonly isOnBlank?: boolean;
}

/** A command of a tool's own table as a step: its deadline, its risk and what is dangerous about it come along. */
export function commandStep(
  { command, risk, danger }: Pick<DrbdCommand, 'command' | 'risk' | 'danger'>,
  shape: RunShape,
): DraftStep {
  const { verify = [], verifyTimeoutMs = READ_BACK_TIMEOUT_MS, ...rest } = shape;
  return {
    ...rest,
    action: runAction(command),
    verify,
    verifyTimeoutMs,
    risk,
    ...(danger === undefined ? {} : { careful: danger }),
  };
}

export const runAction = ({ argv, timeoutMs }: Command): Extract<DraftStep['action'], { kind: 'run' }> => ({
  kind: 'run',
  argv,
  timeoutMs,
});

/** The nodes do it by themselves. */
export const waitForStep = (
  title: string,
  node: string,
  verify: readonly Check[],
  verifyTimeoutMs: number,
): DraftStep => ({ title, node, action: { kind: 'wait-for' }, verify, verifyTimeoutMs, risk: 'safe' });
