/** The browser stories: their own Postgres, server and lab; a story that fails is run once more, and both are told. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { buildIfChanged } from './build';
import { isLabUp, runLab } from './lab-process';
import { migrate } from './migrate';
import { startPostgres } from './postgres';
import { startServerProcess } from './server-process';
import { type Count, ROOT, runShown } from './test-phase';

export const hasStories = (): boolean => {
  const dir = join(ROOT, 'e2e/stories');
  return (
    existsSync(dir) && readdirSync(dir, { recursive: true }).some((name) => String(name).endsWith('.spec.ts'))
  );
};

export async function runStories(workDir: string): Promise<Count> {
  const stops: (() => Promise<unknown>)[] = [];
  const stopAll = async () => {
    for (let stop = stops.pop(); stop; stop = stops.pop()) {
      await stop().catch((error: unknown) => console.error(error));
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stopAll().then(() => process.exit(130)));
  }
  try {
    const output: string[] = [];
    const build = buildIfChanged((text) => output.push(text)).catch((error: unknown) => {
      console.error(output.join(''));
      throw error;
    });
    const lab = startLab(stops);
    lab.catch(() => undefined); // told below; the build may still run when it fails
    console.log(`web: ${await build}`);
    const env = await startWeb(workDir, stops);
    await lab;
    return await playTwice(workDir, env);
  } finally {
    await stopAll();
  }
}

async function startLab(stops: (() => Promise<unknown>)[]): Promise<void> {
  const say = (line: string) => console.log(`lab: ${line.trim()}`);
  const wasUp = await isLabUp();
  const up = runLab(['up'], say);
  stops.push(async () => {
    await up.cancel();
    if (!wasUp) await runLab(['down'], say).ended;
  });
  const code = await up.ended;
  if (code !== 0) throw new Error('the lab did not come up (reason above): the stories need a real cluster');
}

async function startWeb(workDir: string, stops: (() => Promise<unknown>)[]): Promise<Record<string, string>> {
  const dataDir = join(workDir, 'data');
  const postgres = await startPostgres({ dataDir });
  stops.push(() => postgres.stop());
  await migrate(postgres.url);
  const env = { DATABASE_URL: postgres.url, HAVEN_DATA_DIR: dataDir, HAVEN_PRACTICE: '1' };
  const pidFile = join(workDir, 'server.pid');
  const server = await startServerProcess({
    port: await freePort(),
    env,
    logFile: join(workDir, 'server.log'),
    pidFile,
  });
  stops.push(() => server.stop());
  return {
    ...env,
    HAVEN_URL: server.url,
    HAVEN_SERVER_PID_FILE: pidFile,
    HAVEN_SERVER_LOG: join(workDir, 'server.log'),
  };
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly file: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
}
interface PlaywrightReport extends Suite {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly skipped: number;
    readonly flaky: number;
  };
  readonly errors?: readonly { readonly message?: string }[];
}

interface Played extends Count {
  /** What became of each story, by its file: one that did not run has not passed. */
  readonly stories: readonly { readonly file: string; readonly hasPassed: boolean }[];
}

/** Stories that everything else stands on: when one of them has not passed, nothing after it could. */
const isFirstDay = (file: string): boolean => file.startsWith('0');

/** No story is skipped on purpose: one that did not run, because one before it failed, has shown nothing. */
async function playTwice(workDir: string, env: Record<string, string>): Promise<Count> {
  const first = await play(join(workDir, 'stories-1.json'), env, []);
  if (first.failed + first.skipped === 0) return first;
  console.log(`\n${first.failed} stories failed, ${first.skipped} did not run; once more`);
  const open = new Set(first.stories.filter((story) => !story.hasPassed).map((story) => story.file));
  const isPartly = open.size > 0 && ![...open].some(isFirstDay);
  const again = isPartly ? ['--no-deps', ...[...open].map((file) => `/${file}$`)] : [];
  const second = await play(join(workDir, 'stories-2.json'), env, again);
  console.log(
    `first run: ${first.passed} passed, ${first.failed} failed, ${first.skipped} not run; second run: ${second.passed} passed, ${second.failed} failed, ${second.skipped} not run`,
  );
  const kept = isPartly ? first.stories.filter((story) => !open.has(story.file)).length : 0;
  return { passed: kept + second.passed, failed: second.failed + second.skipped, skipped: 0 };
}

async function play(report: string, env: Record<string, string>, args: readonly string[]): Promise<Played> {
  const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
  const code = await runShown([cli, 'test', ...args], { ...env, HAVEN_STORIES_JSON: report });
  const written = JSON.parse(readFileSync(report, 'utf8')) as PlaywrightReport;
  const { stats, errors = [] } = written;
  const failed = stats.unexpected + (errors.length > 0 ? 1 : 0);
  return {
    passed: stats.expected + stats.flaky,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: stats.skipped,
    stories: storiesOf(written),
  };
}

const PASSED = ['expected', 'flaky'];
const storiesOf = ({ suites = [], specs = [] }: Suite): Played['stories'] => [
  ...specs.map(({ file, tests }) => ({
    file,
    hasPassed: tests.every((one) => PASSED.includes(one.status)),
  })),
  ...suites.flatMap(storiesOf),
];
