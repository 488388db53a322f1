/** What can be observed of units: `systemctl show UNIT… -p Id,LoadState,ActiveState,SubState,UnitFileState,…`. */
export interface SystemdUnit {
  readonly id: string;
  readonly loadState: string;
  readonly activeState: string;
  readonly subState: string;
  readonly unitFileState: string;
  /** Milliseconds since the epoch when it last changed state; undefined when never. */
  readonly changedAt?: number;
  readonly restarts?: number;
  readonly memoryBytes?: number;
  readonly mainPid?: number;
  /** Why the last run ended: `success`, `exit-code`, `signal`, `timeout`, `oom-kill`, `start-limit-hit` … */
  readonly result?: string;
}
export interface UnitsReading {
  readonly units: readonly SystemdUnit[];
}
