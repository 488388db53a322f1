/**
 * One virtual machine: its QEMU command, its two power scripts, its disks. The scripts are plain shell because
 * the power controller (ipmi_sim) calls them too: switching on a node by hand, by fencing or by this code is
 * the same act.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import type { Accelerator } from './accelerator.ts';
import type { NodeImage } from './image.ts';
import type { LabInstance } from './instance.ts';
import { type LabPaths, nodePaths } from './paths.ts';
import { livePid } from './process.ts';
import { LabError, run, runOrThrow, writeAtomic } from './run.ts';
import { macAddress, type NodeSpec, networks, sizes, switchedNetworks } from './settings.ts';

export interface MachineInput {
  readonly paths: LabPaths;
  readonly node: NodeSpec;
  readonly image: NodeImage;
  readonly instance: LabInstance;
  readonly accelerator: Accelerator;
}

export function machineId(node: NodeSpec): string {
  return createHash('sha256').update(`haven-lab-${node.name}`).digest('hex').slice(0, 32);
}

/**
 * Kernel words that keep an emulated machine quick and quiet. Without `norandmaps` every new process has its
 * libraries elsewhere and QEMU translates them again (measured: half of all processor time of a cluster tool).
 * The nvme ones give stalls time to pass.
 */
function kernelCommandLine(node: NodeSpec): string {
  return [
    'root=/dev/vda rw console=ttyS0 quiet systemd.show_status=no mitigations=off apparmor=0 audit=0',
    'nowatchdog norandmaps rcupdate.rcu_cpu_stall_suppress=1 random.trust_cpu=on fsck.mode=skip',
    'nvme_core.io_timeout=255 nvme_core.admin_timeout=255',
    `systemd.hostname=${node.name} systemd.machine_id=${machineId(node)}`,
  ].join(' ');
}

function accelerationArgs(accelerator: Accelerator): string[] {
  return accelerator === 'kvm'
    ? ['-accel', 'kvm', '-cpu', 'host']
    : // QEMU's default of 1 GiB of translated code per machine fills up and is paid in the host's memory.
      ['-accel', 'tcg,thread=multi,tb-size=512', '-cpu', 'max'];
}

