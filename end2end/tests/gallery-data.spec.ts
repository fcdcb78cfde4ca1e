import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, expectNoSidewaysScrolling, hydrated, test } from '../support/fixtures';
import { inBothThemes } from '../support/looks';

async function gallery(page: Page, query = ''): Promise<void> {
  await page.goto(`/gallery/data${query}`);
  await hydrated(page);
}

const grid = (page: Page, name: string) => page.getByRole('grid', { name, exact: true });
const row = (table: Locator, index: number) => table.locator(`[data-row="${index}"]`);
const scroller = (table: Locator) => table.locator('xpath=..');
const bulk = (page: Page, id: string) => page.locator(`#${id}`).getByRole('group', { name: 'Selected rows' });

/** Pixels by which things moved without anybody touching them, until now. */
async function shifts(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) sum += entry.value;
        });
        observer.observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 300);
      }),
  );
}

test.describe('a hundred thousand rows', () => {
  test('only those in sight are in the document, and the last is a key away', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const table = grid(page, 'Hosts');
    await expect(table).toHaveAttribute('aria-rowcount', '100001');
    await row(table, 0).focus();
    await page.keyboard.press('End');
    await expect(row(table, 99_999)).toBeFocused();
    await expect(row(table, 99_999)).toHaveAttribute('aria-rowindex', '100001');
    expect(await table.locator('[data-row]').count()).toBeLessThan(80);
    await page.keyboard.press('PageUp');
    await expect(row(table, 99_999)).not.toBeFocused();
    await page.keyboard.press('Home');
    await expect(row(table, 0)).toBeFocused();
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('k');
    await expect(row(table, 1)).toBeFocused();
  });

  test('keys go on working when the active row was scrolled away', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const table = grid(page, 'Hosts');
    await row(table, 3).focus();
    await scroller(table).evaluate((element) => element.scrollTo({ top: 500_000 }));
    await expect(row(table, 3)).toHaveCount(0);
    await expect(table).toBeFocused();
    await expect(table.getByRole('columnheader', { name: 'Host' })).toBeInViewport();
    await page.keyboard.press('j');
    await expect(row(table, 4)).toBeFocused();
    await expect(row(table, 4)).toBeInViewport();
  });

  test('rows are chosen by key, by range, all, and let go', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const table = grid(page, 'Hosts');
    const bar = bulk(page, 'memory-hosts');
    await expect(bar).toBeHidden();
    const before = await table.boundingBox();
    await row(table, 1).focus();
    await page.keyboard.press('x');
    await expect(row(table, 1)).toHaveAttribute('aria-selected', 'true');
    await expect(bar).toContainText('1 selected');
    expect(await table.boundingBox()).toEqual(before);
    await row(table, 5).getByRole('checkbox').click({ modifiers: ['Shift'] });
    await expect(bar).toContainText('5 selected');
    await page.keyboard.press('Control+a');
    await expect(bar).toContainText('100,000 selected');
    await expect(table.getByRole('checkbox', { name: 'Select all rows on this page' })).toBeChecked();
    await bar.getByRole('button', { name: 'Select all 240,000' }).click();
    await expect(bar).toContainText('All 240,000 selected');
    await bar.getByRole('button', { name: 'Clear selection' }).click();
    await expect(bar).toBeHidden();
    await expect(row(table, 5)).toBeFocused();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(bar).toContainText('2 selected');
    await page.keyboard.press('Escape');
    await expect(bar).toBeHidden();
  });

  test('a head sorts in three steps, and opening takes Enter', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const table = grid(page, 'Hosts');
    const head = table.getByRole('columnheader', { name: 'Risk' });
    await expect(head).toHaveAttribute('aria-sort', 'none');
    await head.getByRole('link').click();
    await expect(head).toHaveAttribute('aria-sort', 'ascending');
    await expect(row(table, 0).getByRole('gridcell').nth(4)).toHaveText('0');
    await head.getByRole('link').press('Enter');
    await expect(head).toHaveAttribute('aria-sort', 'descending');
    await expect(row(table, 0).getByRole('gridcell').nth(4)).toHaveText('99');
    await head.getByRole('link').click();
    await expect(head).toHaveAttribute('aria-sort', 'none');
    expect(new URL(page.url()).search).toBe('');
    await row(table, 2).focus();
    const name = await row(table, 2).getByRole('rowheader').innerText();
    await page.keyboard.press('Enter');
    await expect(page.locator('#memory-hosts')).toContainText(`opened ${name}`);
  });

  test('a jump anywhere is filled within two frames', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const table = grid(page, 'Hosts');
    // The server writes 48 rows; fewer once the table knows its height.
    await expect(row(table, 47)).toHaveCount(0);
    for (const top of [340, 5_000, 1_000_000, 3_000_000, 0]) {
      const uncovered = await scroller(table).evaluate(async (element, top) => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        element.scrollTop = top;
        await frame();
        await frame();
        // The heights of the window that no row covers, below the head.
        const box = element.getBoundingClientRect();
        const head = element.querySelector('thead th')?.getBoundingClientRect().bottom ?? box.top;
        const middle = box.left + 20;
        const bare: number[] = [];
        const bottom = Math.min(box.bottom, window.innerHeight) - 20;
        if (element.scrollTop !== top || bottom - head < 300) throw new Error('the rows are not where they are looked for');
        for (let y = head + 4; y < bottom; y += 20)
          if (!document.elementFromPoint(middle, y)?.closest('[data-row]')) bare.push(y);
        return bare;
      }, top);
      expect(uncovered, `at ${top} pixels`).toEqual([]);
    }
  });
});

