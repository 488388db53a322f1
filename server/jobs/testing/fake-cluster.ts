/**
 * Two nodes in memory that know exactly the commands of a change: an unknown command fails the test. The world is
 * theirs, so it outlives the worker under test as real nodes outlive Haven; every patch that took effect is counted.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, Outcome } from '@/lib/base/command';
import { known, type Observation, type UnknownReason } from '@/lib/base/observation';
import { attr, attributes, child, children, parseXml, serialiseXml } from '@/lib/base/xml';
import type { DirectoryCluster, LiveEvent, LiveState, NodeLink } from '@/lib/live/protocol';
import type { NodeReadings, ReadingName } from '@/lib/live/readings';
import { parseCib } from '@/lib/pacemaker/cib';
import { applyCibChanges, type CibChange } from '@/lib/pacemaker/cib-patch';
import type { PacemakerReading } from '@/lib/pacemaker/types';
import { upkeepIn } from '@/lib/plan/node-lease';
import { lockedCommand } from '@/lib/plan/node-lock';
import { readCorosync, readDrbd } from '@/lib/plan/testing/scenario';
import { bootIdOf, hostReading } from '@/lib/plan/testing/world';
import { fromSystemd } from '@/lib/plan/transient-unit';
import type { ClusterAccess } from '../../access';
import { crmNodes, crmResources, isStandby, type Places, schedule, simulationXml } from './fake-scheduler';

export const NODES = ['node1', 'node2'] as const;
const ADDRESSES = { hafs: '192.168.1.100', vip10g: '10.10.0.100' } as const;
const BASE = readFileSync(join(import.meta.dirname, 'two-nodes.cib.xml'), 'utf8').replace(
  /<lrm id=[\s\S]*?<\/lrm>/g,
  '',
);

interface Unit {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Told before a command runs; what it returns is the answer instead. `lose` runs it and loses the answer. */
export type Fault = (node: string, argv: readonly string[]) => Outcome | 'lose' | undefined;

export class FakeCluster implements ClusterAccess {
  cib = BASE;
  version = { adminEpoch: 0, epoch: 24, numUpdates: 52 };
  places: Places = { hafs: 'node1', vip10g: 'node2' };
  readonly bootIds: Record<string, string> = { node1: bootIdOf(0), node2: bootIdOf(1) };
  readonly unreachable = new Set<string>();
  readonly units = new Map<string, Unit>();
  /** Patches that took effect, in order: `node1 haven-… create …`. */
  readonly applied: string[] = [];
  readonly commands: string[] = [];
  readonly events: LiveEvent[] = [];
  /** How often `num_updates` moves between a read and the next patch. */
  restless = 0;
  /** The cluster ignores what it is told: for verification that never comes true. */
  isDeaf = false;
  fault: Fault = () => undefined;
  private readonly files = new Map<string, string>();

  constructor(readonly clusterId: string) {}

  /** What an administrator at the command line does meanwhile. */
  editByHand(edit: (xml: string) => string): void {
    this.cib = edit(this.cib);
    this.version = { ...this.version, epoch: this.version.epoch + 1, numUpdates: 0 };
  }

  restart(node: string): void {
    this.bootIds[node] = bootIdOf(7);
    for (const key of this.units.keys()) if (key.startsWith(`${node}/`)) this.units.delete(key);
  }

  directory(clusterId: string): DirectoryCluster | undefined {
    if (clusterId !== this.clusterId) return undefined;
    const nodes = NODES.map((name) => ({ id: `id-${name}`, name }));
    const vips = [
      { id: 'v1', resourceId: 'vip_1g', address: ADDRESSES.hafs, networkRole: '1g' },
      { id: 'v10', resourceId: 'vip_10g', address: ADDRESSES.vip10g, networkRole: '10g' },
    ] as const;
    return { id: clusterId, name: 'hacloud', practice: true, nodes, networks: [], vips, services: [] };
  }

  state(): LiveState {
    const links = Object.fromEntries(
      NODES.map((name): [string, NodeLink] => [`id-${name}`, { state: 'live', since: 0, streams: {} }]),
    );
    return { epoch: 'fake', revision: 0, clusters: {}, links, items: {}, events: this.events };
  }

