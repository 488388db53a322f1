/**
 * Who used how much CPU on a node between two looks at `/proc`. A program that ended between them is counted where
 * the kernel keeps it: in its waiting parent's `cutime` and `cstime` (proc(5)).
 */

export interface ProcessCpu {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** Clock ticks of its own, and of children it has waited for. */
  readonly own: number;
  readonly waited: number;
}

export interface CpuLook {
  readonly nodeTime: number;
  readonly ticksPerSecond: number;
  readonly processes: ReadonlyMap<number, ProcessCpu>;
  /** Client's TCP port of the SSH connection that each process below a session carries in its environment. */
  readonly sshPorts: ReadonlyMap<number, number>;
}

/** Only builtins, one `cat` and one `grep`: looking must not cost what is looked for. */
export const LOOK_SCRIPT =
  "getconf CLK_TCK; echo '--'; cat /proc/[0-9]*/stat 2>/dev/null; echo '--'; " +
  "grep -aozH '^SSH_CONNECTION=[^ ]* [0-9]*' /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n'; true";

export function parseLook(stdout: string, nodeTime: number): CpuLook {
  const [ticks = '', stats = '', ports = ''] = stdout.split(/^--$/m);
  const processes = new Map<number, ProcessCpu>();
  for (const line of stats.split('\n')) {
    const process = parseStat(line);
    if (process) processes.set(process.pid, process);
  }
  const sshPorts = new Map<number, number>();
  for (const match of ports.matchAll(/\/proc\/(\d+)\/environ:SSH_CONNECTION=\S+ (\d+)/g)) {
    sshPorts.set(Number(match[1]), Number(match[2]));
  }
  return { nodeTime, ticksPerSecond: Number(ticks.trim()) || 100, processes, sshPorts };
}

/** proc(5): the name stands in parentheses and may hold anything, so fields are counted from its end. */
export function parseStat(line: string): ProcessCpu | undefined {
  const open = line.indexOf('(');
  const close = line.lastIndexOf(')');
  if (open < 0 || close < open) return undefined;
  const fields = line
    .slice(close + 2)
    .split(' ')
    .map(Number);
  const [parent = 0, utime = 0, stime = 0, cutime = 0, cstime = 0] = [1, 11, 12, 13, 14].map(
    (at) => fields[at],
  );
  return {
    pid: Number(line.slice(0, open)),
    parent,
    name: line.slice(open + 1, close),
    own: utime + stime,
    waited: cutime + cstime,
  };
}

/** The process of the SSH session with this client port: the highest sshd above anything that carries the port. */
export function sessionRoot(look: CpuLook, port: number): number | undefined {
  for (const [pid, itsPort] of look.sshPorts) {
    if (itsPort !== port) continue;
    let root: number | undefined;
    for (let at = look.processes.get(pid); at; at = look.processes.get(at.parent)) {
      // The listener itself is not ours: its other children are other people's.
      if (at.name === 'sshd' && at.parent !== 1) root = at.pid;
    }
    if (root !== undefined) return root;
  }
  return undefined;
}

/** Ticks of a process, of everything below it, and of what ended below it. */
export function treeTicks(look: CpuLook, root: number): number {
  const process = look.processes.get(root);
  if (!process) return 0;
  const children = [...look.processes.values()].filter(({ parent }) => parent === root);
  return process.own + process.waited + children.reduce((sum, child) => sum + treeTicks(look, child.pid), 0);
}

/** Ticks of all processes of these names, by name; without what they started. */
export function ticksByName(look: CpuLook, names: ReadonlySet<string>): ReadonlyMap<string, number> {
  const ticks = new Map<string, number>();
  for (const { name, own } of look.processes.values()) {
    if (names.has(name)) ticks.set(name, (ticks.get(name) ?? 0) + own);
  }
  return ticks;
}

/** Of one core, between two looks. */
export function percentOfCore(ticks: number, before: CpuLook, after: CpuLook): number {
  const seconds = (after.nodeTime - before.nodeTime) / 1000;
  return seconds > 0 ? (ticks / after.ticksPerSecond / seconds) * 100 : Number.NaN;
}
