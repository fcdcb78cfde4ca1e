import type { Page } from '@playwright/test';
import { PEOPLE, expect, hydrated, open, test } from '../support/fixtures';

interface Stop {
  name: string;
  ring: boolean;
  hidden: boolean;
}

/** What has the focus, whether a ring shows it, and whether something lies over it. */
function focused(page: Page): Promise<Stop | null> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body) return null;
    const ringed = (candidate: Element | null) => {
      if (!candidate) return false;
      const style = getComputedStyle(candidate);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    };
    const box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {
      name: (element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]?.textContent ?? element.textContent ?? '').trim(),
      ring: ringed(element) || ringed(element.parentElement),
      hidden: !top || !(element.contains(top) || top.contains(element)),
    };
  });
}

test.describe('with the keyboard alone', () => {
  test('one can sign in, use the person menu, and sign out', async ({ page, server: _ }) => {
    await open(page, '/sign-in');
    await expect(page.getByLabel('E-mail address')).toBeFocused();
    await page.keyboard.type(PEOPLE.analyst.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PEOPLE.analyst.password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible({ timeout: 20_000 });

    await page.reload();
    await hydrated(page);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to content' });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    const account = page.getByRole('button', { name: /^Account of/ });
    await account.focus();
    await page.keyboard.press('Enter');
    const menu = page.getByRole('group', { name: 'Account' });
    await expect(menu).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
    await expect(account).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expect(menu.getByRole('link', { name: 'Account' })).toBeFocused();
    for (const name of [/^Keyboard shortcuts/, 'System', 'Light', 'Dark', 'Compact', 'Comfortable']) {
      await page.keyboard.press('Tab');
      await expect(menu.getByRole('button', { name })).toBeFocused();
    }
    await page.keyboard.press('Tab');
    await expect(menu.getByRole('button', { name: 'Sign out' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Sign in to Cauldron' })).toBeVisible();
  });

  // Known: the router takes the click on the link, so the browser never moves the focus; rel="external" on it mends that
  // (crates/ui/src/skip_link.rs).
  test('the skip link leads into the content', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.locator('main')).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.locator('main :focus')).toHaveCount(1);
  });

  for (const path of ['/', '/account', '/admin/settings', '/admin/audit', '/sign-in']) {
    test(`every stop on ${path} shows its focus and is covered by nothing`, async ({ as, newContext, server: _ }) => {
      const page = path === '/sign-in' ? await (await newContext()).newPage() : await as('owner');
      await open(page, path);
      if (path === '/') await expect(page.getByRole('figure', { name: 'Host load' })).toBeVisible({ timeout: 15_000 });
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      const names: string[] = [];
      const faults: string[] = [];
      for (let step = 0; step < 60; step += 1) {
        await page.keyboard.press('Tab');
        const stop = await focused(page);
        if (!stop) break;
        names.push(stop.name);
        if (!stop.ring) faults.push(`no ring: ${stop.name}`);
        if (stop.hidden) faults.push(`covered: ${stop.name}`);
      }
      expect(faults, names.join(' → ')).toEqual([]);
      // On the sign-in page the first field has the focus from the start, and the walk begins behind it.
      if (path !== '/sign-in') expect(names[0]).toBe('Skip to content');
      expect(names.length).toBeGreaterThanOrEqual(3);
    });
  }

  test('going to another page by its link moves on from there, not from the top of the document', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    await expect(page).toHaveTitle('Settings · Cauldron');
    expect(await focused(page)).not.toBeNull();
  });
});
