/**
 * Folds events2 lines into the state of every resource. The fold keeps the tool's own words and becomes typed only
 * when asked, so that partial `change` lines merge by key. Anything that does not fit what was seen before makes the
 * model unreliable; the remedy is a fresh `--now` dump, never a guess.
 */
import { optional } from '@/lib/base/optional';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';
import { type Events2Line, parseEvents2Line } from './events2-line';
import { isSyncOrVerify, toConnection, toDisk, toReplication, toRole } from './state-words';
import type { DrbdConnection, DrbdDevice, DrbdPeerDevice, DrbdProgress, DrbdResource } from './types';

type Fields = Map<string, string>;
type Event = Extract<Events2Line, { kind: 'event' }>;

interface ConnectionNode {
  fields: Fields;
  readonly peerDevices: Map<string, Fields>;
}
interface ResourceNode {
  fields: Fields;
  readonly devices: Map<string, Fields>;
  readonly connections: Map<string, ConnectionNode>;
}

/** Progress keys are printed only while a resync or verify runs; a change of replication without them ends them. */
const PROGRESS_KEYS = ['done', 'eta', 'dbdt1'];

export class Events2Model {
  readonly #resources = new Map<string, ResourceNode>();
  #isComplete = false;
  #problem: string | undefined;

  /** True once `exists -` was seen: before that, a missing object may only be late. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Why the folded state cannot be trusted; undefined while it can. */
  get problem(): string | undefined {
    return this.#problem;
  }

  apply(line: Events2Line): void {
    if (line.kind === 'dump-end') this.#isComplete = true;
    else if (line.kind === 'skipped') this.#problem ??= `${line.count} messages were skipped`;
    else if (line.kind === 'event') this.#problem ??= this.#applyEvent(line);
  }

  /** The typed view of what was folded so far. */
  resources(): readonly DrbdResource[] {
    return [...this.#resources].map(([name, node]) => toResource(name, node));
  }

  /** Each of these returns what does not fit, if anything. */
  #applyEvent(event: Event): string | undefined {
    if (event.object === 'helper' || event.object === 'path') return undefined;
    const name = event.fields.get('name') ?? '';
    if (event.object === 'resource') return this.#applyResource(event, name);
    const resource = this.#resources.get(name);
    if (!resource) return `${event.verb} ${event.object} of unknown resource ${name}`;
    const volume = event.fields.get('volume') ?? '';
    const peer = event.fields.get('peer-node-id') ?? '';
    if (event.object === 'device') return applyTo(resource.devices, volume, event);
    if (event.object === 'connection') return applyConnection(resource, peer, event);
    const connection = resource.connections.get(peer);
    if (!connection) return `${event.verb} peer-device of unknown connection ${name}/${peer}`;
    return applyTo(connection.peerDevices, volume, event);
  }

  #applyResource(event: Event, name: string): string | undefined {
    const known = this.#resources.get(name);
    if (event.verb === 'exists' || event.verb === 'create') {
      if (known) known.fields = merge(known.fields, event);
      else
        this.#resources.set(name, {
          fields: new Map(event.fields),
          devices: new Map(),
          connections: new Map(),
        });
      return undefined;
    }
    if (!known) return `${event.verb} of unknown resource ${name}`;
    if (event.verb === 'change') {
      known.fields = merge(known.fields, event);
      return undefined;
    }
    this.#resources.delete(name);
    if (event.verb === 'rename') this.#resources.set(event.fields.get('new_name') ?? '', known);
    return undefined;
  }
}

function applyConnection(resource: ResourceNode, peer: string, event: Event): string | undefined {
  const known = resource.connections.get(peer);
  if (event.verb === 'destroy') {
    return resource.connections.delete(peer) ? undefined : `destroy of unknown connection ${peer}`;
  }
  if (known) known.fields = merge(known.fields, event);
  else if (event.verb === 'change') return `change of unknown connection ${peer}`;
  else resource.connections.set(peer, { fields: new Map(event.fields), peerDevices: new Map() });
  return undefined;
}

function applyTo(map: Map<string, Fields>, key: string, event: Event): string | undefined {
  const known = map.get(key);
  if (event.verb === 'destroy')
    return map.delete(key) ? undefined : `destroy of unknown ${event.object} ${key}`;
  if (!known && event.verb === 'change') return `change of unknown ${event.object} ${key}`;
  map.set(key, known ? merge(known, event) : new Map(event.fields));
  return undefined;
}

function merge(old: Fields, event: Event): Fields {
  const merged = event.verb === 'change' ? new Map(old) : new Map<string, string>();
  if (event.fields.has('replication')) for (const key of PROGRESS_KEYS) merged.delete(key);
  for (const [key, value] of event.fields) merged.set(key, value);
  return merged;
}

