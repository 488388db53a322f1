/**
 * Where a lab instance keeps its files. Everything lies outside the repository, under
 * `$HAVEN_LAB_DIR`, or `$XDG_CACHE_HOME/haven/lab`, or `~/.cache/haven/lab`. Two values of HAVEN_LAB_DIR
 * are two independent instances. Sockets live in a short folder of their own, because a UNIX socket path
 * may have 107 bytes only.
 */
import { createHash } from 'node:crypto';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { SwitchedNetwork } from './settings.ts';

export interface LabPaths {
  readonly lab: string;
  readonly sockets: string;
  readonly images: string;
  readonly keys: string;
  readonly status: string;
  readonly info: string;
  /** Ports and secrets of this instance; stays the same as long as the folder lives. */
  readonly instance: string;
  readonly formed: string;
  readonly accelerator: string;
  readonly lock: string;
  readonly log: string;
}

export function labPaths(labDir = defaultLabDir()): LabPaths {
  const lab = resolve(labDir);
  const short = createHash('sha256').update(lab).digest('hex').slice(0, 8);
  return {
    lab,
    sockets: join(tmpdir(), `haven-lab-${short}`),
    images: process.env.HAVEN_LAB_IMAGES ?? join(lab, 'images'),
    keys: join(lab, 'keys'),
    status: join(lab, 'status.json'),
    info: join(lab, 'lab.json'),
    instance: join(lab, 'instance.json'),
    formed: join(lab, 'formed.json'),
    accelerator: join(lab, 'accelerator.json'),
    lock: join(lab, 'lock'),
    log: join(lab, 'log'),
  };
}

/** The folder of the lab of bare machines, beside that of the formed cluster. */
export const bareLabDir = (): string => `${resolve(defaultLabDir())}-bare`;

function defaultLabDir(): string {
  if (process.env.HAVEN_LAB_DIR) return process.env.HAVEN_LAB_DIR;
  return join(cacheHome(), 'haven', 'lab');
}

export interface NodePaths {
  readonly dir: string;
  readonly root: string;
  readonly data: string;
  readonly seed: string;
  readonly pid: string;
  readonly qmp: string;
  readonly serial: string;
  /** Shell scripts the power controller runs: start (power on), stop (cut the power). */
  readonly powerOn: string;
  readonly powerOff: string;
  readonly net: (network: SwitchedNetwork) => string;
}

export function nodePaths(paths: LabPaths, name: string): NodePaths {
  const dir = join(paths.lab, 'nodes', name);
  return {
    dir,
    root: join(dir, 'root.qcow2'),
    data: join(dir, 'data.qcow2'),
    seed: join(dir, 'seed.tar'),
    pid: join(dir, 'qemu.pid'),
    qmp: join(paths.sockets, `${name}.qmp`),
    serial: join(dir, 'serial.log'),
    powerOn: join(dir, 'power-on.sh'),
    powerOff: join(dir, 'power-off.sh'),
    net: (network) => join(paths.sockets, `${name}.${network}`),
  };
}

/** An empty or relative one is to be ignored (XDG Base Directory Specification). */
function cacheHome(): string {
  const given = process.env.XDG_CACHE_HOME;
  return given && isAbsolute(given) ? given : join(homedir(), '.cache');
}
