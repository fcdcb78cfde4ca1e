import type { Page } from '@playwright/test';
import { ORGANIZATION, expect, hydrated, open, test } from '../support/fixtures';
import { follow, freeze, restoreNames } from '../support/frozen';
import { VIEWPORTS, resize } from '../support/looks';

/** How each page is looked at. */
const LOOKS = [
  ['light', VIEWPORTS.desk],
  ['dark', VIEWPORTS.desk],
  ['light', VIEWPORTS.phone],
] as const;

/** Pixels from the top: all of every page but the longest, so that the pictures stay small. */
const HEIGHT = 1350;

const GALLERY = ['basics', 'forms', 'overlays', 'data', 'charts', 'watchlist'];

/** Pages of the product, and what is there once they are. */
const PAGES: Record<string, { path: string; shows: string }> = {
  overview: { path: '/', shows: 'Response time' },
  events: { path: '/aegis/events?from=now-24h&to=now', shows: 'Events over time' },
  event: { path: '/aegis/events/018f0000-0000-7000-8000-0000000000a1', shows: 'Details' },
  'system-jobs': { path: '/admin/system?tab=jobs', shows: 'Jobs' },
  'system-bus': { path: '/admin/system?tab=bus', shows: 'Consumers' },
  'system-requests': { path: '/admin/system?tab=requests', shows: 'Latest requests' },
  'system-errors': { path: '/admin/system?tab=errors', shows: 'Errors' },
  'system-database': { path: '/admin/system?tab=database', shows: 'Tables' },
  'system-hosts': { path: '/admin/system?tab=hosts', shows: 'Network' },
  account: { path: '/account', shows: 'Where you are signed in' },
  settings: { path: '/admin/settings', shows: 'Settings' },
  people: { path: '/admin/people', shows: 'People' },
  audit: { path: '/admin/audit', shows: 'Audit' },
};

async function pictures(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  for (const [colorScheme, viewport] of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await resize(page, viewport);
    const picture = `${name}-${colorScheme}-${viewport.width}.png`;
    const [width, height] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
    const clip = { x: 0, y: 0, width, height: Math.min(height, HEIGHT) };
    await expect.soft(page, picture).toHaveScreenshot(picture, { fullPage: true, clip });
  }
}

test.describe('golden pictures', () => {
  for (const section of GALLERY) {
    test(`of the gallery: ${section}`, async ({ as }) => {
      const page = await as('owner');
      await freeze(page);
      await open(page, `/gallery/${section}`);
      await restoreNames(page, ORGANIZATION);
      await pictures(page, `gallery-${section}`);
    });
  }

  for (const [name, { path, shows }] of Object.entries(PAGES)) {
    test(`of the product: ${name}`, async ({ as }) => {
      const page = await as('owner');
      await freeze(page);
      await open(page, '/gallery/basics');
      await follow(page, path);
      await expect(page.getByRole('heading', { name: shows, exact: true }).first()).toBeVisible({ timeout: 15_000 });
      await expect(page.locator('.skeleton')).toHaveCount(0);
      // An answer here that no longer has the shape of the server's would make a picture of a failure.
      await expect(page.getByText('Cauldron does not answer')).toHaveCount(0);
      await restoreNames(page, ORGANIZATION);
      await pictures(page, name);
    });
  }

  test('of signing in', async ({ page, server: _ }) => {
    await page.goto('/sign-in');
    await hydrated(page);
    await pictures(page, 'sign-in');
  });
});
