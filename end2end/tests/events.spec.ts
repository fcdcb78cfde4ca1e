import type { Page } from '@playwright/test';
import { PEOPLE, type Server, expect, hydrated, open, rangeButton, signIn, test } from '../support/fixtures';

const list = (page: Page) => page.getByRole('grid', { name: 'Security events' });
const bars = (page: Page) => page.getByRole('figure', { name: 'Events over time' });
const plot = (page: Page) => bars(page).getByRole('application', { name: 'Events over time, values' });
const rows = (page: Page) => list(page).locator('tbody [role="row"]').filter({ has: page.getByRole('rowheader') });

const message = (page: Page, name: string) => list(page).getByRole('link', { name, exact: true });
const pages = (page: Page) => page.getByRole('navigation', { name: 'Pages of events' });

/** As many as the page reads at once. */
const BLOCK = 100;
/** As many as `twoPages` leaves for the second page. */
const LEFT = 30;

/**
 * Two pages of events of a kind of their own, from days that other tests do not look at: `Walk 1` is the newest, and every
 * tenth is graver than the others. Answers the address of their list.
 */
async function twoPages(server: Server, kind: string): Promise<string> {
  await server.sql(`
    insert into aegis.security_events (organization_id, time, id, kind, severity, actor_label, message, detail, trace_id)
    select id, now() - interval '2 days' - n * interval '1 second', gen_random_uuid(), '${kind}',
      case when n % 10 = 0 then 'medium' else 'low' end, 'somebody', format('Walk %s', n), '{}', 't'
    from core.organizations, generate_series(1, ${BLOCK + LEFT}) n where is_operating`);
  return `/aegis/events?from=now-7d&to=now&kind=is:${kind}`;
}

/** The second page of that list. With a script its link is hidden, for the rows of the first page go on by themselves. */
async function openSecondPage(page: Page, address: string): Promise<void> {
  await open(page, address);
  const next = await page.locator('.events__pages a[rel="next"]').getAttribute('href');
  await open(page, next!);
  await expect(message(page, `Walk ${BLOCK + 1}`)).toBeVisible();
}

