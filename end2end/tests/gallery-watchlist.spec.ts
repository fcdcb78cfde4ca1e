import type { Page } from '@playwright/test';
import { expect, open, test } from '../support/fixtures';

const PATH = '/gallery/watchlist';

const grid = (page: Page) => page.getByRole('grid', { name: 'Watched addresses' });
const addresses = (page: Page) => grid(page).getByRole('rowheader');
const details = (page: Page) => page.getByRole('region', { name: '192.0.2.31' });

test.describe('the worked example', () => {
  test('shows a chart with its finding and a list that is sorted by its heads', async ({ as }) => {
    const page = await as('analyst');
    await open(page, PATH);
    await expect(page.getByRole('figure', { name: 'Sightings by day' }).locator('.panel__description')).toContainText('415');
    await expect(addresses(page).first()).toHaveText('192.0.2.31');
    await grid(page).getByRole('columnheader', { name: 'Seen' }).getByRole('link').click();
    await expect(page).toHaveURL(`${PATH}?sort=seen`);
    await expect(addresses(page).first()).toHaveText('203.0.113.77');
    await grid(page).getByRole('columnheader', { name: 'Seen' }).getByRole('link').click();
    await expect(addresses(page).first()).toHaveText('192.0.2.7');
  });

  test('opens a row beside the list by keyboard, keeps the order, and closes', async ({ as }) => {
    const page = await as('analyst');
    await open(page, `${PATH}?sort=-seen`);
    await grid(page).locator('[data-row="0"]').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`${PATH}?sort=-seen&open=192.0.2.31`);
    await expect(details(page)).toContainText('Tried passwords of three people');
    await page.keyboard.press('Escape');
    await expect(details(page)).toHaveCount(0);
    await expect(page).toHaveURL(`${PATH}?sort=-seen`);
    await open(page, `${PATH}?open=192.0.2.99`);
    await expect(page.getByRole('alert').filter({ hasText: 'not on the watchlist' })).toBeVisible();
  });

  test('works without a script', async ({ as }) => {
    const page = await as('analyst', { javaScriptEnabled: false });
    await page.goto(PATH);
    await addresses(page).first().getByRole('link').click();
    await expect(details(page)).toContainText('88');
    await details(page).getByRole('link', { name: 'Close details' }).click();
    await expect(details(page)).toHaveCount(0);
    await expect(addresses(page)).toHaveCount(5);
  });
});
