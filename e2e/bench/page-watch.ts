/** Notes, inside the page, when something watched changes on screen: a mutation, then the frame that paints it. */
import type { Page } from '@playwright/test';
import { bestOffset, type ClockSample } from './clock-offset';
import { hostNow } from './node-shell';

/** What is watched: whether the selector matches anything, or the text of its first match. */
export interface PageTarget {
  readonly name: string;
  readonly selector: string;
  readonly reads: 'presence' | 'text';
}

export interface PageChange {
  readonly name: string;
  readonly value: string;
  /** Milliseconds since the epoch, the page's clock. */
  readonly at: number;
}

export class PageWatch {
  readonly #changes: PageChange[] = [];
  /** The page's clock minus ours; both come from the same machine, so this is nearly nothing. */
  #offsetMs = 0;

  private constructor(private readonly page: Page) {}

  /** Once per page. */
  static async start(page: Page, targets: readonly PageTarget[]): Promise<PageWatch> {
    const watch = new PageWatch(page);
    // The page tells; asking it again and again would take the time that is being measured.
    await page.exposeFunction('havenBenchTell', (change: PageChange) => watch.#changes.push(change));
    // tsx wraps functions in calls of this helper, which the page does not have.
    await page.evaluate('globalThis.__name = (made) => made');
    await page.evaluate(observe, [...targets]);
    const samples: ClockSample[] = [];
    for (let index = 0; index < 10; index += 1) {
      const sentAt = hostNow();
      const nodeTime = await page.evaluate(() => performance.timeOrigin + performance.now());
      samples.push({ sentAt, nodeTime, receivedAt: hostNow() });
    }
    watch.#offsetMs = bestOffset(samples).offsetMs;
    return watch;
  }

  value(name: string): Promise<string> {
    return this.page.evaluate(
      (wanted) => (window as unknown as { havenBenchValue(name: string): string }).havenBenchValue(wanted),
      name,
    );
  }

  /** The first change of a target to a value that is wanted, from a moment on; both in our clock. */
  firstSince(name: string, since: number, isWanted: (value: string) => boolean): number | undefined {
    return this.#changes
      .filter((change) => change.name === name && isWanted(change.value))
      .map(({ at }) => at - this.#offsetMs)
      .find((at) => at >= since);
  }
}

/** Runs in the page; must not use anything from outside. */
function observe(targets: readonly PageTarget[]): void {
  const bench = window as unknown as {
    havenBenchTell(change: PageChange): void;
    havenBenchValue: (name: string) => string;
  };
  const value = (name: string): string => {
    const target = targets.find((one) => one.name === name);
    const element = target ? document.querySelector(target.selector) : null;
    if (target?.reads === 'text') return element?.textContent ?? '';
    return element ? 'present' : 'absent';
  };
  bench.havenBenchValue = value;
  const known = new Map(targets.map(({ name }) => [name, value(name)]));
  new MutationObserver(() => {
    for (const { name } of targets) {
      const now = value(name);
      if (known.get(name) === now) continue;
      known.set(name, now);
      requestAnimationFrame(() => {
        bench.havenBenchTell({ name, value: now, at: performance.timeOrigin + performance.now() });
      });
    }
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
}