/** The page over a day, so that earlier tests of this worker are in it. */
async function events(page: Page, query = ''): Promise<void> {
  await open(page, `/aegis/events?from=now-24h&to=now${query}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Events' })).toBeVisible();
}

/** The code that draws comes with the first who turns to a chart. */
async function turnTo(page: Page): Promise<void> {
  await plot(page).hover({ position: { x: 30, y: 10 } });
  await expect(plot(page)).toHaveClass(/measured/);
}

test.describe('events', () => {
  test('the rail leads an analyst to the events, newest first, with how many and when', async ({ as }) => {
    const page = await as('analyst');
    await open(page, '/');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Events' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Events' })).toBeVisible();
    await expect(rows(page).filter({ hasText: /signed in|created|set up/ }).first()).toBeVisible();
    await expect(bars(page).locator('.panel__description')).toHaveText(/\d+ events?, .* high or critical/);
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
    for (const id of ['00000000-0000-7000-8000-000000000000', 'nonsense']) {
      const response = await page.goto(`/aegis/events/${id}`);
      expect(response?.status(), id).toBe(404);
      await hydrated(page);
      await expect(page.getByRole('heading', { name: 'There is no page here' })).toBeVisible();
      await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Events' })).toBeVisible();
    }
    // Gone to without another document, it says the same.
    await events(page);
    await page.evaluate(() => history.pushState({}, '', '/aegis/events/00000000-0000-7000-8000-000000000000'));
    await page.evaluate(() => dispatchEvent(new PopStateEvent('popstate')));
    await expect(page.getByRole('heading', { name: 'There is no page here' })).toBeVisible();
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

  test('a bar narrows the time: by the pointer, by keyboard, over several, and by a link', async ({ as, server }) => {
    const page = await as('analyst');
    // So that something happened in the last bar, however short ago it began.
    await server.createPerson('analyst');
    const height = async () => (await bars(page).boundingBox())?.height;
    await events(page);
    await turnTo(page);
    const high = await height();
    const area = (await plot(page).boundingBox())!;
    await page.mouse.click(area.x + area.width - 20, area.y + area.height / 2);
    await expect(page).toHaveURL(/from=2\d{3}-/);
    await expect(rows(page).first()).toBeVisible();
    expect(await height()).toBe(high);

    await events(page);
    await plot(page).focus();
    await page.keyboard.press('End');
    await expect(bars(page).getByRole('status')).toContainText(/Info \d/);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/from=2\d{3}-/);
    await expect(rows(page).first()).toBeVisible();
    await expect(plot(page)).toBeFocused();

    await events(page);
    await plot(page).focus();
    for (const key of ['End', 'Shift+ArrowLeft', 'Shift+ArrowLeft']) await page.keyboard.press(key);
    await expect(plot(page).locator('.chart-frame__brush')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/from=2\d{3}-/);
    // Three bars of half an hour each, of which the last ends now.
    await expect(bars(page).locator('.panel__description')).toHaveText(/event/);
    await expect(rows(page).first()).toBeVisible();

    await events(page);
    await turnTo(page);
    await page.mouse.move(area.x + area.width * 0.6, area.y + 40);
    await page.mouse.down();
    await page.mouse.move(area.x + area.width - 16, area.y + 40, { steps: 5 });
    await page.mouse.up();
    await expect(page).toHaveURL(/from=2\d{3}-/);
    await expect(rows(page).first()).toBeVisible();

    await events(page);
    await bars(page).getByText('View as table').click();
    await bars(page).getByRole('table', { name: 'Events over time' }).getByRole('link').first().click();
    await expect(page).toHaveURL(/from=2\d{3}-/);
    await expect(rows(page).first()).toBeVisible();
  });

  test('a severity can be switched off in the bars, and they are a file', async ({ as }) => {
    const page = await as('analyst');
    await events(page);
    await turnTo(page);
    const picture = () => plot(page).getByRole('img').locator('svg:visible').innerHTML();
    const before = await picture();
    await bars(page).getByRole('button', { name: 'Info' }).click();
    await expect.poll(picture).not.toBe(before);
    await bars(page).getByRole('button', { name: 'Table and downloads of Events over time' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      bars(page).getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('events-over-time.csv');
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

  test('in another order an event that happens meanwhile is one event', async ({ as, newContext, server }) => {
    const page = await as('analyst');
    // Of a kind that happens, and more than a block of graver ones before it.
    await open(page, `${await twoPages(server, 'walk.news')},sign_in.succeeded&sort=-severity`);
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
    const other = await (await newContext()).newPage();
    await signIn(other, PEOPLE.admin);
    const button = page.getByRole('button', { name: /new events?$/ });
    await expect(button).toHaveText('1 new event', { timeout: 10_000 });
    await button.click();
    await expect(button).toHaveCount(0);
  });

  test('on a further page a row opens and columns change, and both stay', async ({ as, server }) => {
    const page = await as('analyst');
    await openSecondPage(page, await twoPages(server, 'walk.further'));
    const expectSecondPage = async () => {
      await expect(rows(page)).toHaveCount(LEFT);
      await expect(message(page, `Walk ${BLOCK + 1}`)).toBeVisible();
    };
    await message(page, 'Walk 105').click();
    await expect(page).toHaveURL(/&cursor=[^&]+&event=[0-9a-f-]{36}$/);
    const panel = page.getByRole('region', { name: 'Walk 105' });
    await expect(panel).toBeVisible();
    await expectSecondPage();

    const columns = page.getByRole('button', { name: 'Columns' });
    await columns.click();
    await page.getByRole('dialog', { name: 'Columns' }).getByRole('checkbox', { name: /Address/ }).uncheck();
    await expect(page).toHaveURL(/&columns=[^&]+&cursor=[^&]+&event=[0-9a-f-]{36}$/);
    await columns.click();
    const address = list(page).getByRole('columnheader', { name: 'Address' });
    await expect(address).toBeHidden();
    await expect(panel).toBeVisible();
    await expectSecondPage();
    await page.reload();
    await expect(panel).toBeVisible();
    await expect(address).toBeHidden();
    await expectSecondPage();

    await hydrated(page);
    await page.getByRole('link', { name: 'Close details' }).click();
    await expect(panel).toHaveCount(0);
    await expect(page).toHaveURL(/&columns=[^&]+&cursor=[^&]+$/);
    await expectSecondPage();

    // Another order is another list, from its beginning on.
    await list(page).getByRole('columnheader', { name: 'Severity' }).getByRole('link').click();
    await expect(page).toHaveURL(/&sort=severity&columns=[^&]+$/);
    await expect(message(page, 'Walk 1')).toBeVisible();
  });

  test('a paused list stays paused until it is told to go on', async ({ as, server }) => {
    const page = await as('analyst');
    await open(page, `${await twoPages(server, 'walk.paused')}&live=off`);
    await expect(rangeButton(page)).toContainText('Paused');
    await message(page, 'Walk 3').click();
    await expect(page).toHaveURL(/&live=off&event=[0-9a-f-]{36}$/);
    await expect(page.getByRole('region', { name: 'Walk 3' })).toBeVisible();

    await page.getByRole('region', { name: 'Severity' }).getByRole('link', { name: /Medium/ }).click();
    await expect(page).toHaveURL(/&severity=is:medium&live=off$/);
    await expect(rows(page)).toHaveCount((BLOCK + LEFT) / 10);
    await page.getByRole('search').getByRole('searchbox').fill('110');
    await expect(page).toHaveURL(/&live=off&.*q=110$/);
    await expect(rows(page)).toHaveCount(1);
    await list(page).getByRole('columnheader', { name: 'Severity' }).getByRole('link').click();
    await expect(page).toHaveURL(/&q=110&sort=severity&live=off$/);
    await expect(rangeButton(page)).toContainText('Paused');

    await rangeButton(page).click();
    await page.getByRole('link', { name: 'Resume live updates' }).click();
    await expect(page).toHaveURL(/&sort=severity/);
    await expect(page).not.toHaveURL(/live=off/);
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

  test('without a script the list and its bars work', async ({ as }) => {
    const page = await as('analyst', { javaScriptEnabled: false });
    await page.goto('/aegis/events?from=now-24h&to=now');
    await expect(rows(page).first()).toBeVisible();
    await expect(bars(page).locator('svg.chart:visible')).toHaveCount(1);
    await bars(page).getByText('View as table').click();
    // The newest bar may have just begun: one in which something happened.
    const counted = page.getByRole('cell').filter({ hasText: /^\s*[1-9][\d,]*\s*$/ });
    await bars(page).getByRole('row').filter({ has: counted }).first().getByRole('link').click();
    await expect(page).toHaveURL(/from=2\d{3}-/);
    await rows(page).first().getByRole('link').click();
    await expect(page.getByRole('link', { name: 'Open as page' })).toBeVisible();
  });

  test('without a script the pages and the filters of the list work', async ({ as, server }) => {
    const address = await twoPages(server, 'walk.plain');
    const [last, first] = [`Walk ${BLOCK}`, `Walk ${BLOCK + 1}`];
    const page = await as('analyst', { javaScriptEnabled: false });
    await page.goto(address);
    await expect(message(page, 'Walk 1')).toBeVisible();
    await expect(message(page, last)).toBeAttached();
    await expect(message(page, first)).toHaveCount(0);
    await pages(page).getByRole('link', { name: 'Next' }).click();
    await expect(message(page, first)).toBeVisible();
    await expect(message(page, last)).toHaveCount(0);
    await expect(rows(page)).toHaveCount(LEFT);
    await expect(pages(page).getByRole('link', { name: 'Next' })).toHaveAttribute('aria-disabled', 'true');

    const opened = page.getByRole('link', { name: 'Open as page' });
    await message(page, 'Walk 105').click();
    await expect(opened).toBeVisible();
    await expect(rows(page)).toHaveCount(LEFT);
    await page.getByRole('link', { name: 'Close details' }).click();
    await expect(opened).toHaveCount(0);
    await expect(rows(page)).toHaveCount(LEFT);
    await pages(page).getByRole('link', { name: 'Previous' }).click();
    await expect(message(page, last)).toBeAttached();
    await expect(message(page, first)).toHaveCount(0);

    // From a further page, whose cursor belongs to the list that it leaves.
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    const filter = page.getByRole('dialog', { name: 'Add filter' });
    await filter.getByRole('combobox', { name: 'Filter by' }).selectOption('severity');
    await filter.getByRole('combobox', { name: 'How to compare' }).selectOption('is');
    await filter.getByRole('textbox', { name: 'Value' }).fill('medium');
    await filter.getByRole('button', { name: 'Apply' }).click();
    await expect(page).not.toHaveURL(/cursor=/);
    await expect(rows(page)).toHaveCount((BLOCK + LEFT) / 10);
    await expect(message(page, 'Walk 10')).toBeVisible();

    const search = page.getByRole('search').getByRole('searchbox');
    await search.fill('110');
    await search.press('Enter');
    await expect(page).toHaveURL(/[?&]q=110/);
    await expect(rows(page)).toHaveCount(1);
    await expect(message(page, 'Walk 110')).toBeVisible();
  });
});
