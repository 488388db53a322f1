import type { Command, Outcome } from '@/lib/base/command';
import { lastValue, type Observation, type UnknownReason } from '@/lib/base/observation';
import type { Probe } from '@/lib/base/probe';
import type { DrbdAlarm } from '@/lib/drbd/alarms';
import type { DirectoryCluster, NodeLink } from '@/lib/live/protocol';
import { type NodeReadings, READING_NAMES, type ReadingName } from '@/lib/live/readings';
import type { LiveStore, RawRun } from '@/server/live/store';
import type { Urgency } from '@/server/ssh/exec-queue';
import { type LinkStatus, NodeConnection } from '@/server/ssh/node-connection';
import type { SshTarget } from '@/server/ssh/open-client';
import type { StreamHandle } from '@/server/ssh/stream-channel';
import type { LinkTimings } from '@/server/ssh/timings';
import { isSyncing } from './drbd-progress';
import { runOf } from './evidence';
import { HaproxyChannel, haproxyStream } from './haproxy-channel';
import { haproxySocketOf } from './haproxy-reader';
import { STREAMS, type StreamName } from './node-streams';
import { resultOf } from './outcome-reading';
import { ConnectionMemory, type ReaderContext, type ReadResult } from './reader-types';
import { READERS } from './readers';
import { ReadingSchedule, SCHEDULES } from './reading-schedule';
import { type StreamState, StreamSupervisor } from './stream-supervisor';
import type { Wake } from './wake-rules';

/**
 * The eyes on one node: its connection, its followers, and when each reading is read. Writes what it sees into the
 * store and nothing else; independent of who looks.
 */

export interface NodeSpec {
  readonly id: string;
  readonly clusterId: string;
  /** Pacemaker's node name. */
  readonly name: string;
  readonly target: SshTarget;
}

export interface NodeCollectorOptions {
  readonly store: LiveStore;
  readonly spec: NodeSpec;
  readonly directory: () => DirectoryCluster;
  readonly log: (message: string) => void;
  readonly timings?: Partial<LinkTimings>;
}

/** In this order after (re)connecting: what decides whether services run comes first. */
const FIRST_READS: readonly ReadingName[] = [
  'pacemaker',
  'drbd',
  'network',
  'corosync',
  'mounts',
  'haproxyConfig',
  'units',
  'clock',
  'cib',
  'configFiles',
  'apache',
  'host',
  'drbdConfig',
  'disks',
];

/** A resync moves about once a second in `/proc/drbd`; longer makes the progress jump, shorter only costs. */
const PROGRESS_MS = 1_500;
/** Without its follower a reading is polled: half its promise would be too slow for a person, this is bearable. */
const POLLED_MS = 5_000;
/** A failed read is tried again sooner than the resync: what is unknown is what a person waits for. */
const RETRY_MS = 5_000;
/** What is not installed or not running is an answer; lines of the journal tell when that changes. */
const ABSENT_MS = 60_000;
/** Besides what `HaproxyChannel` notices by itself: a conversation is not kept for ever. */
const HAPROXY_RENEW_MS = 600_000;
/** crm_simulate must not run into the middle of a transition: its answer would be out of date at once. */
const SURVIVAL_SETTLE_MS = 3_000;

export class NodeCollector {
  readonly connection: NodeConnection;
  readonly #schedules = new Map<ReadingName, ReadingSchedule>();
  readonly #supervisors = new Map<StreamName, StreamSupervisor>();
  readonly #memory = new ConnectionMemory();
  readonly #recordedStart = new Map<ReadingName, number>();
  #haproxy: HaproxyChannel | undefined;
  #haproxyRenew: NodeJS.Timeout | undefined;
  #linkState: NodeLink['state'] = 'connecting';
  #isStopped = false;

