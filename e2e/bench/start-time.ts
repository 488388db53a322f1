/**
 * P7: from starting the process of `npm start` to a page a person can use, with the build done and the database
 * running. Baseline: Next's own `next start` on the same build and database, which has no control plane.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { openBrowser, openPage, waitInteractive } from './browser';
import { type Figure, figure, quantile } from './figure';
import { freePort } from './free-port';
import { openStage, ROOT, type Stage } from './stage';
import type { Stops } from './stops';

const TARGET_MS = 1_800;
const START_TIMEOUT_MS = 120_000;
/** Finer than what is measured; coarser would round every sample up. */
const KNOCK_EVERY_MS = 10;

interface Start {
  /** First answer 200 of the sign-in page. */
  readonly answeredMs: number;
  /** React holds the sign-in form. */
  readonly usableMs: number;
}

export async function measureStart(
  samples: number,
  stops: Stops,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const stage = await openStage(stops, say);
  const browser = await openBrowser(stops);
  const haven: Start[] = [];
  const bare: Start[] = [];
  const programs = {
    haven: [join(ROOT, 'scripts/start.mjs')],
    bare: [join(ROOT, 'node_modules/next/dist/bin/next'), 'start'],
  };
  // One of each is not counted: it fills the caches of the file system and of the browser.
  for (let sample = 0; sample <= samples; sample += 1) {
    const ours = await startOnce(programs.haven, stage, browser, stops);
    const theirs = await startOnce(programs.bare, stage, browser, stops);
    say(
      `start ${sample}/${samples}: Haven ${ours.usableMs.toFixed(0)} ms, next start ${theirs.usableMs.toFixed(0)} ms`,
    );
    if (sample === 0) continue;
    haven.push(ours);
    bare.push(theirs);
  }
  const answered = quantile(
    haven.map(({ answeredMs }) => answeredMs),
    0.5,
  );
  return [
    figure(
      'P7',
      'ms',
      { name: 'npm start to a usable sign-in page', values: haven.map(({ usableMs }) => usableMs) },
      { name: 'next start, same build', values: bare.map(({ usableMs }) => usableMs) },
      `≤ ${TARGET_MS} ms`,
      (_median, p95) => p95 <= TARGET_MS,
      `the page answers after ${answered.toFixed(0)} ms (median); the rest is Chromium loading it`,
    ),
  ];
}

async function startOnce(
  program: readonly string[],
  stage: Stage,
  browser: Browser,
  stops: Stops,
): Promise<Start> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/sign-in`;
  const page = await openPage(browser);
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...program], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...stage.env,
      PORT: String(port),
      HOST: '127.0.0.1',
      HOSTNAME: '127.0.0.1',
      LOG_LEVEL: 'error',
      NEXT_TELEMETRY_DISABLED: '1',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  stops.add(() => end(child));
  try {
    await knock(url, child, startedAt + START_TIMEOUT_MS);
    const answeredMs = performance.now() - startedAt;
    await page.goto(url, { waitUntil: 'commit' });
    await waitInteractive(page, 'form');
    return { answeredMs, usableMs: performance.now() - startedAt };
  } finally {
    await page.context().close();
    await end(child);
  }
}

async function knock(url: string, child: ChildProcess, deadline: number): Promise<void> {
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with exit code ${child.exitCode}`);
    const isUp = await fetch(url, { redirect: 'manual' }).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, KNOCK_EVERY_MS));
  }
  throw new Error('the server did not start in time');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
