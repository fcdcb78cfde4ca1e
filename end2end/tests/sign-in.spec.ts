import { chooseRange, PEOPLE, expect, fillSignIn, open, signIn, test } from '../support/fixtures';

const { analyst } = PEOPLE;
const overview = { level: 1, name: 'Overview' } as const;

test.describe('signing in', () => {
  test('a wrong password is answered with a sentence that does not tell which part was wrong', async ({ page, watch, server: _ }) => {
    watch.allowStatus(401);
    await open(page, '/sign-in');
    await fillSignIn(page, analyst.email, 'not the password at all');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is not right.');
    await expect(page.getByLabel('E-mail address')).toHaveValue(analyst.email);
    await fillSignIn(page, 'nobody@northwind.example', 'not the password at all');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
    await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is not right.');
  });

  test('the right password leads to the Overview', async ({ page, server: _ }) => {
    await signIn(page, analyst);
    await expect(page).toHaveURL('/');
    await expect(page.getByRole('button', { name: `Account of ${analyst.name}` })).toBeVisible();
  });

  test('whoever wanted a page before signing in arrives there, with its query', async ({ page, server: _ }) => {
    await page.goto('/?range=6h');
    await expect(page).toHaveURL('/sign-in?next=%2F%3Frange%3D6h');
    await open(page, '/sign-in?next=%2F%3Frange%3D6h');
    await fillSignIn(page, analyst.email, analyst.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', overview)).toBeVisible({ timeout: 20_000 });
    await expect(page).toHaveURL('/?range=6h');
  });

  for (const next of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
    test(`signing in never leads to ${next}`, async ({ page, server: _ }) => {
      await open(page, `/sign-in?next=${encodeURIComponent(next)}`);
      await fillSignIn(page, analyst.email, analyst.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByRole('heading', overview)).toBeVisible({ timeout: 20_000 });
      await expect(page).toHaveURL('/');
    });
  }

  test('after several wrong passwords further attempts are blocked for a time that is told', async ({ page, watch, server: _ }) => {
    watch.allowStatus(401, 429);
    await open(page, '/sign-in');
    const submit = page.getByRole('button', { name: 'Sign in' });
    const answers = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await fillSignIn(page, 'patient@northwind.example', `guess number ${attempt}, wrong`);
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/admin/sign_in'));
      await submit.click();
      answers.push((await answered).status());
      await expect(submit).toBeEnabled();
    }
    await expect(page.getByRole('alert')).toHaveText(/^Too many attempts\. Try again in \d+ seconds\.$/);
    expect(answers).toEqual([401, 401, 401, 401, 401, 429]);
  });

  test('the password can be shown while it is typed', async ({ page, server: _ }) => {
    await open(page, '/sign-in');
    const password = page.getByLabel('Password', { exact: true });
    await password.fill('visible after all');
    await expect(password).toHaveAttribute('type', 'password');
    await page.getByRole('button', { name: 'Show password' }).click();
    await expect(password).toHaveAttribute('type', 'text');
    await expect(password).toHaveValue('visible after all');
  });

  test('what was typed before the scripts arrived is not lost', async ({ page, server: _ }) => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(/cauldron_bg.*\.wasm/, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('/sign-in', { waitUntil: 'commit' });
    await fillSignIn(page, analyst.email, analyst.password);
    release();
    await expect(page.locator('html[data-hydrated]')).toBeAttached({ timeout: 20_000 });
    await expect(page.getByLabel('E-mail address')).toHaveValue(analyst.email);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', overview)).toBeVisible({ timeout: 20_000 });
  });
});

test.describe('without JavaScript', () => {
  test('signing in works, errors are shown, figures are there, and signing out works', async ({ newContext, server: _ }) => {
    const context = await newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto('/sign-in?next=%2F%3Frange%3D6h');
    await fillSignIn(page, analyst.email, 'wrong, quite wrong indeed');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is not right.');
    await fillSignIn(page, analyst.email, analyst.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', overview)).toBeVisible();
    await expect(page).toHaveURL('/?range=6h');
    await expect(page.getByRole('figure', { name: 'Host load' }).locator('svg:visible').first()).toBeVisible();
    await chooseRange(page, 'Last 15 minutes');
    await expect(page).toHaveURL('/?from=now-15m&to=now');
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in to Cauldron' })).toBeVisible();
    await page.goto('/');
    await expect(page).toHaveURL(/\/sign-in/);
  });
});
