import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/** Debian's Chromium; Playwright's own download is not reachable from closed networks. */
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

export default defineConfig({
  testDir: 'e2e/stories',
  outputDir: 'test-results',
  // One lab, one Haven: stories change both.
  workers: 1,
  fullyParallel: false,
  // scripts/test.mjs runs failed stories once more and reports both runs; Playwright would hide the first.
  retries: 0,
  // In the order of a first day: an account, adopting that goes wrong, adopting that goes right; the rest needs that cluster.
  projects: [
    { name: 'first-visit', testMatch: '00-*.spec.ts' },
    { name: 'bad-input', testMatch: '01-*.spec.ts', dependencies: ['first-visit'] },
    { name: 'adopt', testMatch: '02-*.spec.ts', dependencies: ['bad-input'] },
    {
      name: 'stories',
      // long/: `npm test -- --long`. An hour more.
      testIgnore: ['0*.spec.ts', ...(process.env.HAVEN_STORIES_LONG === '1' ? [] : ['long/**'])],
      dependencies: ['adopt'],
    },
  ],
  // A cluster or a Haven that is broken fails everything after it, each after its full patience.
  maxFailures: 4,
  timeout: 600_000,
  expect: { timeout: 30_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.HAVEN_STORIES_JSON ?? 'test-results/stories.json' }],
  ],
  use: {
    baseURL: process.env.HAVEN_URL,
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1440, height: 900 },
    // Nothing to press is a failure of its own, long before the patience of a whole story is used up.
    actionTimeout: 120_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath },
  },
});
