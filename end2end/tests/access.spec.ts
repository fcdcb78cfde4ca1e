import { addMember, choose, forgetAccess, makeRole, makeTeam } from '../support/access';
import { PEOPLE, expect, expectAccessible, expectNoSidewaysScrolling, open, test } from '../support/fixtures';
import { inEveryLook } from '../support/looks';

test.afterEach(async ({ server }) => forgetAccess(server));

test.describe('access', () => {
  test('a role that a team was given on one thing is explained, and gone at the next request', async ({ as }) => {
    const owner = await as('owner');
    await makeRole(owner, 'Runner', ['Decide who is in a team and who runs it']);
    const blue = await makeTeam(owner, 'Blue');
    await makeTeam(owner, 'Red');
    await addMember(owner, PEOPLE.executive.name);

    const executive = await as('executive');
    await open(executive, blue);
    await expect(executive.getByRole('combobox', { name: 'Add a person' })).toHaveCount(0);

    await open(owner, '/admin/access');
    await choose(owner, 'To', 'Red');
    await choose(owner, 'Role', 'Runner');
    await choose(owner, 'On', 'Blue');
    await owner.getByRole('button', { name: 'Give role' }).click();
    const given = owner.getByRole('table', { name: 'Roles that were given' });
    await expect(given.getByRole('row').filter({ hasText: 'Runner' })).toContainText('Red');

    // It holds at the next request, on that team alone.
    await open(executive, blue);
    await expect(executive.getByRole('combobox', { name: 'Add a person' })).toBeVisible();

    await open(owner, '/admin/access/explain');
    await choose(owner, 'Person', PEOPLE.executive.name);
    await choose(owner, 'Permission', 'team:manage');
    await choose(owner, 'On', 'Blue');
    await owner.getByRole('button', { name: 'Explain' }).click();
    await expect(owner.locator('#verdict')).toContainText('Allowed');
    const why = owner.getByRole('table', { name: 'Ways in which it is allowed' });
    await expect(why.getByRole('row').filter({ hasText: 'Given to the team Red' })).toContainText('Runner');
    await why.getByRole('link', { name: 'What if not' }).click();
    await expect(owner.locator('#what-if-outcome')).toContainText('team:manage would not be allowed any more.');
    await expect(owner.locator('#what-if-outcome')).toContainText('on the team Blue: team:manage');
    const address = owner.url();

    await open(owner, `/admin/access/reach?resource=team:${blue.split('/').pop()}`);
    await expect(owner.getByRole('row').filter({ hasText: 'The team Red' })).toContainText('manage');

    await open(owner, '/admin/access');
    await owner.getByRole('button', { name: 'Take back Runner from Red' }).click();
    await expect(owner.getByText('No role was given yet')).toBeVisible();

    await open(executive, blue);
    await expect(executive.getByRole('combobox', { name: 'Add a person' })).toHaveCount(0);
    await owner.goto(address);
    await expect(owner.locator('#verdict')).toContainText('Not allowed');
    await expect(owner.getByRole('heading', { name: 'What is missing' })).toBeVisible();
    await expect(owner.locator('#missing')).toContainText('Runner');
    await expect(owner.locator('#missing')).toContainText(PEOPLE.admin.name);

    await open(owner, '/admin/audit?action=access.');
    const log = owner.getByRole('table', { name: 'Audit entries' });
    await expect(log).toContainText('access.granted');
    await expect(log).toContainText('access.revoked');
  });

  test('everybody sees why they may or may not; about others only some may ask', async ({ as, watch }) => {
    watch.allowStatus(403);
    const executive = await as('executive');
    await open(executive, '/admin/access/explain?permission=audit:read');
    await expect(executive.locator('#verdict')).toContainText('You may not use audit:read.');
    await expect(executive.getByRole('link', { name: 'Given roles' })).toHaveCount(0);
    const other = await executive.request.get(
      '/api/admin/access/explain?query[person]=018f0000-0000-7000-8000-000000000001&query[permission]=audit:read',
    );
    expect(other.status()).toBe(403);
    await open(executive, '/admin/access');
    await executive.getByRole('link', { name: 'Why not?' }).click();
    await expect(executive.locator('#verdict')).toContainText('You may not use access:read.');
  });

  test('a form that cannot be met keeps what was chosen and says why', async ({ as, watch }) => {
    watch.allowStatus(422, 409);
    const page = await as('owner');
    await open(page, '/admin/access');
    await choose(page, 'Role', 'Auditor');
    await page.getByRole('button', { name: 'Give role' }).click();
    await expect(page.getByRole('combobox', { name: 'To', exact: true })).toHaveAccessibleDescription(/Choose a person or a team/);
    await choose(page, 'To', PEOPLE.analyst.name);
    await page.getByRole('button', { name: 'Give role' }).click();
    await expect(page.getByRole('table', { name: 'Roles that were given' })).toContainText(PEOPLE.analyst.name);
    await choose(page, 'To', PEOPLE.analyst.name);
    await page.getByRole('button', { name: 'Give role' }).click();
    await expect(page.getByText(`${PEOPLE.analyst.name} has the role Auditor already.`)).toBeVisible();
  });

  test('unused access is listed and leaves as a file', async ({ as, server }) => {
    const page = await as('owner');
    await server.sql(
      `alter table core.memberships disable trigger touch_row;
       update core.memberships set updated_at = now() - interval '200 days';
       alter table core.memberships enable trigger touch_row`,
    );
    await open(page, '/admin/access/review');
    await expect(page.getByRole('table', { name: 'Access that nobody used' })).toContainText(PEOPLE.auditor.name);
    await page.getByRole('link', { name: '365 days' }).click();
    await expect(page.getByText('Everything that was given 365 days ago or earlier was used since')).toBeVisible();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export CSV' }).click();
    expect((await download).suggestedFilename()).toMatch(/^unused-access-\d{4}-\d\d-\d\d\.csv$/);
  });

  test('axe finds nothing in both themes at three widths', async ({ as }) => {
    const page = await as('owner');
    const team = await makeTeam(page, 'Blue');
    const reach = `/admin/access/reach?resource=team:${team.split('/').pop()}`;
    const addresses = ['/admin/access', '/admin/access/explain?permission=audit:read', reach, '/admin/access/review'];
    for (const address of addresses) {
      await open(page, address);
      await inEveryLook(page, async () => {
        await expectAccessible(page);
        await expectNoSidewaysScrolling(page);
      });
    }
  });
});
