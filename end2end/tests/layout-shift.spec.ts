import type { Page } from '@playwright/test';
import { expect, hydrated, open, test } from '../support/fixtures';
import { VIEWPORTS } from '../support/looks';

/** A fiftieth of what web.dev calls good: a list whose length nobody knows beforehand may end a little off its grey rows. */
const WHILE_LOADING = 0.002;
/** As many as the Overview lists. */
const EVENTS = 8;
/** What the server wrote stays where it is. */
const WHILE_WAKING = 0.002;
/** Longer than the half second after a press in which the browser does not count what moves. */
const SLOW = 900;

interface Shift {
  value: number;
  moved: string[];
}

/** Has the browser note everything that moves without having been pressed, on this and on every later page. */
async function observe(page: Page): Promise<void> {
  await page.addInitScript(() => {
    type Entry = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node: Element | Text | null }[] };
    const seen: { value: number; moved: string[] }[] = [];
    Object.assign(window, { shifts: seen });
    const name = (node: Element | Text | null) => {
      const element = node instanceof Element ? node : node?.parentElement;
      return element ? `${element.localName}#${element.id}.${element.className}` : 'gone';
    };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Entry[]) {
        if (!entry.hadRecentInput) seen.push({ value: entry.value, moved: entry.sources.map(({ node }) => name(node)) });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

async function expectStill(page: Page, most: number): Promise<void> {
  // Entries are handed out with the next picture.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const shifts = await page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts.splice(0));
  const total = shifts.reduce((sum, { value }) => sum + value, 0);
  expect.soft(total, JSON.stringify(shifts)).toBeLessThan(most);
}

const RAIL = ['Overview', 'Events', 'Settings', 'Teams', 'Roles', 'Access', 'Audit', 'System'];
const TABS = ['Bus', 'Requests', 'Errors', 'Database', 'Hosts', 'Jobs'];

test.describe('nothing moves by itself', () => {
  for (const [device, viewport] of [
    ['desk', VIEWPORTS.desk],
    ['phone', VIEWPORTS.phone],
  ] as const) {
    test(`while a page comes alive, on a ${device}`, async ({ as }) => {
      const page = await as('auditor', { viewport });
      await observe(page);
      for (const path of ['/', '/aegis/events?from=now-24h&to=now', '/admin/system?tab=hosts', '/account', '/admin/audit']) {
        await page.goto(path);
        await hydrated(page);
        await expect(page.locator('.skeleton')).toHaveCount(0);
        await test.step(path, () => expectStill(page, WHILE_WAKING));
      }
    });
  }

  test('while panels wait for a slow server', async ({ as, server }) => {
    const page = await as('auditor');
    // Figures, and as many events as the Overview lists: what is loaded is then as high as its grey rows.
    await server.sql(`
      insert into aegis.security_events (organization_id, time, id, kind, severity, actor_label, message, detail, trace_id)
      select id, now() - interval '1 day' - n * interval '1 second', gen_random_uuid(), 'sign_in.refused', 'medium', 'somebody', 'Refused', '{}', 't'
      from core.organizations, generate_series(1, ${EVENTS}) n where is_operating`);
    await open(page, '/');
    await expect(page.getByRole('figure', { name: 'Host load' })).toBeVisible({ timeout: 20_000 });
    await expect(page.getByRole('table', { name: 'Latest security events' }).getByRole('row')).toHaveCount(EVENTS + 1);
    await observe(page);
    await page.goto('/account');
    await hydrated(page);
    let waiting = 0;
    await page.route(/\/api\/(admin|aegis|synapse)\//, async (route) => {
      waiting += 1;
      await new Promise((waited) => setTimeout(waited, SLOW));
      await route.continue();
      waiting -= 1;
    });
    const loaded = async (what: string) => {
      await expect.poll(() => waiting).toBe(0);
      await expect(page.locator('.skeleton')).toHaveCount(0);
      await test.step(what, () => expectStill(page, WHILE_LOADING));
    };
    for (const place of RAIL) {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click();
      await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible({ timeout: 15_000 });
      await loaded(place);
    }
    for (const tab of TABS) {
      const link = page.getByRole('navigation', { name: 'Parts of the system' }).getByRole('link', { name: tab });
      await link.click();
      await expect(link).toHaveAttribute('aria-current', 'page');
      await loaded(`System, ${tab}`);
    }
  });
});
