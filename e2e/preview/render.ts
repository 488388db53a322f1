import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import tailwind from '@tailwindcss/postcss';
import { build, type Plugin } from 'esbuild';
import postcss from 'postcss';
import { sampleDrift } from './sample-drift';
import { SAMPLE_NOW } from './sample-world';

/**
 * Pictures of screens on sample clusters, without a server: bundles them with stubs for Next and the live channel and
 * photographs them. For looking, not for testing; the stories test the real thing.
 *
 *   node --import tsx e2e/preview/render.ts OUTDIR SCREEN,SCREEN… [SAMPLE…] [--width 1280,1920] [--theme light,dark] [--locale ko,en] [--click ROLE:NAME] [--hover ROLE:NAME] [--menu ELEMENT] [--also QUERY] [--view]
 *
 * `--hover` waits for the preview that follows; `--menu` opens an element of the topology by a right click and goes to
 * its first entry. `--view` photographs what fits the window in place of the whole page.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const HERE = join(ROOT, 'e2e/preview');
const ORIGIN = 'http://preview.test';

const STUBS: Readonly<Record<string, string>> = {
  '@/components/live/live-provider': join(HERE, 'live-stub.tsx'),
  'next/link': join(HERE, 'next-stub.tsx'),
  'next/navigation': join(HERE, 'next-stub.tsx'),
};

const stubs: Plugin = {
  name: 'stubs',
  setup(plan) {
    plan.onResolve(
      { filter: /^(@\/components\/live\/live-provider|next\/link|next\/navigation)$/ },
      ({ path }) => ({ path: STUBS[path] ?? path }),
    );
    plan.onResolve({ filter: /live-provider$/ }, () => ({ path: join(HERE, 'live-stub.tsx') }));
    // Server actions bring the database with them.
    // The samples' hashes are only compared with themselves: none is drawn.
    plan.onResolve({ filter: /^node:crypto$/ }, () => ({ path: join(HERE, 'action-stub.cjs') }));
    plan.onResolve({ filter: /\/actions$/ }, () => ({ path: join(HERE, 'action-stub.cjs') }));
  },
};

export async function bundle(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    // Modules may wait at their top: the app fetches its sample files.
    format: 'esm',
    loader: { '.css': 'empty' },
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    tsconfig: join(ROOT, 'tsconfig.json'),
    plugins: [stubs],
    logLevel: 'error',
  });
  return result.outputFiles[0]?.text ?? '';
}

/** In the order in which the components import them. */
const OWN_STYLES = [
  ...['topology', 'cells', 'rails', 'flows', 'threads'].map((name) => `topology/${name}.css`),
  'wall/wall.css',
];

