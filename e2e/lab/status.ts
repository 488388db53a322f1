/** What runs of this lab and what was done to its links, for people or as JSON. Asks no node. */

import type { LinkRule } from './frames.ts';
import type { LabInfo, LabStatus } from './lab-info.ts';
import { isPoweredOn } from './machine.ts';
import type { LabPaths } from './paths.ts';
import { isPowerControllerRunning } from './power-controller.ts';
import { readJson } from './run.ts';
import { askSwitch, isSwitchRunning } from './switch-client.ts';

export async function printStatus(paths: LabPaths, asJson: boolean): Promise<void> {
  const status = readJson<LabStatus>(paths.status);
  const info = readJson<LabInfo>(paths.info);
  const isSwitched = isSwitchRunning(paths);
  const reply = isSwitched ? await askSwitch(paths, { op: 'status' }) : undefined;
  const nodes = (info?.nodes ?? []).map(({ name, port }) => ({
    name,
    port,
    isOn: isPoweredOn(paths, name),
    hasPowerController: isPowerControllerRunning(paths, name),
  }));
  if (asJson) {
    const all = {
      status,
      nodes,
      isSwitchRunning: isSwitched,
      rules: reply?.rules ?? [],
      ports: reply?.ports ?? [],
    };
    console.log(JSON.stringify(all, null, 2));
    return;
  }
  console.log(`lab      ${paths.lab}`);
  console.log(
    `phase    ${status?.phase ?? 'never brought up'}${status?.error ? `: ${status.error.message}` : ''}`,
  );
  for (const node of nodes) {
    console.log(
      `${node.name.padEnd(8)} ${node.isOn ? 'on ' : 'off'}  ssh 127.0.0.1:${node.port}  power controller ${node.hasPowerController ? 'on' : 'off'}`,
    );
  }
  console.log(`switch   ${isSwitched ? 'on' : 'off'}`);
  for (const rule of reply?.rules ?? []) console.log(`         ${describeRule(rule)}`);
}

export function describeRule({ selector, effect }: LinkRule): string {
  const link =
    selector.kind === 'port'
      ? `${selector.node} ${selector.network}`
      : selector.kind === 'network'
        ? selector.network
        : selector.kind;
  return effect.kind === 'cut' ? `cut ${link}` : `delay ${link} ${effect.milliseconds} ms`;
}
