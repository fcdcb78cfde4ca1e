import { type Locator, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expect, expectAccessible, expectNoSidewaysScrolling, open, test } from '../support/fixtures';
import { inEveryLook } from '../support/looks';

const figure = (page: Page, id: string): Locator => page.locator(`figure#${id}`);
const stage = (page: Page, id: string): Locator => figure(page, id).getByRole('application');
const tip = (page: Page, id: string): Locator => figure(page, id).locator('.chart-frame__tip');
const said = (page: Page, id: string): Locator => stage(page, id).getByRole('status');
const picture = (page: Page, id: string): Locator => figure(page, id).locator('.chart-frame__plot--regular svg');

/** Opens the gallery and waits until the charts have been drawn for the width of the window. */
async function gallery(page: Page): Promise<void> {
  await open(page, '/gallery/charts');
  await expect(page.locator('.chart-frame__stage--measured')).not.toHaveCount(0);
}

test.describe('charts in the gallery', () => {
  test('axe finds nothing in both themes at three widths', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    await inEveryLook(page, async () => {
      await expectNoSidewaysScrolling(page);
      await expectAccessible(page);
    });
  });

  test('are drawn by the server, with their findings, before any script', async ({ as }) => {
    const page = await as('owner');
    const html = await (await page.request.get('/gallery/charts')).text();
    expect(html).not.toMatch(/ style="/);
    for (const id of ['forecast', 'lines', 'stacked', 'bars', 'histogram', 'heat']) {
      expect(html, id).toMatch(new RegExp(`id="${id}-plot-title"`));
    }
    expect(html).toContain('with 95 % probability between');
  });

  test('stay where they are when the page comes alive', async ({ as }) => {
    const page = await as('owner');
    await page.addInitScript(() => {
      const seen = window as unknown as { shift: number };
      seen.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await gallery(page);
    await page.waitForTimeout(500);
    expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBeLessThan(0.01);
  });

  test('the pointer finds the nearest value, and it goes when the pointer does', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    await stage(page, 'lines').hover({ position: { x: 200, y: 80 } });
    await expect(tip(page, 'lines')).toBeVisible();
    await expect(tip(page, 'lines')).toContainText(/3 Nov 2026 \d\d:\d\d/);
    await expect(tip(page, 'lines')).toContainText(/Processor[\d.]+ %/);
    await expect(figure(page, 'lines').locator('.chart-frame__dot')).toHaveCount(2);
    await page.mouse.move(2, 2);
    await expect(tip(page, 'lines')).toBeHidden();
  });

  test('arrow keys, Home, End and the page keys read the values aloud', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    await stage(page, 'bars').focus();
    await page.keyboard.press('Home');
    await expect(said(page, 'bars')).toHaveText('Sign-in: Events 164');
    await page.keyboard.press('ArrowRight');
    await expect(said(page, 'bars')).toHaveText('Phishing: Events 98');
    await page.keyboard.press('PageDown');
    await expect(said(page, 'bars')).toHaveText('Scan: Events 140');
    await page.keyboard.press('PageUp');
    await expect(said(page, 'bars')).toHaveText('Sign-in: Events 164');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await expect(said(page, 'bars')).toHaveText('Exfiltration: Events 4');
    await page.keyboard.press('Escape');
    await expect(tip(page, 'bars')).toBeHidden();
  });

  test('a heat map is read by rows and columns', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    await stage(page, 'heat').focus();
    await page.keyboard.press('Home');
    await expect(said(page, 'heat')).toHaveText(/^Mon, 00:00: [\d,]+$/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await expect(said(page, 'heat')).toHaveText(/^Tue, 01:00: [\d,]+$/);
  });

  test('Shift and arrows select, Enter zooms, Escape goes back', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const whole = await figure(page, 'areas').locator('.panel__description').innerText();
    await stage(page, 'areas').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('PageDown');
    for (let step = 0; step < 12; step += 1) await page.keyboard.press('Shift+ArrowRight');
    await expect(figure(page, 'areas').locator('.chart-frame__brush')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(figure(page, 'areas').locator('.panel__description')).toContainText('over one hour');
    await expect(said(page, 'areas')).toContainText('Zoomed.');
    await page.keyboard.press('Escape');
    await expect(figure(page, 'areas').locator('.panel__description')).toHaveText(whole);
  });

  test('a drag zooms, buttons do too, and a double click goes back', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const words = figure(page, 'stacked').locator('.panel__description');
    const whole = await words.innerText();
    await stage(page, 'stacked').scrollIntoViewIfNeeded();
    const box = (await stage(page, 'stacked').boundingBox())!;
    await page.mouse.move(box.x + 150, box.y + 90);
    await page.mouse.down();
    await page.mouse.move(box.x + 300, box.y + 100, { steps: 5 });
    await expect(figure(page, 'stacked').locator('.chart-frame__brush')).toBeVisible();
    await page.mouse.up();
    await expect(words).not.toHaveText(whole);
    await stage(page, 'stacked').dblclick({ position: { x: 200, y: 80 } });
    await expect(words).toHaveText(whole);
    const zoomOut = figure(page, 'stacked').getByRole('button', { name: 'Zoom out' });
    await expect(zoomOut).toBeDisabled();
    await figure(page, 'stacked').getByRole('button', { name: 'Zoom in' }).click();
    await expect(words).not.toHaveText(whole);
    await zoomOut.click();
    await expect(words).toHaveText(whole);
    await expect(figure(page, 'bars').getByRole('button', { name: 'Zoom in' })).toHaveCount(0);
  });

  test('the legend switches series, and a double click shows one alone', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const memory = figure(page, 'lines').getByRole('button', { name: 'Memory' });
    const processor = figure(page, 'lines').getByRole('button', { name: 'Processor' });
    const lines = picture(page, 'lines').locator('.chart-line');
    await expect(lines).toHaveCount(2);
    await memory.click();
    await expect(memory).toHaveAttribute('aria-pressed', 'false');
    await expect(lines).toHaveCount(1);
    await memory.press('Enter');
    await expect(lines).toHaveCount(2);
    await processor.dblclick();
    await expect(memory).toHaveAttribute('aria-pressed', 'false');
    await expect(processor).toHaveAttribute('aria-pressed', 'true');
    await processor.dblclick();
    await expect(lines).toHaveCount(2);
  });

  test('live data waits while somebody reads', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const next = figure(page, 'live').getByRole('button', { name: 'Next minute' });
    const before = await picture(page, 'live').innerHTML();
    await next.click();
    await expect.poll(() => picture(page, 'live').innerHTML()).not.toBe(before);
    await stage(page, 'live').hover({ position: { x: 200, y: 80 } });
    await expect(tip(page, 'live')).toBeVisible();
    const read = await tip(page, 'live').innerText();
    const held = await picture(page, 'live').innerHTML();
    await next.dispatchEvent('click');
    await page.waitForTimeout(200);
    expect(await picture(page, 'live').innerHTML()).toBe(held);
    await expect(tip(page, 'live')).toHaveText(read, { useInnerText: true });
    await page.mouse.move(2, 2);
    await expect.poll(() => picture(page, 'live').innerHTML()).not.toBe(held);
  });

  test('figures are shown as a table and taken away as SVG, PNG and CSV', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const bars = figure(page, 'bars');
    const opener = bars.getByRole('button', { name: 'Table and downloads of Events by kind' });
    await opener.click();
    await bars.getByRole('button', { name: 'Show table' }).click();
    const table = bars.getByRole('table', { name: 'Events by kind' });
    await expect(table.getByRole('columnheader')).toHaveText(['Category', 'Events']);
    await expect(table.getByRole('row')).toHaveCount(8);
    await bars.getByText('View as table').click();
    await expect(table).toBeHidden();
    const take = async (name: string) => {
      await opener.click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        bars.getByRole('button', { name }).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    };
    const csv = await take('Download CSV');
    expect(csv.name).toBe('events-by-kind.csv');
    expect(csv.bytes.toString()).toMatch(/^Category,Events\r\nSign-in,164\r\n/);
    const svg = await take('Download SVG');
    expect(svg.bytes.toString()).toMatch(/^<svg [^>]*width="960"/);
    expect(svg.bytes.toString()).not.toContain('var(');
    const png = await take('Download PNG');
    expect(png.name).toBe('events-by-kind.png');
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(png.bytes.length).toBeGreaterThan(5_000);
  });

  test('every state keeps the room of the drawing', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const height = async (id: string) => (await figure(page, id).locator('.chart-frame__plot-area').boundingBox())!.height;
    const drawn = await height('stale');
    for (const id of ['loading', 'empty', 'failed']) {
      expect(Math.abs((await height(id)) - drawn), id).toBeLessThan(3);
    }
    await expect(figure(page, 'loading').getByRole('status').first()).toHaveText('Loading');
    await expect(figure(page, 'stale')).toContainText('12 min old');
    await expect(figure(page, 'stale')).toContainText('2 of 3 hosts');
    await figure(page, 'failed').getByRole('button', { name: 'Try again' }).click();
    await expect(stage(page, 'failed')).toBeVisible();
    await expect(picture(page, 'failed')).toBeVisible();
    await expect(figure(page, 'none')).toContainText('No data in this range.');
  });
});
