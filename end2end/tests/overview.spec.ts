import { bigNumber, chooseRange, expect, markup, open, rangeButton, signIn, test } from '../support/fixtures';

const NUMBERS = ['Processor', 'Memory', 'Disk', 'Load, 1 min', 'Requests, p95', 'Transactions', 'Cache hits', 'Database'];
const CHARTS = ['Host load', 'Network', 'Requests', 'Response time'];

test.describe('the Overview', () => {
  test('shows eight figures, four charts with their finding, and the latest security events', async ({ as, newContext, server }) => {
    const page = await as('owner');
    // The latest of all, whatever other tests of this worker did.
    await signIn(await (await newContext()).newPage(), await server.createPerson('executive'));
    await open(page, '/');
    await expect(page).toHaveTitle('Overview · Cauldron');
    await expect(page.locator('.big-number')).toHaveCount(NUMBERS.length);
    for (const label of NUMBERS) {
      await expect(bigNumber(page, label).locator('.big-number__value')).toHaveText(/\d/, { timeout: 15_000 });
      await expect(bigNumber(page, label).locator('.big-number__note')).toHaveText(/^mean .*\d/);
      await expect(bigNumber(page, label).locator('.big-number__sparkline svg')).toBeVisible({ timeout: 15_000 });
    }
    for (const title of CHARTS) {
      const figure = page.getByRole('figure', { name: title, exact: true });
      await expect(figure.locator('.panel__description')).toHaveText(/ (averaged .+ over .+, peaking at .+; now|stayed at .+ over) .+\.$/);
      const picture = figure.getByRole('img').first();
      await expect(picture).toHaveAccessibleName(new RegExp(`^${title} .{20,}`));
      await expect(figure.locator('svg path:visible, svg polyline:visible').first()).toBeVisible();
    }
    const events = page.getByRole('table', { name: 'Latest security events' });
    await expect(events.getByRole('row')).not.toHaveCount(0);
    await expect(events).toContainText('signed in');
    await expect(page.getByRole('table', { name: 'Slowest routes of the last hour' })).toContainText('GET /', { timeout: 15_000 });
  });

  test('is drawn by the server, before any script', async ({ as }) => {
    const page = await as('owner');
    let html = '';
    // The first samples of a new server take some seconds.
    const charts = async () => {
      const response = await page.request.get('/');
      expect(response.status()).toBe(200);
      html = await response.text();
      return html.match(/class="chart-frame panel"/g)?.length;
    };
    await expect.poll(charts, { timeout: 15_000 }).toBe(CHARTS.length);
    expect(html).toMatch(/<figure[^>]*id="chart-host"[\s\S]*?<svg/);
    expect(html).toContain('signed in');
    expect(html).not.toMatch(/ style="/);
  });

  test('keeps its range in the address, and reads the figures anew for it', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/');
    await expect(rangeButton(page)).toContainText('Last hour');
    await expect(page.getByText('over the last hour.', { exact: false }).first()).toBeVisible();
    const before = await markup(page, 'Host load');
    const read = page.waitForResponse((response) => response.url().includes('/api/synapse/overview'));
    await chooseRange(page, 'Last 7 days');
    expect((await read).status()).toBe(200);
    await expect(page).toHaveURL('/?from=now-7d&to=now');
    await expect(rangeButton(page)).toContainText('Last 7 days');
    await expect(page.getByText('How this installation is doing, over the last 7 days.')).toBeVisible();
    await expect.poll(() => markup(page, 'Host load')).not.toBe(before);
    await page.goBack();
    await expect(rangeButton(page)).toContainText('Last hour');
    await page.reload();
    await expect(page).toHaveURL('/');
    for (const damaged of ['/?range=nonsense', '/?from=nonsense', '/?from=now&to=now-1h']) {
      await open(page, damaged);
      await expect(rangeButton(page)).toContainText('Last hour');
    }
    await open(page, '/?range=6h');
    await expect(rangeButton(page)).toContainText('Last 6 hours');
  });

  test('shows the figures of a chart as a table', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/?range=15m');
    const figure = page.getByRole('figure', { name: 'Host load', exact: true });
    await figure.getByText('View as table').click();
    const table = figure.getByRole('table', { name: 'Host load' });
    await expect(table.getByRole('columnheader')).toHaveText(['Time', 'Processor', 'Memory']);
    await expect(table.getByRole('row').nth(1)).toContainText('%');
    await expect(table.getByRole('row').nth(1).getByRole('rowheader')).toHaveText(/\d\d:\d\d/);
  });

  test('names the span that its figures cover, and draws percentages between 0 and 100', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/?from=now-6h&to=now');
    const figure = page.getByRole('figure', { name: 'Host load', exact: true });
    await expect(figure.locator('.panel__description')).toHaveText(/\d/, { timeout: 20_000 });
    await expect(figure.locator('.panel__description')).not.toContainText('6 hours');
    // The last point stands as high as its percentage says.
    const line = bigNumber(page, 'Disk').locator('.big-number__sparkline svg polyline');
    await expect(line).toBeAttached({ timeout: 20_000 });
    const heights = ((await line.getAttribute('points')) ?? '').split(' ').map((point) => Number(point.split(',')[1]) / 8);
    const disk = Number(/[\d.]+/.exec((await bigNumber(page, 'Disk').locator('.big-number__value').textContent()) ?? '')?.[0]);
    const [foot, top] = [36.5, 3.5];
    expect(Math.abs((heights.at(-1) ?? 0) - (foot - ((foot - top) * disk) / 100))).toBeLessThan(2);
  });

  test('offers a way on where it is refused, and no second try', async ({ as, watch }) => {
    watch.allowStatus(403);
    const page = await as('owner');
    const refusal = { kind: 'forbidden', message: 'This needs the permission dashboard:read. Ask an administrator of Northwind for it.' };
    await page.route(/\/api\/(synapse\/overview|admin\/system\/jobs)/, (route) =>
      route.fulfill({ status: 403, contentType: 'application/json', body: JSON.stringify(refusal) }),
    );
    await open(page, '/');
    await chooseRange(page, 'Last 6 hours');
    const alert = page.getByRole('alert').filter({ hasText: 'Ask an administrator' });
    await expect(alert.getByRole('link', { name: 'Go to your account' })).toHaveAttribute('href', '/account');
    await expect(alert.getByRole('button', { name: 'Try again' })).toHaveCount(0);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'System' }).click();
    await expect(alert.getByRole('link', { name: 'Go to the Overview' })).toHaveAttribute('href', '/');
  });

  test('says when there is no connection to the server, and where retrying helps', async ({ as, watch }) => {
    watch.allow(/Failed to load resource|net::ERR/);
    const page = await as('owner');
    await open(page, '/');
    await page.route(/\/api\/synapse\/overview/, (route) => route.abort());
    await chooseRange(page, 'Last 6 hours');
    await expect(page.getByRole('alert')).toContainText('Cauldron does not answer. Check your connection and try again');
    await page.unroute(/\/api\/synapse\/overview/);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('figure', { name: 'Host load' })).toBeVisible();
  });
});
