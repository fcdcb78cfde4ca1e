import { PEOPLE, expect, expectAccessible, expectNoSidewaysScrolling, open, test } from '../support/fixtures';
import { readFile } from 'node:fs/promises';

test.describe('an audit entry', () => {
  test('opens beside the log with what was and what is, at an address of its own', async ({ as }) => {
    const page = await as('owner');
    const before = await page.request.get('/api/admin/organization');
    const { profile } = await before.json();
    for (const week_start of ['sunday', 'monday']) {
      const form = { name: profile.name, time_zone: profile.time_zone, week_start, version: String(profile.version) };
      expect((await page.request.post('/api/admin/organization/save', { form, headers: { accept: 'application/json' } })).status()).toBe(200);
      profile.version = String(Number(profile.version) + (week_start === 'sunday' ? 1 : 1));
    }
    await open(page, '/admin/audit?action=organization.updated');
    await page.getByRole('table', { name: 'Audit entries' }).getByRole('link', { name: /open the entry/ }).first().click();
    await expect(page).toHaveURL(/action=organization\.updated&entry=[0-9a-f]{48}$/);
    const panel = page.getByRole('region', { name: 'organization.updated' });
    await expect(panel.getByRole('figure').getByText('week start: sunday')).toBeVisible();
    await expect(panel.getByRole('figure').getByText('week start: monday')).toBeVisible();
    await expectAccessible(page);
    await page.reload();
    await expect(panel.getByRole('link', { name: PEOPLE.owner.name })).toBeVisible();
    await panel.getByRole('link', { name: PEOPLE.owner.name }).click();
    await expect(page).toHaveURL(/actor=[0-9a-f-]{36}$/);
  });

  test('is found by subject, particulars and address', async ({ as }) => {
    const page = await as('auditor');
    await open(page, '/admin/audit');
    await page.getByLabel('Subject').fill('session');
    await page.getByLabel('Address').fill('127.0.0.0/8');
    await page.getByRole('button', { name: 'Find entries' }).click();
    await expect(page).toHaveURL(/subject=session&address=127\.0\.0\.0%2F8$/);
    const rows = page.getByRole('table', { name: 'Audit entries' }).getByRole('row').filter({ has: page.getByRole('rowheader') });
    await expect(rows.first()).toContainText('session');
    await page.getByLabel('Particulars').fill('nothing like this');
    await page.getByLabel('Particulars').press('Enter');
    await expect(page.getByText('No entry fits')).toBeVisible();
  });

  test('a refusal is an entry that names what was refused', async ({ as, watch }) => {
    watch.allowStatus(403);
    const analyst = await as('analyst');
    expect((await analyst.request.get('/api/admin/keys')).status()).toBe(403);
    const page = await as('owner');
    await expect(async () => {
      await open(page, '/admin/audit?action=access.refused');
      await expect(page.getByRole('table', { name: 'Audit entries' })).toContainText('route GET /api/admin/keys');
    }).toPass({ timeout: 15_000 });
  });

  test('the log is taken away as a file, and that is an entry', async ({ as }) => {
    const page = await as('auditor');
    await open(page, '/admin/audit?action=sign_in.succeeded');
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export JSON lines' }).click();
    const file = await (await waiting).path();
    const lines = (await readFile(file, 'utf8')).trim().split('\n').map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line.action).toBe('sign_in.succeeded');
    await open(page, '/admin/audit?action=audit.exported');
    await expect(page.getByRole('table', { name: 'Audit entries' })).toContainText('jsonl');
  });

  test('fits a phone', async ({ as }) => {
    const page = await as('owner', { viewport: { width: 390, height: 844 } });
    await open(page, '/admin/audit');
    await page.getByRole('link', { name: /open the entry/ }).first().click();
    await expect(page.getByRole('heading', { name: 'As it is stored' })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
  });
});
