import type { Page } from '@playwright/test';
import { expect, open, openPersonMenu, signIn, test } from '../support/fixtures';

const LIGHT = 'rgb(252, 252, 253)';
const DARK = 'rgb(17, 17, 19)';

function background(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

/** What the server writes, before any script could change it. */
async function first(page: Page, path = '/'): Promise<string | undefined> {
  const html = await (await page.request.get(path)).text();
  return /<html[^>]*data-theme="?(\w+)/.exec(html)?.[1];
}

test.describe('themes', () => {
  for (const [colorScheme, colour] of [
    ['light', LIGHT],
    ['dark', DARK],
  ] as const) {
    test(`without a choice the page is ${colorScheme} where the device is`, async ({ newContext, server: _ }) => {
      const page = await (await newContext({ colorScheme })).newPage();
      await open(page, '/sign-in');
      expect(await first(page, '/sign-in')).toBe('system');
      expect(await background(page)).toBe(colour);
    });
  }

  test('a choice holds at once, over reloads without a flash, and in the next browser', async ({ newContext, server }) => {
    const person = await server.createPerson('analyst');
    const page = await (await newContext({ colorScheme: 'light' })).newPage();
    await signIn(page, person);
    expect(await background(page)).toBe(LIGHT);
    await openPersonMenu(page);
    const saved = page.waitForResponse((response) => response.url().endsWith('/api/admin/theme'));
    await page.getByRole('button', { name: 'Dark' }).click();
    await expect(page.getByRole('button', { name: 'Dark' })).toHaveAttribute('aria-pressed', 'true');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    expect(await background(page)).toBe(DARK);
    expect((await saved).status()).toBe(200);

    expect(await first(page)).toBe('dark');
    await page.reload();
    expect(await background(page)).toBe(DARK);
    await expect(page.locator('html[data-hydrated]')).toBeAttached();
    expect(await background(page)).toBe(DARK);

    const next = await (await newContext({ colorScheme: 'light' })).newPage();
    expect(await first(next, '/sign-in')).toBe('system');
    await signIn(next, person);
    expect(await first(next)).toBe('dark');
    await next.reload();
    expect(await background(next)).toBe(DARK);
    await openPersonMenu(next);
    await expect(next.getByRole('button', { name: 'Dark' })).toHaveAttribute('aria-pressed', 'true');
  });

  test('a choice is there at once where its owner signs in, without a reload', async ({ newContext, server }) => {
    const person = await server.createPerson('analyst');
    const page = await (await newContext({ colorScheme: 'light' })).newPage();
    await signIn(page, person);
    await openPersonMenu(page);
    const saved = page.waitForResponse((response) => response.url().endsWith('/api/admin/theme'));
    await page.getByRole('button', { name: 'Dark' }).click();
    await saved;
    const next = await (await newContext({ colorScheme: 'light' })).newPage();
    await signIn(next, person);
    await expect(next.locator('html')).toHaveAttribute('data-theme', 'dark');
  });

  test('without JavaScript a theme can be chosen too', async ({ newContext, server }) => {
    const person = await server.createPerson('analyst');
    const page = await (await newContext({ javaScriptEnabled: false, colorScheme: 'light' })).newPage();
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('button', { name: 'Dark' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });
});