/**
 * Reads the dump of `drbdsetup events2 all --now`.
 * @returns every resource; a ParseError unless each line is understood, is `exists`, and `exists -` ends the dump
 */
export function parseEvents2Now(text: string): Result<readonly DrbdResource[], ParseError> {
  const model = new Events2Model();
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    if (model.isComplete) return parseError('text after the end of the dump', line, index + 1);
    const parsed = parseEvents2Line(line);
    if (!parsed.ok) return { ok: false, error: { ...parsed.error, line: index + 1 } };
    if (parsed.value.kind === 'event' && parsed.value.verb !== 'exists') {
      return parseError('a dump holds only exists lines', line, index + 1);
    }
    model.apply(parsed.value);
    if (model.problem) return parseError(model.problem, line, index + 1);
  }
  if (!model.isComplete) return parseError('the dump does not end with "exists -": it was cut');
  const resources = model.resources();
  const torn = resources.find((resource) => !hasEveryPeerDevice(resource));
  return torn
    ? parseError(`volumes of ${torn.name} and of its peers do not match: lines are missing`)
    : ok(resources);
}

/** The kernel makes a peer device for each pair of volume and connection, and dumps all of them at one moment. */
function hasEveryPeerDevice(resource: DrbdResource): boolean {
  const volumes = resource.devices.map((device) => device.volume).join();
  return resource.connections.every(
    (connection) => connection.peerDevices.map((peerDevice) => peerDevice.volume).join() === volumes,
  );
}

function toResource(name: string, node: ResourceNode): DrbdResource {
  return {
    name,
    role: toRole(node.fields.get('role')),
    suspended: reasons(node.fields.get('suspended')),
    devices: [...node.devices.values()].map(toDevice).sort((a, b) => a.volume - b.volume),
    connections: [...node.connections.values()].map(toConnectionView),
  };
}

function toDevice(fields: Fields): DrbdDevice {
  const backing = fields.get('backing_dev');
  return {
    volume: Number(fields.get('volume')),
    minor: Number(fields.get('minor')),
    disk: toDisk(fields.get('disk')),
    ...(backing === undefined || backing === 'none' ? {} : { backingDevice: backing }),
    ...optional('sizeKiB', count(fields, 'size')),
    ...optional('readKiB', count(fields, 'read')),
    ...optional('writtenKiB', count(fields, 'written')),
    ...optional('quorum', yesNo(fields.get('quorum'))),
    ...optional('client', yesNo(fields.get('client'))),
  };
}

function toConnectionView(node: ConnectionNode): DrbdConnection {
  const { fields } = node;
  return {
    peerName: fields.get('conn-name') ?? '',
    peerNodeId: Number(fields.get('peer-node-id')),
    connection: toConnection(fields.get('connection')),
    peerRole: toRole(fields.get('role')),
    ...optional('congested', yesNo(fields.get('congested'))),
    peerDevices: [...node.peerDevices.values()].map(toPeerDevice).sort((a, b) => a.volume - b.volume),
  };
}

function toPeerDevice(fields: Fields): DrbdPeerDevice {
  return {
    volume: Number(fields.get('volume')),
    replication: toReplication(fields.get('replication')),
    peerDisk: toDisk(fields.get('peer-disk')),
    resyncSuspended: reasons(fields.get('resync-suspended')),
    ...optional('outOfSyncKiB', count(fields, 'out-of-sync')),
    ...optional('sentKiB', count(fields, 'sent')),
    ...optional('receivedKiB', count(fields, 'received')),
    ...optional('progress', toProgress(fields)),
  };
}

/** 9.x pushes `done` (percent), `eta` (seconds or `nan`) and `dbdt1` (MiB/s); 8.4 never does (reference 1.7.4). */
function toProgress(fields: Fields): DrbdProgress | undefined {
  const done = fields.get('done');
  if (done === undefined || !isSyncOrVerify(fields.get('replication'))) return undefined;
  const rate = decimal(fields.get('dbdt1'));
  const eta = decimal(fields.get('eta'));
  return {
    percent: Number(done),
    ...(eta === undefined || rate === 0 ? {} : { etaSeconds: Math.round(eta) }),
    ...(rate === undefined ? {} : { rateKiBps: Math.round(rate * 1024) }),
    stalled: rate === 0,
  };
}

const reasons = (list: string | undefined): readonly string[] =>
  list === undefined || list === 'no' ? [] : list.split(',');

const count = (fields: Fields, key: string): number | undefined => {
  const value = fields.get(key);
  return value === undefined ? undefined : Number(value);
};

/** `nan`, `inf` and negative numbers mean "cannot say". */
const decimal = (value: string | undefined): number | undefined =>
  value !== undefined && /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;

const yesNo = (value: string | undefined): boolean | undefined =>
  value === undefined ? undefined : value === 'yes';
