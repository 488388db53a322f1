/** Debian's Chromium, as the stories use it. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import type { Administrator } from './stage';
import type { Stops } from './stops';

/** Emulated nodes share the cores with the browser. */
const PAGE_TIMEOUT_MS = 120_000;

export async function openBrowser(stops: Stops): Promise<Browser> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
  if (!executablePath) throw new Error('Chromium is not installed: apt-get install chromium');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  stops.add(() => browser.close());
  return browser;
}

export async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(PAGE_TIMEOUT_MS);
  return context.newPage();
}

/** The session's cookie lands in the context: every page of it is signed in. */
export async function signIn(context: BrowserContext, url: string, who: Administrator): Promise<void> {
  const answer = await context.request.post(`${url}/api/auth/sign-in/email`, {
    data: { email: who.email, password: who.password },
    headers: { origin: url },
  });
  if (!answer.ok()) throw new Error(`the sign-in was refused: ${answer.status()}`);
}

/** Resolves once React holds the form: before that a click on its button would reload the page. */
export async function waitInteractive(page: Page, selector: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const element = document.querySelector(wanted);
      return element !== null && Object.keys(element).some((key) => key.startsWith('__reactProps$'));
    },
    selector,
    { polling: 'raf' },
  );
}
