/**
 * The options that Pacemaker knows: cluster properties, defaults of resources and of operations, with type, default
 * and what a wrong value costs. From `pacemaker-schedulerd metadata`, `pacemaker-controld metadata` and
 * `pacemaker-based metadata` (2.1.5), and the documentation for names since (reference 2.1).
 */
import { isScoreText, parseCrmBoolean, parseSpanMs } from './values';

export type OptionScope = 'cluster' | 'resource-defaults' | 'operation-defaults';
export type OptionType = 'boolean' | 'integer' | 'score' | 'time' | 'select' | 'string' | 'percentage';

/** What changing it can cost, worst first; options without a mark are matters of taste and timing. */
export type OptionRisk =
  /** Nodes are not fenced, or not in time: two of them may write the same data (invariant 3). */
  | 'fencing'
  /** Decides what a part without quorum may do. */
  | 'quorum'
  /** Nothing is watched or recovered meanwhile (invariant 27). */
  | 'unattended'
  /** Everything stops. */
  | 'outage'
  /** Resources may move or restart at once. */
  | 'placement';

export interface KnownOption {
  readonly scope: OptionScope;
  readonly name: string;
  readonly type: OptionType;
  readonly default?: string;
  readonly values?: readonly string[];
  readonly risk?: OptionRisk;
  /** The cluster itself writes it; nobody else may. */
  readonly isSetByCluster?: true;
  readonly isDeprecated?: true;
  /** First version that knows it, where that is newer than 2.1.0. */
  readonly since?: string;
}

type Row = readonly [name: string, type: OptionType, fallback?: string, more?: Partial<KnownOption>];

const STONITH_ACTIONS = ['reboot', 'off', 'poweroff'];
const CLUSTER: readonly Row[] = [
  ['stonith-enabled', 'boolean', 'true', { risk: 'fencing' }],
  ['fencing-enabled', 'boolean', 'true', { risk: 'fencing', since: '3.0.2' }],
  ['stonith-action', 'select', 'reboot', { risk: 'fencing', values: STONITH_ACTIONS }],
  ['fencing-action', 'select', 'reboot', { risk: 'fencing', values: STONITH_ACTIONS, since: '3.0.2' }],
  ['stonith-timeout', 'time', '60s', { risk: 'fencing' }],
  ['fencing-timeout', 'time', '60s', { risk: 'fencing', since: '3.0.2' }],
  ['stonith-max-attempts', 'integer', '10', { risk: 'fencing' }],
  ['fencing-max-attempts', 'integer', '10', { risk: 'fencing', since: '3.0.2' }],
  ['stonith-watchdog-timeout', 'time', '0', { risk: 'fencing' }],
  ['fencing-watchdog-timeout', 'time', '0', { risk: 'fencing', since: '3.0.2' }],
  ['fence-reaction', 'select', 'stop', { risk: 'fencing', values: ['stop', 'panic'] }],
  ['fencing-reaction', 'select', 'stop', { risk: 'fencing', values: ['stop', 'panic'], since: '3.0.2' }],
  ['startup-fencing', 'boolean', 'true', { risk: 'fencing' }],
  ['concurrent-fencing', 'boolean', 'false', { risk: 'fencing' }],
  ['priority-fencing-delay', 'time', '0', { risk: 'fencing' }],
  ['have-watchdog', 'boolean', 'false', { isSetByCluster: true }],
  [
    'no-quorum-policy',
    'select',
    'stop',
    { risk: 'quorum', values: ['stop', 'freeze', 'ignore', 'demote', 'suicide', 'fence'] },
  ],
  ['maintenance-mode', 'boolean', 'false', { risk: 'unattended' }],
  ['stop-all-resources', 'boolean', 'false', { risk: 'outage' }],
  ['symmetric-cluster', 'boolean', 'true', { risk: 'outage' }],
  ['stop-orphan-resources', 'boolean', 'true', { risk: 'placement' }],
  ['stop-orphan-actions', 'boolean', 'true'],
  ['start-failure-is-fatal', 'boolean', 'true'],
  ['enable-startup-probes', 'boolean', 'true', { risk: 'unattended' }],
  ['shutdown-lock', 'boolean', 'false', { risk: 'placement' }],
  ['shutdown-lock-limit', 'time', '0', { risk: 'placement' }],
  [
    'placement-strategy',
    'select',
    'default',
    { risk: 'placement', values: ['default', 'utilization', 'minimal', 'balanced'] },
  ],
  [
    'node-health-strategy',
    'select',
    'none',
    { risk: 'placement', values: ['none', 'migrate-on-red', 'only-green', 'progressive', 'custom'] },
  ],
  ['node-health-base', 'score', '0', { risk: 'placement' }],
  ['node-health-green', 'score', '0', { risk: 'placement' }],
  ['node-health-yellow', 'score', '0', { risk: 'placement' }],
  ['node-health-red', 'score', '-INFINITY', { risk: 'placement' }],
  ['cluster-delay', 'time', '60s'],
  ['dc-deadtime', 'time', '20s'],
  ['cluster-recheck-interval', 'time', '15min'],
  ['election-timeout', 'time', '2min'],
  ['shutdown-escalation', 'time', '20min'],
  ['join-integration-timeout', 'time', '3min'],
  ['join-finalization-timeout', 'time', '30min'],
  ['transition-delay', 'time', '0s'],
  ['node-pending-timeout', 'time', '0', { risk: 'fencing', since: '2.1.7' }],
  ['load-threshold', 'percentage', '80%'],
  ['node-action-limit', 'integer', '0'],
  ['batch-limit', 'integer', '0'],
  ['migration-limit', 'integer', '-1'],
  ['cluster-ipc-limit', 'integer', '500'],
  ['enable-acl', 'boolean', 'false'],
  ['remove-after-stop', 'boolean', 'false', { isDeprecated: true }],
  ['pe-error-series-max', 'integer', '-1'],
  ['pe-warn-series-max', 'integer', '5000'],
  ['pe-input-series-max', 'integer', '4000'],
  ['cluster-name', 'string'],
  ['dc-version', 'string', undefined, { isSetByCluster: true }],
  ['cluster-infrastructure', 'string', undefined, { isSetByCluster: true }],
  // Written by tools to make the cluster look again; of no meaning to a person.
  ['last-lrm-refresh', 'integer', undefined, { isSetByCluster: true }],
];

