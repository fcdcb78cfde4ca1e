import type { Page } from '@playwright/test';
import { PEOPLE, expect, expectAccessible, expectNoSidewaysScrolling, open, signIn, test } from '../support/fixtures';

const list = (page: Page) => page.getByRole('grid', { name: 'Security events' });
const rows = (page: Page) => list(page).locator('tbody [role="row"]').filter({ has: page.getByRole('rowheader') });

/** The page over a day, so that earlier tests of this worker are in it. */
async function events(page: Page, query = ''): Promise<void> {
  await open(page, `/aegis/events?from=now-24h&to=now${query}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Events' })).toBeVisible();
}

test.describe('events', () => {
  test('the rail leads an analyst to the events, newest first, with how many and when', async ({ as }) => {
    const page = await as('analyst');
    await open(page, '/');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Events' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Events' })).toBeVisible();
    await expect(rows(page).first()).toContainText(/signed in|created|set up/);
    await expect(page.getByText(/\d+ events?, .* high or critical/)).toBeVisible();
    await page.getByText('Narrow by severity, kind or person').click();
    await expect(page.getByRole('region', { name: 'Severity' }).getByRole('link').first()).toBeVisible();
  });

  test('an executive has no entry, no page and no data', async ({ as, watch }) => {
    watch.allowStatus(403);
    const page = await as('executive');
    await open(page, '/');
    await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Events' })).toHaveCount(0);
    const response = await page.goto('/aegis/events');
    expect(response?.status()).toBe(403);
    for (const path of ['/api/aegis/events', '/api/aegis/events/summary', '/api/aegis/events/export?format=csv']) {
      expect((await page.request.get(path)).status(), path).toBe(403);
    }
  });

  test('filters, sorting and the opened event are in the address and survive a reload', async ({ as }) => {
    const page = await as('auditor');
    await events(page);
    await page.getByRole('search').getByRole('searchbox').or(page.getByRole('search').getByRole('textbox')).first().fill(PEOPLE.auditor.name);
    await expect(page).toHaveURL(/q=Theo/);
    await expect(rows(page).first()).toContainText(PEOPLE.auditor.name);
    await page.getByText('Narrow by severity, kind or person').click();
    await page.getByRole('region', { name: 'Kind' }).getByRole('link', { name: /sign_in\.succeeded/ }).click();
    await expect(page).toHaveURL(/kind=is:sign_in\.succeeded/);
    await expect(rows(page).first()).toContainText('signed in');
    await rows(page).first().getByRole('link').click();
    await expect(page).toHaveURL(/event=[0-9a-f-]{36}/);
    const panel = page.getByRole('region', { name: /signed in/ });
    await expect(panel.getByRole('definition').filter({ hasText: 'sign_in.succeeded' })).toBeVisible();
    await page.reload();
    await expect(panel).toBeVisible();
    await expect(rows(page).first()).toContainText('signed in');
    await page.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);
    await expect(page).not.toHaveURL(/event=/);
  });

  test('an event has a page of its own, and one that is not there says so', async ({ as, watch }) => {
    const page = await as('owner');
    await events(page);
    await rows(page).first().getByRole('link').click();
    await page.getByRole('link', { name: 'Open as page' }).click();
    await expect(page).toHaveURL(/\/aegis\/events\/[0-9a-f-]{36}$/);
    await expect(page.getByRole('region', { name: 'Details' })).toContainText('Trace');
    watch.allowStatus(404);
    await open(page, '/aegis/events/00000000-0000-7000-8000-000000000000');
    await expect(page.getByRole('alert').filter({ hasText: 'no such event' })).toBeVisible();
    await open(page, '/aegis/events/nonsense');
    await expect(page.getByRole('alert').filter({ hasText: 'no such event' })).toBeVisible();
  });

  test('j and k walk, x chooses, Enter opens', async ({ as }) => {
    const page = await as('analyst');
    await events(page);
    await rows(page).first().locator('[role="rowheader"]').click({ position: { x: 2, y: 2 }, modifiers: [] });
    await page.keyboard.press('Escape');
    await list(page).locator('[role="row"][tabindex="0"]').first().focus();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await expect(page.getByRole('group', { name: 'Selected rows' })).toContainText('1 selected');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/event=/);
  });

  test('a bar narrows the time', async ({ as }) => {
    const page = await as('analyst');
    await events(page);
    await page.getByText('View as table').click();
    await page.getByRole('table', { name: /Events by/ }).getByRole('link').last().click();
    await expect(page).toHaveURL(/from=2\d{3}-/);
    await expect(rows(page).first()).toBeVisible();
  });

  test('what happens meanwhile waits behind a button', async ({ as, newContext }) => {
    const page = await as('analyst');
    await events(page);
    // The address holds the event's id; the words hold how long ago it was.
    const first = () => rows(page).first().getByRole('link').getAttribute('href');
    const before = await first();
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
    const other = await (await newContext()).newPage();
    await signIn(other, PEOPLE.admin);
    const button = page.getByRole('button', { name: /new events?/ });
    await expect(button).toBeVisible({ timeout: 10_000 });
    expect(await first()).toBe(before);
    await button.click();
    await expect(rows(page).first()).toContainText(`${PEOPLE.admin.name} signed in`);
    await expect(button).toHaveCount(0);
  });

  test('the export holds what the filters find, and is recorded', async ({ as }) => {
    const page = await as('owner');
    await events(page, '&kind=is:sign_in.succeeded');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^security-events-\d{4}-\d\d-\d\d\.csv$/);
    const csv = await (await page.request.get('/api/aegis/events/export?format=csv&from=now-24h&kind=is:sign_in.succeeded')).text();
    const lines = csv.trimEnd().split('\r\n');
    expect(lines[0]).toBe('time,severity,kind,message,actor,actor_id,address,trace_id,id,detail');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.slice(1).every((line) => line.includes('sign_in.succeeded'))).toBe(true);
    const json = await (await page.request.get('/api/aegis/events/export?format=json&from=now-24h')).json();
    expect(json.complete).toBe(true);
    await open(page, '/admin/audit');
    await expect(page.getByText('security_events.exported').first()).toBeVisible();
  });

  test('bad input is a sentence', async ({ as, watch }) => {
    watch.allowStatus(422);
    const page = await as('analyst');
    for (const query of ['sort=colour', 'cursor=x']) {
      await open(page, `/aegis/events?from=now-24h&to=now&${query}`);
      await expect(page.getByRole('alert').filter({ hasText: /\w{3,}.*\./ }).first()).toBeVisible();
    }
  });

  test('without a script the list, its pages and its filters work', async ({ newContext, as }) => {
    const signedIn = await as('analyst');
    const context = await newContext({ javaScriptEnabled: false, storageState: await signedIn.context().storageState() });
    const page = await context.newPage();
    await page.goto('/aegis/events?from=now-24h&to=now');
    await expect(rows(page).first()).toBeVisible();
    await rows(page).first().getByRole('link').click();
    await expect(page.getByRole('link', { name: 'Open as page' })).toBeVisible();
  });

  for (const viewport of [{ width: 1440, height: 900 }, { width: 768, height: 1024 }, { width: 390, height: 844 }]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`axe finds nothing in the ${colorScheme} theme at ${viewport.width} pixels`, async ({ as }) => {
        const page = await as('owner', { viewport, colorScheme });
        await events(page);
        await expect(rows(page).first()).toBeVisible();
        await expectAccessible(page);
        await expectNoSidewaysScrolling(page);
        await rows(page).first().getByRole('link').click();
        await expect(page.getByRole('link', { name: 'Open as page' })).toBeVisible();
        await expectAccessible(page);
        await page.getByRole('link', { name: 'Open as page' }).click();
        await expect(page.getByRole('region', { name: 'Details' })).toContainText('Trace');
        await expectAccessible(page);
        await expectNoSidewaysScrolling(page);
      });
    }
  }
});
