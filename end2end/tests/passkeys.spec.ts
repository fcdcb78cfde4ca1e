import type { Page } from '@playwright/test';
import { expect, expectAccessible, fillSignIn, open, openPersonMenu, signIn, signOut, test } from '../support/fixtures';

/** A virtual authenticator that knows its owner, over the protocol of the browser's tools. */
async function authenticator(page: Page): Promise<void> {
  const tools = await page.context().newCDPSession(page);
  await tools.send('WebAuthn.enable');
  await tools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function makePasskey(page: Page, name: string): Promise<void> {
  await open(page, '/account');
  await page.getByLabel('Name of the new passkey').fill(name);
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await expect(page.getByRole('button', { name: `Remove the passkey ${name}` })).toBeVisible();
}

test.describe('passkeys', () => {
  test('are made, sign in by themselves, and are removed', async ({ newContext, server, watch }) => {
    watch.allowStatus(401);
    const person = await server.createPerson('analyst');
    const page = await (await newContext()).newPage();
    await authenticator(page);
    await signIn(page, person);
    await makePasskey(page, 'Läptop 💻');
    await expect(page.getByRole('group', { name: 'Recovery codes' })).toBeVisible();
    await expectAccessible(page);
    await openPersonMenu(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in to Cauldron' })).toBeVisible();
    await open(page, '/sign-in?next=/account');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Use a passkey instead' }).click();
    await expect(page).toHaveURL('/account');
    await expect(page.getByText(/last used/).first()).toBeVisible();
    await page.getByRole('button', { name: 'Remove the passkey Läptop 💻' }).click();
    await expect(page.getByText(/None yet: whoever learns your password/)).toBeVisible();
    await open(page, '/account');
    await signOut(page);
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in to Cauldron' })).toBeVisible();
    watch.allowStatus(422);
    await open(page, '/sign-in');
    await page.getByRole('button', { name: 'Use a passkey instead' }).click();
    await expect(page.getByRole('alert').filter({ hasText: /not known here any more/ })).toBeVisible();
  });

  test('are a second factor after the password, and a proof', async ({ newContext, server, watch }) => {
    watch.allowStatus(401);
    const person = await server.createPerson('analyst');
    const page = await (await newContext()).newPage();
    await authenticator(page);
    await signIn(page, person);
    await makePasskey(page, 'Phone');
    await signOut(page);
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in to Cauldron' })).toBeVisible();
    await open(page, '/sign-in?next=/account');
    await fillSignIn(page, person.email, person.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'One more step' })).toBeVisible();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await expect(page).toHaveURL('/account');
    await server.sql(
      `update core.sessions set proved_at = proved_at - interval '1 hour'
       where user_id = (select id from core.users where email = '${person.email}')`,
    );
    await page.getByRole('button', { name: 'Make new codes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await dialog.getByRole('button', { name: 'Use a passkey' }).click();
    await expect(page.getByRole('group', { name: 'Recovery codes' })).toBeVisible();
  });
});
