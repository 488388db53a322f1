/**
 * Fake nodes for faults: units take their time and go on while Haven is dead, files can be written, every effect is
 * counted with the unit that had it, and the lock of each node is kept as the real script keeps it. What a node holds
 * is its own; a test breaks what lies between it and Haven.
 */
import type { Command, Outcome } from '@/lib/base/command';
import type { Observation } from '@/lib/base/observation';
import { sha256 } from '@/lib/data/plans';
import type { NodeReadings, ReadingName } from '@/lib/live/readings';
import { upkeepIn } from '@/lib/plan/node-lease';
import { LEASE_SECONDS, LOCK_EXIT, lockedCommand } from '@/lib/plan/node-lock';
import { fromSystemd } from '@/lib/plan/transient-unit';
import { exited, FakeCluster } from './fake-cluster';

export const CONFIG = {
  path: '/etc/haproxy/haproxy.cfg',
  old: 'global # old\n',
  new: 'global # new\n',
} as const;
/** What the plan's command leaves behind, and what the node does by itself a little later. */
export const MARK = { path: '/etc/haven-test/mark', text: 'marked\n' } as const;
export const LATE = { path: '/etc/haven-test/late', text: 'late\n' } as const;

/** One effect of a unit on its node. */
export interface Effect {
  readonly node: string;
  readonly unit: string;
  readonly what: string;
}

interface NodeUnit {
  /** Undefined while it runs. */
  state: { readonly exitCode: number; readonly stderr: string } | { readonly signal: string } | undefined;
  timer: NodeJS.Timeout | undefined;
  /** And no probe. */
  readonly isStep: boolean;
}

interface NodeLock {
  readonly haven: string;
  /** `-`: let go. */
  readonly unit: string;
  readonly turns: ReadonlyMap<string, bigint>;
  readonly heardAt: number;
}

/** How the plan's own commands behave. */
export interface Manners {
  /** Milliseconds a unit takes. */
  readonly unitMs?: () => number;
  /** Says 0 and does nothing. */
  readonly isLazy?: boolean;
  /** Does it and says 1. */
  readonly isDenying?: boolean;
  /** Never ends: not by itself, not by SIGTERM. */
  readonly isStubborn?: boolean;
  /** What the node should do by itself never comes. */
  readonly isNeverLate?: boolean;
  /** The tool's own check refuses the new file. */
  readonly isInvalid?: boolean;
}

/** What becomes of the n-th command or reading that reaches a node. */
export type WireFault = 'before' | 'after' | 'lost' | 'delayed' | undefined;

/** Much longer than any poll of the test, so that whoever gave it up has gone on. */
const DELAY_MS = 60;

export class FaultCluster extends FakeCluster {
  readonly effects: Effect[] = [];
  readonly nodeUnits = new Map<string, NodeUnit>();
  readonly fs = new Map<string, string>();
  readonly staged = new Set<string>();
  /** How many commands and readings came since `wire` was set. */
  count = 0;
  private wireFault: (n: number, node: string, argv: readonly string[]) => WireFault = () => undefined;
  /** What each node's lock file says. */
  private readonly locks = new Map<string, NodeLock>();
  /** How often a node was kept for a job. */
  kept = 0;
  private pending = 0;

  constructor(
    clusterId: string,
    readonly manners: Manners = {},
  ) {
    super(clusterId);
    for (const node of ['node1', 'node2']) this.fs.set(`${node}:${CONFIG.path}`, CONFIG.old);
  }

  set wire(fault: (n: number, node: string, argv: readonly string[]) => WireFault) {
    this.count = 0;
    this.wireFault = fault;
  }

  /** Nothing is on its way any more: what was delayed has arrived, what runs has ended. */
  get isQuiet(): boolean {
    return this.pending === 0 && [...this.nodeUnits.values()].every((unit) => unit.timer === undefined);
  }

  /** Everything that only a change puts there. */
  get leftovers(): readonly string[] {
    const temporary = this.cib.includes('haven-move-') ? ['constraint haven-move'] : [];
    const held = [...this.locks].filter(([, lock]) => lock.unit !== '-').map(([node]) => `lock of ${node}`);
    return [...temporary, ...this.nodeUnits.keys(), ...this.staged, ...held];
  }

  override restart(node: string): void {
    super.restart(node);
    for (const [key, unit] of this.nodeUnits) {
      if (!key.startsWith(`${node}/`)) continue;
      clearTimeout(unit.timer);
      this.nodeUnits.delete(key);
    }
    for (const file of this.staged) if (file.startsWith(`${node}/`)) this.staged.delete(file);
    this.locks.delete(node);
  }

