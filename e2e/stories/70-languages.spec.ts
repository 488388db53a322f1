import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { asAdministrator } from './support/people';
import { openPicture } from './support/picture';

/** Korean and English, light and dark: every screen speaks the language, and is usable by everyone. */

test.setTimeout(600_000);

async function screens(page: Page): Promise<readonly string[]> {
  await openPicture(page);
  const cluster = new URL(page.url()).pathname.replace('/topology', '');
  return [
    '/',
    ...['topology', 'nodes/node1', 'drbd', 'resources', 'haproxy', 'networks'].map(
      (name) => `${cluster}/${name}`,
    ),
    '/changes',
    '/users',
    '/audit',
    '/walls',
    '/adopt',
  ];
}

for (const [language, scheme] of [
  ['ko', 'light'],
  ['en', 'dark'],
] as const) {
  test(`every screen in ${language}, ${scheme}: no missing word, nothing axe finds (WCAG 2.2 AA)`, async ({
    page,
    context,
  }) => {
    await asAdministrator(page);
    const paths = await screens(page);
    const { origin } = new URL(page.url());
    await context.addCookies([
      { name: 'haven-locale', value: language, url: origin },
      { name: 'haven-theme', value: scheme, url: origin },
    ]);
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 }).first(), path).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      const words = await page.locator('main').innerText();
      expect(words, path).not.toMatch(/MISSING_MESSAGE|\b[a-z]+\.[a-z]+[A-Z]\w+\b/);
      if (language === 'en')
        expect(words.replaceAll('홍관리', '').replaceAll('김조회', ''), path).not.toMatch(/[가-힣]/);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect
        .soft(violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes[0]?.html.slice(0, 200)}`))
        .toEqual([]);
    }
  });
}
