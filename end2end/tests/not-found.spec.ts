import { expect, hydrated, test } from '../support/fixtures';

test.describe('an address without a page', () => {
  test('answers 404 with a trace, and leads back', async ({ as, watch }) => {
    watch.allowStatus(404);
    const page = await as('owner');
    const response = await page.goto('/no/such/page');
    expect(response?.status()).toBe(404);
    expect(response?.headers()['x-trace-id']).toMatch(/^[0-9a-f]{32}$/);
    await hydrated(page);
    await expect(page).toHaveTitle('Not found · Cauldron');
    await expect(page.getByRole('heading', { level: 1, name: 'There is no page here' })).toBeVisible();
    await page.getByRole('link', { name: 'Go to the Overview' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  });

  test('shows the trace that its answer carries', async ({ as, watch }) => {
    watch.allowStatus(404);
    const page = await as('owner');
    const response = await page.goto('/no/such/page');
    await hydrated(page);
    await expect(page.locator('.trace__id')).toHaveText(response?.headers()['x-trace-id'] ?? 'none');
  });

  test('keeps rail and top bar for whoever is signed in, and shows them to nobody else', async ({ as, page: visitor, watch }) => {
    watch.allowStatus(404);
    const page = await as('analyst');
    await page.goto('/no/such/page');
    await hydrated(page);
    const rail = page.getByRole('navigation', { name: 'Main' });
    await expect(rail).toBeVisible();
    await expect(page.getByRole('main')).toHaveCount(1);
    await rail.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    await visitor.goto('/no/such/page');
    await hydrated(visitor);
    await expect(visitor.getByRole('heading', { level: 1, name: 'There is no page here' })).toBeVisible();
    await expect(visitor.getByRole('navigation')).toHaveCount(0);
  });

  test('below /api answers 404 as well', async ({ request, server: _ }) => {
    for (const path of ['/api/nothing', '/assets/nothing.js']) {
      expect((await request.get(path)).status(), path).toBe(404);
    }
  });
});