/** Meta attributes of resources, as defaults and on a single one (Pacemaker Explained, "Resource Meta-Attributes"). */
const RESOURCE: readonly Row[] = [
  ['resource-stickiness', 'score', '0', { risk: 'placement' }],
  ['migration-threshold', 'score', 'INFINITY', { risk: 'placement' }],
  ['failure-timeout', 'time', '0'],
  ['priority', 'score', '0', { risk: 'placement' }],
  ['is-managed', 'boolean', 'true', { risk: 'unattended' }],
  ['maintenance', 'boolean', 'false', { risk: 'unattended' }],
  [
    'target-role',
    'select',
    'Started',
    {
      risk: 'outage',
      values: ['Started', 'Stopped', 'Promoted', 'Unpromoted', 'Master', 'Slave'],
    },
  ],
  [
    'multiple-active',
    'select',
    'stop_start',
    { values: ['block', 'stop_only', 'stop_start', 'stop_unexpected'] },
  ],
  [
    'requires',
    'select',
    undefined,
    { risk: 'fencing', values: ['nothing', 'quorum', 'fencing', 'unfencing'] },
  ],
  ['allow-migrate', 'boolean', undefined],
  ['allow-unhealthy-nodes', 'boolean', 'false', { since: '2.1.3' }],
  ['critical', 'boolean', 'true', { risk: 'placement' }],
];

const OPERATION: readonly Row[] = [
  ['timeout', 'time', '20s'],
  [
    'on-fail',
    'select',
    undefined,
    {
      risk: 'fencing',
      values: ['ignore', 'block', 'demote', 'stop', 'restart', 'standby', 'fence', 'restart-container'],
    },
  ],
  ['enabled', 'boolean', 'true', { risk: 'unattended' }],
  ['record-pending', 'boolean', 'true'],
  ['start-delay', 'time', '0'],
  ['interval-origin', 'string', undefined],
];

const rows = (scope: OptionScope, table: readonly Row[]): KnownOption[] =>
  table.map(([name, type, fallback, more]) => ({
    scope,
    name,
    type,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...more,
  }));

export const KNOWN_OPTIONS: readonly KnownOption[] = [
  ...rows('cluster', CLUSTER),
  ...rows('resource-defaults', RESOURCE),
  ...rows('operation-defaults', OPERATION),
];

export const findOption = (scope: OptionScope, name: string): KnownOption | undefined =>
  KNOWN_OPTIONS.find((option) => option.scope === scope && option.name === name);

/** Whether a value is one that the option takes. */
export function isOptionValue({ type, values = [] }: KnownOption, value: string): boolean {
  switch (type) {
    case 'boolean':
      return parseCrmBoolean(value) !== undefined;
    case 'integer':
      return /^[+-]?\d{1,9}$/.test(value);
    case 'score':
      return isScoreText(value);
    case 'time':
      // -1 lets Pacemaker compute it (stonith-watchdog-timeout).
      return value === '-1' || parseSpanMs(value) !== undefined;
    case 'percentage':
      return /^\d{1,3}%$/.test(value);
    case 'select':
      return values.includes(value);
    case 'string':
      return true;
  }
}
