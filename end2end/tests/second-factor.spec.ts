import { type Page } from '@playwright/test';
import { expect, expectAccessible, fillSignIn, open, signIn, test } from '../support/fixtures';
import { totp } from '../support/totp';

/** Sets an authenticator app up on the Account page; answers its secret and the recovery codes. */
async function setUpApp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await open(page, '/account');
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
  await expect(page.getByRole('img', { name: /The secret as a picture/ })).toBeVisible();
  const secret = (await page.getByRole('group', { name: 'Secret' }).innerText()).trim();
  await page.getByLabel('Code', { exact: true }).fill(totp(secret));
  await page.getByRole('button', { name: 'Turn on' }).click();
  const shown = page.getByRole('group', { name: 'Recovery codes' });
  await expect(shown).toBeVisible();
  const codes = (await shown.innerText()).trim().split(/\s+/);
  expect(codes).toHaveLength(10);
  return { secret, codes };
}

async function password(page: Page, person: { email: string; password: string }): Promise<void> {
  await open(page, '/sign-in?next=/account');
  await fillSignIn(page, person.email, person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'One more step' })).toBeVisible();
}

test.describe('a second factor', () => {
  test('is set up, asked for after the password, and taken once', async ({ newContext, server, watch }) => {
    watch.allowStatus(401, 422);
    const person = await server.createPerson('analyst');
    const page = await (await newContext()).newPage();
    await signIn(page, person);
    const { secret, codes } = await setUpApp(page);
    await expectAccessible(page);

    const other = await (await newContext()).newPage();
    await password(other, person);
    await expectAccessible(other);
    await other.getByLabel('Code', { exact: true }).fill('000000');
    await other.getByRole('button', { name: 'Continue' }).click();
    await expect(other.getByLabel('Code', { exact: true })).toHaveAccessibleDescription(/not right/);
    // The next step's code: the present one set the app up.
    await other.getByLabel('Code', { exact: true }).fill(totp(secret, 1));
    await other.getByRole('button', { name: 'Continue' }).click();
    await expect(other).toHaveURL('/account');

    const third = await (await newContext()).newPage();
    await password(third, person);
    await third.getByLabel('Code', { exact: true }).fill(codes[0].toLowerCase());
    await third.getByRole('button', { name: 'Continue' }).click();
    await expect(third).toHaveURL('/account');
    await expect(third.getByText('9 of 10 left.')).toBeVisible();
  });

  test('works without a script', async ({ newContext, server }) => {
    const person = await server.createPerson('analyst');
    const page = await (await newContext()).newPage();
    await signIn(page, person);
    const { codes } = await setUpApp(page);
    const plain = await (await newContext({ javaScriptEnabled: false })).newPage();
    await plain.goto('/sign-in?next=/account');
    await fillSignIn(plain, person.email, person.password);
    await plain.getByRole('button', { name: 'Sign in', exact: true }).click();
    await plain.getByLabel('Code', { exact: true }).fill('wrong-code');
    await plain.getByRole('button', { name: 'Continue' }).click();
    await expect(plain.getByLabel('Code', { exact: true })).toHaveAccessibleDescription(/not right/);
    await plain.getByLabel('Code', { exact: true }).fill(codes[3]);
    await plain.getByRole('button', { name: 'Continue' }).click();
    await expect(plain).toHaveURL(/\/account/);
  });

  test('is removed after a proof, and then a password is enough again', async ({ newContext, server, watch }) => {
    watch.allowStatus(401);
    const person = await server.createPerson('analyst');
    const page = await (await newContext()).newPage();
    await signIn(page, person);
    await setUpApp(page);
    await server.sql(
      `update core.sessions set proved_at = proved_at - interval '1 hour'
       where user_id = (select id from core.users where email = '${person.email}')`,
    );
    await page.getByRole('button', { name: 'Remove app' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await expect(dialog).toBeVisible();
    await expectAccessible(page);
    await dialog.getByLabel('Your password', { exact: true }).fill(person.password);
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await expect(page.getByRole('button', { name: 'Set up an authenticator app' })).toBeVisible();
    await signIn(await (await newContext()).newPage(), person);
  });
});
