import { ORGANIZATION, PEOPLE, bigNumber, expect, hydrated, open, test } from '../support/fixtures';

const OWNER = PEOPLE.owner;

test.describe('setting up', () => {
  test('the printed link leads from an empty installation to an Overview with real figures', async ({
    fresh,
    newContext,
    watch,
  }) => {
    watch.allowStatus(422);
    const context = await newContext({ baseURL: fresh.url });
    const page = await context.newPage();

    await test.step('whoever comes without the link is told where it is', async () => {
      await page.goto('/');
      await expect(page).toHaveURL(/\/set-up$/);
      await expect(page.getByText('This is not a set-up link')).toHaveCount(0);
      await expect(page.getByText('Open the one-time link that Cauldron printed when it started.')).toBeVisible();
    });

    await test.step('errors stand at their fields and what was typed stays', async () => {
      await open(page, fresh.link);
      await expect(page).toHaveTitle('Set up · Cauldron');
      await page.getByLabel('Organization').fill(ORGANIZATION);
      await page.getByLabel('Your name').fill(OWNER.name);
      await page.getByLabel('E-mail address').fill('mira@northwind@example');
      // The browser itself would refuse this address: what is tested is the server's answer.
      await page.locator('form').evaluate((form) => form.setAttribute('novalidate', ''));
      await page.getByLabel('Password', { exact: true }).fill('short');
      await page.getByRole('button', { name: 'Create organization' }).click();
      await expect(page.getByRole('alert')).toContainText('Some fields need your attention.');
      await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(/such as mira@example\.org/);
      await expect(page.getByLabel('E-mail address')).toHaveAttribute('aria-invalid', 'true');
      await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/15 characters/);
      await expect(page.getByLabel('Organization')).not.toHaveAttribute('aria-invalid');
      await expect(page.getByLabel('Organization')).toHaveValue(ORGANIZATION);
      await expect(page.getByLabel('Your name')).toHaveValue(OWNER.name);
      await expect(page.getByLabel('E-mail address')).toHaveValue('mira@northwind@example');
      await expect(page.getByLabel('Password', { exact: true })).toHaveValue('short');
    });

    await test.step('mended, it lands signed in on the Overview', async () => {
      await page.getByLabel('E-mail address').fill(OWNER.email);
      await page.getByLabel('Password', { exact: true }).fill(OWNER.password);
      await page.getByRole('button', { name: 'Create organization' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible({ timeout: 20_000 });
      await expect(page).toHaveURL(`${fresh.url}/`);
      await expect(page.getByRole('button', { name: `Account of ${OWNER.name}` })).toBeVisible();
    });

    await test.step('within 15 seconds the figures are there, without a reload', async () => {
      const labels = ['Processor', 'Memory', 'Disk', 'Load, 1 min', 'Requests, p95', 'Transactions', 'Cache hits', 'Database'];
      const until = Date.now() + 15_000;
      for (const label of labels) {
        await expect(bigNumber(page, label).locator('.big-number__value')).toHaveText(/\d/, {
          timeout: Math.max(until - Date.now(), 1),
        });
      }
    });

    await test.step('the organization has the time zone of the browser', async () => {
      await open(page, '/admin/settings');
      await expect(page.getByLabel('Time zone')).toHaveValue('Europe/Berlin');
      await expect(page.getByLabel('Name')).toHaveValue(ORGANIZATION);
    });

    await test.step('the link works once', async () => {
      const other = await (await newContext({ baseURL: fresh.url })).newPage();
      await other.goto(fresh.link);
      await expect(other.getByRole('alert')).toContainText('This set-up link has been used.');
      await other.getByRole('link', { name: 'Go to sign-in' }).click();
      await expect(other.getByRole('heading', { name: 'Sign in to Cauldron' })).toBeVisible();
      await other.goto('/');
      await expect(other).toHaveURL(/\/sign-in\?next=%2F$/);
    });
  });

  test('two browsers that fill in the same link: the second is told that it was used, and keeps what it typed', async ({
    fresh,
    newContext,
    watch,
  }) => {
    watch.allowStatus(422);
    const pages = [];
    for (const name of ['Early', 'Late']) {
      const page = await (await newContext({ baseURL: fresh.url })).newPage();
      await open(page, fresh.link);
      await page.getByLabel('Organization').fill(`${name} Works`);
      await page.getByLabel('Your name').fill(name);
      await page.getByLabel('E-mail address').fill(`${name.toLowerCase()}@example.org`);
      await page.getByLabel('Password', { exact: true }).fill('quiet harbour lantern 41');
      pages.push(page);
    }
    const [early, late] = pages;
    await early.getByRole('button', { name: 'Create organization' }).click();
    await expect(early.getByRole('heading', { name: 'Overview' })).toBeVisible({ timeout: 20_000 });
    await late.getByRole('button', { name: 'Create organization' }).click();
    await expect(late.getByRole('alert')).toContainText('This set-up link has been used.');
    await expect(late.getByLabel('Organization')).toHaveValue('Late Works');
  });

  test('a link that was replaced, or never printed, is refused in words', async ({ fresh, newContext }) => {
    const page = await (await newContext({ baseURL: fresh.url })).newPage();
    const sentence = 'This is not a set-up link of this installation. Use the one that Cauldron printed when it started last.';
    await page.goto('/set-up?link=nonsense');
    await expect(page.getByRole('alert')).toContainText(sentence);
    const output = await fresh.admin(['setup-link']);
    const replacement = /link=(\S+)/.exec(output)?.[1];
    await page.goto(fresh.link);
    await expect(page.getByRole('alert')).toContainText(sentence);
    await page.goto(`/set-up?link=${replacement}`);
    await hydrated(page);
    await expect(page.getByLabel('Organization')).toBeVisible();
  });
});
