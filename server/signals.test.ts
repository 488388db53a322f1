import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SIGNALS = join(import.meta.dirname, 'signals.ts');
/** Something that takes longer to stop than one press of Ctrl-C lasts. */
const PROGRAM = `
  const { stopOnSignals } = await import(${JSON.stringify(SIGNALS)});
  const stopper = stopOnSignals(20_000, () => console.log('stopping'));
  stopper.add(() => new Promise((resolve) => setTimeout(() => { console.log('stopped'); resolve(); }, 4_000)));
  setInterval(() => undefined, 1_000);
  console.log('ready');
`;

async function begin(): Promise<{ child: ChildProcess; said: () => string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', PROGRAM]);
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  await expect.poll(() => text, { timeout: 30_000 }).toContain('ready');
  return { child, said: () => text };
}

it('takes the two signals of one Ctrl-C for one, and stops everything', async () => {
  const { child, said } = await begin();
  child.kill('SIGINT');
  await expect.poll(said).toContain('stopping');
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  expect([code, said()]).toEqual([0, 'ready\nstopping\nstopped\n']);
});

it('ends at once when a person presses it again', async () => {
  const { child, said } = await begin();
  child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  expect([code, said()]).toEqual([1, 'ready\nstopping\n']);
});