  constructor(private readonly options: NodeCollectorOptions) {
    this.connection = new NodeConnection(options.spec.target, {
      onStatus: (status) => this.#linkChanged(status),
      ...(options.timings ? { timings: options.timings } : {}),
    });
    for (const reading of READING_NAMES) {
      this.#schedules.set(
        reading,
        new ReadingSchedule(SCHEDULES[reading], async () => {
          // Without a link there is nothing to learn; coming up wakes everything.
          if (!this.#isUp()) return SCHEDULES[reading].resyncMs;
          const observation = await this.#read(reading, 'background');
          return this.#restMs(reading, observation);
        }),
      );
    }
    this.#makeSupervisors();
  }

  start(): void {
    this.#publishLink();
    this.connection.start();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const schedule of this.#schedules.values()) schedule.stop();
    this.#stopStreams();
    await this.connection.stop();
  }

  run(command: Command): Promise<Outcome> {
    return this.connection.run(command, 'now');
  }

  /** A fresh read, ahead of background ones; recorded like any other. */
  async readNow<K extends ReadingName>(reading: K): Promise<Observation<NodeReadings[K]>> {
    const observation = await this.#read(reading, 'now');
    return observation ?? { state: 'unknown', reason: 'never-read', since: Date.now() };
  }

  /** When the node was last heard, for the heartbeat. */
  get lastHeardAt(): number | undefined {
    return this.connection.status.lastHeardAt;
  }

  #makeSupervisors(): void {
    for (const spec of STREAMS) {
      const supervisor: StreamSupervisor = new StreamSupervisor(this.connection, {
        name: spec.name,
        command: () => (spec.name === 'drbd' && !this.#isDrbdLoaded() ? undefined : spec.command),
        onLine: (line) => this.#wake(spec.wakeOf(line)),
        onState: (state, detail) => this.#streamChanged(spec.name, spec.guards, state, detail),
      });
      this.#supervisors.set(spec.name, supervisor);
    }
    this.#supervisors.set('haproxy', this.#haproxySupervisor());
  }

  #haproxySupervisor(): StreamSupervisor {
    return new StreamSupervisor(this.connection, {
      name: 'haproxy',
      command: () => haproxyStream(haproxySocketOf(this.#memory)),
      onStart: (handle: StreamHandle) => {
        this.#haproxy = new HaproxyChannel(handle, () => this.#renewHaproxy());
      },
      onLine: (line) => this.#haproxy?.onLine(line),
      onEnd: () => {
        this.#haproxy?.close();
        this.#haproxy = undefined;
      },
      onState: (state, detail) => this.#streamChanged('haproxy', [], state, detail),
    });
  }

  #isUp(): boolean {
    return this.#linkState === 'live' || this.#linkState === 'suspect';
  }