  override async run(clusterId: string, node: string, command: Command): Promise<Outcome> {
    const fault = this.wireFault(this.count++, node, command.argv);
    const lost: Outcome = { kind: 'timed-out', stdout: '', stderr: '', timeoutMs: command.timeoutMs };
    if (fault === undefined) return super.run(clusterId, node, command);
    if (fault === 'before') return { kind: 'unreachable', message: 'cut' };
    if (fault === 'delayed') {
      this.pending += 1;
      setTimeout(() => {
        this.pending -= 1;
        void super.run(clusterId, node, command);
      }, DELAY_MS);
      return lost;
    }
    await super.run(clusterId, node, command);
    return fault === 'lost' ? lost : { kind: 'unreachable', message: 'cut' };
  }

  override async read<K extends ReadingName>(
    clusterId: string,
    node: string,
    name: K,
  ): Promise<Observation<NodeReadings[K]>> {
    const fault = this.wireFault(this.count++, node, ['read', name]);
    if (fault === undefined) return super.read(clusterId, node, name);
    return { state: 'unknown', reason: fault === 'lost' ? 'timed-out' : 'unreachable', since: Date.now() };
  }

  protected override carryOut(node: string, argv: readonly string[], stdin: string): Outcome {
    const [program, ...args] = argv;
    const last = args.at(-1) ?? '';
    switch (program) {
      case 'systemd-run':
        return this.startNodeUnit(node, args);
      case 'systemctl':
        return this.control(node, args);
      case 'install':
        this.staged.add(`${node}/${last}`);
        this.fs.set(`${node}:${last}`, stdin);
        return exited(0);
      case 'rm':
        for (const path of args) this.staged.delete(`${node}/${path}`);
        return exited(0);
      case 'test':
        return exited(this.fs.has(`${node}:${last}`) ? 0 : 1);
      case 'tail':
        return this.said(node, last);
      case 'cat':
        return last.startsWith('/etc/') ? this.cat(node, last) : super.carryOut(node, argv, stdin);
      default:
        return super.carryOut(node, argv, stdin);
    }
  }

  private said(node: string, path: string): Outcome {
    const [, unit, stream] = /^\/run\/(.+)\.(out|err)$/.exec(path) ?? [];
    const state = this.nodeUnits.get(`${node}/${unit}`)?.state;
    return exited(0, stream === 'err' && state && 'stderr' in state ? state.stderr : '');
  }

  private cat(node: string, path: string): Outcome {
    const text = this.fs.get(`${node}:${path}`);
    return text === undefined ? exited(1, '', 'No such file') : exited(0, text);
  }

  private startNodeUnit(node: string, args: readonly string[]): Outcome {
    const upkeep = upkeepIn(['systemd-run', ...args]);
    if (upkeep) return this.upkeep(node, upkeep);
    const unit = args.find((word) => word.startsWith('--unit='))?.slice(7) ?? '';
    const key = `${node}/${unit}`;
    if (!args.includes(`--property=AssertHost=${node}`)) return exited(1, '', 'Assertion failed');
    if (this.nodeUnits.has(key)) return exited(1, '', `Unit ${unit}.service was already loaded.`);
    const words = args.slice(args.indexOf('--') + 1).map(fromSystemd);
    const locked = lockedCommand(words);
    const made: NodeUnit = { state: undefined, timer: undefined, isStep: words[0] !== 'perl' };
    this.nodeUnits.set(key, made);
    // A probe of a VIP: runs until it is stopped.
    if (!made.isStep) return exited(0);
    const refusal = locked && this.takeLock(node, unit, locked.turn.haven, BigInt(locked.turn.turn));
    if (refusal !== undefined) made.state = { exitCode: refusal, stderr: this.holderText(node) };
    else if (!this.manners.isStubborn)
      made.timer = setTimeout(
        () => this.endUnit(node, unit, made, locked?.argv ?? words),
        this.manners.unitMs?.() ?? 1,
      );
    return exited(0);
  }

  /** As the script of the lock judges (lib/plan/node-lock). */
  private takeLock(node: string, unit: string, haven: string, turn: bigint): number | undefined {
    const last = this.locks.get(node);
    if (last && this.isRunning(node, last.unit)) return LOCK_EXIT.busy;
    const isFresh = last !== undefined && Date.now() - last.heardAt < LEASE_SECONDS * 1000;
    if (last && last.haven !== haven && last.unit !== '-' && isFresh) return LOCK_EXIT.held;
    if ((last?.turns.get(haven) ?? 0n) >= turn) return LOCK_EXIT.old;
    const turns = new Map(last?.turns).set(haven, turn);
    this.locks.set(node, { haven, unit, turns, heardAt: Date.now() });
    return undefined;
  }

  private isRunning(node: string, unit: string): boolean {
    const found = this.nodeUnits.get(`${node}/${unit}`);
    return found !== undefined && found.state === undefined;
  }

  private upkeep(node: string, { what, haven, units }: NonNullable<ReturnType<typeof upkeepIn>>): Outcome {
    const last = this.locks.get(node);
    if (last && this.isRunning(node, last.unit)) return exited(LOCK_EXIT.busy);
    if (last?.haven !== haven || !last.unit.startsWith(units)) return exited(LOCK_EXIT.held);
    const change = what === 'keep' ? { heardAt: Date.now() } : { unit: '-' };
    this.locks.set(node, { ...last, ...change });
    if (what === 'keep') this.kept += 1;
    return exited(0);
  }

