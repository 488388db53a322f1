import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { build, type Plugin } from 'esbuild';
import { styles } from './render';

/**
 * Pictures of the topology drawing in its situations, for looking at them.
 *
 *   node --import tsx e2e/preview/topology-render.ts OUTDIR [SITUATION…] [--width 1280,1920] [--theme light,dark] [--locale ko,en] [--lit SERVICE] [--preview NODE] [--page wall]
 */
const ROOT = resolve(import.meta.dirname, '../..');
const ORIGIN = 'http://preview.test';

const options: Record<string, string> = {};
const words: string[] = [];
for (let index = 2; index < process.argv.length; index += 1) {
  const word = process.argv[index] ?? '';
  if (word.startsWith('--')) {
    options[word.slice(2)] = process.argv[index + 1] ?? '';
    index += 1;
  } else words.push(word);
}
const [out = '/tmp/topology', ...situations] = words;
const list = (name: string, fallback: string): string[] => (options[name] ?? fallback).split(',');
const page = options['page'] ?? 'topology';

/** Next and the live channel are stood in for; see `render.ts`. */
const stubs: Plugin = {
  name: 'stubs',
  setup(plan) {
    plan.onResolve({ filter: /^next\/(link|navigation)$/ }, () => ({
      path: join(ROOT, 'e2e/preview/next-stub.tsx'),
    }));
    plan.onResolve({ filter: /live-provider$/ }, () => ({ path: join(ROOT, 'e2e/preview/live-stub.tsx') }));
  },
};

async function bundle(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    jsx: 'automatic',
    loader: { '.css': 'empty' },
    plugins: [stubs],
    define: { 'process.env.NODE_ENV': process.env.PREVIEW_MODE === 'dev' ? '"development"' : '"production"' },
    tsconfig: join(ROOT, 'tsconfig.json'),
    logLevel: 'error',
  });
  return result.outputFiles[0]?.text ?? '';
}

await mkdir(out, { recursive: true });
const script = await bundle(join(ROOT, `e2e/preview/${page}-app.tsx`));
const css = await styles();
const html =
  '<!doctype html><html><head><meta charset="utf-8"><link rel="stylesheet" href="/style.css"></head><body><div id="root"></div><script src="/script.js"></script></body></html>';
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
});
for (const width of list('width', '1280').map(Number)) {
  const tab = await browser.newPage({
    viewport: { width, height: Math.round((width * 9) / 16) },
    timezoneId: 'Asia/Seoul',
  });
  tab.on('console', (message) =>
    message.type() === 'error' ? console.error(`  console: ${message.text()}`) : undefined,
  );
  tab.on('pageerror', (error) => console.error(`  page: ${error.message}`));
  await tab.route(`${ORIGIN}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/style.css') return route.fulfill({ contentType: 'text/css', body: css });
    if (path === '/script.js')
      return route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: script });
    if (path.startsWith('/font/'))
      return route.fulfill({
        path: join(ROOT, 'node_modules/pretendard/dist/web/variable', path.slice('/font/'.length)),
        headers: { 'access-control-allow-origin': '*' },
      });
    return route.fulfill({ contentType: 'text/html', body: html });
  });
  for (const sample of situations.length > 0 ? situations : ['healthy'])
    for (const theme of list('theme', 'light'))
      for (const locale of list('locale', 'en')) {
        const query = new URLSearchParams({ sample, theme, locale });
        for (const name of ['lit', 'preview']) if (options[name]) query.set(name, options[name]);
        await tab.goto(`${ORIGIN}/?${query}`, { waitUntil: 'load' });
        await tab.evaluate(() => document.fonts.ready);
        await tab.waitForTimeout(200);
        if (options.hover) await tab.locator(`[data-nav="${options.hover}"]`).hover();
        if (options.click) await tab.locator(`[data-nav="${options.click}"]`).click();
        if (options.keys) {
          await tab.locator('[data-nav][tabindex="0"]').focus();
          for (const key of options.keys.split(',')) await tab.keyboard.press(key);
        }
        await tab.waitForTimeout(options.hover || options.click || options.keys ? 300 : 0);
        const marks = ['lit', 'preview', 'hover', 'click', 'keys']
          .flatMap((name) => (options[name] ? [name] : []))
          .join('-');
        const file = join(
          out,
          `${page}-${sample}${marks ? `-${marks}` : ''}-${width}-${theme}-${locale}.png`,
        );
        await tab.screenshot({ path: file, fullPage: page !== 'wall' });
        console.log(file);
      }
  await tab.close();
}
await browser.close();
