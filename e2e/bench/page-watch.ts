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
  private constructor(
    private readonly page: Page,
    /** The page's clock minus ours; both come from the same machine, so this is nearly nothing. */
    private readonly offsetMs: number,
  ) {}

  static async start(page: Page, targets: readonly PageTarget[]): Promise<PageWatch> {
    await page.evaluate(observe, [...targets]);
    const samples: ClockSample[] = [];
    for (let index = 0; index < 10; index += 1) {
      const sentAt = hostNow();
      const nodeTime = await page.evaluate(() => performance.timeOrigin + performance.now());
      samples.push({ sentAt, nodeTime, receivedAt: hostNow() });
    }
    return new PageWatch(page, bestOffset(samples).offsetMs);
  }

  value(name: string): Promise<string> {
    return this.page.evaluate((wanted) => {
      const bench = (window as unknown as { havenBench: { value(name: string): string } }).havenBench;
      return bench.value(wanted);
    }, name);
  }

  /** Changes of one target from a moment (our clock) on, in our clock. */
  async changes(name: string, since: number): Promise<readonly PageChange[]> {
    const all = await this.page.evaluate(
      () => (window as unknown as { havenBench: { changes: PageChange[] } }).havenBench.changes,
    );
    return all
      .map((change) => ({ ...change, at: change.at - this.offsetMs }))
      .filter((change) => change.name === name && change.at >= since);
  }
}

/** Runs in the page; must not use anything from outside. */
function observe(targets: readonly PageTarget[]): void {
  const changes: PageChange[] = [];
  const value = (name: string): string => {
    const target = targets.find((one) => one.name === name);
    const element = target ? document.querySelector(target.selector) : null;
    if (target?.reads === 'text') return element?.textContent ?? '';
    return element ? 'present' : 'absent';
  };
  const known = new Map(targets.map(({ name }) => [name, value(name)]));
  new MutationObserver(() => {
    for (const { name } of targets) {
      const now = value(name);
      if (known.get(name) === now) continue;
      known.set(name, now);
      requestAnimationFrame(() => {
        changes.push({ name, value: now, at: performance.timeOrigin + performance.now() });
      });
    }
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
  (window as unknown as { havenBench: unknown }).havenBench = { changes, value };
}
