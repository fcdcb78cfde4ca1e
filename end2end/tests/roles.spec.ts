import { forgetAccess, makeRole } from '../support/access';
import { expect, expectAccessible, expectNoSidewaysScrolling, open, test } from '../support/fixtures';
import { inEveryLook } from '../support/looks';

test.afterEach(async ({ server }) => forgetAccess(server));

test.describe('roles', () => {
  test('an owner makes one that inherits from another, and the matrix shows both', async ({ as }) => {
    const page = await as('owner');
    const reader = await makeRole(page, 'Log reader', ['Read the audit log']);
    await open(page, '/admin/roles/new');
    await page.getByLabel('Name', { exact: true }).fill('Lead');
    await page.getByRole('checkbox', { name: 'Log reader' }).check();
    await page.getByRole('button', { name: 'Make role' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Lead' })).toBeVisible();
    await expect(page.getByText('audit:read · comes from Log reader')).toBeVisible();

    // A circle is not to be had: what inherits from a role cannot be inherited from.
    await open(page, reader);
    await expect(page.getByRole('checkbox', { name: 'Lead' })).toBeDisabled();

    await open(page, '/admin/roles/matrix');
    const row = page.getByRole('row').filter({ hasText: 'audit:read' });
    await expect(row.getByText('Lead: yes')).toBeAttached();
    await expect(row.getByText('Analyst: no')).toBeAttached();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export CSV' }).click();
    expect((await download).suggestedFilename()).toMatch(/^roles-\d{4}-\d\d-\d\d\.csv$/);
  });

  test('of two who save, the second is shown both sides and may save over it', async ({ as, watch }) => {
    watch.allowStatus(409);
    const [one, other] = [await as('owner'), await as('admin')];
    const path = await makeRole(one, 'Reader', ['Read the audit log']);
    for (const page of [one, other]) await open(page, path);
    await one.getByLabel('Name', { exact: true }).fill('First');
    await one.getByRole('button', { name: 'Save role' }).click();
    await expect(one.getByRole('heading', { level: 1, name: 'First' })).toBeVisible();

    await other.getByLabel('Name', { exact: true }).fill('Second');
    await other.getByRole('button', { name: 'Save role' }).click();
    await expect(other.getByRole('alert').filter({ hasText: 'Somebody else saved this role' })).toBeVisible();
    await expect(other.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Saved meanwhile: First\./);
    await expect(other.getByLabel('Name', { exact: true })).toHaveValue('Second');
    await other.getByRole('button', { name: 'Save role' }).click();
    await expect(other.getByRole('heading', { level: 1, name: 'Second' })).toBeVisible();
  });

  test('system roles and those one may not change are shown shut', async ({ as }) => {
    const owner = await as('owner');
    const path = await makeRole(owner, 'Reader', ['Read the audit log']);
    const analyst = await as('analyst');
    for (const address of [path, '/admin/roles/auditor']) {
      await open(analyst, address);
      await expect(analyst.getByRole('checkbox', { name: 'Read the audit log' })).toBeChecked();
      await expect(analyst.getByRole('checkbox', { name: 'Read the audit log' })).toBeDisabled();
      await expect(analyst.getByRole('button', { name: 'Save role' })).toHaveCount(0);
    }
    await open(analyst, '/admin/roles');
    await expect(analyst.getByRole('link', { name: 'New role' })).toHaveCount(0);
  });

  test('axe finds nothing in both themes at three widths', async ({ as }) => {
    test.slow();
    const page = await as('owner');
    const path = await makeRole(page, 'Reader', ['Read the audit log']);
    for (const address of ['/admin/roles', '/admin/roles/matrix', path, '/admin/roles/analyst']) {
      await open(page, address);
      await inEveryLook(page, async () => {
        await expectAccessible(page);
        await expectNoSidewaysScrolling(page);
      });
    }
  });
});