  private holderText(node: string): string {
    const last = this.locks.get(node);
    const at = new Date(last?.heardAt ?? 0).toISOString();
    return `${last?.haven} ${last?.turns.get(last.haven)} ${last?.unit} ${at}\n${at}\n${new Date().toISOString()}\n`;
  }

  /** Another Haven, with another database, changes something on this node by itself. @param agoMs its last word */
  occupy(node: string, unit = 'haven-other-1', agoMs = 0): void {
    const turns = new Map([['another', 1n]]);
    this.locks.set(node, { haven: 'another', unit, turns, heardAt: Date.now() - agoMs });
  }

  private endUnit(node: string, unit: string, made: NodeUnit, argv: readonly string[]): void {
    made.timer = undefined;
    const outcome = this.execute(node, unit, argv);
    if (outcome.kind === 'exited') made.state = { exitCode: outcome.exitCode, stderr: outcome.stderr };
  }

  private execute(node: string, unit: string, argv: readonly string[]): Outcome {
    const { isLazy, isDenying } = this.manners;
    const isCheck = argv[0] === 'sh' && argv[8] === 'check';
    if (isLazy && !isCheck) return exited(0);
    const outcome =
      argv[0] === 'cibadmin' ? this.applyPatch(node, unit, argv) : this.change(node, unit, argv);
    return isDenying && !isCheck && outcome.kind === 'exited' && outcome.exitCode === 0
      ? exited(1, '', 'denied')
      : outcome;
  }

  private applyPatch(node: string, unit: string, argv: readonly string[]): Outcome {
    const outcome = this.patch(node, unit, argv.at(-1) ?? '');
    if (outcome.kind === 'exited' && outcome.exitCode === 0) this.effects.push({ node, unit, what: 'patch' });
    return outcome;
  }

  private change(node: string, unit: string, argv: readonly string[]): Outcome {
    if (argv[0] === 'drbdadm') {
      this.effects.push({ node, unit, what: 'run' });
      this.fs.set(`${node}:${MARK.path}`, MARK.text);
      if (!this.manners.isNeverLate) setTimeout(() => this.fs.set(`${node}:${LATE.path}`, LATE.text), 10);
      return exited(0);
    }
    if (argv[0] !== 'sh' || argv[3] !== 'haven-write') throw new Error(`unexpected unit: ${argv.join(' ')}`);
    const [path = '', base, staged = '', wanted, mode] = argv.slice(4);
    const now = sha256(this.fs.get(`${node}:${path}`) ?? '');
    if (mode === 'write' && now === wanted) return exited(0);
    if (now !== base) return exited(75, '', 'changed');
    const text = this.staged.has(`${node}/${staged}`) ? (this.fs.get(`${node}:${staged}`) ?? '') : undefined;
    if (text === undefined || sha256(text) !== wanted) return exited(74, '', staged);
    if (this.manners.isInvalid) return exited(76, '', 'invalid');
    if (mode !== 'write') return exited(0);
    this.fs.set(`${node}:${path}`, text);
    this.effects.push({ node, unit, what: 'write' });
    return exited(0);
  }

  private control(node: string, [verb = '', name = '']: readonly string[]): Outcome {
    const key = `${node}/${name.replace('.service', '')}`;
    const unit = this.nodeUnits.get(key);
    if (verb === 'stop' || verb === 'reset-failed') {
      if (!unit) return exited(5, '', 'not loaded');
      if (this.manners.isStubborn && unit.isStep && unit.state === undefined)
        return exited(1, '', 'timed out');
      clearTimeout(unit.timer);
      this.nodeUnits.delete(key);
      return exited(0);
    }
    if (verb !== 'show') throw new Error(`unexpected systemctl ${verb}`);
    return exited(0, unit ? show(unit) : 'LoadState=not-found\nActiveState=inactive\nSubState=dead\n');
  }

  /** systemd's last word to a unit that does not listen. */
  killUnits(): void {
    for (const unit of this.nodeUnits.values()) if (unit.isStep) unit.state ??= { signal: '9' };
  }
}

function show({ state }: NodeUnit): string {
  const lines = (active: string, sub: string, code: number, status: string) =>
    `LoadState=loaded\nActiveState=${active}\nSubState=${sub}\nResult=x\nExecMainCode=${code}\nExecMainStatus=${status}\n`;
  if (state === undefined) return lines('active', 'running', 0, '0');
  if ('signal' in state) return lines('failed', 'failed', 2, state.signal);
  return state.exitCode === 0
    ? lines('active', 'exited', 1, '0')
    : lines('failed', 'failed', 1, `${state.exitCode}`);
}
