import { expect, expectAccessible, expectNoSidewaysScrolling, open, test } from '../support/fixtures';
import type { Page } from '@playwright/test';

/** Has the person told that a key was made in their name. */
async function tell(page: Page, name: string): Promise<void> {
  const form = { name, 'scopes[]': 'organization:read', days: '30' };
  const headers = { accept: 'application/json' };
  expect((await page.request.post('/api/admin/keys/create', { form, headers })).status()).toBe(200);
}

test.describe('notifications', () => {
  test('reach the bell live, are read there and listed in the inbox', async ({ as }) => {
    const page = await as('admin');
    await open(page, '/account');
    const bell = page.getByRole('button', { name: /^Notifications/ });
    await expect(bell).toBeVisible();
    const name = `Told ${Date.now()}`;
    await tell(page, name);
    await expect(bell).toHaveAccessibleName(/[0-9]+ unread/, { timeout: 15_000 });
    await bell.click();
    const list = page.getByRole('group', { name: 'Notifications' });
    await expect(list.getByRole('link', { name: `The API key ${name} was made in your name` })).toBeVisible();
    await list.getByRole('button', { name: 'Mark all as read' }).click();
    await expect(bell).toHaveAccessibleName('Notifications');
    await list.getByRole('link', { name: 'All notifications' }).click();
    await expect(page).toHaveURL('/notifications');
    await expect(page.getByRole('link', { name: `The API key ${name} was made in your name` })).toBeVisible();
  });

  test('are narrowed by links and marked read one by one', async ({ as }) => {
    const page = await as('analyst');
    const names = [`One ${Date.now()}`, `Two ${Date.now()}`];
    for (const name of names) await tell(page, name);
    const inbox = page.getByRole('region', { name: 'Inbox' });
    await expect(async () => {
      await open(page, '/notifications?show=unread');
      for (const name of names) await expect(inbox.getByRole('link', { name: new RegExp(name) })).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 15_000 });
    await inbox.getByRole('button', { name: new RegExp(`Mark as read.*${names[0]}`) }).click();
    await expect(inbox.getByRole('link', { name: new RegExp(names[0] ?? '') })).toHaveCount(0);
    await expect(inbox.getByRole('link', { name: new RegExp(names[1] ?? '') })).toBeVisible();
    await page.getByRole('navigation', { name: 'Kind' }).getByRole('link', { name: 'Invitations' }).click();
    await expect(page).toHaveURL('/notifications?show=unread&kind=invitation');
    await expect(page.getByText('Nothing fits')).toBeVisible();
  });

  test('choices are kept, also without a script', async ({ as }) => {
    const page = await as('executive', { javaScriptEnabled: false });
    await page.goto('/notifications');
    const mail = page.getByRole('group', { name: 'By mail' });
    await mail.getByRole('checkbox', { name: /Security/ }).uncheck();
    await mail.getByRole('checkbox', { name: /Invitations/ }).check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.goto('/notifications');
    await expect(mail.getByRole('checkbox', { name: /Security/ })).not.toBeChecked();
    await expect(mail.getByRole('checkbox', { name: /Invitations/ })).toBeChecked();
    await expect(page.getByRole('group', { name: 'In the app' }).getByRole('checkbox', { name: /Security/ })).toBeDisabled();
  });

  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`axe finds nothing in the ${colorScheme} theme at ${viewport.width} pixels`, async ({ as }) => {
        const page = await as('admin', { viewport, colorScheme });
        await open(page, '/notifications');
        await expect(page.getByRole('heading', { name: 'What you want to be told' })).toBeVisible();
        await expectAccessible(page);
        await expectNoSidewaysScrolling(page);
      });
    }
  }
});
