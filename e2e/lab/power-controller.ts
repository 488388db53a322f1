/**
 * The nodes' power controllers: one OpenIPMI simulator per node on loopback. It speaks real IPMI 2.0 (lanplus)
 * to the real fence_ipmilan and switches the virtual machine with the node's power scripts.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabInstance } from './instance.ts';
import { type LabPaths, nodePaths } from './paths.ts';
import { livePid, startDaemon, stopDaemon } from './process.ts';
import { LabError, writeAtomic } from './run.ts';
import type { NodeSpec } from './settings.ts';
import { waitFor } from './wait.ts';

interface ControllerFiles {
  readonly dir: string;
  readonly config: string;
  readonly commands: string;
  readonly chassis: string;
  readonly pid: string;
}

function controllerFiles(paths: LabPaths, name: string): ControllerFiles {
  const dir = join(nodePaths(paths, name).dir, 'bmc');
  return {
    dir,
    config: join(dir, 'lan.conf'),
    commands: join(dir, 'commands.emu'),
    chassis: join(dir, 'chassis.sh'),
    pid: join(dir, 'ipmi_sim.pid'),
  };
}

export function simulatorConfig(port: number, password: string, chassis: string, name: string): string {
  return `name "${name}"
set_working_mc 0x20
  startlan 1
    addr 127.0.0.1 ${port}
    priv_limit admin
    allowed_auths_callback none md2 md5 straight
    allowed_auths_user none md2 md5 straight
    allowed_auths_operator none md2 md5 straight
    allowed_auths_admin none md2 md5 straight
    guid a123456789abcdefa123456789abcdef
  endlan
  chassis_control "${chassis}"
  user 1 true  ""      "unused" user  10 none md2 md5 straight
  user 2 true  "haven" "${password}" admin 10 none md2 md5 straight
`;
}

/** Called by the simulator as "… get power" and "… set power 0"; every switching leaves a line in a log. */
export function chassisScript(powerOn: string, powerOff: string, nodeDir: string): string {
  return `#!/bin/sh
verb=$1
what=$2
value=$3
case "$verb $what" in
"get power")
  if pid=$(cat '${nodeDir}/qemu.pid' 2>/dev/null) && [ -n "$pid" ] && tr '\\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF '${nodeDir}'
  then echo "power:1"; else echo "power:0"; fi ;;
"get "*) shift; for name in "$@"; do echo "$name:0"; done ;;
"set power")
  echo "$(date +%s) set power $value" >>'${nodeDir}/fence.log'
  if [ "$value" = 0 ]; then '${powerOff}'; else '${powerOn}' >/dev/null 2>&1 </dev/null; fi ;;
"set reset")
  echo "$(date +%s) reset" >>'${nodeDir}/fence.log'
  '${powerOff}' && '${powerOn}' >/dev/null 2>&1 </dev/null ;;
esac
exit 0
`;
}

export async function ensurePowerController(
  paths: LabPaths,
  instance: LabInstance,
  node: NodeSpec,
): Promise<void> {
  const files = controllerFiles(paths, node.name);
  if (livePid(files.pid, files.dir) !== undefined) return;
  const state = join(files.dir, 'state');
  mkdirSync(state, { recursive: true });
  const scripts = nodePaths(paths, node.name);
  writeAtomic(files.chassis, chassisScript(scripts.powerOn, scripts.powerOff, scripts.dir), 0o755);
  const port = instance.powerPorts[node.name] ?? 0;
  writeAtomic(files.config, simulatorConfig(port, instance.fencePassword, files.chassis, node.name), 0o600);
  writeAtomic(
    files.commands,
    'mc_setbmc 0x20\nmc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr\nsel_enable 0x20 1000 0x0a\nmc_enable 0x20\n',
  );
  startDaemon({
    name: `power controller of ${node.name}`,
    argv: ['ipmi_sim', '-c', files.config, '-f', files.commands, '-s', state, '-n'],
    pidFile: files.pid,
    logFile: join(files.dir, 'ipmi_sim.log'),
    mark: files.dir,
  });
  const listens = async (): Promise<true | string> => {
    if (livePid(files.pid, files.dir) === undefined) {
      throw new LabError(
        `The power controller of ${node.name} ended at once; is UDP port ${port} taken?`,
        `See ${join(files.dir, 'ipmi_sim.log')}. New ports: run "down", delete ${paths.instance}, run "up".`,
      );
    }
    return isUdpPortBound(port) || `UDP port ${port} is not open yet`;
  };
  await waitFor(`the power controller of ${node.name}`, listens, { timeoutMs: 20_000, everyMs: 100 });
}

export async function stopPowerController(paths: LabPaths, name: string): Promise<void> {
  const files = controllerFiles(paths, name);
  await stopDaemon(`power controller of ${name}`, files.pid, files.dir);
}

export function isPowerControllerRunning(paths: LabPaths, name: string): boolean {
  const files = controllerFiles(paths, name);
  return livePid(files.pid, files.dir) !== undefined;
}

/** Asked of the kernel's socket table: IPMI is UDP, so there is nothing to connect to. */
function isUdpPortBound(port: number): boolean {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return readFileSync('/proc/net/udp', 'utf8').includes(`:${hex} 00000000:0000`);
}
