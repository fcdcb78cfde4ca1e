import { ORGANIZATION, PEOPLE, expect, open, signIn, signOut, test } from '../support/fixtures';

// The organization is shared with the tests that follow in this worker: each finds it as setting up left it.
test.afterEach(async ({ server }) => {
  await server.sql(`
    update core.organizations set name = '${ORGANIZATION}', time_zone = 'Europe/Berlin' where is_operating;
    delete from core.settings using core.organizations where organizations.id = organization_id and is_operating`);
});

test.describe('settings', () => {
  test('an owner saves them, and the audit log and the security events tell who did', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/admin/settings');
    const name = `Northwind ${Date.now()}`;
    await page.getByLabel('Name').fill(name);
    for (const day of ['sunday', 'saturday', 'monday']) {
      await page.getByLabel('Weeks begin on').selectOption(day);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
      await expect(page.getByRole('alert').filter({ hasText: /\w/ })).toHaveCount(0);
      await open(page, '/admin/settings');
      await expect(page.getByLabel('Name')).toHaveValue(name);
      await expect(page.getByLabel('Weeks begin on')).toHaveValue(day);
    }

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit' }).click();
    const log = page.getByRole('table', { name: 'Audit entries' });
    const entry = log.getByRole('row').filter({ hasText: name }).first();
    await expect(entry).toContainText('organization.updated');
    await expect(entry.getByRole('rowheader')).toHaveText(PEOPLE.owner.name);
    await expect(entry).toContainText('week start: monday → sunday');

    await open(page, '/');
    await expect(page.getByRole('table', { name: 'Latest security events' })).toContainText(
      `${PEOPLE.owner.name} changed the organization's settings`,
    );
  });

  test('an unknown time zone is answered at its field', async ({ as, watch }) => {
    watch.allowStatus(422);
    const page = await as('owner');
    await open(page, '/admin/settings');
    await page.getByLabel('Time zone').fill('Mars/Olympus');
    await page.getByLabel('Name').fill('Kept all the same');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByLabel('Time zone')).toHaveAccessibleDescription(/Choose a time zone by its IANA name/);
    await expect(page.getByLabel('Time zone')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByLabel('Time zone')).toHaveValue('Mars/Olympus');
    await expect(page.getByLabel('Name')).toHaveValue('Kept all the same');
    for (const zone of ['Asia/Kathmandu', 'Africa/Cairo']) {
      await page.getByLabel('Time zone').fill(zone);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
      await expect(page.getByLabel('Time zone')).not.toHaveAttribute('aria-invalid');
      await open(page, '/admin/settings');
      await expect(page.getByLabel('Time zone')).toHaveValue(zone);
    }
  });

  test('of two who save, the second is shown what was saved meanwhile, keeps the entries, and may save over it', async ({
    as,
    watch,
  }) => {
    watch.allowStatus(409);
    const [one, other] = [await as('owner'), await as('admin')];
    for (const page of [one, other]) await open(page, '/admin/settings');
    await one.getByLabel('Name').fill('First to save');
    await one.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(one.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();

    await other.getByLabel('Name').fill('Second to save');
    await other.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(other.getByRole('alert')).toContainText('Somebody else saved these settings while you were editing.');
    await expect(other.getByLabel('Name')).toHaveAccessibleDescription(/Saved meanwhile: First to save\./);
    await expect(other.getByLabel('Name')).toHaveValue('Second to save');

    await other.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(other.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
    await open(one, '/admin/settings');
    await expect(one.getByLabel('Name')).toHaveValue('Second to save');
  });

  test('an analyst sees them and cannot change them', async ({ as }) => {
    const page = await as('analyst');
    await open(page, '/admin/settings');
    for (const label of ['Name', 'Time zone', 'Weeks begin on']) {
      await expect(page.getByLabel(label)).toBeDisabled();
    }
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
    await expect(page.getByText('Only owners and admins can change these settings.')).toBeVisible();
    const refused = await page.request.post('/api/admin/organization/save', {
      form: { name: 'Mine now', time_zone: 'UTC', week_start: 'monday', version: '1' },
      headers: { accept: 'application/json' },
    });
    expect(refused.status()).toBe(403);
  });

  test('a session that ends in another tab loses nothing that was typed', async ({ context, watch, server: _ }) => {
    watch.allowStatus(401);
    const page = await context.newPage();
    await signIn(page, PEOPLE.owner);
    await open(page, '/admin/settings');
    await page.getByLabel('Name').fill('Half a thought');
    const other = await context.newPage();
    await open(other, '/');
    await signOut(other);
    await expect(
      page.getByText('Your session has ended. Sign in again to go on; what you typed on this page is still here.'),
    ).toBeVisible({ timeout: 5_000 });
    await expect(page.getByLabel('Name')).toHaveValue('Half a thought');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('Your session has ended. Sign in again; what you typed is kept.');
    await expect(page.getByLabel('Name')).toHaveValue('Half a thought');
    await expect(page).toHaveURL('/admin/settings');
  });

  test('a save that fails on the way keeps what was typed and says what to do', async ({ as, watch }) => {
    watch.allow(/Failed to load resource|net::ERR/);
    const page = await as('owner');
    await open(page, '/admin/settings');
    await page.getByLabel('Name').fill('On its way');
    await page.route(/organization\/save/, (route) => route.abort());
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('Cauldron does not answer.');
    await expect(page.getByLabel('Name')).toHaveValue('On its way');
    await page.unroute(/organization\/save/);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  });
});
