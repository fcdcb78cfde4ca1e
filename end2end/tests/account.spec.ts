import type { Request } from '@playwright/test';
import {
  PEOPLE,
  expect,
  fillSignIn,
  hydrated,
  open,
  openPersonMenu,
  signIn,
  test,
} from '../support/fixtures';

const ended = 'Your session has ended. Sign in again to go on; what you typed on this page is still here.';

test.describe('the account page', () => {
  test('changes the name, in the frame too, and tells the audit log', async ({ newContext, server, as }) => {
    const person = await server.createPerson('analyst', 'Old Name');
    const page = await (await newContext()).newPage();
    await signIn(page, person);
    await openPersonMenu(page);
    await page.getByRole('link', { name: 'Account', exact: true }).click();
    await expect(page).toHaveURL('/account');
    await expect(page.getByText(person.email).last()).toBeVisible();
    await page.getByLabel('Name', { exact: true }).fill('New Näme 安娜');
    await page.getByRole('button', { name: 'Save name' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Account of New Näme 安娜' })).toBeVisible();
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('New Näme 安娜');
    const owner = await as('owner');
    await open(owner, '/admin/audit');
    await expect(owner.getByRole('row').filter({ hasText: 'person.renamed' }).first()).toContainText('Old Name');
  });

  test('says at the field what is wrong with a name', async ({ as, watch }) => {
    watch.allowStatus(422);
    const page = await as('executive');
    await open(page, '/account');
    await page.getByLabel('Name', { exact: true }).fill('   ');
    await page.getByRole('button', { name: 'Save name' }).click();
    await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Enter your name/);
  });

  test('changes the password, asks for the current one, and ends other sessions', async ({ newContext, server, watch }) => {
    watch.allowStatus(401, 422);
    const person = await server.createPerson('analyst');
    const page = await (await newContext()).newPage();
    await signIn(page, person);
    const other = await (await newContext()).newPage();
    await signIn(other, person);
    await expect(other.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
    await open(page, '/account');
    const current = page.getByLabel('Current password', { exact: true });
    const fresh = page.getByLabel('New password', { exact: true });
    const change = page.getByRole('button', { name: 'Change password' });
    await current.fill('not the password');
    await fresh.fill('wandering otters juggle lamps');
    await change.click();
    await expect(current).toHaveAccessibleDescription(/not your current password/);
    await current.fill(person.password);
    await fresh.fill('too short');
    await change.click();
    await expect(fresh).toHaveAccessibleDescription(/at least 15 characters/);
    await fresh.fill('wandering otters juggle lamps');
    await change.click();
    await expect(page.getByRole('status').filter({ hasText: 'Your password is changed' })).toBeVisible();
    await expect(other.getByText(ended)).toBeVisible({ timeout: 5_000 });
    await open(page, '/account');
    const next = await (await newContext()).newPage();
    await open(next, '/sign-in');
    await fillSignIn(next, person.email, person.password);
    await next.getByRole('button', { name: 'Sign in' }).click();
    await expect(next.getByRole('alert').filter({ hasText: /not right/ })).toBeVisible();
    await signIn(next, { ...person, password: 'wandering otters juggle lamps' });
  });

  for (const holder of ['the other tab', 'the tab that changes it']) {
    test(`changes the password, and other tabs of the browser go on, with ${holder} holding the stream`, async ({
      newContext,
      server,
    }) => {
      const person = await server.createPerson('analyst');
      const context = await newContext();
      const isStream = (request: Request) => new URL(request.url()).pathname === '/api/stream';
      const [first, second] = [await context.newPage(), await context.newPage()];
      await signIn(first, person);
      const places = holder === 'the other tab' ? ['/', '/account'] : ['/account', '/'];
      // Whoever comes first holds the stream.
      await Promise.all([first.waitForRequest(isStream), open(first, places[0])]);
      await open(second, places[1]);
      const [changing, staying] = holder === 'the other tab' ? [second, first] : [first, second];
      await expect(staying.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
      const token = async () => (await context.cookies()).find(({ name }) => name === 'cauldron-session')?.value;
      const before = await token();
      const asked = staying.waitForRequest(isStream);
      await changing.getByLabel('Current password', { exact: true }).fill(person.password);
      await changing.getByLabel('New password', { exact: true }).fill('wandering otters juggle lamps');
      await changing.getByRole('button', { name: 'Change password' }).click();
      await expect(changing.getByRole('status').filter({ hasText: 'Your password is changed' })).toBeVisible();
      expect(await token()).not.toBe(before);
      await asked;
      await expect(staying.getByText('Live', { exact: true })).toBeVisible();
      // Past the check of the session that an open stream makes every three seconds.
      await staying.waitForTimeout(4_000);
      await expect(staying.getByText(ended)).toHaveCount(0);
      await expect(staying.getByText('Live', { exact: true })).toBeVisible();
      await staying.reload();
      await expect(staying.getByRole('heading', { name: 'Overview' })).toBeVisible();
    });
  }

  test('lists sessions, and one that is ended is over at once', async ({ newContext, server, as }) => {
    const person = await server.createPerson('analyst', 'Rhea Quill');
    const other = await (await newContext()).newPage();
    await signIn(other, person);
    await expect(other.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
    const page = await (await newContext()).newPage();
    await signIn(page, person);
    await open(page, '/account');
    const sessions = page.getByRole('region', { name: 'Where you are signed in' });
    await expect(sessions.getByRole('listitem')).toHaveCount(2);
    await expect(sessions.getByRole('listitem').first()).toContainText('This browser');
    await expect(sessions.getByRole('listitem').first()).toContainText(/Chrom\w+ on Linux/);
    await page.getByLabel('Name', { exact: true }).fill('Half typed');
    await sessions.getByRole('button', { name: /^End session/ }).click();
    await expect(sessions.getByRole('listitem')).toHaveCount(1);
    await expect(other.getByText(ended)).toBeVisible({ timeout: 3_000 });
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Half typed');
    const owner = await as('owner');
    await open(owner, '/');
    await expect(owner.getByRole('table', { name: 'Latest security events' })).toContainText('Rhea Quill ended other sessions');
  });

  test('ends all other sessions with one press', async ({ newContext, server }) => {
    const person = await server.createPerson('analyst');
    for (let browser = 0; browser < 2; browser += 1) await signIn(await (await newContext()).newPage(), person);
    const page = await (await newContext()).newPage();
    await signIn(page, person);
    await open(page, '/account');
    const sessions = page.getByRole('region', { name: 'Where you are signed in' });
    await expect(sessions.getByRole('listitem')).toHaveCount(3);
    await sessions.getByRole('button', { name: 'End all other sessions' }).click();
    await expect(sessions.getByRole('listitem')).toHaveCount(1);
    await expect(sessions.getByRole('button')).toHaveCount(0);
  });

  test('switches shortcuts off, for the next browser too; the palette stays', async ({ newContext, server }) => {
    const person = await server.createPerson('analyst');
    const page = await (await newContext()).newPage();
    await signIn(page, person);
    await open(page, '/account');
    const saved = page.waitForResponse((response) => response.url().endsWith('/api/admin/account/shortcuts/save'));
    await page.getByRole('group', { name: 'Keyboard shortcuts' }).getByRole('button', { name: 'Off' }).click();
    expect((await saved).status()).toBe(200);
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeHidden();
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Search and commands' })).toBeVisible();
    const next = await (await newContext()).newPage();
    await signIn(next, person);
    await open(next, '/account');
    await next.keyboard.press('?');
    await expect(next.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeHidden();
    await expect(
      next.getByRole('group', { name: 'Keyboard shortcuts' }).getByRole('button', { name: 'Off' }),
    ).toHaveAttribute('aria-pressed', 'true');
  });

  test('works without a script', async ({ newContext, server }) => {
    const person = await server.createPerson('analyst', 'Plain Person');
    const page = await (await newContext({ javaScriptEnabled: false })).newPage();
    await page.goto('/sign-in');
    await fillSignIn(page, person.email, person.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.goto('/account');
    await page.getByLabel('Name', { exact: true }).fill('Plainer Person');
    await page.getByRole('button', { name: 'Save name' }).click();
    await expect(page).toHaveURL('/account?saved=name');
    await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
    await page.getByRole('group', { name: 'Density' }).last().getByRole('button', { name: 'Comfortable' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable');
    await page.getByLabel('Current password', { exact: true }).fill('wrong');
    await page.getByLabel('New password', { exact: true }).fill('wandering otters juggle lamps');
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByText('This is not your current password.')).toBeVisible();
  });

  test('is there for everybody who is signed in, and for nobody else', async ({ as, page: visitor, server: _ }) => {
    for (const role of ['executive', 'auditor'] as const) {
      const page = await as(role);
      await open(page, '/account');
      await expect(page.getByLabel('Name', { exact: true })).toHaveValue(PEOPLE[role].name);
      for (const name of ['Profile', 'E-mail address', 'Appearance and keyboard', 'Password', 'Second factor', 'Passkeys']) {
        await expect(page.getByRole('heading', { level: 2, name, exact: true })).toBeVisible();
      }
    }
    await visitor.goto('/account');
    await expect(visitor).toHaveURL('/sign-in?next=%2Faccount');
    await hydrated(visitor);
  });
});
