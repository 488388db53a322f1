/** Starting, asking and stopping the lab's switch process. */
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LinkSelector } from './frames.ts';
import type { LabInstance } from './instance.ts';
import { type LabPaths, nodePaths } from './paths.ts';
import { livePid, startDaemon, stopDaemon } from './process.ts';
import { LabError, writeAtomic } from './run.ts';
import { maximumNodes, nodeSpecs, switchedNetworks } from './settings.ts';
import type { SwitchConfig, SwitchReply, SwitchRequest } from './switch-process.ts';
import { waitFor } from './wait.ts';

function files(paths: LabPaths): { config: string; pid: string; control: string } {
  return {
    config: join(paths.lab, 'switch.json'),
    pid: join(paths.lab, 'switch.pid'),
    control: join(paths.sockets, 'switch'),
  };
}

/** Runs already or starts; returns when it answers. Cables of nodes that do not exist stay unconnected. */
export async function ensureSwitch(paths: LabPaths, instance: LabInstance): Promise<void> {
  const { config, pid, control } = files(paths);
  if (livePid(pid, config) === undefined) {
    const content: SwitchConfig = {
      controlSocket: control,
      timePort: instance.timePort,
      cables: nodeSpecs(maximumNodes).flatMap(({ name }) =>
        switchedNetworks.map((network) => ({
          node: name,
          network,
          socket: nodePaths(paths, name).net(network),
        })),
      ),
    };
    writeAtomic(config, `${JSON.stringify(content, null, 2)}\n`);
    const program = fileURLToPath(new URL('./switch-process.ts', import.meta.url));
    startDaemon({
      name: 'switch',
      argv: [process.execPath, '--import', import.meta.resolve('tsx'), program, config],
      pidFile: pid,
      logFile: join(paths.lab, 'switch.log'),
      mark: config,
    });
  }
  const answers = async (): Promise<true | string> => {
    if (livePid(pid, config) === undefined)
      throw new LabError('The switch ended.', `See ${join(paths.lab, 'switch.log')}`);
    return askSwitch(paths, { op: 'status' }).then(
      (): true => true,
      () => 'no answer yet',
    );
  };
  await waitFor('the switch to answer', answers, { timeoutMs: 60_000, everyMs: 100 });
}

export async function stopSwitch(paths: LabPaths): Promise<void> {
  const { config, pid } = files(paths);
  await stopDaemon('switch', pid, config);
}

export function isSwitchRunning(paths: LabPaths): boolean {
  const { config, pid } = files(paths);
  return livePid(pid, config) !== undefined;
}

export async function cutLink(paths: LabPaths, selector: LinkSelector): Promise<void> {
  await askSwitch(paths, { op: 'cut', rule: { selector, effect: { kind: 'cut' } } });
}

export async function delayLink(
  paths: LabPaths,
  selector: LinkSelector,
  milliseconds: number,
): Promise<void> {
  await askSwitch(paths, { op: 'cut', rule: { selector, effect: { kind: 'delay', milliseconds } } });
}

export async function healLink(paths: LabPaths, selector: LinkSelector): Promise<void> {
  await askSwitch(paths, { op: 'heal', rule: { selector, effect: { kind: 'cut' } } });
}

export function askSwitch(paths: LabPaths, request: SwitchRequest): Promise<SwitchReply> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      socket.destroy();
      reject(
        new LabError(`The lab's switch does not answer: ${why}`, 'Is the lab up? Try the verb "status".'),
      );
    };
    const socket = connect(files(paths).control, () => socket.write(`${JSON.stringify(request)}\n`));
    let text = '';
    socket.setEncoding('utf8').setTimeout(10_000, () => fail('no reply'));
    socket.on('error', (error) => fail(error.message));
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (!text.includes('\n')) return;
      socket.destroy();
      const reply = JSON.parse(text) as SwitchReply;
      if (reply.ok) resolve(reply);
      else reject(new LabError(`The lab's switch refused: ${reply.error ?? 'no reason'}`));
    });
  });
}
