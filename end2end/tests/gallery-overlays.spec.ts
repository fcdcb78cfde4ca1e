import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectNoSidewaysScrolling, open, test } from '../support/fixtures';
import { inBothThemes } from '../support/looks';

const PATH = '/gallery/overlays';

/** The words of what has the focus; none when that is the page itself. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    return focused === document.body ? '' : (focused?.textContent?.trim() ?? '');
  });
}

test.describe('overlays', () => {
  for (const width of [1440, 768, 390]) {
    test(`axe finds nothing in both themes at ${width}, closed and open`, async ({ as }) => {
      test.slow();
      const page = await as('owner', { viewport: { width, height: 900 } });
      await open(page, PATH);
      await inBothThemes(page, 'closed', expectAccessible);
      await expectNoSidewaysScrolling(page);
      await page.getByRole('button', { name: 'Fill in a form' }).click();
      await inBothThemes(page, 'dialog', expectAccessible);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Actions', exact: true }).click();
      await inBothThemes(page, 'menu', expectAccessible);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Fail', exact: true }).click();
      await expect(page.getByRole('region', { name: 'Messages' })).toBeVisible();
      await inBothThemes(page, 'toast', expectAccessible);
      await page.getByRole('button', { name: 'Open the palette' }).click();
      await page.getByRole('combobox', { name: 'Search or run a command' }).fill('se');
      await inBothThemes(page, 'palette', expectAccessible);
      await page.keyboard.press('Escape');
      await open(page, `${PATH}?row=1`);
      await inBothThemes(page, 'side panel', expectAccessible);
      await expectNoSidewaysScrolling(page);
    });
  }

  test('a dialog takes the focus, keeps it, and gives it back', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const opener = page.getByRole('button', { name: 'Fill in a form' });
    await opener.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Invite a person' });
    await expect(dialog).toBeVisible();
    await expect(dialog.getByLabel('E-mail address')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  });

  test('a click beside a dialog closes it only while nothing was typed', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const dialog = page.getByRole('dialog', { name: 'Invite a person' });
    await page.getByRole('button', { name: 'Fill in a form' }).click();
    await page.mouse.click(10, 10);
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Fill in a form' }).click();
    await dialog.getByLabel('E-mail address').fill('ada@northwind.example');
    await page.mouse.click(10, 10);
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Fill in a form' }).click();
    await expect(dialog.getByLabel('E-mail address')).toHaveValue('ada@northwind.example');
  });

  test('an alert dialog is one, and its action is done', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    await page.getByRole('button', { name: 'Ask a question' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'End all other sessions?' });
    await expect(dialog).toHaveAccessibleDescription(/sign in again/);
    await dialog.getByRole('button', { name: 'End sessions' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('Sessions ended.')).toBeVisible();
  });

  test('what cannot be undone asks for the name', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    await page.getByRole('button', { name: 'Delete by name' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Delete this dashboard?' });
    const action = dialog.getByRole('button', { name: 'Delete dashboard' });
    await expect(dialog.getByLabel('Name')).toBeFocused();
    await page.keyboard.type('grid load');
    await expect(action).toBeDisabled();
    await dialog.getByLabel('Name').fill('Grid load');
    await expect(action).toBeEnabled();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Dashboard deleted.')).toBeVisible();
  });

  test('a menu opens, moves and chooses by keyboard', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const button = page.getByRole('button', { name: 'Actions', exact: true });
    await button.focus();
    await page.keyboard.press('ArrowDown');
    const menu = page.getByRole('menu', { name: 'Actions' });
    await expect(menu.getByRole('menuitem', { name: 'Acknowledge' })).toBeFocused();
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('End');
    await expect(menu.getByRole('menuitem', { name: 'Delete' })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(menu.getByRole('menuitem', { name: 'Acknowledge' })).toBeFocused();
    await page.keyboard.type('as');
    await expect(menu.getByRole('menuitem', { name: 'Assign' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(menu).toBeHidden();
    await expect(button).toBeFocused();
    await expect(page.getByText('Assigned.')).toBeVisible();
    await page.keyboard.press('ArrowUp');
    await expect(menu.getByRole('menuitem', { name: 'Delete' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(button).toBeFocused();
  });

  test('a popover opens by keyboard, holds what is in it, and gives the focus back', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const button = page.getByRole('button', { name: 'Filter', exact: true });
    await button.focus();
    await page.keyboard.press('Enter');
    const popover = page.getByRole('dialog', { name: 'Filter the list' });
    await expect(popover).toBeVisible();
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('Tab');
    await expect(popover.getByLabel('Contains')).toBeFocused();
    await page.keyboard.type('lsass');
    await page.keyboard.press('Escape');
    await expect(popover).toBeHidden();
    await expect(button).toBeFocused();
    await expect(button).toHaveAttribute('aria-expanded', 'false');
    await button.click();
    await expect(popover.getByLabel('Contains')).toHaveValue('lsass');
    await page.mouse.click(10, 400);
    await expect(popover).toBeHidden();
  });

  test('items that are on or off say so and leave the menu open', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    await page.getByRole('button', { name: 'Choose columns' }).click();
    const age = page.getByRole('menuitemcheckbox', { name: 'Age' });
    await expect(age).toHaveAttribute('aria-checked', 'false');
    await age.click();
    await expect(age).toHaveAttribute('aria-checked', 'true');
    await page.getByRole('menuitemcheckbox', { name: 'Risk' }).click({ force: true });
    await expect(page.getByRole('menuitemcheckbox', { name: 'Risk' })).toHaveAttribute('aria-checked', 'true');
  });

  test('menus and popovers stand at their buttons and work without a script', async ({ as }) => {
    const page = await as('owner', { javaScriptEnabled: false });
    await page.goto(PATH);
    const button = page.getByRole('button', { name: 'Actions', exact: true });
    await button.click();
    const menu = page.getByRole('menu', { name: 'Actions' });
    await expect(menu).toBeVisible();
    const [box, anchor] = [await menu.boundingBox(), await button.boundingBox()];
    expect(Math.abs((box?.x ?? 0) - (anchor?.x ?? 0))).toBeLessThan(4);
    expect((box?.y ?? 0) - (anchor?.y ?? 0) - (anchor?.height ?? 0)).toBeLessThan(12);
    await menu.getByRole('menuitem', { name: 'Open in full' }).click();
    await expect(page).toHaveURL(/tab=second/);
    await expect(page.getByText('The address says second.')).toBeVisible();
  });

  test('a tooltip describes its control, and Escape hides it', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const button = page.getByRole('button', { name: 'Refresh', exact: true });
    const words = page.getByText('Asks all three sources again');
    await expect(button).toHaveAccessibleDescription(/three sources/);
    await expect(words).toBeHidden();
    await button.hover();
    await expect(words).toBeVisible();
    await words.hover();
    await expect(words).toBeVisible();
    await page.mouse.move(0, 0);
    await expect(words).toBeHidden();
    await page.getByRole('button', { name: 'About this figure' }).focus();
    await page.keyboard.press('Tab');
    await expect(words).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(words).toBeHidden();
    await expect(button).toBeFocused();
  });

  test('tabs move by arrows and pass over what is disabled', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    await page.getByRole('tab', { name: 'Summary' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name: /Events/ })).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('tabpanel', { name: /Events/ })).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name: 'History' })).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name: 'Summary' })).toBeFocused();
    await expect(page.getByRole('tabpanel', { name: /Events/ })).toBeHidden();
  });

  test('tabs in the address survive a reload', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const views = page.getByRole('navigation', { name: 'Views' });
    await views.getByRole('link', { name: 'Resolved' }).click();
    await expect(views.getByRole('link', { name: 'Resolved' })).toHaveAttribute('aria-current', 'page');
    await page.reload();
    await expect(page.getByText('The address says second.')).toBeVisible();
  });

  test('the side panel is in the address, announces itself, and Escape brings the focus back', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const row = page.getByRole('link', { name: 'Impossible travel' });
    await row.focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('region', { name: 'Impossible travel' });
    await expect(panel).toBeVisible();
    await expect(page).toHaveURL(/row=2/);
    await expect(page.getByText('Details of Impossible travel')).toBeAttached();
    await expect(row).toBeFocused();
    await panel.getByRole('button', { name: 'Acknowledge' }).focus();
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(row).toBeFocused();
  });

  test('the edge of the side panel moves by keyboard and pointer', async ({ as }) => {
    const page = await as('owner');
    await open(page, `${PATH}?row=1`);
    const edge = page.getByRole('separator', { name: 'Width of the details' });
    const panel = page.locator('#details');
    await edge.focus();
    await page.keyboard.press('ArrowLeft');
    await expect(edge).toHaveAttribute('aria-valuenow', '456');
    await expect.poll(async () => Math.round((await panel.boundingBox())?.width ?? 0)).toBe(456);
    const box = await edge.boundingBox();
    if (!box) throw new Error('the edge has no place');
    await page.mouse.move(box.x + 4, 300);
    await page.mouse.down();
    await page.mouse.move(box.x - 60, 300);
    await page.mouse.up();
    await expect(edge).toHaveAttribute('aria-valuenow', '520');
  });

  test('on a phone the panel takes the place of the page, and closes without a script', async ({ as }) => {
    const page = await as('owner', { viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
    await page.goto(`${PATH}?row=1`);
    const panel = page.locator('#details');
    expect((await panel.boundingBox())?.width).toBe(390);
    await expect(page.getByRole('button', { name: 'Ask a question' })).toBeHidden();
    await panel.getByRole('link', { name: 'Close details' }).click();
    await expect(page.getByRole('button', { name: 'Ask a question' })).toBeVisible();
  });

  test('toasts: three at once, undo by keyboard, errors stay', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const messages = page.getByRole('region', { name: 'Messages' });
    await page.getByRole('button', { name: 'Fail', exact: true }).click();
    for (let count = 0; count < 3; count += 1) await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(messages.getByRole('listitem')).toHaveCount(3);
    await expect(messages.getByText('1 more')).toBeVisible();
    await page.mouse.move(0, 0);
    await expect(messages.getByRole('listitem')).toHaveCount(1, { timeout: 20_000 });
    await expect(messages.getByText('Could not save')).toBeVisible();

    const archive = page.getByRole('button', { name: 'Archive', exact: true });
    await archive.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('F6');
    await expect.poll(() => focusedName(page)).toContain('Alert archived');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Undone 1 times')).toBeVisible();
    await expect.poll(() => focusedName(page)).toContain('Could not save');
    await page.keyboard.press('Escape');
    await expect(messages).toBeHidden();
    await expect(archive).toBeFocused();
  });

  test('a toast waits while the pointer rests on it', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const toast = page.getByRole('region', { name: 'Messages' }).getByRole('listitem');
    await toast.hover();
    await page.waitForTimeout(6_500);
    await expect(toast).toBeVisible();
    await page.mouse.move(0, 0);
    await expect(toast).toBeHidden({ timeout: 10_000 });
  });

  test('the palette finds, goes and keeps up with five thousand entries', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    const opener = page.getByRole('button', { name: 'Open the palette' });
    await opener.click();
    const field = page.getByRole('combobox', { name: 'Search or run a command' });
    await expect(field).toBeFocused();
    await expect(page.getByRole('option').first()).toHaveText(/Settings/);
    await page.keyboard.type('prefer');
    await expect(page.getByRole('option')).toHaveCount(1);
    await field.fill('');
    const began = Date.now();
    await page.keyboard.type('sub 4999');
    await expect(page.getByRole('option', { name: /Substation 4999/ })).toHaveAttribute('aria-selected', 'true');
    console.log(`palette: eight letters among 5,000 entries in ${Date.now() - began} ms (development build)`);
    await field.fill('kovac');
    await expect(page.getByRole('option', { name: /Mira Kovač/ })).toBeVisible();
    await field.fill('docum');
    await expect(page.getByRole('option', { name: /Runbook/ })).toBeVisible();
    await field.fill('zzzz');
    await expect(page.getByText('Nothing found for', { exact: false })).toBeVisible();
    await field.fill('dark');
    await page.keyboard.press('Enter');
    await expect(field).toBeHidden();
    await expect(page.getByText('Theme switched.')).toBeVisible();
    await expect(opener).toBeFocused();
    await opener.click();
    await expect(page.getByRole('option').first()).toHaveText(/dark theme/);
    await field.fill('gallery');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/gallery\/basics/);
  });

  test('keys run in sequence and are text in fields', async ({ as }) => {
    const page = await as('owner');
    await open(page, PATH);
    await page.keyboard.press('g');
    await page.keyboard.press('x');
    await expect(page.getByText('Pressed: sequence')).toBeVisible();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Contains').pressSequentially('z');
    await expect(page.getByText('Pressed: sequence')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('z');
    await expect(page.getByText('Pressed: single')).toBeVisible();
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(help.getByText('Search and commands')).toBeVisible();
  });
});
