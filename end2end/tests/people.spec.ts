import { PEOPLE, expect, expectAccessible, expectNoSidewaysScrolling, hydrated, open, signIn, test } from '../support/fixtures';

test.describe('people', () => {
  test('are found by filters and opened beside the list, and all of it stands in the address', async ({ as, server }) => {
    const sam = await server.createPerson('analyst', 'Zoë Found');
    const page = await as('owner');
    await open(page, '/admin/people');
    await expectAccessible(page);
    const table = page.getByRole('grid', { name: 'People' });
    await expect(table.getByRole('row').filter({ hasText: PEOPLE.owner.name })).toContainText('Owner');
    await page.getByRole('search').getByRole('searchbox').fill('zoë');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/q=zo/);
    await expect(table.getByRole('row').filter({ hasText: 'Zoë Found' })).toBeVisible();
    await expect(table.getByRole('row').filter({ hasText: PEOPLE.owner.name })).toHaveCount(0);
    await table.getByRole('link', { name: /Zoë Found/ }).click();
    await expect(page).toHaveURL(/person=/);
    const panel = page.getByRole('region', { name: 'Zoë Found' });
    await expect(panel).toContainText(sam.email);
    await expectAccessible(page);
    await page.reload();
    await hydrated(page);
    await expect(page.getByRole('region', { name: 'Zoë Found' })).toContainText('Analyst');
  });

  test('get another role at the next request, are suspended, let in again, and removed', async ({ as, newContext, server, watch }) => {
    watch.allowStatus(401, 403);
    const person = await server.createPerson('analyst', 'Una Changed');
    const theirs = await (await newContext()).newPage();
    await signIn(theirs, person);
    await open(theirs, '/aegis/events');
    const page = await as('owner');
    await open(page, '/admin/people?q=Una+Changed');
    await page.getByRole('grid', { name: 'People' }).getByRole('link', { name: /Una Changed/ }).click();
    const panel = page.getByRole('region', { name: 'Una Changed' });
    await panel.getByLabel('Base role').selectOption('executive');
    await panel.getByRole('button', { name: 'Save role' }).click();
    await expect(page.getByText('The role of Una Changed is changed').last()).toBeVisible();
    await theirs.goto('/aegis/events');
    await expect(theirs.getByText(/security_event:read/).first()).toBeVisible();

    await panel.getByRole('button', { name: 'Suspend access' }).click();
    await expect(panel.getByText('Suspended')).toBeVisible();
    await theirs.goto('/');
    await expect(theirs.getByText('Your access is suspended.')).toBeVisible();
    await panel.getByRole('button', { name: 'Restore access' }).click();
    await expect(panel.getByText('Active')).toBeVisible();
    await open(theirs, '/');

    await panel.getByText('Remove Una Changed from the organization').click();
    await panel.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(panel.getByText('Removed')).toBeVisible();
    await theirs.goto('/');
    await expect(theirs).toHaveURL(/sign-in/);
    await open(page, '/admin/audit?action=person.removed');
    await expect(page.getByRole('row').filter({ hasText: 'Una Changed' }).first()).toContainText('person.removed');
  });

  test('are seen and not changed by an executive, on a phone too', async ({ as }) => {
    const page = await as('executive', { viewport: { width: 390, height: 844 } });
    await open(page, '/admin/people');
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);
    await expect(page.getByRole('link', { name: 'Invite' })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Export CSV' })).toHaveCount(0);
    await page.getByRole('link', { name: new RegExp(PEOPLE.owner.name) }).first().click();
    await expect(page.getByRole('button', { name: 'Suspend access' })).toHaveCount(0);
  });

  test('leave as a file', async ({ as }) => {
    const page = await as('auditor');
    await open(page, '/admin/people');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('people.csv');
  });
});
