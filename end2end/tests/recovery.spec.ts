import { type Page } from '@playwright/test';
import { PEOPLE, expect, expectAccessible, fillSignIn, hydrated, open, signIn, test } from '../support/fixtures';
import { MailServer } from '../support/smtp';

const NEW = 'wandering otters juggle lamps';

async function pointMailTo(page: Page, host: string, port: number): Promise<void> {
  await open(page, '/admin/mail');
  await page.getByLabel('Server', { exact: true }).fill(host);
  await page.getByLabel('Port', { exact: true }).fill(String(port));
  await page.getByLabel('Encryption').selectOption('none');
  await page.getByLabel('Sender', { exact: true }).fill('Cauldron <cauldron@northwind.example>');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
}

test.describe('recovery', () => {
  let mail: MailServer;
  test.beforeEach(async () => {
    mail = await MailServer.start();
  });
  test.afterEach(async () => mail.stop());

  test('an address is verified, a forgotten password replaced, and the address changed, by mail', async ({
    fresh,
    newContext,
    watch,
  }) => {
    watch.allowStatus(401, 422);
    await fresh.setUp();
    const person = await fresh.createPerson('analyst');
    const owner = await (await newContext({ baseURL: fresh.url })).newPage();
    await signIn(owner, PEOPLE.owner);
    await pointMailTo(owner, '127.0.0.1', mail.port);
    await owner.getByRole('button', { name: 'Send a mail to myself' }).click();
    await expect(owner.getByRole('status').filter({ hasText: '127.0.0.1 took it.' })).toBeVisible();
    await expectAccessible(owner);

    const page = await (await newContext({ baseURL: fresh.url })).newPage();
    await signIn(page, person);
    await open(page, '/account');
    await page.getByRole('button', { name: 'Send a link to verify it' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'A link is on its way.' })).toBeVisible();
    await open(page, await mail.link(person.email));
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Confirm address' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Done' })).toBeVisible();
    await open(page, '/account');
    await expect(page.getByText('Verified', { exact: true })).toBeVisible();
    mail.mails.length = 0;

    const forgetful = await (await newContext({ baseURL: fresh.url })).newPage();
    await open(forgetful, '/sign-in');
    await forgetful.getByRole('link', { name: 'Forgotten your password?' }).click();
    await expectAccessible(forgetful);
    const answers: (string | null)[] = [];
    for (const email of ['nobody@northwind.example', person.email]) {
      await open(forgetful, '/forgot-password');
      await forgetful.getByLabel('E-mail address').fill(email);
      await forgetful.getByRole('button', { name: 'Send a link' }).click();
      const answer = forgetful.getByRole('status').filter({ hasText: 'If an account has this address' });
      await expect(answer).toBeVisible();
      answers.push(await answer.textContent());
    }
    expect(answers[0]).toBe(answers[1]);
    const link = await mail.link(person.email);
    await open(forgetful, link);
    await expectAccessible(forgetful);
    await forgetful.getByLabel('New password', { exact: true }).fill('too short');
    await forgetful.getByRole('button', { name: 'Set password' }).click();
    await expect(forgetful.getByLabel('New password', { exact: true })).toHaveAccessibleDescription(/15 characters/);
    await forgetful.getByLabel('New password', { exact: true }).fill(NEW);
    await forgetful.getByRole('button', { name: 'Set password' }).click();
    await expect(forgetful.getByRole('status').filter({ hasText: 'Your password is set.' })).toBeVisible();
    await open(forgetful, link);
    await expect(forgetful.getByRole('alert').filter({ hasText: 'has been used' })).toBeVisible();

    await signIn(forgetful, { ...person, password: NEW });
    await open(forgetful, '/account');
    mail.mails.length = 0;
    await forgetful.getByLabel('New address', { exact: true }).fill('other@northwind.example');
    await forgetful.getByRole('button', { name: 'Change address' }).click();
    await expect(forgetful.getByRole('status').filter({ hasText: 'on its way to the new address' })).toBeVisible();
    await open(forgetful, await mail.link('other@northwind.example'));
    await forgetful.getByRole('button', { name: 'Change address' }).click();
    await expect(forgetful.getByRole('heading', { level: 1, name: 'Done' })).toBeVisible();
    await expect.poll(() => mail.mails.filter((text) => text.includes(`To: ${person.email}`)).length).toBe(1);
    const again = await (await newContext({ baseURL: fresh.url })).newPage();
    await signIn(again, { ...person, email: 'other@northwind.example', password: NEW });

    // The mail server goes away: what is queued says so, and waits.
    await mail.stop();
    await owner.getByRole('button', { name: 'Send a mail to myself' }).click();
    await expect(owner.getByRole('alert').filter({ hasText: 'does not take the connection' })).toBeVisible();
    const visitor = await (await newContext({ baseURL: fresh.url })).newPage();
    await open(visitor, '/forgot-password');
    await visitor.getByLabel('E-mail address').fill('other@northwind.example');
    await visitor.getByRole('button', { name: 'Send a link' }).click();
    await expect(visitor.getByRole('status').filter({ hasText: 'If an account' })).toBeVisible();
    await expect(async () => {
      await open(owner, '/admin/mail?state=queued');
      await expect(owner.getByText(/does not take the connection.*Tried again at/)).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 15_000 });
    mail = await MailServer.start();
  });

  test('a mail server inside is refused with a sentence at the field', async ({ as, watch }) => {
    watch.allowStatus(422);
    const page = await as('owner');
    await open(page, '/admin/mail');
    await page.getByLabel('Server', { exact: true }).fill('169.254.169.254');
    await page.getByLabel('Sender', { exact: true }).fill('cauldron@northwind.example');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByLabel('Server', { exact: true })).toHaveAccessibleDescription(/link-local or metadata address/);
    await expect(page.getByLabel('Server', { exact: true })).toHaveValue('169.254.169.254');
  });

  test('an operator makes a link to hand over, and it works once without a script', async ({ as, newContext, server, watch }) => {
    watch.allowStatus(422);
    const person = await server.createPerson('analyst');
    const page = await as('owner');
    // The session is older than a proof may be when tests before this one took long.
    await server.sql('update core.sessions set proved_at = now()');
    await open(page, '/admin/recovery');
    await expectAccessible(page);
    await page.getByLabel('E-mail address', { exact: true }).fill('nobody@northwind.example');
    await page.getByRole('button', { name: 'Make link' }).click();
    await expect(page.getByLabel('E-mail address', { exact: true })).toHaveAccessibleDescription(/Nobody with this address/);
    await page.getByLabel('E-mail address', { exact: true }).fill(person.email);
    await page.getByRole('button', { name: 'Make link' }).click();
    const link = (await page.getByRole('group', { name: 'Recovery link' }).innerText()).trim();
    const plain = await (await newContext({ javaScriptEnabled: false })).newPage();
    await plain.goto(link);
    await plain.getByLabel('New password', { exact: true }).fill(NEW);
    await plain.getByRole('button', { name: 'Set password' }).click();
    await expect(plain).toHaveURL(/\/sign-in/);
    await fillSignIn(plain, person.email, NEW);
    await plain.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(plain.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
    const fromShell = (await server.admin(['recovery-link', person.email])).match(/https?:\S+/)?.[0] ?? '';
    const other = await (await newContext()).newPage();
    await other.goto(`/recover${new URL(fromShell).search}`);
    await hydrated(other);
    await expect(other.getByRole('heading', { level: 1, name: 'Choose a new password' })).toBeVisible();
  });
});
