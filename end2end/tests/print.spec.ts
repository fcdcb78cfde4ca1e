import { expect, open, test } from '../support/fixtures';
import { readPdf } from '../support/pdf';

const CHARTS = ['Host load', 'Network', 'Requests', 'Response time'];

test.describe('on paper', () => {
  test('the Overview is text and vectors, not a picture of itself', async ({ as }) => {
    const page = await as('owner', { colorScheme: 'dark' });
    await open(page, '/');
    for (const title of CHARTS) {
      const figure = page.getByRole('figure', { name: title, exact: true });
      await expect(figure.locator('svg polyline:visible').first()).toBeVisible({ timeout: 15_000 });
    }
    const printed = readPdf(await page.pdf({ format: 'A4' }));
    expect(printed.pages).toBeGreaterThan(1);
    for (const title of CHARTS) {
      expect(printed.text, title).toContain(title.replaceAll(' ', ''));
    }
    // The axes: shares of the first chart, and the clock below it.
    expect(printed.text).toContain('100%');
    expect(printed.text).toMatch(/\d\d:\d\d/);
    expect(printed.text).toContain('Processor');
    expect(printed.text).toMatch(/averaged|stayed at/);
    // What one presses stays off the paper.
    expect(printed.text).not.toContain('Viewastable');
    expect(printed.text).not.toContain('Lasthour');
    // Lines of charts are paths; a picture of a chart would be hundreds of pixels wide.
    expect(printed.segments).toBeGreaterThan(200);
    expect(printed.images.filter(([width, height]) => width > 64 || height > 64)).toEqual([]);
  });

  test('light colours, the whole width, no frame and no cut panel', async ({ as }) => {
    const page = await as('owner', { colorScheme: 'dark' });
    await open(page, '/');
    const figure = page.getByRole('figure', { name: 'Host load', exact: true });
    await expect(figure).toBeVisible();
    const dark = await figure.evaluate((element) => getComputedStyle(element).backgroundColor);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const paper = await figure.evaluate((element) => {
      const { backgroundColor, color, breakInside } = getComputedStyle(element);
      return { backgroundColor, color, breakInside };
    });
    expect(paper.backgroundColor).not.toBe(dark);
    expect(paper).toEqual({ backgroundColor: 'rgb(255, 255, 255)', color: 'rgb(28, 32, 36)', breakInside: 'avoid' });
    await expect(page.locator('.rail')).toBeHidden();
    await expect(page.locator('.topbar')).toBeHidden();
    const width = (await page.locator('main').boundingBox())?.width ?? 0;
    for (const title of CHARTS) {
      const box = await page.getByRole('figure', { name: title, exact: true }).boundingBox();
      expect(box?.width, title).toBe(width);
    }
    await page.setViewportSize({ width: 700, height: 990 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(700);
  });

  test('a list and an event print without their controls', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/aegis/events?from=now-24h&to=now');
    const first = page.getByRole('grid', { name: 'Security events' }).getByRole('rowheader').first();
    await expect(first).toBeVisible();
    const printed = readPdf(await page.pdf({ format: 'A4' }));
    expect(printed.text).toContain('Eventsovertime');
    expect(printed.text).toContain('signedin');
    expect(printed.text).not.toContain('ExportCSV');
    expect(printed.images.filter(([width]) => width > 64)).toEqual([]);
  });
});