  async run(_clusterId: string, node: string, command: Command): Promise<Outcome> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.unreachable.has(node)) return { kind: 'unreachable', message: 'fake' };
    this.commands.push(`${node} ${command.argv.join(' ')}`);
    const fault = this.fault(node, command.argv);
    if (fault !== undefined && fault !== 'lose') return fault;
    const outcome = this.carryOut(node, command.argv, command.stdin ?? '');
    return fault === 'lose'
      ? { kind: 'timed-out', stdout: '', stderr: '', timeoutMs: command.timeoutMs }
      : outcome;
  }

  async read<K extends ReadingName>(
    _clusterId: string,
    node: string,
    name: K,
  ): Promise<Observation<NodeReadings[K]>> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.unreachable.has(node)) return unknown('unreachable');
    const reading = this.readings(node)[name];
    return reading === undefined ? unknown('never-read') : known(reading() as NodeReadings[K], Date.now());
  }

  private get world() {
    return { cibXml: this.cib, places: this.places, up: NODES };
  }

  protected readings(node: string): Partial<Record<ReadingName, () => unknown>> {
    const index = NODES.indexOf(node as 'node1');
    return {
      host: () => ({ ...hostReading(node, index), bootId: this.bootIds[node] }),
      clock: () => ({ offsetMs: 0, uncertaintyMs: 1 }),
      corosync: () => readCorosync({ drbd: [] }, { twoNode: true, expected: 2, quorum: 1 }, index + 1),
      drbd: () => readDrbd(this.drbd(node)),
      cib: () => {
        const parsed = parseCib(this.cibText());
        if (!parsed.ok) throw new Error(parsed.error.what);
        return parsed.value;
      },
      pacemaker: () => this.status(),
      network: () => ({ interfaces: [{ name: 'eno1', operState: 'UP', addresses: this.addresses(node) }] }),
    };
  }

  private drbd(node: string): string[] {
    const parsed = parseCib(this.cib);
    const isDown = (name: string): boolean => parsed.ok && isStandby(parsed.value, name);
    if (isDown(node)) return [];
    const peer = node === 'node1' ? 'node2' : 'node1';
    const role = this.places.hafs === node ? 'Primary' : 'Secondary';
    return [
      `hafs ${role} UpToDate ${peer}:${isDown(peer) ? 'Connecting:Off:DUnknown' : 'Connected:Established:UpToDate'}`,
    ];
  }

  private addresses(node: string) {
    const held = [
      this.places.hafs === node && ADDRESSES.hafs,
      this.places.vip10g === node && ADDRESSES.vip10g,
    ];
    return held
      .filter((address) => address !== false)
      .map((address) => ({ address, prefixLength: 24, family: 'inet', secondary: true }) as const);
  }

  private status(): PacemakerReading {
    return {
      version: '2.1.5',
      dc: { name: 'node1', id: '1', withQuorum: true },
      quorate: true,
      options: {
        stonithEnabled: true,
        symmetric: true,
        noQuorumPolicy: 'stop',
        maintenanceMode: false,
        stopAll: false,
      },
      nodes: crmNodes(this.world, NODES, 'node1'),
      resources: crmResources(this.world),
      failures: [],
      failCounts: [],
      fenceHistory: [],
      bans: [],
      nodeAttributes: {},
    };
  }

  /** The configuration with its current version in the root. */
  private cibText(): string {
    const { adminEpoch, epoch, numUpdates } = this.version;
    return this.cib
      .replace(/ admin_epoch="\d+"/, ` admin_epoch="${adminEpoch}"`)
      .replace(/ epoch="\d+"/, ` epoch="${epoch}"`)
      .replace(/ num_updates="\d+"/, ` num_updates="${numUpdates}"`);
  }

  /** What the node does, told or not that it was asked. */
  protected carryOut(node: string, argv: readonly string[], stdin: string): Outcome {
    const [program = '', ...args] = argv;
    switch (program) {
      case 'cibadmin':
        return args.includes('--query') ? exited(0, this.cibText()) : this.patch(node, '', args.at(-1) ?? '');
      case 'crm_verify':
        return exited(0);
      case 'crm_simulate':
        return this.simulate(args, stdin);
      case 'crmadmin':
        return exited(0, 'Controller on node1 in state S_IDLE: ok\n');
      case 'crm_resource':
        return exited(0);
      case 'systemd-run':
        return this.startUnit(node, args);
      case 'systemctl':
        return this.systemctl(node, args);
      case 'cat':
        return args.at(-1) === '/proc/sys/kernel/random/boot_id'
          ? exited(0, `${this.bootIds[node]}\n`)
          : this.file(args.at(-1) ?? '');
      case 'tail':
        return this.tail(node, args.at(-1) ?? '');
      case 'rm':
        return exited(0);
      default:
        throw new Error(`unexpected command on ${node}: ${argv.join(' ')}`);
    }
  }

  private file(path: string): Outcome {
    const text = this.files.get(path);
    return text === undefined ? exited(1, '', 'No such file') : exited(0, text);
  }

  private tail(node: string, path: string): Outcome {
    const [, unit = '', stream] = /^\/run\/(.+)\.(out|err)$/.exec(path) ?? [];
    const found = this.units.get(`${node}/${unit}`);
    return found ? exited(0, stream === 'err' ? found.stderr : found.stdout) : exited(1, '', 'No such file');
  }

  private simulate(args: readonly string[], stdin: string): Outcome {
    const option = (name: string): string | undefined =>
      args.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
    const lost = option('node-fail');
    const up = NODES.filter((node) => node !== lost);
    const carried = /<!--places (.*?)-->/.exec(stdin)?.[1];
    const places = carried === undefined ? this.places : (JSON.parse(carried) as Places);
    const next = schedule({ cibXml: stdin, places, up });
    const saveTo = option('save-output');
    if (saveTo)
      this.files.set(
        saveTo,
        `${stdin.replace(/<!--places .*?-->/, '')}<!--places ${JSON.stringify(next)}-->`,
      );
    const before = crmResources({ cibXml: this.cib, places, up: NODES });
    return exited(
      0,
      simulationXml(
        crmNodes({ cibXml: stdin, up }, NODES, 'node1'),
        before,
        crmResources({ cibXml: stdin, places: next, up }),
      ),
    );
  }

  private startUnit(node: string, args: readonly string[]): Outcome {
    // Whose job the node is kept for: nothing here asks.
    if (upkeepIn(['systemd-run', ...args])) return exited(0);
    const dashes = args.indexOf('--');
    const unit = args.find((word) => word.startsWith('--unit='))?.slice(7) ?? '';
    const key = `${node}/${unit}`;
    if (!args.includes(`--property=AssertHost=${node}`)) return exited(1, '', 'Assertion failed');
    if (this.units.has(key))
      return exited(1, '', `Unit ${unit}.service was already loaded or has a fragment file.`);
    const words = args.slice(dashes + 1).map(fromSystemd);
    const [program, ...inner] = lockedCommand(words)?.argv ?? words;
    if (program === 'perl') {
      // A probe of a VIP: runs until it is stopped.
      this.units.set(key, { exitCode: undefined, stdout: '', stderr: '' });
      return exited(0);
    }
    const outcome = this.inUnit(node, unit, [program ?? '', ...inner]);
    if (outcome.kind === 'exited')
      this.units.set(key, {
        exitCode: outcome.exitCode,
        stdout: outcome.stdout,
        stderr: outcome.stderr,
      });
    return exited(0);
  }

  /** What a transient unit does on its node, once. */
  protected inUnit(node: string, unit: string, argv: readonly string[]): Outcome {
    if (argv[0] !== 'cibadmin' || !argv.includes('--patch'))
      throw new Error(`unexpected unit: ${argv.join(' ')}`);
    return this.patch(node, unit, argv.at(-1) ?? '');
  }

  private systemctl(node: string, [verb = '', name = '']: readonly string[]): Outcome {
    const key = `${node}/${name.replace('.service', '')}`;
    const unit = this.units.get(key);
    if (verb === 'stop' || verb === 'reset-failed') {
      if (!this.units.delete(key)) return exited(5, '', 'not loaded');
      return exited(0);
    }
    if (verb !== 'show') throw new Error(`unexpected systemctl ${verb}`);
    if (!unit) return exited(0, 'LoadState=not-found\nActiveState=inactive\nSubState=dead\n');
    const isOk = unit.exitCode === 0;
    return exited(
      0,
      `LoadState=loaded\nActiveState=${isOk ? 'active' : 'failed'}\nSubState=${isOk ? 'exited' : 'failed'}\nResult=${isOk ? 'success' : 'exit-code'}\nExecMainCode=1\nExecMainStatus=${unit.exitCode}\n`,
    );
  }

  /** As measured (reference 2.5.2): applied only to exactly the version it was made for; then the epoch is one further. */
  protected patch(node: string, unit: string, diff: string): Outcome {
    if (this.restless > 0) {
      this.restless -= 1;
      this.version = { ...this.version, numUpdates: this.version.numUpdates + 1 };
    }
    const parsed = parseXml(diff, ['diff']);
    if (!parsed.ok) return exited(65, '', 'bad data');
    const version = child(parsed.value.root, 'version');
    const source = version && child(version, 'source');
    const { adminEpoch, epoch, numUpdates } = this.version;
    const isFor =
      source &&
      attr(source, 'admin_epoch') === `${adminEpoch}` &&
      attr(source, 'epoch') === `${epoch}` &&
      attr(source, 'num_updates') === `${numUpdates}`;
    if (!isFor) return exited(103, '', 'Call failed: Update was older than existing configuration');
    const changes = children(parsed.value.root, 'change').map((change): CibChange => this.changeOf(change));
    const applied = applyCibChanges(this.cib, changes);
    if (!applied.ok) return exited(78, '', 'Call failed: Update does not conform to the configured schema');
    this.cib = applied.value;
    this.version = { adminEpoch, epoch: epoch + 2, numUpdates: 0 };
    this.applied.push(`${node} ${unit} ${changes.map((change) => change.op).join(' ')}`);
    this.react();
    return exited(0);
  }

  private changeOf(change: ReturnType<typeof children>[number]): CibChange {
    const path = attr(change, 'path') ?? '';
    const operation = attr(change, 'operation');
    if (operation === 'delete') return { op: 'delete', path };
    const [element] = children(change);
    if (operation === 'create' && element)
      return {
        op: 'create',
        parent: path,
        xml: serialiseXml(element),
        position: Number(attr(change, 'position')),
      };
    const result = child(change, 'change-result');
    const [after] = result ? children(result) : [];
    if (!after) throw new Error('a change the fake does not know');
    return {
      op: 'modify',
      path,
      tag: after.tagName,
      before: this.attributesAt(attr(after, 'id') ?? ''),
      after: attributes(after),
    };
  }

  private attributesAt(id: string): Record<string, string> {
    const element = new RegExp(`<[a-z_]+ [^>]*id="${id}"[^>]*>`).exec(this.cib)?.[0] ?? '';
    const parsed = parseXml(element.endsWith('/>') ? element : element.replace(/>$/, '/>'));
    return parsed.ok ? attributes(parsed.value.root) : {};
  }

  private react(): void {
    if (this.isDeaf) return;
    const before = this.places;
    this.places = schedule(this.world);
    const at = Date.now();
    for (const [key, address] of Object.entries(ADDRESSES)) {
      const [from, to] = [before[key as keyof Places], this.places[key as keyof Places]];
      if (from === to || from === undefined || to === undefined) continue;
      const event = { clusterId: this.clusterId, fact: `vip:${address}` };
      this.events.push(
        { ...event, id: `${at}-1`, nodeId: `id-${from}`, from: 'held', at },
        { ...event, id: `${at}-2`, nodeId: `id-${to}`, to: 'held', at: at + 5 },
      );
    }
  }
}

const unknown = <T>(reason: UnknownReason): Observation<T> => ({
  state: 'unknown',
  reason,
  since: Date.now(),
});

export const exited = (exitCode: number, stdout = '', stderr = ''): Outcome => ({
  kind: 'exited',
  exitCode,
  stdout,
  stderr,
  truncated: false,
  durationMs: 1,
});
