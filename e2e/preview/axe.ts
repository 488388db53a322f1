import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from '@playwright/test';
import { bundle, serve, styles } from './render';
import { SAMPLE_NOW } from './sample-world';

/**
 * WCAG 2.2 AA by axe over every screen and the samples that look most different, in both themes.
 *   node --import tsx e2e/preview/axe.ts [SCREEN…]
 */
const wanted = process.argv.slice(2);
/** About the live state: looked at in every sample. The others look the same in all. */
const LIVE = ['overview', 'topology', 'drbd', 'haproxy', 'networks', 'nodes', 'node2', 'resources'];
const STILL = [
  ...['changes', 'audit', 'audit-entry', 'users', 'walls', 'adopt', 'account', 'not-found', 'error'],
  ...['host-key', 'peers', 'review'].map((phase) => `adopt-${phase}`),
  ...['safe', 'confirm', 'refused', 'stale', 'running', 'succeeded', 'failed', 'needs-decision'].map(
    (state) => `change-${state}`,
  ),
  ...['forget-dialog', 'forget-running', 'forget-done', 'sign-in', 'welcome'],
  ...['new-vip', 'new-vip-wrong-nic', 'protect', 'protect-active', 'protect-standby'],
];
const screens = wanted.length > 0 ? wanted : [...LIVE, ...STILL];
const SAMPLES = ['healthy', 'node2-dead', 'disagreement', 'failure', 'haven-silent'];
const script = await bundle(join(import.meta.dirname, 'app.tsx'));
const css = await styles();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium' });
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
const page = await context.newPage();
await serve(page, script, css);
await page.clock.setFixedTime(SAMPLE_NOW);
let count = 0;
for (const screen of screens)
  for (const sample of LIVE.includes(screen) ? SAMPLES : ['healthy'])
    for (const theme of ['light', 'dark']) {
      await page.goto(`http://preview.test/?${new URLSearchParams({ screen, sample, theme, locale: 'en' })}`);
      await page.waitForFunction(() => document.getElementById('root')?.hasChildNodes());
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze();
      for (const violation of violations) {
        count += violation.nodes.length;
        const first = violation.nodes[0];
        console.log(
          `${screen} ${sample} ${theme}: ${violation.id} ×${violation.nodes.length} ${first?.html.slice(0, 160)} ${first?.any[0]?.message ?? ''}`,
        );
      }
    }
await browser.close();
console.log(`${count} violations`);
