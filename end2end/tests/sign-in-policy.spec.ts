import { expect, expectAccessible, hydrated, open, signIn, test } from '../support/fixtures';
import { totp } from '../support/totp';

test.describe('the sign-in policy', () => {
  // A server of its own: the policy holds for everybody in the organization.
  test('leads everybody to a second factor at the next request, before anything else', async ({ fresh, newContext, watch }) => {
    watch.allowStatus(401, 422);
    await fresh.setUp();
    const analyst = await fresh.createPerson('analyst');
    const owner = { email: 'owner@northwind.example', password: 'quiet harbour lantern owner 9', name: 'Mira Sol', role: 'owner' as const };
    const boss = await (await newContext({ baseURL: fresh.url })).newPage();
    await signIn(boss, owner);
    const page = await (await newContext({ baseURL: fresh.url })).newPage();
    await signIn(page, analyst);

    await open(boss, '/admin/sign-in');
    await expectAccessible(boss);
    await boss.getByLabel(/Minutes without use/).fill('3');
    await boss.getByRole('button', { name: 'Save' }).click();
    await expect(boss.getByLabel(/Minutes without use/)).toHaveAccessibleDescription(/from 5 to 720/);
    await boss.getByLabel(/Minutes without use/).fill('60');
    await boss.getByLabel('Second factor').selectOption('true');
    await boss.getByRole('button', { name: 'Save' }).click();
    await expect(boss.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();

    await page.goto('/aegis/events');
    await hydrated(page);
    await expect(page).toHaveURL('/enrol');
    await expect(page.getByRole('heading', { level: 1, name: 'Set up a second factor' })).toBeVisible();
    await expectAccessible(page);
    await page.goto('/account');
    await expect(page).toHaveURL('/enrol');
    await hydrated(page);
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
    const secret = (await page.getByRole('group', { name: 'Secret' }).innerText()).trim();
    await page.getByLabel('Code', { exact: true }).fill(totp(secret));
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible({ timeout: 20_000 });
  });
});
