import { ORGANIZATION, expect, expectAccessible, open, signIn, test } from '../support/fixtures';

test.describe('organizations', () => {
  test('an operator makes one, limits it, suspends it with a reason that its people see, and restores it', async ({
    as,
    newContext,
    server,
    watch,
  }) => {
    watch.allowStatus(403);
    const page = await as('owner');
    const slug = `harbour-${Date.now()}`;
    await open(page, '/admin/organizations');
    await expectAccessible(page);
    const form = page.locator('#new-organization');
    await form.getByLabel('Name').fill('Harbour Works');
    await form.getByLabel('Slug').fill(slug);
    await form.getByLabel('First owner').fill(`${slug}@harbour.example`);
    await form.getByRole('button', { name: 'Create organization' }).click();
    const link = await form.locator('code').textContent();
    const theirs = await (await newContext()).newPage();
    await open(theirs, new URL(link ?? '').pathname + new URL(link ?? '').search);
    await theirs.getByLabel('Your name').fill('Hanna Harbour');
    await theirs.getByLabel('Password', { exact: true }).fill('wandering otters juggle lamps');
    await theirs.getByRole('button', { name: 'Join' }).click();
    await expect(theirs.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible({ timeout: 20_000 });

    const row = page.getByRole('row').filter({ hasText: slug });
    await row.getByText('Manage').click();
    await row.getByLabel('Reason').fill('Unpaid since August');
    await row.getByRole('button', { name: 'Suspend' }).click();
    await expect(row).toContainText('Suspended');

    await open(theirs, '/admin/settings');
    await expect(theirs.getByText('This organization is suspended: everything can be read, nothing changed.')).toBeVisible();
    await expect(theirs.getByText('Unpaid since August', { exact: true })).toBeVisible();
    await expect(theirs.getByLabel('Time zone')).toBeDisabled();
    await expectAccessible(theirs);
    const refused = await theirs.request.post('/api/admin/invitations/save', {
      form: { email: 'a@b.example', role: 'member', days: '7' },
      headers: { accept: 'application/json' },
    });
    expect(refused.status()).toBe(403);
    expect(await refused.text()).toContain('This organization is suspended');
    await open(theirs, '/admin/audit');
    await expect(theirs.getByRole('row').filter({ hasText: 'operator.entered' }).first()).toContainText('Operator');

    await server.admin(['organizations', 'restore', slug]);
    await open(theirs, '/admin/settings');
    await expect(theirs.getByText('This organization is suspended')).toHaveCount(0);
    await expect(theirs.getByLabel('Time zone')).toBeEnabled();
  });

  test('settings say where they come from and go back to what is inherited', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/admin/settings');
    await expectAccessible(page);
    const density = page.locator('#setting-appearance-density');
    await expect(density).toHaveAccessibleDescription(/Comes from Cauldron's own standard/);
    await density.selectOption('comfortable');
    await page.getByRole('button', { name: 'Save defaults' }).click();
    await expect(page.locator('#setting-appearance-density')).toHaveAccessibleDescription(/Set here\. Without it: Compact/);
    await page.getByRole('button', { name: /Reset density/ }).click();
    await expect(page.locator('#setting-appearance-density')).toHaveAccessibleDescription(/Comes from Cauldron's own standard/);
    await expect(page.getByLabel('People', { exact: true })).toBeVisible();
  });

  test('ownership is handed over, and the only owner cannot leave', async ({ newContext, server, watch }) => {
    watch.allowStatus(409);
    const owner = await server.createPerson('owner', 'Otis Owner');
    const heir = await server.createPerson('analyst', 'Ines Heir');
    const name = await server.createOrganization(owner, 'Handed Over');
    await server.sql(`
      insert into core.memberships (organization_id, user_id, role)
      select organizations.id, users.id, 'analyst' from core.organizations, core.users
      where organizations.name = '${name}' and users.email = '${heir.email}'`);
    await server.sql(`
      update core.memberships set status = 'suspended' from core.organizations, core.users
      where organizations.id = organization_id and users.id = user_id and organizations.name = '${ORGANIZATION}'
        and users.email = '${owner.email}'`);
    const page = await (await newContext()).newPage();
    await signIn(page, owner);
    await expect(page.locator('.rail__organization-name').first()).toHaveText(name);
    await open(page, '/admin/settings');
    await page.getByRole('button', { name: 'Leave the organization' }).click();
    await expect(page.getByText('You are the only owner.')).toBeVisible();
    await page.getByLabel('New owner').selectOption({ label: heir.name });
    await page.getByRole('button', { name: 'Hand over' }).click();
    await expect(page.getByText('The organization is handed over. You are an admin of it now.')).toBeVisible();
    await page.getByRole('button', { name: 'Leave the organization' }).click();
    await expect(page).toHaveURL(/sign-in/);
  });
});
