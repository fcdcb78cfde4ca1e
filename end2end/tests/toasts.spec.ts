import { expect, expectAccessible, open, signIn, test } from '../support/fixtures';

test.describe('messages', () => {
  test('say that a session was ended, are reached by F6 and dismissed by Escape', async ({ newContext, server }) => {
    const person = await server.createPerson('analyst');
    await signIn(await (await newContext()).newPage(), person);
    const page = await (await newContext()).newPage();
    await signIn(page, person);
    await open(page, '/account');
    await page.getByRole('button', { name: /^End session/ }).click();
    const messages = page.getByRole('region', { name: 'Messages' });
    await expect(messages.getByRole('listitem')).toContainText('Session ended');
    await expect(page.getByRole('status').filter({ hasText: 'Session ended. That browser has to sign in again.' })).toHaveCount(1);
    await expectAccessible(page);
    const name = page.getByLabel('Name', { exact: true });
    await name.focus();
    await page.keyboard.press('F6');
    await expect(messages.getByRole('listitem')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(messages).toBeHidden();
    await expect(name).toBeFocused();
  });

  test('count the sessions that were ended together', async ({ newContext, server }) => {
    const person = await server.createPerson('analyst');
    for (let browser = 0; browser < 2; browser += 1) await signIn(await (await newContext()).newPage(), person);
    const page = await (await newContext()).newPage();
    await signIn(page, person);
    await open(page, '/account');
    await page.getByRole('button', { name: 'End all other sessions' }).click();
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText('2 sessions ended');
  });

  test('say that a job is queued again', async ({ as, server }) => {
    await server.sql(`
      insert into core.jobs (organization_id, id, kind, state, run_at, attempts, trace_id, message, finished_at)
      select id, gen_random_uuid(), 'maintenance', 'failed', now(), 5, '${'0'.repeat(31)}1', 'The disk was full.', now()
      from core.organizations where is_operating`);
    const page = await as('owner');
    await open(page, '/admin/system?tab=jobs&state=failed');
    const failed = page.getByRole('table', { name: 'Jobs' }).getByRole('row').filter({ hasText: 'The disk was full.' });
    await failed.getByRole('button', { name: /^Retry/ }).click();
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText('Job queued again');
    await expect(failed).toHaveCount(0);
  });

  test('say that a link was copied', async ({ as }) => {
    const page = await as('owner', { permissions: ['clipboard-read', 'clipboard-write'] });
    await open(page, '/?from=now-6h&to=now');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('copy a link');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText('Link copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  });

  test('tell that a preference could not be kept', async ({ as, watch }) => {
    watch.allow(/Failed to load resource/);
    const page = await as('executive');
    await open(page, '/account');
    await page.route('**/api/admin/account/density/save', (route) => route.abort());
    await page.getByRole('group', { name: 'Density' }).last().getByRole('button', { name: 'Comfortable' }).click();
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText('Your choice holds on this page only');
    await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable');
  });
});
