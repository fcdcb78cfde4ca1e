import { addMember, forgetAccess, makeTeam } from '../support/access';
import { PEOPLE, expect, expectAccessible, expectNoSidewaysScrolling, open, test } from '../support/fixtures';
import { inEveryLook } from '../support/looks';

test.afterEach(async ({ server }) => forgetAccess(server));

test.describe('teams', () => {
  test('an admin makes one, fills it, renames it and deletes it by its name', async ({ as, watch }) => {
    watch.allowStatus(422);
    const page = await as('admin');
    await open(page, '/admin/teams');
    await expect(page.getByText('There are no teams yet')).toBeVisible();
    const path = await makeTeam(page, 'Blue 🔵');
    await addMember(page, PEOPLE.analyst.name);
    await page.getByRole('button', { name: `Make team admin (${PEOPLE.analyst.name})` }).click();
    await expect(page.getByRole('row').filter({ hasText: PEOPLE.analyst.name })).toContainText('team admin');

    await page.getByLabel('Name', { exact: true }).fill('Azure');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Azure' })).toBeVisible();
    await open(page, '/admin/teams?q=azu');
    await page.getByRole('link', { name: 'Azure' }).click();
    await expect(page).toHaveURL(path);

    await page.getByLabel('Type the name of the team').fill('azure');
    await page.getByRole('button', { name: 'Delete team' }).click();
    await expect(page.getByLabel('Type the name of the team')).toHaveAccessibleDescription(/as it is: Azure\./);
    await page.getByLabel('Type the name of the team').fill('Azure');
    await page.getByRole('button', { name: 'Delete team' }).click();
    await expect(page).toHaveURL('/admin/teams');
    await expect(page.getByText('There are no teams yet')).toBeVisible();
  });

  test('who runs a team fills it and may leave it; others only look', async ({ as }) => {
    const admin = await as('admin');
    const path = await makeTeam(admin, 'Blue');
    await addMember(admin, PEOPLE.analyst.name);
    await admin.getByRole('button', { name: `Make team admin (${PEOPLE.analyst.name})` }).click();
    await expect(admin.getByRole('row').filter({ hasText: PEOPLE.analyst.name })).toContainText('team admin');

    const analyst = await as('analyst');
    await open(analyst, path);
    await addMember(analyst, PEOPLE.executive.name);
    await expect(analyst.getByRole('heading', { name: 'Delete this team' })).toHaveCount(0);

    const executive = await as('executive');
    await open(executive, path);
    await expect(executive.getByRole('combobox', { name: 'Add a person' })).toHaveCount(0);
    await executive.getByRole('button', { name: 'Leave' }).click();
    await expect(executive.getByRole('table', { name: 'Members of the team' })).not.toContainText(PEOPLE.executive.name);
  });

  test('it works before any script', async ({ newContext, as }) => {
    const admin = await as('admin');
    const state = await admin.context().storageState();
    const context = await newContext({ javaScriptEnabled: false, storageState: state });
    const page = await context.newPage();
    await page.goto('/admin/teams/new');
    await page.getByLabel('Name', { exact: true }).fill('Plain');
    await page.getByRole('button', { name: 'Make team' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Plain' })).toBeVisible();
    await page.getByLabel('Add a person').fill(PEOPLE.analyst.email);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByRole('table', { name: 'Members of the team' })).toContainText(PEOPLE.analyst.name);
  });

  test('axe finds nothing in both themes at three widths', async ({ as }) => {
    const page = await as('owner');
    const path = await makeTeam(page, 'Blue');
    await addMember(page, PEOPLE.analyst.name);
    for (const address of ['/admin/teams', '/admin/teams/new', path]) {
      await open(page, address);
      await inEveryLook(page, async () => {
        await expectAccessible(page);
        await expectNoSidewaysScrolling(page);
      });
    }
  });
});
