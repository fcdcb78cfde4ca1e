import { PEOPLE, expect, open, signIn, signOut, streams, test } from '../support/fixtures';

const ended = 'Your session has ended. Sign in again to go on; what you typed on this page is still here.';

test('a browser says that somebody is there when they press, type or scroll, and not by itself', async ({ as }) => {
  for (const act of ['press', 'type', 'scroll']) {
    const page = await as('analyst');
    await open(page, '/');
    // Signing in left one behind.
    await page.context().clearCookies({ name: 'attended' });
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
    const attended = async () => (await page.context().cookies()).find(({ name }) => name === 'attended');
    expect(await attended()).toBeUndefined();
    if (act === 'press') await page.getByRole('heading', { name: 'Overview' }).click();
    else if (act === 'type') await page.keyboard.press('Shift');
    else await page.mouse.wheel(0, 50);
    await expect.poll(attended, act).toMatchObject({ value: '1', sameSite: 'Lax' });
  }
});

test.describe('signing out', () => {
  test('leads to the sign-in page, and the pages behind it are closed', async ({ page, server: _ }) => {
    await signIn(page, PEOPLE.analyst);
    await signOut(page);
    await expect(page.getByRole('heading', { name: 'Sign in to Cauldron' })).toBeVisible();
    await expect(page).toHaveURL('/sign-in');
    const cookies = await page.context().cookies();
    expect(cookies.filter(({ name }) => name.includes('cauldron'))).toEqual([]);
    await page.goto('/admin/settings');
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await page.goBack();
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeHidden();
  });

  test('in one tab is noticed by the other within 5 seconds, and signing out there again is no error', async ({
    context,
    server: _,
  }) => {
    const one = await context.newPage();
    await signIn(one, PEOPLE.analyst);
    const other = await context.newPage();
    await open(other, '/');
    await expect(other.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
    await signOut(one);
    await expect(other.getByText(ended)).toBeVisible({ timeout: 5_000 });
    await signOut(other);
    await expect(other.getByRole('heading', { name: 'Sign in to Cauldron' })).toBeVisible();
  });

  test('and in again in the same tab, the figures are live again', async ({ page, server: _ }) => {
    await signIn(page, PEOPLE.analyst);
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
    await signOut(page);
    await expect(page.getByRole('heading', { name: 'Sign in to Cauldron' })).toBeVisible();
    const opened = streams(page.context());
    await page.getByLabel('E-mail address').fill(PEOPLE.executive.email);
    await page.getByLabel('Password', { exact: true }).fill(PEOPLE.executive.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 10_000 });
    expect(opened).toHaveLength(1);
  });

  test('by an operator who resets the password is noticed within 5 seconds', async ({ page, server }) => {
    const person = await server.createPerson('analyst');
    await signIn(page, person);
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
    await server.admin(['reset-password', '--email', person.email, '--password-stdin'], 'another quiet harbour 7');
    await expect(page.getByText(ended)).toBeVisible({ timeout: 5_000 });
  });
});
