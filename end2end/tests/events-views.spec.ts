import type { Page } from '@playwright/test';
import { PEOPLE, expect, expectAccessible, open, signIn, test } from '../support/fixtures';

const menu = (page: Page) => page.locator('.saved-views__button');
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Saved views' });
const view = (page: Page, name: string) => dialog(page).getByRole('link', { name: new RegExp(`^${name}`) });
const search = (page: Page) => page.getByRole('search').getByRole('searchbox');

/** The page with a query of its own; what tests keep has names of their own, because they share a server. */
async function events(page: Page, query = '?from=now-24h&to=now'): Promise<void> {
  await open(page, `/aegis/events${query}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Events' })).toBeVisible();
  await expect(menu(page)).toBeEnabled();
}

async function openMenu(page: Page): Promise<void> {
  await menu(page).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
}

async function keep(page: Page, name: string): Promise<void> {
  await openMenu(page);
  await dialog(page).getByRole('textbox', { name: 'Name of a new view' }).fill(name);
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeHidden();
  await expect(menu(page)).toContainText(name);
}

test.describe('saved views of events', () => {
  test('by keyboard: keep, open, see that it changed, save over it, rename, delete, undo', async ({ as, watch }) => {
    const page = await as('analyst');
    await events(page, '?from=now-7d&to=now&kind=is:sign_in.succeeded&sort=time');
    await keep(page, 'Sign-ins');
    await expect(page).toHaveURL(/view=[0-9a-f-]{36}$/);

    await search(page).fill(PEOPLE.analyst.name);
    await expect(page).toHaveURL(/q=/);
    await expect(menu(page)).toContainText('changed');
    // Which view it was and that it changed survive a reload.
    await page.reload();
    await expect(menu(page)).toContainText('Sign-ins');
    await expect(menu(page)).toContainText('changed');
    await openMenu(page);
    await page.getByRole('button', { name: 'Save changes to Sign-ins' }).focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page)).toBeHidden();
    await expect(menu(page)).not.toContainText('changed');

    await events(page);
    await expect(menu(page)).toHaveText('Views');
    await openMenu(page);
    await view(page, 'Sign-ins').focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/from=now-7d&to=now&kind=is:sign_in\.succeeded&q=.+&sort=time&view=/);
    await expect(menu(page)).toContainText('Sign-ins');

    await openMenu(page);
    await dialog(page).getByRole('button', { name: 'Rename Sign-ins' }).focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page).getByRole('textbox', { name: 'New name' })).toBeFocused();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Who came in');
    await page.keyboard.press('Enter');
    await expect(view(page, 'Who came in')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(menu(page)).toBeFocused();
    await keep(page, 'Copy');

    // A name that is taken is refused where it was typed, and what was typed is kept.
    watch.allowStatus(409);
    await openMenu(page);
    const name = dialog(page).getByRole('textbox', { name: 'Name of a new view' });
    await name.fill('WHO CAME IN');
    await page.keyboard.press('Enter');
    await expect(dialog(page).getByRole('alert').filter({ hasText: 'You have a view of this name.' })).toBeVisible();
    await expect(name).toHaveValue('WHO CAME IN');
    await expect(name).toHaveAttribute('aria-invalid', 'true');

    await dialog(page).getByRole('button', { name: 'Delete Copy' }).focus();
    await page.keyboard.press('Enter');
    await expect(view(page, 'Copy')).toHaveCount(0);
    await expect(page.getByText('Copy is deleted.', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await openMenu(page);
    await expect(view(page, 'Copy')).toBeVisible();
    await expectAccessible(page);
  });

  test('columns are part of a view', async ({ as }) => {
    const page = await as('auditor');
    const head = page.getByRole('grid', { name: 'Security events' }).getByRole('columnheader', { name: 'Address' });
    await events(page);
    await expect(head).toBeVisible();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('dialog', { name: 'Columns' }).getByRole('checkbox', { name: /Address/ }).uncheck();
    await expect(page).toHaveURL(/columns=/);
    await page.keyboard.press('Escape');
    await keep(page, 'Narrow');
    await events(page);
    await expect(head).toBeVisible();
    await openMenu(page);
    await view(page, 'Narrow').click();
    await expect(head).toBeHidden();
    await page.reload();
    await expect(page.getByRole('grid', { name: 'Security events' }).getByRole('columnheader').first()).toBeVisible();
    await expect(head).toBeHidden();
    await openMenu(page);
    await dialog(page).getByRole('button', { name: 'Delete Narrow' }).click();
    await expect(view(page, 'Narrow')).toHaveCount(0);
  });

  test('a default view opens from the bare address, before any script too', async ({ as, newContext }) => {
    const page = await as('admin');
    await events(page, '?from=now-24h&to=now&severity=is:info,low');
    await keep(page, 'Quiet');
    await openMenu(page);
    await dialog(page).getByRole('button', { name: 'Open Quiet by default' }).focus();
    await page.keyboard.press('Enter');
    await expect(view(page, 'Quiet')).toContainText('default');
    await page.keyboard.press('Escape');
    await open(page, '/account');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Events' }).click();
    await expect(page).toHaveURL(/severity=is:info,low&view=/);
    const plain = await newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
    const still = await plain.newPage();
    await still.goto('/aegis/events');
    await expect(still).toHaveURL(/from=now-24h&to=now&severity=is:info,low&view=/);
    await expect(still.getByRole('grid', { name: 'Security events' }).getByRole('rowheader').first()).toBeVisible();
    await openMenu(page);
    await dialog(page).getByRole('button', { name: 'Do not open Quiet by default' }).click();
    await expect(view(page, 'Quiet')).not.toContainText('default');
    await dialog(page).getByRole('button', { name: 'Delete Quiet' }).click();
    await open(page, '/aegis/events');
    await expect(page).toHaveURL('/aegis/events');
  });

  test('a colleague sees none of them', async ({ as, newContext }) => {
    const page = await as('owner');
    await events(page);
    await keep(page, 'Only mine');
    const other = await (await newContext()).newPage();
    await signIn(other, PEOPLE.admin);
    await events(other);
    await openMenu(other);
    await expect(view(other, 'Only mine')).toHaveCount(0);
    // Its id in the address opens nothing either.
    await open(other, new URL(page.url()).pathname + new URL(page.url()).search);
    await expect(menu(other)).toHaveText('Views');
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
      test(`axe finds nothing in the menu in the ${colorScheme} theme at ${viewport.width} pixels`, async ({ as }) => {
        const page = await as('owner', { viewport, colorScheme });
        await events(page);
        await openMenu(page);
        await expectAccessible(page);
      });
    }
  }
});
