import { expect, open, rangeButton, test } from '../support/fixtures';

const TABS = {
  jobs: 'Jobs',
  bus: 'Consumers',
  requests: 'Latest requests',
  errors: 'Errors',
  database: 'Tables',
  hosts: 'Processor, memory and disk',
};

test.describe('system', () => {
  for (const role of ['owner', 'auditor'] as const) {
    test(`the ${role} sees every part of it`, async ({ as }) => {
      const page = await as(role);
      await open(page, '/');
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'System' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'System' })).toBeVisible();
      const tabs = page.getByRole('navigation', { name: 'Parts of the system' });
      for (const [tab, heading] of Object.entries(TABS)) {
        await tabs.getByRole('link', { name: new RegExp(`^${tab}$`, 'i') }).click();
        await expect(page).toHaveURL(new RegExp(`tab=${tab}`));
        await expect(page.getByRole('heading', { name: heading })).toBeVisible({ timeout: 15_000 });
      }
    });
  }

  for (const role of ['analyst', 'executive'] as const) {
    test(`an ${role} has no entry, no page and no data`, async ({ as, watch }) => {
      watch.allowStatus(403);
      const page = await as(role);
      await open(page, '/');
      await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'System' })).toHaveCount(0);
      expect((await page.goto('/admin/system'))?.status()).toBe(403);
      for (const path of ['jobs', 'bus', 'routes', 'requests', 'errors', 'database']) {
        expect((await page.request.get(`/api/admin/system/${path}`)).status(), path).toBe(403);
      }
    });
  }

  test('a tab keeps the range, and that the page is paused', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/admin/system?tab=jobs&from=now-6h&to=now&live=off');
    await expect(rangeButton(page)).toContainText('Paused');
    await page.getByRole('navigation', { name: 'State' }).getByRole('link', { name: /succeeded/ }).click();
    await expect(page).toHaveURL('/admin/system?tab=jobs&from=now-6h&to=now&live=off&state=succeeded');
    const tabs = page.getByRole('navigation', { name: 'Parts of the system' });
    await tabs.getByRole('link', { name: 'Requests' }).click();
    await expect(page).toHaveURL('/admin/system?tab=requests&from=now-6h&to=now&live=off');
    await page.getByRole('navigation', { name: 'Order' }).getByRole('link', { name: 'Most failing' }).click();
    await expect(page).toHaveURL('/admin/system?tab=requests&from=now-6h&to=now&live=off&by=failures');
    await expect(rangeButton(page)).toContainText('Paused');
  });

  test('jobs are filtered by links, and what has run says what it did', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/admin/system?tab=jobs');
    const jobs = page.getByRole('table', { name: 'Jobs' });
    await expect(jobs.getByRole('row').filter({ hasText: 'maintenance' }).first()).toBeVisible();
    await page.getByRole('navigation', { name: 'State' }).getByRole('link', { name: /succeeded/ }).click();
    await expect(page).toHaveURL(/state=succeeded/);
    await expect(jobs.getByRole('row').nth(1)).toContainText('partitions made');
  });

  test('requests are found by status and route, and are in the address', async ({ as, watch }) => {
    watch.allowStatus(404);
    const page = await as('owner');
    await page.goto('/no/such/page');
    await open(page, '/admin/system?tab=requests');
    await expect(page.getByRole('table', { name: 'Routes' }).getByRole('row').nth(1)).toContainText(/\d (ms|s)/, { timeout: 15_000 });
    await page.getByLabel('Status').fill('4xx');
    await page.getByRole('button', { name: 'Find requests' }).click();
    await expect(page).toHaveURL(/status=4xx/);
    await expect(page.getByRole('table', { name: 'Latest requests' }).getByRole('row').nth(1)).toContainText('404');
    await page.getByRole('navigation', { name: 'Order' }).getByRole('link', { name: 'Most failing' }).click();
    await expect(page).toHaveURL(/by=failures/);
  });

  test('what fails in another organization names it, and its jobs are not for others to retry', async ({ as, server }) => {
    const page = await as('owner');
    const name = 'Lakeside Clinic';
    await server.sql(`
      insert into core.organizations (id, slug, name, time_zone) values (gen_random_uuid(), 'lakeside-clinic', '${name}', 'UTC');
      insert into core.jobs (organization_id, id, kind, state, run_at, finished_at, trace_id, message)
      select id, gen_random_uuid(), 'report', 'failed', now(), now(), 't', 'The printer is on fire'
      from core.organizations where name = '${name}';
      insert into admin.error_logs (organization_id, time, id, fingerprint, route, message, actor_kind, trace_id)
      select id, now(), gen_random_uuid(), '00ff00ff00ff00ff', 'job report', 'the printer is on fire', 'job', 't'
      from core.organizations where name = '${name}'`);
    await open(page, '/admin/system?tab=errors');
    const errors = page.getByRole('table', { name: 'Server errors by kind' });
    await expect(errors.getByRole('row').filter({ hasText: 'on fire' })).toContainText(name);
    await open(page, '/admin/system?tab=jobs&state=failed');
    const job = page.getByRole('table', { name: 'Jobs' }).getByRole('row').filter({ hasText: 'on fire' });
    await expect(job).toContainText(name);
    await expect(job.getByRole('button')).toHaveCount(0);
    await open(page, '/');
    await expect(page.getByRole('table', { name: 'Server errors of the last hour' })).toContainText(name);
  });

  test('bad input is a sentence', async ({ as, watch }) => {
    watch.allowStatus(422, 404);
    const page = await as('owner');
    await open(page, '/admin/system?tab=requests&status=teapot');
    await expect(page.getByRole('alert').filter({ hasText: '404' })).toBeVisible();
    await open(page, '/admin/system?tab=errors&error=nonsense');
    await expect(page.getByRole('alert').filter({ hasText: 'no such error' })).toBeVisible();
    await open(page, '/admin/system?tab=nonsense');
    await expect(page.getByRole('heading', { name: 'Jobs' })).toBeVisible();
  });
});