export function qemuArgv({ paths, node, image, instance, accelerator }: MachineInput): string[] {
  const files = nodePaths(paths, node.name);
  const disk = (id: string, file: string, format: 'qcow2' | 'raw'): string[] => [
    '-drive',
    // Writes survive the end of QEMU in the host's cache; a crash of the host costs only a rebuildable lab.
    `if=none,id=${id},file=${file},format=${format},cache=unsafe${format === 'raw' ? ',readonly=on' : ',discard=unmap'}`,
    '-device',
    `virtio-blk-pci,drive=${id},serial=${id}`,
  ];
  const nic = (id: string, netdev: string, mac: string, speed: number): string[] => [
    '-netdev',
    netdev,
    '-device',
    `virtio-net-pci,id=nic-${id},netdev=${id},mac=${mac},speed=${speed},duplex=full,romfile=`,
  ];
  const { mgmt } = networks;
  const forward = `hostfwd=tcp:127.0.0.1:${instance.sshPorts[node.name]}-${mgmt.address(node.id)}:22`;
  return [
    'qemu-system-x86_64',
    '-name',
    `haven-lab-${node.name}`,
    '-machine',
    'pc',
    ...accelerationArgs(accelerator),
    '-smp',
    '1',
    '-m',
    String(sizes.memoryMiB),
    '-nodefaults',
    '-no-user-config',
    '-display',
    'none',
    '-kernel',
    image.kernel,
    '-initrd',
    image.initrd,
    '-append',
    kernelCommandLine(node),
    ...disk('root', files.root, 'qcow2'),
    ...disk('data', files.data, 'qcow2'),
    ...disk('seed', files.seed, 'raw'),
    ...nic('mgmt', `user,id=mgmt,net=10.0.2.0/24,${forward}`, macAddress('mgmt', node.id), mgmt.speedMbit),
    ...switchedNetworks.flatMap((name) => {
      const id = `net${name}`;
      const netdev = `stream,id=${id},server=on,addr.type=unix,addr.path=${files.net(name)}`;
      return nic(id, netdev, macAddress(name, node.id), networks[name].speedMbit);
    }),
    '-device',
    'virtio-rng-pci',
    '-chardev',
    `file,id=serial,path=${files.serial},append=on`,
    '-serial',
    'chardev:serial',
    '-qmp',
    `unix:${files.qmp},server=on,wait=off`,
    '-pidfile',
    files.pid,
    '-daemonize',
  ];
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Both scripts take a lock, so fencing and a person cannot switch at the same moment. */
export function powerScripts(input: MachineInput): { readonly on: string; readonly off: string } {
  const files = nodePaths(input.paths, input.node.name);
  const head = `#!/bin/sh
# generated; safe to call at any time
pid_file=${quote(files.pid)}
is_on() {
  pid=$(cat "$pid_file" 2>/dev/null) && [ -n "$pid" ] && tr '\\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF ${quote(files.dir)}
}
exec 9>${quote(`${files.dir}/power.lock`)}
flock -w 60 9 || exit 1
`;
  const log = quote(`${files.dir}/power.log`);
  return {
    on: `${head}is_on && exit 0
rm -f "$pid_file" ${[files.qmp, files.net('1g'), files.net('10g')].map(quote).join(' ')}
echo "$(date +%s) on $*" >>${log}
# ahead of builds and browsers: a node that gets no processor time misses its own deadlines
nice -n -5 ${qemuArgv(input).map(quote).join(' ')} "$@" 9>&- || exit 1
# with autogroups the kernel weighs sessions, not processes, and QEMU has just become a session of its own
{ echo -5 >"/proc/$(cat "$pid_file")/autogroup"; } 2>/dev/null || true
`,
    off: `${head}is_on || exit 0
echo "$(date +%s) off" >>${log}
kill -TERM "$pid"
n=0
while is_on; do
  n=$((n + 1))
  [ $n -eq 100 ] && kill -KILL "$pid"
  [ $n -ge 200 ] && exit 1
  sleep 0.1
done
rm -f "$pid_file"
`,
  };
}

export function writePowerScripts(input: MachineInput): void {
  const files = nodePaths(input.paths, input.node.name);
  const scripts = powerScripts(input);
  writeAtomic(files.powerOn, scripts.on, 0o755);
  writeAtomic(files.powerOff, scripts.off, 0o755);
}

/** Fresh disks: the root disk is a thin layer over the image, the data disk is empty. */
export async function createDisks({
  paths,
  node,
  image,
}: Omit<MachineInput, 'instance' | 'accelerator'>): Promise<void> {
  const files = nodePaths(paths, node.name);
  mkdirSync(files.dir, { recursive: true });
  rmSync(files.root, { force: true });
  rmSync(files.data, { force: true });
  const limits = { timeoutMs: 60_000 };
  await runOrThrow(
    ['qemu-img', 'create', '-q', '-f', 'qcow2', '-b', image.root, '-F', 'raw', files.root],
    limits,
  );
  await runOrThrow(['qemu-img', 'create', '-q', '-f', 'qcow2', files.data, `${sizes.dataDiskMiB}M`], limits);
}

export function isPoweredOn(paths: LabPaths, name: string): boolean {
  const files = nodePaths(paths, name);
  return livePid(files.pid, files.dir) !== undefined;
}

/** `extra` are QEMU arguments for this start only, e.g. `-S -loadvm formed`. */
export async function powerOn(paths: LabPaths, name: string, extra: readonly string[] = []): Promise<void> {
  const files = nodePaths(paths, name);
  if (!existsSync(files.powerOn))
    throw new LabError(`${name} has never been set up.`, 'Run the verb "up" first.');
  const result = await run([files.powerOn, ...extra], { timeoutMs: 120_000 });
  if (result.exitCode !== 0)
    throw new LabError(`${name} does not start: ${result.stderr.trim().slice(-600)}`);
}

export async function powerOff(paths: LabPaths, name: string): Promise<void> {
  const files = nodePaths(paths, name);
  if (!existsSync(files.powerOff)) return;
  await runOrThrow([files.powerOff], { timeoutMs: 90_000 });
}
