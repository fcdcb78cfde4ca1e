import { ROLES, expect, hydrated, open, test } from '../support/fixtures';

const SEES = {
  owner: { events: true, operations: true, audit: true },
  admin: { events: true, operations: true, audit: true },
  analyst: { events: true, operations: false, audit: false },
  executive: { events: false, operations: false, audit: false },
  auditor: { events: true, operations: true, audit: true },
};

test.describe('who sees what', () => {
  for (const role of ROLES) {
    const sees = SEES[role];
    const parts = [
      sees.events ? 'security events' : 'no security events',
      sees.operations ? 'operations' : 'no operations',
      sees.audit ? 'Audit' : 'no Audit',
    ];
    test(`an ${role} sees figures, ${parts.join(', ')}`.replace(/^an (?![aeio])/, 'a '), async ({ as }) => {
      const page = await as(role);
      await open(page, '/');
      await expect(page.getByRole('figure', { name: 'Host load' })).toBeVisible({ timeout: 15_000 });
      const count = (seen: boolean) => (seen ? 1 : 0);
      await expect(page.getByRole('region', { name: 'Latest security events' })).toHaveCount(count(sees.events));
      await expect(page.getByRole('table', { name: 'Slowest routes of the last hour' })).toHaveCount(count(sees.operations));
      await expect(page.getByRole('region', { name: 'Slowest statements' })).toHaveCount(count(sees.operations));
      const rail = page.getByRole('navigation', { name: 'Main' });
      await expect(rail.getByRole('link', { name: 'Settings' })).toBeVisible();
      await expect(rail.getByRole('link', { name: 'Audit' })).toHaveCount(count(sees.audit));
    });
  }

  test('an analyst who types the address of the audit log is refused in words, with a trace', async ({ as, watch }) => {
    watch.allowStatus(403);
    const page = await as('analyst');
    const response = await page.goto('/admin/audit');
    expect(response?.status()).toBe(403);
    await hydrated(page);
    await expect(page.getByRole('heading', { level: 1, name: 'This page is not open to you' })).toBeVisible();
    await expect(page.getByText(/needs the permission audit:read/)).toBeVisible();
    await expect(page.locator('.trace__id')).toHaveText(response?.headers()['x-trace-id'] ?? 'none');
    await expect(page.getByRole('row')).toHaveCount(0);
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  });

  test('the API refuses an executive what the pages do not show', async ({ as }) => {
    const page = await as('executive');
    for (const path of ['/api/aegis/security_events', '/api/admin/audit', '/api/admin/system/routes']) {
      const response = await page.request.get(path);
      expect(response.status(), path).toBe(403);
      expect(await response.json(), path).toMatchObject({ kind: 'forbidden' });
    }
  });
});
