import { test } from '@playwright/test';
import { restore } from '../../lab/lab.ts';

/** Every story begins from the same formed, healthy cluster. HAVEN_STORIES_AS_IS=1 takes it as it is (while writing one). */
export function beginWithFreshLab(): void {
  test.beforeAll(async () => {
    test.setTimeout(600_000);
    if (process.env.HAVEN_STORIES_AS_IS !== '1') await restore();
  });
}
