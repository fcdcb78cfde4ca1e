import { PEOPLE, expect, expectAccessible, expectNoSidewaysScrolling, open, test } from '../support/fixtures';
import type { APIRequestContext, Page } from '@playwright/test';

async function makeKey(page: Page, name: string, scopes: string[]): Promise<string> {
  await open(page, '/account/keys');
  await page.getByLabel('Name').fill(name);
  for (const scope of scopes) await page.getByRole('checkbox', { name: scope, exact: true }).check();
  await page.getByRole('button', { name: 'Make key' }).click();
  return secretOf(page);
}

async function secretOf(page: Page): Promise<string> {
  const code = page.locator('#fresh-key code');
  await expect(code).toHaveText(/^\s*cldr_[A-Za-z0-9_-]{43}\s*$/);
  return ((await code.textContent()) ?? '').trim();
}

function call(request: APIRequestContext, path: string, secret: string) {
  return request.get(path, { headers: { authorization: `Bearer ${secret}` } });
}

test.describe('API keys', () => {
  test('a key is made, used, rotated with overlap, revoked, and all of it is in the audit log', async ({ as, playwright, baseURL, watch }) => {
    watch.allowStatus(401, 422);
    const page = await as('admin');
    const program = await playwright.request.newContext({ baseURL });
    const name = `Export ${Date.now()}`;
    const secret = await makeKey(page, name, ['audit:read']);
    const me = await call(program, '/api/v1/me', secret);
    expect(me.status()).toBe(200);
    expect((await me.json()).permissions).toEqual(['audit:read']);
    expect(me.headers()['ratelimit-limit']).toBe('600');

    await page.getByRole('link', { name, exact: true }).click();
    await expect(page).toHaveURL(/\/account\/keys\?key=[0-9a-f-]{36}$/);
    const panel = page.getByRole('region', { name });
    await expect(panel.getByText('audit:read')).toBeVisible();
    await panel.getByLabel('The old secret goes on').selectOption('1');
    await panel.getByRole('button', { name: 'Rotate key' }).click();
    await expect(page.locator('#fresh-key code')).not.toHaveText(secret);
    const renewed = await secretOf(page);
    await expect(panel.getByText(/is accepted until/)).toBeVisible();
    for (const each of [secret, renewed]) expect((await call(program, '/api/v1/me', each)).status()).toBe(200);

    await panel.getByLabel('Name of the key').fill('something else');
    await panel.getByRole('button', { name: 'Revoke key' }).click();
    await expect(panel.getByText('Type the name of the key as it is written.').first()).toBeVisible();
    expect((await call(program, '/api/v1/me', renewed)).status()).toBe(200);
    await panel.getByLabel('Name of the key').fill(name);
    await panel.getByRole('button', { name: 'Revoke key' }).click();
    await expect(panel.getByText('Revoked', { exact: true })).toBeVisible();
    for (const each of [secret, renewed]) {
      const refused = await call(program, '/api/v1/me', each);
      expect(refused.status()).toBe(401);
      expect((await refused.json()).detail).toContain('revoked');
    }
    await open(page, `/admin/audit?text=${encodeURIComponent(name)}`);
    const actions = page.getByRole('table', { name: 'Audit entries' });
    for (const action of ['api_key.created', 'api_key.rotated', 'api_key.revoked']) {
      await expect(actions.getByText(action, { exact: true })).toBeVisible();
    }
    await expect(actions).not.toContainText(secret.slice(9));
    await program.dispose();
  });

  test('bad input is answered at its field and nothing typed is lost', async ({ as, watch }) => {
    watch.allowStatus(422);
    const page = await as('analyst');
    await open(page, '/account/keys');
    await page.getByLabel('Name').fill('Kept');
    await page.getByLabel('Networks').fill('nowhere');
    await page.getByRole('button', { name: 'Make key' }).click();
    await expect(page.getByText('Choose at least one permission.')).toBeVisible();
    await expect(page.getByText(/"nowhere" is no network/)).toBeVisible();
    await expect(page.getByLabel('Name')).toHaveValue('Kept');
  });

  test('works without a script, and the secret is shown once', async ({ as }) => {
    const page = await as('owner', { javaScriptEnabled: false });
    await page.goto('/account/keys');
    const name = `Plain ${Date.now()}`;
    await page.getByLabel('Name').fill(name);
    await page.getByRole('checkbox', { name: 'organization:read', exact: true }).check();
    await page.getByRole('button', { name: 'Make key' }).click();
    await secretOf(page);
    await page.goto('/account/keys');
    await expect(page.locator('#fresh-key')).toHaveCount(0);
    await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  });

  test('an executive makes none and an auditor sees all', async ({ as }) => {
    const executive = await as('executive');
    await open(executive, '/account/keys');
    await expect(executive.getByText(/needs the permission api_key:create/)).toBeVisible();
    const auditor = await as('auditor');
    await open(auditor, '/admin/keys');
    await expect(auditor.getByRole('heading', { name: 'Service accounts' })).toBeVisible();
    await expect(auditor.getByRole('button', { name: 'Make service account' })).toHaveCount(0);
  });

  test('a service account has keys of its own, which stop with it', async ({ as, playwright, baseURL, watch }) => {
    watch.allowStatus(401);
    const page = await as('owner');
    const program = await playwright.request.newContext({ baseURL });
    const name = `Robot ${Date.now()}`;
    await open(page, '/admin/keys');
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByRole('checkbox', { name: 'organization:read', exact: true }).check();
    await page.getByRole('button', { name: 'Make service account' }).click();
    await page.getByRole('link', { name, exact: true }).click();
    const panel = page.getByRole('region', { name });
    await panel.locator('#key-name').fill('First');
    await panel.locator('#key-scopes').getByRole('checkbox', { name: 'organization:read' }).check();
    await panel.getByRole('button', { name: 'Make key' }).click();
    const secret = await secretOf(page);
    expect((await call(program, '/api/v1/organization', secret)).status()).toBe(200);
    await panel.getByRole('button', { name: 'Suspend' }).click();
    await expect(panel.getByText('Suspended', { exact: true })).toBeVisible();
    expect((await call(program, '/api/v1/organization', secret)).status()).toBe(401);
    await program.dispose();
  });

  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`axe finds nothing in the ${colorScheme} theme at ${viewport.width} pixels`, async ({ as }) => {
        const page = await as('owner', { viewport, colorScheme });
        for (const path of ['/account/keys', '/admin/keys']) {
          await open(page, path);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
          await expectAccessible(page);
          await expectNoSidewaysScrolling(page);
        }
        expect(PEOPLE.owner.name).not.toBe('');
      });
    }
  }
});
