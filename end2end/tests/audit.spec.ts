import { PEOPLE, expect, expectAccessible, expectNoSidewaysScrolling, open, test } from '../support/fixtures';
import type { Page } from '@playwright/test';

const PAGE = 50;

/** Leaves more entries of one action than a page holds. */
async function fill(page: Page): Promise<void> {
  for (let entry = 0; entry < PAGE + 10; entry += 1) {
    const theme = entry % 2 ? 'system' : 'light';
    expect((await page.request.post('/api/admin/theme', { form: { theme } })).status()).toBeLessThan(400);
  }
}

function entries(page: Page) {
  return page.getByRole('table', { name: 'Audit entries' }).getByRole('row').filter({ has: page.getByRole('rowheader') });
}

test.describe('the audit log', () => {
  test('is narrowed by links and fields, and says so in its address', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/admin/audit');
    const action = page.getByLabel('Action');
    await entries(page).getByRole('link', { name: 'sign_in.succeeded' }).first().click();
    await expect(page).toHaveURL('/admin/audit?action=sign_in.succeeded');
    await expect(action).toHaveValue('sign_in.succeeded');
    await expect(entries(page).filter({ hasNotText: 'sign_in.succeeded' })).toHaveCount(0);
    await action.fill('sign_in');
    await page.getByLabel('Who').fill(PEOPLE.owner.name.slice(0, 4).toLowerCase());
    await page.getByRole('button', { name: 'Find entries' }).click();
    await expect(page).toHaveURL(/actor=.*&action=sign_in$/);
    await expect(entries(page).first().getByRole('rowheader')).toHaveText(PEOPLE.owner.name);
    await page.getByRole('navigation', { name: 'Time', exact: true }).getByRole('link', { name: 'Today' }).click();
    await expect(page).toHaveURL(/from=now%2Fd/);
    await expect(page.getByLabel('From')).toHaveValue('now/d');
    await expect(page.getByLabel('Who')).not.toHaveValue('');
    await page.getByLabel('Who').fill('nobody of this name');
    await page.getByLabel('Who').press('Enter');
    await expect(page.getByText('No entry fits')).toBeVisible();
    await page.getByRole('link', { name: 'Show the whole log' }).click();
    await expect(page).toHaveURL('/admin/audit');
    await expect(page.getByLabel('Who')).toHaveValue('');
    await expect(entries(page).first()).toBeVisible();
  });

  test('goes on to older entries and back by links, without a script', async ({ as }) => {
    const page = await as('admin', { javaScriptEnabled: false });
    await fill(page);
    await page.goto('/admin/audit?action=preference.updated');
    await expect(entries(page)).toHaveCount(PAGE);
    const first = await entries(page).allTextContents();
    const pages = page.getByRole('navigation', { name: 'Pages of the audit log' });
    await pages.getByRole('link', { name: 'Next' }).click();
    await expect(page).toHaveURL(/action=preference\.updated&before=[0-9a-f]{48}$/);
    await expect(entries(page).first()).toBeVisible();
    expect(await entries(page).allTextContents()).not.toEqual(first);
    await expect(page.getByRole('link', { name: 'Newest entries' })).toHaveAttribute('href', '/admin/audit?action=preference.updated');
    await pages.getByRole('link', { name: 'Previous' }).click();
    await expect(page).toHaveURL(/&after=[0-9a-f]{48}$/);
    await expect(entries(page)).toHaveCount(PAGE);
    await expect(pages.getByRole('link', { name: 'Previous' })).toBeDisabled();
    await page.getByLabel('Who').fill(PEOPLE.admin.name);
    await page.getByRole('button', { name: 'Find entries' }).click();
    await expect(page).toHaveURL(/actor=Ada\+Brook/);
    await expect(entries(page).first().getByRole('rowheader')).toHaveText(PEOPLE.admin.name);
  });

  test('answers bad input with a sentence, and offers no second try', async ({ as, watch }) => {
    watch.allowStatus(422);
    const page = await as('auditor');
    for (const [query, words] of [
      ['from=sometime', /This time cannot be read/],
      ['from=now&to=now-1h', /ends before it begins/],
      ['before=nonsense', /This link to a further page is damaged/],
      [`actor=${'x'.repeat(300)}`, /at most 200 characters/],
    ] as const) {
      await open(page, `/admin/audit?${query}`);
      await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
    }
  });

  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`axe finds nothing in the ${colorScheme} theme at ${viewport.width} pixels`, async ({ as }) => {
        const page = await as('owner', { viewport, colorScheme });
        await open(page, '/admin/audit');
        await expect(entries(page).first()).toBeVisible();
        await expectAccessible(page);
        await expectNoSidewaysScrolling(page);
      });
    }
  }
});