  #isDrbdLoaded(): boolean {
    return this.#last('drbd')?.version.kernel !== undefined;
  }

  #last<K extends ReadingName>(reading: K): NodeReadings[K] | undefined {
    const { store, spec } = this.options;
    return lastValue(store.item(spec.clusterId, spec.id, reading)?.observation);
  }

  // --- the link ---

  #linkChanged(status: LinkStatus): void {
    const before = this.#linkState;
    this.#linkState = status.state;
    if (status.state === 'live' && before !== 'suspect') this.#cameUp();
    if (status.state !== 'live' && status.state !== 'suspect' && status.state !== before)
      this.#wentDown(status);
    this.#publishLink();
    if (before !== 'suspect' && status.state !== 'suspect' && before !== status.state)
      this.#tellLink(before, status.state);
    if (before === 'suspect' && status.state !== 'live') this.#tellLink('live', status.state);
  }

  #tellLink(from: string, to: string): void {
    const { store, spec } = this.options;
    if (from === 'connecting' && to === 'live') return;
    store.tell({ clusterId: spec.clusterId, nodeId: spec.id, fact: 'link', from, to, at: Date.now() });
  }

  #cameUp(): void {
    this.#memory.clear();
    for (const [name, supervisor] of this.#supervisors) if (name !== 'haproxy') supervisor.start();
    for (const reading of FIRST_READS) this.#schedules.get(reading)?.wake();
    clearInterval(this.#haproxyRenew);
    this.#haproxyRenew = setInterval(() => {
      if (this.#supervisors.get('haproxy')?.isRunning) this.#renewHaproxy();
    }, HAPROXY_RENEW_MS);
  }

  #wentDown(status: LinkStatus): void {
    this.#stopStreams();
    const reason = reasonOf(status.state);
    for (const reading of READING_NAMES) this.#setUnknown(reading, reason, status.detail);
  }

  #stopStreams(): void {
    clearInterval(this.#haproxyRenew);
    for (const supervisor of this.#supervisors.values()) supervisor.stop();
  }

  #publishLink(): void {
    if (this.#isStopped) return;
    const { state, since, lastHeardAt, detail } = this.connection.status;
    const streams: Record<string, StreamState> = {};
    for (const [name, supervisor] of this.#supervisors) streams[name] = supervisor.state;
    this.options.store.setLink(this.options.spec.id, {
      state,
      since,
      streams,
      ...(lastHeardAt === undefined ? {} : { lastHeardAt }),
      ...(detail === undefined ? {} : { detail }),
    });
  }

  // --- followers ---

  #streamChanged(
    name: StreamName,
    guards: readonly ReadingName[],
    state: StreamState,
    detail?: string,
  ): void {
    if (this.#isStopped) return;
    this.#publishLink();
    if (state === 'dead') {
      this.options.log(`${this.options.spec.name}: follower ${name} died: ${detail ?? ''}`);
      for (const reading of guards) this.#setUnknown(reading, 'stream-dead', detail);
    }
    if (state === 'running' || state === 'absent')
      for (const reading of guards) this.#schedules.get(reading)?.wake();
    if (name === 'haproxy') this.#schedules.get('haproxy')?.wake();
  }

  #guardState(reading: ReadingName): StreamState | undefined {
    const spec = STREAMS.find((stream) => stream.guards.includes(reading));
    return spec && this.#supervisors.get(spec.name)?.state;
  }

  #wake(wake: Wake): void {
    if (wake.alarm) this.#tellAlarm(wake.alarm);
    if (wake.isHaproxyReload) this.#renewHaproxy();
    if (wake.isUnitReload) this.#memory.forget('units');
    for (const reading of wake.readings) this.#schedules.get(reading)?.wake();
  }

  #tellAlarm(alarm: DrbdAlarm): void {
    const { store, spec } = this.options;
    const object = alarm.resource ?? (alarm.minor === undefined ? 'drbd' : `minor ${alarm.minor}`);
    store.tell({
      clusterId: spec.clusterId,
      nodeId: spec.id,
      fact: `drbd-alarm:${object}`,
      to: alarm.kind,
      at: Date.now(),
    });
  }

  #renewHaproxy(): void {
    this.#supervisors.get('haproxy')?.renew();
  }

  // --- readings ---

  async #read<K extends ReadingName>(
    reading: K,
    urgency: Urgency,
  ): Promise<Observation<NodeReadings[K]> | undefined> {
    const startedAt = performance.now();
    const runs: RawRun[] = [];
    const context = this.#context(runs, urgency);
    let result: ReadResult<K>;
    try {
      result = await READERS[reading](context);
    } catch (error) {
      // A bug in a reader or parser: said aloud, and never shown as a healthy value.
      this.options.log(
        `${this.options.spec.name}: reading ${reading} failed: ${error instanceof Error ? error.stack : String(error)}`,
      );
      result = { kind: 'unknown', reason: 'unparsable', detail: 'Haven could not read the answer' };
    }
    if (this.#isStopped) return undefined;
    const observation = this.#record(reading, result, runs, startedAt);
    if (reading === 'haproxyConfig') this.#supervisors.get('haproxy')?.start();
    return observation;
  }

  #context(runs: RawRun[], urgency: Urgency): ReaderContext {
    const { spec, directory } = this.options;
    return {
      nodeName: spec.name,
      directory,
      memory: this.#memory,
      last: (reading) => this.#last(reading),
      haproxy: () => (this.#supervisors.get('haproxy')?.isRunning ? this.#haproxy : undefined),
      note: (run) => runs.push(run),
      probe: async <T>(probe: Probe<T>) => {
        const at = Date.now();
        const outcome = await this.connection.run(probe.command, urgency);
        runs.push(runOf(probe.command, outcome, at));
        return resultOf(probe, outcome, Date.now());
      },
    };
  }

  #record<K extends ReadingName>(
    reading: K,
    result: ReadResult<K>,
    runs: readonly RawRun[],
    startedAt: number,
  ): Observation<NodeReadings[K]> | undefined {
    const { store, spec } = this.options;
    // A read that began earlier but took longer must not overwrite a newer answer.
    if ((this.#recordedStart.get(reading) ?? 0) > startedAt)
      return store.item(spec.clusterId, spec.id, reading)?.observation;
    this.#recordedStart.set(reading, startedAt);
    if (result.kind === 'none') {
      store.removeItem(spec.clusterId, spec.id, reading);
      return undefined;
    }
    // Without its link a read failed for the link's reason; what was read before it died is watched by nobody any more.
    const isWatched = this.#isUp();
    if (result.kind === 'unknown') {
      const reason = isWatched ? result.reason : reasonOf(this.#linkState);
      return store.setUnknown(spec.clusterId, spec.id, reading, reason, {
        runs,
        ...(result.detail ? { detail: result.detail } : {}),
      });
    }
    const before = this.#last(reading);
    const observation = store.setKnown(
      spec.clusterId,
      spec.id,
      reading,
      result.value,
      runs,
      result.observedAt,
    );
    if (!isWatched) this.#setUnknown(reading, reasonOf(this.#linkState));
    else if (this.#guardState(reading) === 'dead') this.#setUnknown(reading, 'stream-dead');
    if (this.#last(reading) !== before) this.#valueChanged(reading);
    return observation;
  }

  #valueChanged(reading: ReadingName): void {
    if (reading === 'pacemaker' || reading === 'cib')
      this.#schedules.get('survival')?.wake(SURVIVAL_SETTLE_MS);
    if (reading === 'drbd') {
      const supervisor = this.#supervisors.get('drbd');
      if (supervisor?.state === 'absent' && this.#isDrbdLoaded()) supervisor.start();
    }
  }

  /** How long to rest when nothing wakes the reading. */
  #restMs(reading: ReadingName, observation: Observation<unknown> | undefined): number {
    const { resyncMs } = SCHEDULES[reading];
    if (observation?.state === 'unknown') {
      const isAnswer = observation.reason === 'not-installed' || observation.reason === 'not-running';
      return isAnswer ? ABSENT_MS : Math.min(RETRY_MS, resyncMs);
    }
    if (reading === 'drbd' && isSyncing(this.#last('drbd'))) return PROGRESS_MS;
    const isUnguarded =
      this.#guardState(reading) === 'absent' && !(reading === 'drbd' && !this.#isDrbdLoaded());
    return isUnguarded ? POLLED_MS : resyncMs;
  }

  #setUnknown(reading: ReadingName, reason: UnknownReason, detail?: string): void {
    const { store, spec } = this.options;
    // Only the DC simulates: on the others there is nothing that could be unknown.
    if (reading === 'survival' && !store.item(spec.clusterId, spec.id, reading)) return;
    store.setUnknown(spec.clusterId, spec.id, reading, reason, detail ? { detail } : {});
  }
}

function reasonOf(state: NodeLink['state']): UnknownReason {
  if (state === 'auth-failed' || state === 'host-key-changed') return state;
  return state === 'connecting' ? 'never-read' : 'unreachable';
}
