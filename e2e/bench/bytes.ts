/** P11: what a browser must fetch as JavaScript before the first page works, compressed as a proxy would. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Response } from '@playwright/test';
import { openBrowser, openPage, signIn } from './browser';
import { type Figure, figure } from './figure';
import { distDir, openStage, startHaven } from './stage';
import type { Stops } from './stops';

const TARGET_KB = 230;
const TARGET = `≤ ${TARGET_KB} KB`;
/** No script for this long: longer only waits, shorter may miss a chunk that a slow browser asks for late. */
const QUIET_MS = 3_000;
/** Kilobytes as in the target: thousands, which is what networks are measured in. */
export const kilobytes = (bytes: number): number => bytes / 1000;
export const gzipBytes = (text: Buffer | string): number => gzipSync(text, { level: 9 }).length;

export async function measureBytes(samples: number, stops: Stops, say: (line: string) => void) {
  const stage = await openStage(stops, say);
  const haven = await startHaven(stage, stops);
  const browser = await openBrowser(stops);
  const floor = await frameworkKilobytes();
  const pages = [
    { id: 'P11/overview', path: '/', signed: true },
    { id: 'P11/sign-in', path: '/sign-in', signed: false },
  ];
  const figures: Figure[] = [];
  for (const { id, path, signed } of pages) {
    const loads: Load[] = [];
    for (let sample = 0; sample < samples; sample += 1) {
      say(`loading ${path} (${sample + 1}/${samples})`);
      loads.push(
        await loadPage(browser, `${haven.url}${path}`, async (page) => {
          if (signed) await signIn(page.context(), haven.url, stage.administrator);
        }),
      );
    }
    figures.push(bytesFigure(id, loads, floor));
  }
  return figures;
}

interface Load {
  readonly kilobytes: number;
  readonly scripts: readonly { readonly name: string; readonly kilobytes: number }[];
}

function bytesFigure(id: string, loads: readonly Load[], floor: number): Figure {
  const last = loads.at(-1);
  const largest = [...(last?.scripts ?? [])].sort((a, b) => b.kilobytes - a.kilobytes).slice(0, 4);
  return figure(
    id,
    'KB',
    { name: 'gzip JavaScript of the page', values: loads.map((load) => load.kilobytes) },
    { name: 'framework chunks of the same build', values: [floor] },
    TARGET,
    (_median, p95) => p95 <= TARGET_KB,
    `${last?.scripts.length ?? 0} scripts; largest: ${largest.map(({ name, kilobytes: size }) => `${name} ${size.toFixed(1)}`).join(', ')}`,
  );
}

/** A fresh context has an empty cache: everything is fetched, as on the first visit. */
async function loadPage(
  browser: Browser,
  url: string,
  prepare: (page: Awaited<ReturnType<typeof openPage>>) => Promise<void>,
): Promise<Load> {
  const page = await openPage(browser);
  await prepare(page);
  const seen: Response[] = [];
  let lastAt = performance.now();
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    seen.push(response);
    lastAt = performance.now();
  });
  await page.goto(url, { waitUntil: 'load' });
  if (new URL(page.url()).pathname !== new URL(url).pathname) throw new Error(`${url} led to ${page.url()}`);
  // Chunks that the page fetches right after it woke up belong to it. Not `networkidle`: a live page is never idle.
  while (performance.now() - lastAt < QUIET_MS) await page.waitForTimeout(100);
  const scripts = await Promise.all(
    seen.map(async (response) => ({
      name: new URL(response.url()).pathname.split('/').at(-1) ?? '',
      kilobytes: kilobytes(gzipBytes(await response.body())),
    })),
  );
  await page.context().close();
  return { kilobytes: scripts.reduce((sum, script) => sum + script.kilobytes, 0), scripts };
}

/** The chunks that Next puts on every page before any code of ours. */
async function frameworkKilobytes(): Promise<number> {
  const manifest: unknown = JSON.parse(await readFile(join(distDir(), 'build-manifest.json'), 'utf8'));
  const files = (manifest as { rootMainFiles?: unknown }).rootMainFiles;
  if (!Array.isArray(files) || files.length === 0) throw new Error('the build names no framework chunks');
  const sizes = await Promise.all(
    files.map(async (file) => gzipBytes(await readFile(join(distDir(), String(file))))),
  );
  return kilobytes(sizes.reduce((sum, size) => sum + size, 0));
}
