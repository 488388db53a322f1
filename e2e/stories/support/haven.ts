import { readFileSync } from 'node:fs';

/** The Haven under test. It runs as under systemd: what is killed here is started again by the test run. */

const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: stories are run by npm test`);
  return value;
};

/** Its pages answer again within this; a start takes seconds, but the emulated nodes share the cores. */
const BACK_DEADLINE_MS = 120_000;

const pid = (): number => Number(readFileSync(need('HAVEN_SERVER_PID_FILE'), 'utf8'));

/** Haven hangs: its connections stay open and it says nothing, until it is killed. */
export const freezeHaven = (): boolean => process.kill(pid(), 'SIGSTOP');

/** Ends Haven at once, as a crash would; resolves in milliseconds until the next one's pages answer. */
export async function killHaven(): Promise<number> {
  const killed = pid();
  process.kill(killed, 'SIGKILL');
  const startedAt = Date.now();
  while (Date.now() - startedAt < BACK_DEADLINE_MS) {
    if (pid() !== killed && (await isAnswering())) return Date.now() - startedAt;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Haven did not come back');
}

async function isAnswering(): Promise<boolean> {
  try {
    return (await fetch(`${need('HAVEN_URL')}/healthz`)).ok;
  } catch {
    return false;
  }
}

export const serverLog = (): string => readFileSync(need('HAVEN_SERVER_LOG'), 'utf8');
