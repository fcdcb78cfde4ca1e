import type { Page } from '@playwright/test';
import {
  ORGANIZATION,
  chooseRange,
  expect,
  expectNoSidewaysScrolling,
  hydrated,
  open,
  openPersonMenu,
  rangeButton,
  rangeDialog,
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
    await expect(rangeDialog(page)).toBeHidden();
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

  test('is chosen by keyboard, from the present one on', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/');
    await rangeButton(page).press('Enter');
    const link = (name: string) => rangeDialog(page).getByRole('link', { name, exact: true });
    await expect(link('Last hour')).toBeFocused();
    await expect(link('Last hour')).toHaveAttribute('aria-current', 'true');
    await page.keyboard.press('ArrowDown');
    await expect(link('Last 6 hours')).toBeFocused();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    await expect(link('This year')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/?from=now%2Fy&to=now');
    await expect(rangeDialog(page)).toBeHidden();
    await expect(rangeButton(page)).toBeFocused();
    await rangeButton(page).press('Enter');
    await expect(link('This year')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(rangeButton(page)).toBeFocused();
  });

  test('is typed in words, and what is not understood is said at the field', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/');
    await rangeButton(page).click();
    const typed = page.getByLabel('Type a range');
    await typed.fill('soon');
    await typed.press('Enter');
    await expect(typed).toHaveAccessibleDescription(/^Write a length such as 45m/);
    await expect(page).toHaveURL('/');
    await typed.fill('3 days');
    await expect(typed).toHaveAccessibleDescription('');
    await typed.press('Enter');
    await expect(page).toHaveURL('/?from=now-3d&to=now');
    await rangeButton(page).click();
    await expect(typed).toHaveValue('');
    await typed.fill('2026-11-18 to 2026-11-19');
    await typed.press('Enter');
    await expect(page).toHaveURL('/?from=2026-11-18&to=2026-11-19');
    await expect(rangeButton(page)).toContainText('18 Nov 2026');
    await rangeButton(page).click();
    await expect(page.getByLabel('From', { exact: true })).toHaveValue('2026-11-18T00:00');
    await expect(rangeDialog(page)).toContainText('Times in Europe/Berlin.');
    await expect(rangeDialog(page).getByRole('link', { name: /live updates/ })).toHaveCount(0);
  });

  test('leaves the filters of a list alone', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/aegis/events?from=now-6h&to=now&severity=is:high');
    await chooseRange(page, 'Last 24 hours');
    await expect(page).toHaveURL('/aegis/events?severity=is:high&from=now-24h&to=now');
    await rangeButton(page).click();
    await page.getByRole('link', { name: 'Pause live updates' }).click();
    await expect(page).toHaveURL('/aegis/events?severity=is:high&from=now-24h&to=now&live=off');
    await expect(page.getByRole('button', { name: /Severity is High/ })).toBeVisible();
  });

  test('that an address asks for in vain is said, and the last hour shown', async ({ as }) => {
    const page = await as('owner');
    await open(page, '/?from=2026-11-19T10:00&to=2026-11-19T09:00');
    await expect(rangeButton(page)).toContainText('Last hour');
    await expect(rangeButton(page)).toContainText('Not understood');
    await rangeButton(page).click();
    await expect(page.getByLabel('From', { exact: true })).toHaveValue('2026-11-19T10:00');
    await expect(page.getByLabel('To', { exact: true })).toHaveAccessibleDescription(/after the beginning/);
    await page.getByLabel('To', { exact: true }).fill('2026-11-19T11:00');
    await page.getByRole('button', { name: 'Show this range' }).click();
    await expect(page).toHaveURL('/?from=2026-11-19T10:00&to=2026-11-19T11:00');
    await expect(rangeButton(page)).not.toContainText('Not understood');
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
    await expect(rangeButton(plain)).toContainText('19 Nov 2026, 10:00 to 11:30');
    await rangeButton(plain).click();
    await plain.getByLabel('Type a range').fill('2 days');
    await plain.getByLabel('Type a range').press('Enter');
    await expect(rangeButton(plain)).toContainText('Last 2 days');
    await rangeButton(plain).click();
    await plain.getByRole('link', { name: 'Pause live updates' }).click();
    await expect(rangeButton(plain)).toContainText('Paused');
    await rangeButton(plain).click();
    await plain.getByLabel('Type a range').fill('soon');
    await plain.getByLabel('Type a range').press('Enter');
    await expect(rangeButton(plain)).toContainText('Not understood');
    await rangeButton(plain).click();
    await expect(plain.getByLabel('Type a range')).toHaveValue('soon');
    await expect(plain.getByLabel('Type a range')).toHaveAccessibleDescription(/^Write a length such as 45m/);
  });
});

test.describe('another organization', () => {
  for (const holder of ['the other tab', 'the tab that switches']) {
    test(`opened in one tab is noticed by the other, with ${holder} holding the stream`, async ({ newContext, server }) => {
      const person = await server.createPerson('analyst');
      const name = await server.createOrganization(person);
      const context = await newContext();
      const first = await context.newPage();
      await signIn(first, person);
      await expect(first.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
      const second = await context.newPage();
      await open(second, '/');
      await expect(second.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
      const [switching, staying] = holder === 'the other tab' ? [second, first] : [first, second];
      await switching.getByRole('button', { name: 'Organizations' }).click();
      await switching.getByRole('group', { name: 'Organizations' }).getByRole('button', { name }).click();
      const rail = (page: Page) => page.getByRole('navigation', { name: 'Main' });
      await expect(rail(switching)).toContainText(name);
      const notice = staying.getByRole('status').filter({ hasText: 'Another organization is open in this browser now.' });
      await expect(notice).toContainText(`this page still shows ${ORGANIZATION}`, { timeout: 10_000 });
      await expect(rail(staying)).toContainText(ORGANIZATION);
      await expect(staying.getByText(/session has ended/)).toHaveCount(0);
      await notice.getByRole('button', { name: 'Reload' }).click();
      await expect(rail(staying)).toContainText(name);
      await expect(staying.getByText('Live', { exact: true })).toBeVisible({ timeout: 15_000 });
      await expect(notice).toHaveCount(0);
    });
  }
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
    // The page before, which has a name too, stands until this one is loaded.
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
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

  test('tell whoever may not read security events of their own affairs alone', async ({ as }) => {
    const page = await as('executive');
    await open(page, '/account');
    await page.getByRole('button', { name: /^Notifications/ }).click();
    const list = page.getByRole('group', { name: 'Notifications' });
    await expect(list.getByRole('link', { name: 'All notifications' })).toBeVisible();
    await expect(list.getByText('High and critical')).toHaveCount(0);
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
});
