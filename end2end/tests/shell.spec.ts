import type { Page } from '@playwright/test';
import {
  PEOPLE,
  chooseRange,
  expect,
  expectAccessible,
  expectNoSidewaysScrolling,
  hydrated,
  open,
  openPersonMenu,
  rangeButton,
  signIn,
  test,
} from '../support/fixtures';
import { Wire } from '../support/wire';

const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
];

function palette(page: Page) {
  return page.getByRole('dialog', { name: 'Search and commands' });
}

test.describe('the shell', () => {
  for (const viewport of WIDTHS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`is accessible with everything open, ${colorScheme}, ${viewport.width} pixels wide`, async ({ as }) => {
        const page = await as('owner', { viewport, colorScheme });
        await open(page, '/account');
        await expect(page.locator('.skeleton')).toHaveCount(0);
        await expectNoSidewaysScrolling(page);
        await page.getByRole('button', { name: /^Notifications/ }).click();
        await expect(page.getByRole('group', { name: 'Notifications' })).toBeVisible();
        await test.step('notifications', () => expectAccessible(page));
        await page.keyboard.press('Escape');
        if (viewport.width < 768) await page.getByRole('button', { name: 'Navigation', exact: true }).click();
        await page.getByRole('button', { name: 'Organizations' }).click();
        await expect(page.getByRole('group', { name: 'Organizations' })).toBeVisible();
        await test.step('organizations', () => expectAccessible(page));
        await page.keyboard.press('Escape');
        if (viewport.width < 768) await page.keyboard.press('Escape');
        await page.keyboard.press('Control+k');
        await expect(palette(page)).toBeVisible();
        await test.step('palette', () => expectAccessible(page));
        await page.keyboard.press('Escape');
        await page.keyboard.press('?');
        await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
        await test.step('help', () => expectAccessible(page));
        await page.keyboard.press('Escape');
        await open(page, '/');
        await rangeButton(page).click();
        await expect(page.getByRole('navigation', { name: 'Time range' })).toBeVisible();
        await test.step('time range', () => expectAccessible(page));
        await expectNoSidewaysScrolling(page);
      });
    }
  }

  test('folds its rail and remembers it, before any script too', async ({ as }) => {
    const page = await as('analyst');
    await open(page, '/account');
    const rail = page.getByRole('navigation', { name: 'Main' });
    await rail.getByRole('button', { name: 'Fold navigation' }).click();
    await expect.poll(async () => (await rail.boundingBox())?.width).toBeLessThan(60);
    await expect(rail.getByRole('link', { name: 'Settings' })).toBeVisible();
    expect(await (await page.request.get('/account')).text()).toContain('shell--folded');
    await page.reload();
    await hydrated(page);
    await rail.getByRole('button', { name: 'Unfold navigation' }).click();
    await expect.poll(async () => (await rail.boundingBox())?.width).toBeGreaterThan(200);
  });

  test('lists the organizations one belongs to', async ({ as }) => {
    const page = await as('executive');
    await open(page, '/account');
    await page.getByRole('button', { name: 'Organizations' }).click();
    const menu = page.getByRole('group', { name: 'Organizations' });
    await expect(menu.locator('[aria-current]')).toContainText('Executive');
    await menu.getByRole('link', { name: 'Organization settings' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  });
});

test.describe('the time range', () => {
  test('is kept while one looks elsewhere, and offered only where it holds', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/');
    await chooseRange(page, 'Last 6 hours');
    await expect(page).toHaveURL('/?from=now-6h&to=now');
    await expect(page.getByRole('navigation', { name: 'Time range' })).toBeHidden();
    const rail = page.getByRole('navigation', { name: 'Main' });
    await rail.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    await expect(rangeButton(page)).toHaveCount(0);
    await rail.getByRole('link', { name: 'Overview' }).click();
    await expect(page).toHaveURL('/?from=now-6h&to=now');
    await expect(rangeButton(page)).toContainText('Last 6 hours');
  });

  test('can be paused and goes on', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/');
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
    await rangeButton(page).click();
    await page.getByRole('link', { name: 'Pause live updates' }).click();
    await expect(page).toHaveURL('/?from=now-1h&to=now&live=off');
    await expect(rangeButton(page)).toContainText('Paused');
    await rangeButton(page).click();
    await page.getByRole('link', { name: 'Resume live updates' }).click();
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
  });

  test('can be absolute, says what is wrong, and works without a script', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/');
    await rangeButton(page).click();
    await page.getByLabel('From', { exact: true }).fill('2026-11-19T10:00');
    await page.getByLabel('To', { exact: true }).fill('2026-11-19T09:00');
    await page.getByRole('button', { name: 'Show this range' }).click();
    await expect(page.getByLabel('To', { exact: true })).toHaveAccessibleDescription(/after the beginning/);
    await page.getByLabel('To', { exact: true }).fill('2026-11-19T11:30');
    await page.getByRole('button', { name: 'Show this range' }).click();
    await expect(page).toHaveURL('/?from=2026-11-19T10:00&to=2026-11-19T11:30');
    await expect(rangeButton(page)).toContainText('19 Nov 2026, 10:00 to 11:30');

    const plain = await as('owner', { javaScriptEnabled: false });
    await plain.goto('/');
    await plain.getByRole('button', { name: /^Time range/ }).click();
    await plain.getByRole('link', { name: 'Today', exact: true }).click();
    await expect(plain.getByText('How this installation is doing, over today.')).toBeVisible();
    await plain.getByRole('button', { name: /^Time range/ }).click();
    await plain.getByLabel('From', { exact: true }).fill('2026-11-19T10:00');
    await plain.getByLabel('To', { exact: true }).fill('2026-11-19T11:30');
    await plain.getByRole('button', { name: 'Show this range' }).click();
    await expect(plain.getByRole('button', { name: /^Time range/ })).toContainText('19 Nov 2026, 10:00 to 11:30');
  });
});

