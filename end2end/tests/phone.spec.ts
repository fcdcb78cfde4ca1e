import { expect, expectNoSidewaysScrolling, open, test } from '../support/fixtures';

test.use({ viewport: { width: 390, height: 844 } });

test.describe('on a phone', () => {
  test('the menu button opens the rail as a sheet, which leads to a page and closes', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/');
    const rail = page.getByRole('navigation', { name: 'Main' });
    const menu = page.getByRole('button', { name: 'Navigation', exact: true });
    await expect(rail).toBeHidden();
    await menu.click();
    await expect(rail).toBeVisible();
    await rail.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    await expect(page).toHaveURL('/admin/settings');
    await expect(rail).toBeHidden();
    await menu.click();
    await page.getByRole('button', { name: 'Close navigation' }).click();
    await expect(rail).toBeHidden();
    await menu.click();
    await page.keyboard.press('Escape');
    await expect(rail).toBeHidden();
    await expect(menu).toBeFocused();
  });

  test('a week of figures does not make the Overview scroll sideways', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/?from=now-7d&to=now');
    await expect(page.getByRole('figure', { name: 'Response time' })).toBeVisible();
    await expectNoSidewaysScrolling(page);
  });

  test('tables are cards, and every target is at least 24 pixels high and wide', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/');
    const events = page.getByRole('region', { name: 'Latest security events' });
    await expect(events.getByRole('columnheader').first()).toBeHidden();
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('a, button, input, select, summary')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('p'))
        .map((element) => ({ element, box: element.getBoundingClientRect() }))
        .filter(({ element, box }) => box.width > 1 && !element.matches('.skip-link') && (box.width < 24 || box.height < 24))
        .map(({ element, box }) => `${element.className} ${element.textContent?.trim()} ${box.width}x${box.height}`),
    );
    expect(small).toEqual([]);
  });
});