test.describe('columns', () => {
  test('are hidden, moved and reset from the menu by keyboard', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const table = grid(page, 'Hosts');
    const names = () => table.getByRole('columnheader').evaluateAll((heads) => heads.map((head) => head.ariaLabel));
    await page.locator('#memory-hosts').getByRole('button', { name: 'Columns' }).press('Enter');
    const menu = page.locator('#memory-hosts-columns');
    await expect(menu).toBeVisible();
    await menu.getByRole('checkbox', { name: 'Owner' }).press('Space');
    await menu.getByRole('checkbox', { name: 'Id' }).press('Space');
    expect(await names()).toEqual(['Selection', 'Host', 'Severity', 'Latest finding', 'Risk', 'Load', 'Id']);
    await expect(menu.getByRole('checkbox', { name: 'Host' })).toBeDisabled();
    await menu.getByRole('checkbox', { name: 'Risk' }).press('Alt+ArrowUp');
    await menu.getByRole('checkbox', { name: 'Risk' }).press('Alt+ArrowUp');
    await expect(menu.getByRole('checkbox', { name: 'Risk' })).toBeFocused();
    expect(await names()).toEqual(['Selection', 'Host', 'Severity', 'Risk', 'Latest finding', 'Load', 'Id']);
    await menu.getByRole('button', { name: 'Move Severity up' }).click();
    expect(await names()).toEqual(['Selection', 'Severity', 'Host', 'Risk', 'Latest finding', 'Load', 'Id']);
    await menu.getByRole('button', { name: 'Reset' }).click();
    expect(await names()).toEqual(['Selection', 'Host', 'Severity', 'Latest finding', 'Owner', 'Risk', 'Load']);
    await page.keyboard.press('Escape');
    await expect(menu).toBeHidden();
    await expect(page.locator('#memory-hosts').getByRole('button', { name: 'Columns' })).toBeFocused();
  });

  test('become wider by pointer, by key and by number', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const table = grid(page, 'Hosts');
    const head = table.getByRole('columnheader', { name: 'Owner' });
    const width = async () => Math.round((await head.boundingBox())?.width ?? 0);
    const first = await width();
    await head.getByRole('link').press('Shift+ArrowRight');
    await expect.poll(width).toBe(first + 16);
    const handle = await head.getByRole('separator').boundingBox();
    if (!handle) throw new Error('the column has no edge');
    await page.mouse.move(handle.x + 4, handle.y + 10);
    await page.mouse.down();
    await page.mouse.move(handle.x - 36, handle.y + 10, { steps: 4 });
    await page.mouse.up();
    await expect.poll(width).toBe(first - 24);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(width).toBe(first - 40);
    await page.locator('#memory-hosts').getByRole('button', { name: 'Columns' }).click();
    const field = page.getByRole('spinbutton', { name: 'Width of Owner in pixels' }).first();
    await field.fill('300');
    await field.press('Tab');
    await expect.poll(width).toBe(300);
    await field.fill('1');
    await field.press('Tab');
    await expect(field).toHaveValue('96');
  });
});

