import type { Page } from '@playwright/test';
import { PEOPLE, expect, expectAccessible, hydrated, open, signIn, test } from '../support/fixtures';

/** Invites somebody on the present page and answers the link, which is shown once. */
async function invite(page: Page, email: string, role = 'analyst'): Promise<string> {
  await open(page, '/admin/people/invitations');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Base role').selectOption(role);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const shown = page.getByRole('status').filter({ hasText: email });
  await expect(shown.getByRole('button', { name: 'Copy the link' })).toBeVisible();
  const link = await shown.locator('code').textContent();
  return new URL(link ?? '', page.url()).toString();
}

test.describe('invitations', () => {
  test('somebody new sets a name and a password and is in', async ({ as, newContext }) => {
    const page = await as('admin');
    const email = `nora-${Date.now()}@northwind.example`;
    const link = await invite(page, email);
    await expectAccessible(page);
    const theirs = await (await newContext()).newPage();
    await theirs.goto(link);
    await hydrated(theirs);
    await expectAccessible(theirs);
    await expect(theirs.getByText(email)).toBeVisible();
    await theirs.getByLabel('Your name').fill('Nora Berg');
    await theirs.getByLabel('Password', { exact: true }).fill('wandering otters juggle lamps');
    await theirs.getByRole('button', { name: 'Join' }).click();
    await expect(theirs.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible({ timeout: 20_000 });
    await open(page, '/admin/people?q=nora');
    await expect(page.getByRole('grid', { name: 'People' })).toContainText(email);
    await open(page, '/admin/people/invitations?show=all');
    await expect(page.getByRole('row').filter({ hasText: email })).toContainText('Accepted');

    const late = await (await newContext()).newPage();
    await late.goto(link);
    await expect(late.getByText('This invitation has been used.')).toBeVisible();
    await expectAccessible(late);
  });

  test('somebody with an account signs in and accepts, and nobody else can', async ({ as, newContext, server, watch }) => {
    watch.allowStatus(422);
    await server.admin(['organizations', 'create', '--name', 'Far Away', '--slug', `far-${Date.now()}`, '--owner', 'x@far.example']);
    const guest = await server.createPerson('analyst', 'Gus Guest');
    const slug = `guests-${Date.now()}`;
    const made = await server.admin(['organizations', 'create', '--name', 'Guest House', '--slug', slug, '--owner', guest.email]);
    const link = /http\S+\/invitation\?token=\S+/.exec(made)?.[0] ?? '';
    const path = new URL(link).pathname + new URL(link).search;

    const wrong = await as('auditor');
    await open(wrong, path);
    await expect(wrong.getByText(/this invitation is for/)).toBeVisible();

    const theirs = await (await newContext()).newPage();
    await open(theirs, path);
    await theirs.getByRole('link', { name: 'Sign in to accept' }).click();
    await theirs.getByLabel('E-mail address').fill(guest.email);
    await theirs.getByLabel('Password', { exact: true }).fill(guest.password);
    await theirs.getByRole('button', { name: 'Sign in' }).click();
    await theirs.getByRole('button', { name: 'Accept' }).click();
    await expect(theirs.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible({ timeout: 20_000 });
    await expect(theirs.locator('.rail__organization-name').first()).toHaveText('Guest House');
  });

  test('says at its field what is wrong, sends a new link and takes one back', async ({ as, newContext, watch }) => {
    watch.allowStatus(409, 422);
    const page = await as('owner');
    await open(page, '/admin/people/invitations');
    await page.getByLabel('E-mail address').fill(PEOPLE.analyst.email);
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(/belongs to the organization already/);
    const email = `late-${Date.now()}@northwind.example`;
    const first = await invite(page, email);
    const row = page.getByRole('row').filter({ hasText: email });
    await row.getByRole('button', { name: /New link/ }).click();
    await expect(page.getByRole('status').filter({ hasText: email }).last()).toBeVisible();
    const other = await (await newContext()).newPage();
    await other.goto(first);
    await expect(other.getByText(/a newer link has replaced it/)).toBeVisible();
    await row.getByRole('button', { name: /Take back/ }).click();
    await expect(page.getByRole('row').filter({ hasText: email })).toHaveCount(0);
  });
});
