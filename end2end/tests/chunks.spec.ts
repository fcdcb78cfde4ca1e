import type { Page } from '@playwright/test';
import { PEOPLE, expect, fillSignIn, open, test } from '../support/fixtures';

/** The chunks that a page asks for, by what is in them. */
function chunks(page: Page): string[] {
  const names: string[] = [];
  page.on('request', (request) => {
    const name = /\/assets\/.*?([^/]+)\.wasm$/.exec(new URL(request.url()).pathname)?.[1];
    if (name) names.push(name);
  });
  return names;
}

test.describe('the code of a page', () => {
  test('is loaded when the page is first visited, not before', async ({ page, server: _ }) => {
    const loaded = chunks(page);
    await open(page, '/sign-in');
    expect(loaded.filter((name) => name.includes('_route_view_'))).toEqual([
      expect.stringContaining('sign_in_route_view'),
    ]);
    // Signing in loads the document anew, so that nothing of the session before lives on in it.
    loaded.length = 0;
    await fillSignIn(page, PEOPLE.owner.email, PEOPLE.owner.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible({ timeout: 20_000 });
    expect(loaded.filter((name) => name.includes('overview_route_view'))).toHaveLength(1);
    expect(loaded.filter((name) => /settings|audit|set_up/.test(name))).toEqual([]);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByLabel('Time zone')).toBeVisible();
    expect(loaded.some((name) => name.includes('settings_route_view'))).toBe(true);
    expect(loaded.filter((name) => name.includes('audit_route_view'))).toEqual([]);
    expect(loaded.filter((name, index) => loaded.indexOf(name) !== index), 'nothing is loaded twice').toEqual([]);
  });

  test('that does not arrive shows a page that says so, and works after loading again', async ({ as, watch }) => {
    watch.allow(/Failed to load resource|net::ERR|split___audit|chunk|fetch/);
    const page = await as('owner');
    await open(page, '/');
    await page.route(/audit_route_view.*\.wasm/, (route) => route.abort());
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'This page could not be loaded' })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
    await page.unroute(/audit_route_view.*\.wasm/);
    await page.getByRole('button', { name: 'Load again' }).click();
    await expect(page.getByRole('table', { name: 'Audit entries' })).toBeVisible({ timeout: 20_000 });
  });

  test('that does not arrive does not keep from other pages', async ({ as, watch }) => {
    watch.allow(/Failed to load resource|net::ERR|split___audit|chunk|fetch/);
    const page = await as('owner');
    await open(page, '/');
    await page.route(/audit_route_view.*\.wasm/, (route) => route.abort());
    const rail = page.getByRole('navigation', { name: 'Main' });
    await rail.getByRole('link', { name: 'Audit' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'This page could not be loaded' })).toBeVisible();
    await rail.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByLabel('Time zone')).toBeVisible();
    await page.unroute(/audit_route_view.*\.wasm/);
    await rail.getByRole('link', { name: 'Audit' }).click();
    await expect(page.getByRole('table', { name: 'Audit entries' })).toBeVisible({ timeout: 20_000 });
  });
});

test.describe('code that a first view does not need', () => {
  test('of charts comes with the first who turns to one; until then the drawing of the server stands', async ({ as }) => {
    const page = await as('analyst');
    const loaded = chunks(page);
    await open(page, '/aegis/events?from=now-24h&to=now');
    const bars = page.getByRole('figure', { name: 'Events over time' });
    await expect(bars.locator('svg.chart:visible')).toHaveCount(1);
    await expect(bars.locator('.panel__description')).toHaveText(/event/i);
    expect(loaded.filter((name) => name.includes('charts'))).toEqual([]);
    await bars.getByRole('application').focus();
    // Pressed before the code is there, and done when it is.
    await page.keyboard.press('End');
    await expect(bars.getByRole('status')).toContainText(/Info \d/);
    expect(loaded.filter((name) => name.includes('charts'))).toHaveLength(1);
  });

  test('of charts that does not arrive leaves the drawing, and is asked for again', async ({ as, watch }) => {
    watch.allow(/Failed to load resource|net::ERR|split_charts|chunk|fetch/);
    const page = await as('analyst');
    await page.route(/split_charts.*\.wasm/, (route) => route.abort());
    await open(page, '/aegis/events?from=now-24h&to=now');
    const bars = page.getByRole('figure', { name: 'Events over time' });
    await bars.getByRole('application').focus();
    await page.keyboard.press('End');
    await expect(bars.locator('svg.chart:visible')).toHaveCount(1);
    await page.unroute(/split_charts.*\.wasm/);
    await page.keyboard.press('Home');
    await expect(bars.getByRole('status')).toContainText(/Info \d/);
  });

  test('of the palette loses no letter that is typed before it arrives', async ({ as }) => {
    const page = await as('owner');
    await page.route(/split_overlays.*\.wasm/, async (route) => {
      await new Promise((later) => setTimeout(later, 1_000));
      await route.continue();
    });
    await open(page, '/account');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('audix');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/admin/audit');
  });

  test('of the palette that does not arrive is said so, and keys work on', async ({ as, watch }) => {
    watch.allow(/Failed to load resource|net::ERR|split_overlays|chunk|fetch/);
    const page = await as('owner');
    await open(page, '/account');
    await page.route(/split_overlays.*\.wasm/, (route) => route.abort());
    await page.keyboard.press('Control+k');
    await expect(page.getByText('A part of the page did not arrive.').first()).toBeVisible();
    await page.keyboard.press('g');
    await page.keyboard.press('u');
    await expect(page).toHaveURL('/admin/audit');
  });
});