test.describe('commands', () => {
  test('are found with the keyboard alone', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/account');
    await page.getByRole('button', { name: /^Search or jump to/ }).click();
    await expect(palette(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(palette(page)).toBeHidden();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('aud');
    await expect(palette(page).getByRole('option').first()).toContainText('Audit');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/admin/audit');
    await expect(palette(page)).toBeHidden();
    await page.keyboard.press('/');
    await page.keyboard.type('comfortable');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('density: compact');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');
  });

  test('show only what one may see', async ({ as }) => {
    const page = await as('analyst');
    await open(page, '/account');
    await page.keyboard.press('Control+k');
    await expect(palette(page).getByRole('option', { name: /Settings/ })).toBeVisible();
    await expect(palette(page).getByRole('option', { name: /Audit/ })).toHaveCount(0);
  });

  test('have keys, which are text in fields', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/account');
    await page.keyboard.press('g');
    await page.keyboard.press('u');
    await expect(page).toHaveURL('/admin/audit');
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await expect(page).toHaveURL('/admin/settings');
    await page.getByLabel('Name', { exact: true }).focus();
    await page.keyboard.press('End');
    await page.keyboard.type(' g o/?');
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(/ g o\/\?$/);
    await expect(page).toHaveURL('/admin/settings');
    await page.getByLabel('Name', { exact: true }).blur();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(help).toBeVisible();
    await expect(help).toContainText('Overview');
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  });
});

test.describe('density', () => {
  test('holds at once, from the first byte on, and in the next browser', async ({ newContext, server }) => {
    const person = await server.createPerson('analyst');
    const page = await (await newContext()).newPage();
    await signIn(page, person);
    await openPersonMenu(page);
    const saved = page.waitForResponse((response) => response.url().endsWith('/api/admin/account/density/save'));
    await page.getByRole('button', { name: 'Comfortable' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-density', 'comfortable');
    expect((await saved).status()).toBe(200);
    expect(await (await page.request.get('/')).text()).toMatch(/<html[^>]*data-density="?comfortable/);
    const row = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--row-height').trim());
    expect(await row()).toBe('40px');
    const next = await (await newContext()).newPage();
    await signIn(next, person);
    await expect(next.locator('html')).toHaveAttribute('data-density', 'comfortable');
  });
});

test.describe('notifications', () => {
  test('ring for a blocked sign-in while one looks, and are silent once read', async ({ as, newContext, server, watch }) => {
    watch.allowStatus(401, 429);
    const victim = await server.createPerson('executive', 'Vera Blom');
    const page = await as('admin');
    await open(page, '/account');
    const bell = page.getByRole('button', { name: /^Notifications/ });
    const stranger = await newContext();
    for (let attempt = 0; attempt < 7; attempt += 1) {
      await stranger.request.post(`${server.url}/api/admin/sign_in`, {
        form: { email: victim.email, password: 'wrong' },
        headers: { accept: 'application/json' },
      });
    }
    await expect(bell).toHaveAccessibleName(/Notifications, \d+ unread/, { timeout: 10_000 });
    await bell.click();
    const list = page.getByRole('group', { name: 'Notifications' });
    await expect(list.getByRole('listitem').first()).toContainText('Sign-in blocked for');
    await expect(list.getByRole('listitem').first()).toContainText('High');
    const saved = page.waitForResponse((response) => response.url().endsWith('/api/aegis/notifications/read/save'));
    await list.getByRole('button', { name: 'Mark all as read' }).click();
    expect((await saved).status()).toBe(200);
    await expect(bell).toHaveAccessibleName('Notifications');
    await page.reload();
    await hydrated(page);
    await expect(bell).toHaveAccessibleName('Notifications');
  });

  test('are not there for whoever may not read security events', async ({ as }) => {
    const page = await as('executive');
    await open(page, '/account');
    await expect(page.getByRole('button', { name: /^Notifications/ })).toHaveCount(0);
  });
});

test('a lost connection says for how long, and is tried again by a button', async ({ as, server, watch }) => {
  watch.allow(/Failed to load resource|net::ERR/);
  const wire = await Wire.to(server.url);
  try {
    const page = await as('owner');
    await page.goto(`${wire.url}/`);
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
    wire.cut();
    const notice = page.getByText('No connection to Cauldron. Reconnecting; what you see may be out of date.');
    await expect(notice).toBeVisible({ timeout: 5_000 });
    await expect(page.locator('.notice')).toContainText(/For \d+ s\./, { timeout: 10_000 });
    // By now the pause between attempts is several seconds long.
    await page.waitForTimeout(5_000);
    wire.mend();
    await page.getByRole('button', { name: 'Retry now' }).click();
    await expect(notice).toBeHidden({ timeout: 3_000 });
  } finally {
    await wire.remove();
  }
});

test('a very long and a right-to-left name break nothing', async ({ newContext, server }) => {
  const person = await server.createPerson('analyst', 'نورالدين عبدالرحمن الهاشمي Wolfeschlegelsteinhausenbergerdorff'.slice(0, 110));
  for (const viewport of WIDTHS) {
    const page = await (await newContext({ viewport })).newPage();
    await signIn(page, person);
    await openPersonMenu(page);
    await expectNoSidewaysScrolling(page);
    await open(page, '/account');
    await expectNoSidewaysScrolling(page);
  }
  expect(PEOPLE.owner.role).toBe('owner');
});