test.describe('rows from elsewhere', () => {
  test('new rows on top move nothing that is being read', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const table = grid(page, 'Live hosts');
    await page.locator('#live').scrollIntoViewIfNeeded();
    await scroller(table).evaluate((element) => element.scrollTo({ top: 340 }));
    await row(table, 12).focus();
    const read = row(table, 12);
    const name = await read.getByRole('rowheader').innerText();
    const before = await read.boundingBox();
    await page.getByRole('button', { name: '12 rows arrive' }).click();
    const news = page.locator('#live-hosts').getByRole('button', { name: '12 new' });
    await expect(news).toBeVisible();
    const moved = row(table, 24);
    await expect(moved.getByRole('rowheader')).toHaveText(name);
    const after = await moved.boundingBox();
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(1.5);
    await news.click();
    await expect(news).toBeHidden();
    await expect(row(table, 0)).toBeFocused();
    await expect(row(table, 0)).toBeInViewport();
  });

  test('blocks come when they are in sight, and one that failed comes again', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    const table = grid(page, 'Hosts in blocks');
    await row(table, 0).focus();
    await expect(row(table, 0).getByRole('rowheader')).toHaveText(/-000001$/);
    await page.keyboard.press('End');
    await expect(row(table, 99_999)).toBeFocused();
    await expect(row(table, 99_999).getByRole('rowheader')).toHaveText(/-100000$/);
    await expect(row(table, 99_999)).toBeFocused();
    const height = (await row(table, 99_999).boundingBox())?.height ?? 0;
    await scroller(table).evaluate((element, top) => element.scrollTo({ top }), height * 1100);
    await expect(table).toBeFocused();
    const panel = page.locator('#block-hosts');
    await expect(panel.getByRole('alert')).toContainText('Some rows did not load');
    await panel.getByRole('button', { name: 'Try again' }).click();
    await expect(row(table, 1102).getByRole('rowheader')).toHaveText(/-001103$/);
    await expect(panel.getByRole('alert')).toHaveCount(0);
  });

  test('a failure offers to try again, and waiting moves nothing', async ({ as }) => {
    const page = await as('owner');
    await gallery(page);
    await page.locator('#failing').scrollIntoViewIfNeeded();
    const panel = page.locator('#failing-hosts');
    await expect(panel.getByRole('alert')).toContainText('could not be read');
    await panel.getByRole('button', { name: 'Try again' }).click();
    const table = grid(page, 'Failing hosts');
    await expect(table).toHaveAttribute('aria-busy', 'true');
    const waiting = await table.boundingBox();
    await expect(row(table, 7)).toBeVisible();
    const there = await table.boundingBox();
    expect(there?.height).toBe(waiting?.height);
  });
});

test.describe('without script', () => {
  test('rows are there, sort and pages are links', async ({ as }) => {
    const page = await as('owner', { javaScriptEnabled: false });
    await page.goto('/gallery/data');
    await expect(grid(page, 'Hosts').getByRole('row')).toHaveCount(49);
    const five = grid(page, 'Five hosts');
    await five.getByRole('columnheader', { name: 'Risk' }).getByRole('link').click();
    await expect(page).toHaveURL(/five=risk/);
    await expect(five.getByRole('columnheader', { name: 'Risk' })).toHaveAttribute('aria-sort', 'ascending');
    const risks = (await five.locator('[data-row] > :nth-child(5)').allInnerTexts()).map(Number);
    expect(risks).toEqual([...risks].sort((a, b) => a - b));
    const pages = page.getByRole('navigation', { name: 'Pages of hosts' });
    await expect(pages).toContainText('1–10 of 1,000');
    await pages.getByRole('link', { name: 'Next' }).click();
    await expect(pages).toContainText('11–20 of 1,000');
    await expect(page).toHaveURL(/five=risk/);
    await pages.getByRole('link', { name: '25' }).click();
    await expect(pages).toContainText('1–25 of 1,000');
    await expect(pages.getByRole('link', { name: 'Previous' })).toBeDisabled();
  });
});

test('pages turn in the browser without leaving the place', async ({ as }) => {
  const page = await as('owner');
  await gallery(page);
  const pages = page.getByRole('navigation', { name: 'Pages of hosts' });
  await pages.getByRole('link', { name: 'Next' }).click();
  await expect(pages).toContainText('11–20 of 1,000');
  await expect(row(grid(page, 'Hosts on pages'), 0).getByRole('rowheader')).toHaveText(/-000011$/);
  await expect(pages).toBeInViewport();
});

for (const width of [1440, 768, 390]) {
  test(`axe finds nothing at ${width} pixels in both themes`, async ({ as }) => {
    // Sixteen tables with all their cells: axe takes its time.
    test.slow();
    const page = await as('owner', { viewport: { width, height: 900 } });
    await gallery(page);
    await expectNoSidewaysScrolling(page);
    await inBothThemes(page, 'closed', expectAccessible);
    const table = grid(page, 'Hosts');
    await row(table, 1).focus();
    await page.keyboard.press('x');
    await expect(bulk(page, 'memory-hosts')).toBeVisible();
    await inBothThemes(page, 'chosen rows', expectAccessible);
    await page.keyboard.press('Escape');
    await page.locator('#memory-hosts').getByRole('button', { name: 'Columns' }).click();
    await inBothThemes(page, 'columns', expectAccessible);
  });
}

test('cards on a phone keep keys, boxes and order', async ({ as }) => {
  const page = await as('owner', { viewport: { width: 390, height: 844 } });
  await gallery(page);
  const table = grid(page, 'Hosts');
  await row(table, 0).getByRole('checkbox').click();
  await expect(bulk(page, 'memory-hosts')).toContainText('1 selected');
  await row(table, 0).focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
  await expect(row(table, 99_999)).toBeFocused();
  await expect(row(table, 99_999)).toBeInViewport();
  await page.locator('#memory-hosts').getByRole('group', { name: 'Sort by' }).getByRole('link', { name: 'Host' }).click();
  await expect(row(table, 0).getByRole('rowheader')).toHaveText(/^bastion-/);
});

test('nothing moves while the page comes alive', async ({ as }) => {
  const page = await as('owner');
  await gallery(page);
  expect(await shifts(page)).toBeLessThan(0.02);
});