export async function styles(): Promise<string> {
  const from = join(ROOT, 'app/globals.css');
  const result = await postcss([tailwind({ base: ROOT })]).process(await readFile(from, 'utf8'), { from });
  const own = await Promise.all(OWN_STYLES.map((path) => readFile(join(ROOT, 'components', path), 'utf8')));
  return [result.css, ...own]
    .join('\n')
    .replace(/url\([^)]*?(woff2-dynamic-subset\/[^)"']+)["']?\)/g, `url(${ORIGIN}/font/$1)`);
}

export async function serve(page: Page, script: string, css: string): Promise<void> {
  const html = `<!doctype html><html><head><meta charset="utf-8"><title>Haven</title><link rel="stylesheet" href="/style.css"></head><body><div id="root"></div><script type="module" src="/script.js"></script></body></html>`;
  await page.route(`${ORIGIN}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/style.css') return route.fulfill({ contentType: 'text/css', body: css });
    if (path === '/script.js')
      return route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: script });
    if (path.startsWith('/font/')) {
      return route.fulfill({
        path: join(ROOT, 'node_modules/pretendard/dist/web/variable', path.slice('/font/'.length)),
        headers: { 'access-control-allow-origin': '*' },
      });
    }
    if (path.startsWith('/scenarios/')) return route.fulfill({ path: join(ROOT, 'lib/plan', path) });
    if (/^\/api\/clusters\/[^/]+\/drift$/.test(path))
      return route.fulfill({ json: sampleDrift(new URL(route.request().url()).searchParams.get('object')) });
    // Pages that ask again get no answer, as without a server.
    if (path.startsWith('/api/') && path !== '/api/samples') return route.fulfill({ status: 503, json: {} });
    if (path === '/api/samples')
      return route.fulfill({ json: samplePoints(new URL(route.request().url()).searchParams) });
    return route.fulfill({ contentType: 'text/html', body: html });
  });
}

/** Waves with one silence in them, for every series a chart may ask for. */
function samplePoints(query: URLSearchParams): {
  readonly from: number;
  readonly points: readonly unknown[];
} {
  const prefix = query.get('prefix') ?? '';
  const from = SAMPLE_NOW - 900_000;
  const names = prefix.startsWith('haproxy')
    ? ['nova_api_fe', 'neutron_api_fe', 'keystone_fe', 'glance_fe'].map((name) => `${name}:sessions`)
    : ['rx', 'tx', 'sent', 'received', 'out-of-sync', 'resync-percent'];
  const scale = prefix.startsWith('haproxy') ? 12 : 42_000_000;
  const points = names.flatMap((name, index) =>
    Array.from({ length: 90 }, (_, step) => ({
      series: `${prefix}${name}`,
      at: from + step * 10_000,
      value:
        name === 'resync-percent'
          ? step * 0.7
          : scale * (1.2 + Math.sin(step / 7 + index) * 0.4 + index * 0.3),
    })).filter((_, step) => step < 40 || step > 47),
  );
  return { from, points };
}

/** The hover intent, an answer, and its drawing. */
const PREVIEW_MS = 700;

interface Wanted {
  readonly out: string;
  readonly screens: readonly string[];
  /** What is pressed before the picture, by role and name. */
  readonly click?: string;
  /** What is pointed at, by role and name. */
  readonly hover?: string;
  /** `data-nav` of what is clicked with the right button. */
  readonly menu?: string;
  /** More of the page's query, e.g. `refused`. */
  readonly also?: string;
  readonly isFull: boolean;
  readonly samples: readonly string[];
  readonly widths: readonly number[];
  readonly themes: readonly string[];
  readonly locales: readonly string[];
}

function parseArguments(argv: readonly string[]): Wanted {
  const positional: string[] = [];
  const options: Record<string, string> = {};
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word.startsWith('--')) {
      options[word.slice(2)] = argv[index + 1] ?? '';
      if (word !== '--view') index += 1;
    } else positional.push(word);
  }
  const [out = '/tmp/preview', screen = 'overview', ...samples] = positional;
  const list = (name: string, fallback: string) => (options[name] ?? fallback).split(',');
  return {
    out,
    screens: screen.split(','),
    ...(options.click ? { click: options.click } : {}),
    ...(options.hover ? { hover: options.hover } : {}),
    ...(options.menu ? { menu: options.menu } : {}),
    ...(options.also ? { also: options.also } : {}),
    isFull: options.view === undefined,
    samples: samples.length > 0 ? samples : ['healthy'],
    widths: list('width', '1280').map(Number),
    themes: list('theme', 'light'),
    locales: list('locale', 'en'),
  };
}

async function photograph(
  page: Page,
  { out, click, hover, menu, also, isFull }: Wanted,
  query: Readonly<Record<'screen' | 'sample' | 'theme' | 'locale', string>>,
  width: number,
): Promise<void> {
  const { screen, sample, theme, locale } = query;
  await page.goto(`${ORIGIN}/?${new URLSearchParams(query)}${also ? `&${also}` : ''}`, { waitUntil: 'load' });
  await page.waitForFunction(() => document.getElementById('root')?.hasChildNodes());
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(width > 2_000 ? 1_200 : 350);
  if (click) {
    const [role = 'button', label = ''] = click.split(':');
    await page
      .getByRole(role as 'button', { name: label })
      .first()
      .click();
    await page.waitForTimeout(300);
  }
  if (menu) {
    await page.locator(`[data-nav="${menu}"]`).first().click({ button: 'right' });
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(PREVIEW_MS);
  }
  if (hover) {
    const [role = 'button', label = ''] = hover.split(':');
    await page
      .getByRole(role as 'button', { name: label })
      .first()
      .hover();
    await page.waitForTimeout(PREVIEW_MS);
  }
  const marks = [click && 'clicked', hover && 'hover', menu && 'menu', also].filter(Boolean).join('-');
  const file = join(out, `${screen}-${sample}-${width}-${theme}-${locale}${marks ? `-${marks}` : ''}.png`);
  await page.screenshot({ path: file, fullPage: isFull });
  console.log(file);
}

async function main(): Promise<void> {
  const wanted = parseArguments(process.argv.slice(2));
  const [script, css] = [await bundle(join(HERE, 'app.tsx')), await styles()];
  await mkdir(wanted.out, { recursive: true });
  await writeFile(join(wanted.out, 'preview.css'), css);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  });
  try {
    for (const width of wanted.widths) {
      const page = await browser.newPage({
        viewport: { width, height: Math.round((width * 9) / 16) },
        timezoneId: 'Asia/Seoul',
      });
      page.on('console', (message) => {
        if (message.type() === 'error') console.error(`  console: ${message.text()}`);
      });
      page.on('pageerror', (error) => console.error(`  page: ${error.message}`));
      await serve(page, script, css);
      await page.clock.setFixedTime(SAMPLE_NOW);
      for (const screen of wanted.screens)
        for (const sample of wanted.samples)
          for (const theme of wanted.themes)
            for (const locale of wanted.locales)
              await photograph(page, wanted, { screen, sample, theme, locale }, width);
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

if (process.argv[1] === import.meta.filename) await main();
